/** Which texts import torch, Keras or TensorFlow, by CPython's own grammar of imports, and which only speak of it. */
import { strict as assert } from 'node:assert';
import { importsFramework, isNotebookPath, isProgramPath } from '../../src/base/programs';

describe('a program imports a framework', () => {
  for (const text of [
    'import torch\n',
    'from torch import nn',
    'import os\nimport torch.nn as nn\n',
    'import os, torch',
    'import numpy as np, torch.nn.functional as F',
    'x = 1; import torch',
    'def f():\n    from torch.nn import Linear\n',
    'import keras\n',
    'from keras.layers import Dense',
    'import tensorflow as tf',
    'from tensorflow.keras import layers',
    'import numpy as np, tensorflow as tf',
    'import tf_keras as keras',
    'try: import torch\nexcept ImportError: pass\n',
    'from torchvision.models import resnet18',
    'import timm',
    'from transformers import AutoModel',
    '{"cells": [{"source": ["import torch\\n", "x = 1"]}]}',
    '{"cells":[{"source":"x = 1\\nimport torch.nn as nn"}]}',
  ]) {
    it(`in ${JSON.stringify(text)}`, () => assert.ok(importsFramework(text)));
  }
});

describe('a program imports no framework', () => {
  for (const text of [
    '',
    '# import torch',
    'import torchvision_like',
    'from torchaudio import x',
    'import mytorch',
    'import keras_tuner_like',
    '# from keras import layers',
    'from tensorflow_like import keras',
    'from . import torch',
    'torch = 3',
    'important torch',
  ]) {
    it(`in ${JSON.stringify(text)}`, () => assert.ok(!importsFramework(text)));
  }

  it('in megabytes of text without it, in no time', () => {
    assert.ok(!importsFramework('import numpy as np, '.repeat(200_000)));
    assert.ok(!importsFramework(`${'import a, '.repeat(2_000)}# torch`));
  });
});

describe('paths of programs', () => {
  it('end in .py or .ipynb', () => {
    assert.ok(isProgramPath('a/b.py') && isProgramPath('b.ipynb'));
    assert.ok(!isProgramPath('b.pyc') && !isProgramPath('a.network.yaml'));
    assert.ok(isNotebookPath('b.ipynb') && !isNotebookPath('b.py'));
  });
});
