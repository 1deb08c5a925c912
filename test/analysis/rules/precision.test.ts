/** Precision: healthy networks, as people write them, on which no rule may say warning or error. */
import assert from 'node:assert/strict';
import { inspected, messages } from './check';
import { perceptron, stack, type Perceptron } from './networks';

/** Titled sources of networks that are known to train. */
const healthy: Readonly<Record<string, string>> = {
  ...perceptrons({
    "digits under PyTorch's default": {
      input: 64,
      hidden: [32],
      outputs: 10,
      activation: 'relu',
      loss: 'cross-entropy',
    },
    'digits with one Glorot sigmoid layer': {
      input: 64,
      hidden: [32],
      outputs: 10,
      activation: 'sigmoid',
      init: 'xavier-uniform',
      loss: 'cross-entropy',
    },
    'a small regressor with a scalar head': { input: 8, hidden: [64, 64], outputs: 1, activation: 'relu' },
    'a deep regressor with a scalar head': { input: 8, hidden: stack(6, 64), outputs: 1, activation: 'relu' },
    'Keras defaults with a scalar head': {
      input: 13,
      hidden: [64, 64],
      outputs: 1,
      activation: 'relu',
      init: 'keras',
    },
    'gelu under He': {
      input: 32,
      hidden: stack(8, 64),
      outputs: 10,
      activation: 'gelu',
      init: 'he-normal',
      batch: 64,
    },
    'silu under He': {
      input: 32,
      hidden: stack(6, 64),
      outputs: 10,
      activation: 'silu',
      init: 'he-normal',
      batch: 64,
    },
    'mish under He': {
      input: 32,
      hidden: stack(6, 64),
      outputs: 10,
      activation: 'mish',
      init: 'he-normal',
      batch: 64,
    },
    'selu under LeCun': {
      input: 32,
      hidden: stack(16, 64),
      outputs: 10,
      activation: 'selu',
      init: 'lecun-normal',
      batch: 64,
    },
    'elu under He': {
      input: 32,
      hidden: stack(8, 64),
      outputs: 10,
      activation: 'elu',
      init: 'he-normal',
      batch: 64,
    },
    'leaky ReLU under He': {
      input: 32,
      hidden: stack(10, 64),
      outputs: 10,
      activation: 'leaky-relu',
      init: 'he-normal',
      batch: 64,
    },
    'softplus under Glorot': {
      input: 32,
      hidden: stack(3, 64),
      outputs: 10,
      activation: 'softplus',
      init: 'xavier-normal',
      batch: 64,
    },
    'tanh under Glorot, 10 deep': {
      input: 32,
      hidden: stack(10, 64),
      outputs: 1,
      activation: 'tanh',
      init: 'xavier-normal',
      batch: 64,
    },
    'orthogonal tanh, 16 deep': {
      input: 64,
      hidden: stack(16, 64),
      outputs: 1,
      activation: 'tanh',
      init: 'orthogonal',
      batch: 64,
    },
    'He ReLU, 10 deep': {
      input: 64,
      hidden: stack(10, 64),
      outputs: 10,
      activation: 'relu',
      init: 'he-uniform',
    },
    'a wide-narrow autoencoder': {
      input: 128,
      hidden: [64, 16, 3, 16, 64],
      outputs: 128,
      activation: 'relu',
      init: 'he-normal',
    },
    "an autoencoder under PyTorch's default": {
      input: 128,
      hidden: [32, 3, 32],
      outputs: 128,
      activation: 'relu',
    },
    'a tanh autoencoder through one unit': {
      input: 32,
      hidden: [16, 1, 16],
      outputs: 32,
      activation: 'tanh',
      init: 'xavier-normal',
      batch: 64,
    },
    'two units, tanh': {
      input: 2,
      hidden: [2, 2],
      outputs: 1,
      activation: 'tanh',
      init: 'xavier-normal',
      batch: 64,
    },
    'a pyramid': { input: 512, hidden: [256, 64, 16, 4], outputs: 1, activation: 'relu', init: 'he-normal' },
    'an inverted pyramid': {
      input: 2,
      hidden: [8, 32, 128],
      outputs: 256,
      activation: 'relu',
      init: 'he-normal',
    },
  }),
  'logistic regression': `
input: [2]
data: { circles: 300 }
loss: binary-cross-entropy
layers:
  - linear: 1
  - sigmoid
`,
  'the two circles under He': `
input: [2]
data: { circles: 300, noise: 0.05 }
loss: binary-cross-entropy
layers:
  - { linear: 10, init: he-normal }
  - relu
  - { linear: 5, init: he-normal }
  - relu
  - { linear: 1, init: he-normal }
  - sigmoid
`,
  xor: `
input: [2]
data: { xor: 4 }
loss: binary-cross-entropy
layers:
  - linear: 4
  - tanh
  - linear: 1
  - sigmoid
`,
  'xor with two ReLUs': `
input: [2]
data: { xor: 4 }
loss: bce-logits
layers:
  - linear: 4
  - relu
  - linear: 1
`,
  dropout: `
input: [64]
loss: cross-entropy
layers:
  - repeat: 3
    layers:
      - { linear: 64, init: he-normal }
      - relu
      - dropout: 0.5
  - linear: 10
`,
  'ten residual blocks': `
input: [64]
loss: cross-entropy
layers:
  - { linear: 64, id: stem }
  - repeat: 10
    layers:
      - { identity: , id: skip }
      - linear: 64
      - relu
      - linear: 64
      - { add: skip }
  - linear: 10
`,
  'residual blocks that start at zero': `
input: [64]
loss: cross-entropy
layers:
  - linear: 64
  - repeat: 4
    layers:
      - { identity: , id: skip }
      - { linear: 64, init: he-normal }
      - relu
      - { linear: 64, init: zeros }
      - { add: skip }
  - { linear: 10, init: zeros }
`,
};

describe('precision', () => {
  for (const [title, source] of Object.entries(healthy)) {
    it(`${title} is healthy`, () => {
      const alarms = inspected(source).findings.filter(({ severity }) => severity !== 'information');
      assert.equal(alarms.length, 0, messages(alarms));
    });
  }
});

function perceptrons(shapes: Readonly<Record<string, Perceptron>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(shapes).map(([title, shape]) => [title, perceptron(shape)]));
}
