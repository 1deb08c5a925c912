/** Models with several outputs, each with a loss of its own: their sum is what is trained, and every output is looked at by itself. */
import { strict as assert } from 'node:assert';
import type { NetworkReport } from '../../../src/analysis/report';
import { trainingSamples } from '../../../src/engine/training/samples';
import { inspectAll } from '../../../src/inspect/inspect';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { referenceKernels } from '../../../src/tensor/reference';

function program(kind: string, size: string, losses: string): string {
  return `import keras
from keras.layers import *
inputs = keras.Input((6,))
x = Dense(8, activation='relu')(inputs)
a = Dense(5, ${kind})(x)
b = Dense(1, ${size})(x)
model = keras.Model(inputs, [a, b])
model.compile('sgd', loss=${losses})
`;
}

function reportOf(text: string): NetworkReport {
  const { report } = inspectAll({ path: 'program.py', text }, new Map());
  assert.deepEqual(report.problems, []);
  return report.networks[0] ?? assert.fail('a network');
}

const losses = `['categorical_crossentropy', 'binary_crossentropy']`;
const zeros = `kernel_initializer='zeros', activation=`;
const even = program(`${zeros}'softmax'`, `${zeros}'sigmoid'`, losses);

/** Findings about outputs as `rule @line`. */
function found(text: string): readonly string[] {
  return reportOf(text)
    .findings.filter(({ rule }) => ['loss-mismatch', 'output-activation', 'output-units'].includes(rule))
    .map(({ rule, span }) => `${rule} @${span.start.line + 1}`);
}

describe('Keras models with several losses', () => {
  it('have their sum: ln 5 of five equal shares and ln 2 of an even chance', () => {
    const { loss } = reportOf(even);
    assert.ok(Math.abs((loss?.value ?? NaN) - Math.log(10)) < 1e-6, String(loss?.value));
  });

  it('train on targets of each kind', () => {
    const [network] = readSource({ path: 'program.py', text: even }, new Map(), noOverrides).networks;
    assert.ok(network);
    const samples = trainingSamples(network, 8, referenceKernels('float64'));
    const { target, otherTargets = [] } = samples.batchOf([0, 3, 3]);
    assert.equal(target?.shape[0], 3);
    const [other, ...more] = otherTargets;
    assert.deepEqual(more, []);
    assert.deepEqual(other?.shape, [3, 1]);
    assert.ok([...other.data].every((value) => value === 0 || value === 1));
    assert.equal(other.data[1], other.data[2]);
  });

  it('are silent where every output fits its loss', () => {
    assert.deepEqual(found(program(`'softmax'`, `'sigmoid'`, losses)), []);
    const scores = '[keras.losses.CategoricalCrossentropy(from_logits=True), "mse"]';
    assert.deepEqual(found(program(`None`, `None`, scores)), []);
  });

  it('name each output that does not', () => {
    assert.deepEqual(found(program('None', `'softmax'`, losses)), [
      'loss-mismatch @5',
      'output-activation @6',
    ]);
    assert.deepEqual(found(program(`'softmax'`, `'relu'`, losses)), ['output-activation @6']);
  });
});
