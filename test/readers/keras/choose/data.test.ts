/** Programs whose data flows or whose loss is their own: the shapes that reach the network, and what is said of what is not followed. Counts are sums of the formulas of layers. */
import { strict as assert } from 'node:assert';
import { sizeOf } from '../../../../src/tensor/tensor';
import type { Network } from '../../../../src/graph/network';
import { noOverrides } from '../../../../src/readers/reader';
import { programReader } from '../../../../src/readers/program/reader';

function networkOf(text: string): Network {
  const { networks, problems } = programReader.read({ path: 'program.py', text }, new Map(), noOverrides);
  const [network] = networks;
  assert.ok(network, problems.map(({ message }) => message).join('; '));
  return network;
}

function parameters({ nodes }: Network): number {
  return nodes.reduce((sum, node) => sum + (node.kind === 'parameter' ? sizeOf(node.shape) : 0), 0);
}

const inputs = ({ nodes }: Network): readonly (readonly number[])[] =>
  nodes.flatMap((node) => (node.kind === 'input' ? [node.sampleShape] : []));

const said = ({ assumptions }: Network): string => assumptions.map(({ message }) => message).join(' ');

const convolutional = `
model = keras.Sequential([layers.Conv2D(8, 3, activation='relu'), layers.Flatten(), layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`;

describe('data of Keras programs', () => {
  for (const [name, text, sample] of [
    [
      'a folder of images, mapped and fetched ahead',
      `
train = keras.utils.image_dataset_from_directory('images', image_size=(20, 16), batch_size=16)
train = train.map(lambda x, y: (x / 255.0, y), num_parallel_calls=tf.data.AUTOTUNE).cache().prefetch(tf.data.AUTOTUNE)
${convolutional}
model.fit(train, epochs=3)`,
      [20, 16, 3],
    ],
    [
      'a generator that reads folders in grey',
      `
data = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
train = data.flow_from_directory('images', target_size=(20, 16), color_mode='grayscale', class_mode='sparse')
${convolutional}
model.fit(train, steps_per_epoch=5)`,
      [20, 16, 1],
    ],
    [
      'slices of arrays in batches',
      `
(x, y), _ = keras.datasets.cifar10.load_data()
train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1000).batch(32)
${convolutional}
model.fit(train)`,
      [32, 32, 3],
    ],
    [
      'windows of a series',
      `
series = np.zeros((500, 5))
train = keras.utils.timeseries_dataset_from_array(series, series[:, 0], sequence_length=12, batch_size=8)
model = keras.Sequential([layers.LSTM(4), layers.Dense(1)])
model.compile('rmsprop', 'mse')
model.fit(train)`,
      [12, 5],
    ],
  ] as const) {
    it(`gives the shape of ${name}`, () => {
      const head = 'import keras\nimport numpy as np\nimport tensorflow as tf\nfrom keras import layers\n';
      assert.deepEqual(inputs(networkOf(head + text)), [sample]);
    });
  }

  it('is told by every name that a star brings in', () => {
    const network = networkOf(`
from tensorflow.keras.models import *
from tensorflow.keras.layers import *
model = Sequential([Input(shape=(4,)), Dense(3)])
`);
    assert.equal(parameters(network), (4 + 1) * 3);
  });

  it('counts classes by the largest label and by the different ones', () => {
    const network = networkOf(`
import keras
import numpy as np
(x, y), _ = keras.datasets.reuters.load_data(num_words=1000)
model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(np.max(y) + 1)])
`);
    assert.equal(parameters(network), (5 + 1) * 46);
  });

  it('takes what get gives for what it was given', () => {
    const network = networkOf(`
import keras
from keras import initializers, layers, regularizers
class Own(layers.Layer):
  def __init__(self, initializer='zeros', regularizer=None):
    super().__init__()
    self.initializer = initializers.get(initializer)
    self.own_regularizer = regularizers.get(regularizer)
  def build(self, shape):
    self.w = self.add_weight(shape=(shape[-1],), initializer=self.initializer, regularizer=self.own_regularizer)
  def call(self, x):
    return x * self.w
model = keras.Sequential([keras.Input((4,)), Own()])
`);
    assert.equal(parameters(network), 4);
    assert.doesNotMatch(said(network), /Regularisation/);
  });

  it('looks words up as the indices that they are, and says so', () => {
    const network = networkOf(`
import keras
from keras import layers
job = keras.Input((1,), dtype='string', name='job')
looked_up = layers.StringLookup(vocabulary=['a', 'b', 'c'])
x = layers.Flatten()(layers.Embedding(looked_up.vocabulary_size(), 4)(looked_up(job)))
one_hot = layers.StringLookup(vocabulary=['a', 'b', 'c'], output_mode='one_hot')(job)
model = keras.Model(job, layers.Dense(1)(layers.concatenate([x, one_hot])))
`);
    assert.equal(parameters(network), 4 * 4 + (4 + 4) + 1);
    assert.match(said(network), /string_lookup.* is given the indices themselves/);
  });
});

describe('losses that Keras programs write themselves', () => {
  const compiled = (definition: string, loss: string, activation = 'None'): Network =>
    networkOf(`
import keras
from keras import backend as K, layers, ops
${definition}
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation=${activation})])
model.compile(optimizer='sgd', loss=${loss})
`);
  for (const [name, definition, loss, activation, wanted] of [
    [
      'a mean of squares',
      'def own(y_true, y_pred):\n  return K.mean(K.square(y_pred - y_true), axis=-1)',
      'own',
      'None',
      'mse',
    ],
    [
      'a class',
      'class Own(keras.losses.Loss):\n  def call(self, y_true, y_pred):\n    return ops.mean(ops.abs(y_true - y_pred))',
      'Own()',
      'None',
      'l1',
    ],
    [
      'a closure around one of Keras',
      'def weighted(w):\n  def inner(y_true, y_pred):\n    return w * keras.losses.binary_crossentropy(y_true, y_pred)\n  return inner',
      'weighted(2.0)',
      "'sigmoid'",
      'binary-cross-entropy',
    ],
    [
      'an object of Keras within',
      'inner = keras.losses.Huber(delta=2.0)\ndef own(y_true, y_pred):\n  return inner(y_true, y_pred) + 1',
      'own',
      'None',
      'huber',
    ],
    [
      'one that is not known',
      'def own(y_true, y_pred):\n  return -K.mean(y_true * K.log(y_pred) ** 3)',
      'own',
      "'softmax'",
      'cross-entropy',
    ],
  ] as const) {
    it(`are read where they are ${name}`, () => {
      const network = compiled(definition, loss, activation);
      assert.equal(network.loss?.name, wanted);
      assert.match(said(network), /The program's own loss \w+ /);
    });
  }

  it('in add_loss and train_step are said to be left out', () => {
    const network = networkOf(`
import keras
from keras import layers
class Auto(keras.Model):
  def __init__(self):
    super().__init__()
    self.dense = layers.Dense(3)
  def call(self, x):
    y = self.dense(x)
    self.add_loss(0.1)
    return y
  def train_step(self, data):
    return {}
model = Auto()
model.build((None, 4))
`);
    assert.match(said(network), /What add_loss adds is not followed/);
    assert.match(said(network), /train_step of Auto is not run/);
  });
});
