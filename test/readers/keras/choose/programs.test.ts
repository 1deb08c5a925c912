/** Small programs of Keras and what is read of them: which model, on which input, with which loss and training. Counts are sums of the formulas of layers. */
import { strict as assert } from 'node:assert';
import { sizeOf } from '../../../../src/tensor/tensor';
import type { Network } from '../../../../src/graph/network';
import { noOverrides, type Reading } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

function reading(text: string, network: string | null = null): Reading {
  return readSource({ path: 'program.py', text }, new Map(), { ...noOverrides, network });
}

function networkOf(text: string): Network {
  const { networks, problems } = reading(text);
  const [network] = networks;
  assert.ok(network, problems.map(({ message }) => message).join('; '));
  return network;
}

function parameters({ nodes }: Network): number {
  return nodes.reduce((sum, node) => sum + (node.kind === 'parameter' ? sizeOf(node.shape) : 0), 0);
}

const inputs = ({ nodes }: Network): readonly (readonly number[])[] =>
  nodes.flatMap((node) => (node.kind === 'input' ? [node.sampleShape] : []));

describe('programs of Keras', () => {
  it('take shapes from data sets, the batch from fit and the rate from the optimizer', () => {
    const network = networkOf(`
import tensorflow as tf
from tensorflow.keras.layers import Dense, Conv2D, Flatten
(x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype('float32') / 255.0
y_train = tf.keras.utils.to_categorical(y_train)
model = tf.keras.models.Sequential()
model.add(Conv2D(8, 3, activation='relu', input_shape=x_train.shape[1:]))
model.add(Flatten())
model.add(Dense(y_train.shape[1], activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer=tf.keras.optimizers.Adam(learning_rate=0.01))
model.fit(x_train, y_train, batch_size=64, epochs=3)
`);
    assert.deepEqual(inputs(network), [[28, 28, 1]]);
    assert.equal(parameters(network), 8 * (9 + 1) + (26 * 26 * 8 + 1) * 10);
    assert.equal(network.loss?.name, 'cross-entropy');
    assert.equal(network.training?.rate, 0.01);
    assert.equal(network.training.batch, 64);
    assert.equal(network.batch, null);
  });

  it('of Keras 1 are read with the words of that time', () => {
    const network = networkOf(`
from keras.models import Sequential
from keras.layers.core import Dense, Activation, Flatten, Dropout
from keras.layers.convolutional import Convolution2D, MaxPooling2D
from keras.optimizers import SGD
model = Sequential()
model.add(Convolution2D(4, 3, 3, border_mode='same', input_shape=(8, 8, 3)))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(p=0.25))
model.add(Flatten())
model.add(Dense(output_dim=5, init='uniform'))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.1, momentum=0.9, nesterov=True))
model.fit(X, Y, batch_size=16, nb_epoch=2)
`);
    assert.equal(parameters(network), 4 * (27 + 1) + (4 * 4 * 4 + 1) * 5);
    const { training } = network;
    assert.deepEqual(training?.optimizer, { kind: 'sgd', momentum: 0.9, dampening: 0, nesterov: true });
    assert.equal(training.rate, 0.1);
    assert.equal(training.batch, 16);
    const kernel = network.nodes.find((node) => node.kind === 'parameter' && node.name === 'dense/kernel');
    assert.ok(kernel?.kind === 'parameter' && kernel.initialisation.name === 'uniform');
    assert.ok(kernel.written);
  });

  it('that make the model in a function are read through it', () => {
    const network = networkOf(`
from keras import layers, models
def build(units=7, classes=3):
    model = models.Sequential()
    model.add(layers.Dense(units, input_dim=4, activation='tanh'))
    for _ in range(2):
        model.add(layers.Dense(units, activation='tanh'))
    model.add(layers.Dense(classes))
    return model
`);
    assert.equal(network.name, 'build');
    assert.equal(parameters(network), 5 * 7 + 2 * 8 * 7 + 8 * 3);
  });

  it('that make the model in the main block are read there', () => {
    const network = networkOf(`
from tensorflow import keras
def main():
    model = keras.Sequential([keras.layers.Flatten(input_shape=(6, 6)), keras.layers.Dense(2)])
    model.compile('sgd', 'mse')
    model.fit(x, y)
if __name__ == '__main__':
    main()
`);
    assert.equal(parameters(network), 37 * 2);
    assert.equal(network.loss?.name, 'mse');
    assert.equal(network.training?.rate, 0.01);
  });

  it('show the model that is trained, and offer the others', () => {
    const { networks, choices = [] } = reading(`
import keras
small = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
large = keras.Sequential([keras.Input((2,)), keras.layers.Dense(9)])
large.compile('adam', 'mse')
other = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
`);
    assert.equal(networks[0] && parameters(networks[0]), 27);
    assert.deepEqual(
      new Set(choices.map(({ expression }) => expression)),
      new Set(['small', 'large', 'other']),
    );
    assert.deepEqual(
      choices.filter(({ shown }) => shown).map(({ expression }) => expression),
      ['large'],
    );
  });

  it('give several outputs a loss each, added up', () => {
    const network = networkOf(`
import keras
from keras import layers
x = keras.Input((4,))
model = keras.Model(x, [layers.Dense(3, activation='softmax', name='a')(x), layers.Dense(1, name='b')(x)])
model.compile('adam', loss={'a': 'sparse_categorical_crossentropy', 'b': keras.losses.MeanSquaredError()})
`);
    const ops = network.nodes.flatMap((node) => (node.kind === 'op' ? [node.call.op] : []));
    assert.ok(ops.includes('cross-entropy') && ops.includes('mse'));
    const last = network.loss && network.nodes[network.loss.node];
    assert.ok(last?.kind === 'op' && last.call.op === 'add');
  });

  it('leave a size open that nothing says, and say so', () => {
    const network = networkOf(`
import numpy
from keras.models import Sequential
from keras.layers import Dense
X = numpy.load('data.npy')
model = Sequential([Dense(3, input_dim=X.shape[1], activation='relu'), Dense(1)])
`);
    assert.ok(
      network.assumptions.some(({ about, message }) => about === 'input' && message.includes('open')),
    );
    assert.ok(parameters(network) > 0);
  });

  it('that keep models in an object of the main block offer each of them', () => {
    const { networks, choices = [] } = reading(`
from keras.layers import Input, Dense
from keras.models import Sequential, Model
class GAN():
    def __init__(self):
        self.judge = Sequential([Dense(3, input_shape=(2,)), Dense(1, activation='sigmoid')])
        self.judge.compile(loss='binary_crossentropy', optimizer='adam')
        self.maker = Sequential([Dense(2, input_dim=5)])
        z = Input((5,))
        self.judge.trainable = False
        self.both = Model(z, self.judge(self.maker(z)))
        self.both.compile(loss='binary_crossentropy', optimizer='adam')
if __name__ == '__main__':
    gan = GAN()
`);
    const names = choices.map(({ expression }) => expression);
    assert.deepEqual(new Set(names), new Set(['gan.judge', 'gan.maker', 'gan.both']));
    const [network] = networks;
    assert.ok(network);
    const trained = network.nodes.filter((node) => node.kind === 'parameter' && node.trainable);
    assert.deepEqual(
      trained.map((node) => ('shape' in node ? node.shape : [])),
      [[5, 2], [2]],
    );
  });

  it('build on models of keras.applications, whose counts are those that Keras has', () => {
    const count = (model: string): number => {
      const { nodes } = networkOf(`from keras.applications import *\nmodel = ${model}\n`);
      return nodes.reduce(
        (sum, node) => sum + (node.kind === 'parameter' || node.kind === 'buffer' ? sizeOf(node.shape) : 0),
        0,
      );
    };
    assert.equal(count('VGG16()'), 138_357_544);
    assert.equal(count('VGG16(include_top=False, input_shape=(64, 64, 3))'), 14_714_688);
    assert.equal(count('ResNet50()'), 25_636_712);
    assert.equal(count('ResNet50(include_top=False)'), 23_587_712);
    assert.equal(count('MobileNetV2()'), 3_538_984);
    assert.equal(count('MobileNetV2(include_top=False)'), 2_257_984);
  });

  it('that adapt a Normalization to data have its statistics and the shape of the samples', () => {
    const { networks, problems } = reading(`
import numpy as np
from tensorflow.keras import layers, Sequential
normalizer = layers.Normalization(axis=-1)
normalizer.adapt(np.random.rand(100, 9))
model = Sequential([normalizer, layers.Dense(64, activation='relu'), layers.Dense(1)])
model.compile(loss='mean_absolute_error', optimizer='adam')
`);
    assert.deepEqual(problems, []);
    const sizes = (networks[0]?.nodes ?? []).flatMap((node) =>
      node.kind === 'parameter' || node.kind === 'buffer' ? [sizeOf(node.shape)] : [],
    );
    // mean, variance and count; then 9 to 64 and 64 to 1, each with its bias.
    assert.deepEqual(
      sizes.toSorted((a, b) => a - b),
      [1, 1, 9, 9, 64, 64, 9 * 64].toSorted((a, b) => a - b),
    );
  });

  it('that give a layer too few axes are told so in the words of Keras, at the line', () => {
    const { problems } = reading(`
import keras
model = keras.Sequential()
model.add(keras.layers.Dense(8, input_shape=(4,)))
model.add(keras.layers.Conv2D(4, 3))
`);
    const [problem] = problems;
    assert.match(problem?.message ?? '', /expected min_ndim=4, found ndim=2/);
    assert.equal(problem?.span.start.line, 4);
  });
});
