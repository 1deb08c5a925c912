/**
 * What is found in small Keras programs: the last layer and the loss as Keras's pages say which fit each other
 * (https://keras.io/api/losses/probabilistic_losses). A faulty program is named at its layer, its mended twin is silent.
 */
import { strict as assert } from 'node:assert';
import type { NetworkReport } from '../../../src/analysis/report';
import { inspectAll } from '../../../src/inspect/inspect';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

function reportOf(text: string): NetworkReport {
  const { report } = inspectAll({ path: 'program.py', text }, new Map());
  assert.deepEqual(report.problems, []);
  const [network] = report.networks;
  assert.ok(network);
  return network;
}

/** A program of a few inputs and one hidden layer; the last layers stand on line 5. */
function program(last: string, loss: string): string {
  return `import keras
from keras.layers import *
model = keras.Sequential([
    Input((6,)), Dense(16, activation='relu'),
    ${last},
])
model.compile(optimizer='adam', loss=${loss})
`;
}

/** Findings as `rule severity @layer`, those of a plain start left out; each stands on `line`. */
function found(text: string, line = 5): readonly string[] {
  const { findings, layers } = reportOf(text);
  const about = ['loss-mismatch', 'output-activation', 'output-units', 'non-finite', 'no-gradient'];
  return findings
    .filter(({ rule }) => about.includes(rule))
    .map(({ rule, severity, layer, span }) => {
      assert.equal(span.start.line + 1, line);
      return `${rule} ${severity} @${layers[layer ?? -1]?.name ?? 'no layer'}`;
    });
}

const categorical = `'categorical_crossentropy'`;
const sparse = `'sparse_categorical_crossentropy'`;
const binary = `'binary_crossentropy'`;

const faulty: readonly (readonly [title: string, last: string, loss: string, finding: string])[] = [
  ['linear under categorical_crossentropy', 'Dense(4)', categorical, 'loss-mismatch error @dense_1'],
  ['linear under the sparse one', 'Dense(4), Activation("linear")', sparse, 'loss-mismatch error @dense_1'],
  [
    'sigmoid under categorical_crossentropy',
    'Dense(4, activation="sigmoid")',
    categorical,
    'output-activation warning @dense_1',
  ],
  ['ReLU under the sparse one', 'Dense(4), ReLU()', sparse, 'output-activation error @dense_1'],
  ['tanh under the sparse one', 'Dense(4, "tanh")', sparse, 'output-activation error @dense_1'],
  ['softmax of one unit', 'Dense(1, activation="softmax")', binary, 'output-activation error @dense_1'],
  [
    'softmax of one unit under categorical_crossentropy',
    'Dense(1, activation="softmax")',
    categorical,
    'output-activation error @dense_1/softmax',
  ],
  ['sigmoid of one unit, many classes', 'Dense(1, "sigmoid")', categorical, 'output-units error @dense_1'],
  ['linear under binary_crossentropy', 'Dense(1)', binary, 'loss-mismatch error @dense_1'],
  ['ReLU under binary_crossentropy', 'Dense(1, "relu")', binary, 'output-activation error @dense_1'],
  [
    'softmax and from_logits',
    'Dense(4, "softmax")',
    'keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
    'loss-mismatch error @dense_1',
  ],
  [
    'sigmoid and from_logits',
    'Dense(1, "sigmoid")',
    'keras.losses.BinaryCrossentropy(from_logits=True)',
    'loss-mismatch error @dense_1',
  ],
  ['two softmaxes', 'Dense(4, "softmax"), Softmax()', categorical, 'loss-mismatch error @softmax'],
  ['a distance of shares', 'Dense(4, "softmax")', `'mse'`, 'loss-mismatch warning @dense_1'],
  ['scores under kl_divergence', 'Dense(4)', `'kld'`, 'loss-mismatch error @dense_1'],
  ['shares under binary_crossentropy', 'Dense(4, "softmax")', binary, 'loss-mismatch warning @dense_1'],
];

const healthy: readonly (readonly [title: string, last: string, loss: string])[] = [
  ['softmax under categorical_crossentropy', 'Dense(4, activation="softmax")', categorical],
  ['softmax under the sparse one', 'Dense(4), Activation("softmax")', sparse],
  ['scores and from_logits', 'Dense(4)', 'keras.losses.CategoricalCrossentropy(from_logits=True)'],
  ['sigmoid under binary_crossentropy', 'Dense(1), Activation("sigmoid")', binary],
  ['several labels', 'Dense(5, activation="sigmoid")', binary],
  ['one score and from_logits', 'Dense(1)', 'keras.losses.BinaryCrossentropy(from_logits=True)'],
  ['a regression', 'Dense(1)', `'mean_squared_error'`],
  ['shares under kl_divergence', 'Dense(4, activation="softmax")', `'kl_divergence'`],
  ['positive numbers, which the loss makes shares of', 'Dense(4, "exponential")', categorical],
];

/** Keras 1: words of that time, the activation a layer of its own. */
const old = (activation: string): string => `from keras.models import Sequential
from keras.layers.core import Dense, Activation
from keras.optimizers import SGD
model = Sequential()
model.add(Dense(output_dim=16, init='glorot_uniform', input_dim=6))
model.add(Activation('relu'))
model.add(Dense(output_dim=3))
model.add(Activation('${activation}'))
model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.01))
model.fit(X, Y, nb_epoch=5, batch_size=16)
`;

describe('findings in Keras programs', () => {
  for (const [title, last, loss, finding] of faulty)
    it(`names ${title}`, () => {
      assert.deepEqual(found(program(last, loss)), [finding]);
    });

  for (const [title, last, loss] of healthy)
    it(`is silent about ${title}`, () => {
      assert.deepEqual(found(program(last, loss)), []);
    });

  it('names a sigmoid of Keras 1 at its layer, and is silent about the softmax', () => {
    assert.deepEqual(found(old('sigmoid'), 8), ['output-activation warning @dense_1']);
    assert.deepEqual(found(old('softmax')), []);
  });

  it('speaks of the loss as the program does', () => {
    const { findings } = reportOf(program('Dense(4, "softmax")', `'mse'`));
    const said = findings.flatMap(({ message, remedies }) => [message, ...remedies]).join(' ');
    assert.match(said, /mean_squared_error.*categorical_crossentropy/);
    assert.doesNotMatch(said, /cross-entropy|delete/);
  });
});

/** All outputs are one number, so that targets do not matter: a network of zero weights and one bias. */
const flat = (units: number, bias: number): string =>
  `Dense(${units}, kernel_initializer='zeros', bias_initializer=keras.initializers.Constant(${bias}))`;

describe('losses of what is no probability, as Keras computes them', () => {
  it('divide by the sum, whatever the sign: ln 4 of four equal outputs', () => {
    for (const bias of [1, -1, 0.01]) {
      const { loss } = reportOf(program(flat(4, bias), categorical));
      assert.ok(Math.abs((loss?.value ?? NaN) - Math.log(4)) < 1e-5, String(loss?.value));
    }
  });

  it('keep binary probabilities 1e-7 off 0 and 1: -ln 1e-7 for each wrong answer, 1e-7 for each right one', () => {
    const { loss, batch } = reportOf(program(flat(1, -3), binary));
    const wrong = ((loss?.value ?? NaN) / -Math.log(1e-7)) * batch;
    assert.ok(wrong > 0 && Math.abs(wrong - Math.round(wrong)) < 1e-3, String(wrong));
  });
});

describe('what a Keras program asks for and its network leaves out', () => {
  const notes = (last: string, loss: string, compile = ''): readonly string[] => {
    const text = program(last, `${loss}${compile}`).replace(
      'Input((6,)), Dense(16',
      'Input((6, 6, 3)), Dense(16',
    );
    return readSource({ path: 'program.py', text }, new Map(), noOverrides).networks.flatMap(
      ({ assumptions }) =>
        assumptions.flatMap(({ about, message }) => (about === 'training' ? [message] : [])),
    );
  };

  it('is said for each kind, with the layers', () => {
    const cases: readonly (readonly [last: string, loss: string, compile: string, said: RegExp])[] = [
      ['Flatten(), Dense(2, kernel_regularizer="l2")', `'mse'`, '', /^Regularisation .*: dense_1\./],
      [
        'Flatten(), Dense(2, activity_regularizer=keras.regularizers.L1(0.1))',
        `'mse'`,
        '',
        /^Regularisation .*: dense_1\./,
      ],
      ['Flatten(), Dense(2, kernel_constraint="max_norm")', `'mse'`, '', /^Constraints .*: dense_1\./],
      ['Reshape((6, 96)), LSTM(4, stateful=True)', `'mse'`, '', /^stateful=True .* lstm\./],
      ['RandomFlip("horizontal"), Flatten(), Dense(2)', `'mse'`, '', /^Images .*: random_flip\./],
      ['Flatten(), Dense(2)', `'mse'`, ', loss_weights=[2.0]', /^loss_weights /],
      [
        'Flatten(), Dense(2, "sigmoid")',
        'keras.losses.BinaryCrossentropy(label_smoothing=0.1)',
        '',
        /^label_smoothing /,
      ],
    ];
    for (const [last, loss, compile, said] of cases) {
      const [first = '', ...others] = notes(last, loss, compile);
      assert.match(first, said);
      assert.deepEqual(others, []);
    }
  });

  it('is nothing where nothing is left out', () => {
    assert.deepEqual(notes('Flatten(), Dense(2, kernel_regularizer=None)', `'mse'`), []);
    const smooth = 'keras.losses.CategoricalCrossentropy(label_smoothing=0.1)';
    assert.deepEqual(notes('Flatten(), Dense(2, "softmax")', smooth), []);
  });
});
