/** Sentences: what findings say word for word, where an earlier wording claimed more than was measured or said it many times. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/analysis/report';
import { inspected, messages } from './check';

/** The only finding of a source. */
function only(source: string): Finding {
  const { findings } = inspected(source);
  const [first, ...others] = findings;
  assert.ok(first && others.length === 0, messages(findings));
  return first;
}

/** Lesson 1: q, j and k, one sigmoid unit each. */
function chain(k: string, j = '1.2'): string {
  return `
input: [1]
layers:
  - { linear: 1, id: q, weights: 0.8, biases: 0.1 }
  - sigmoid
  - { linear: 1, id: j, weights: ${j}, biases: -0.3 }
  - sigmoid
  - { linear: 1, id: k, weights: ${k}, biases: 0.2 }
  - sigmoid
loss: mse
data: { inputs: [[1.5]], targets: [[1]] }
`;
}

/** Plain layers of 64 He-initialised ReLU units. */
function deepRelu(extra = ''): string {
  return `
input: [64]
loss: mse
batch: 256
layers:
  - repeat: 20
    layers:
      - { linear: 64, init: he-normal }
      - relu
${extra}  - linear: 1
`;
}

describe('sentences of findings', () => {
  it('says once which layers wait for zero weights', () => {
    const { severity, message, remedies, layer } = only(chain('0'));
    assert.equal(severity, 'information');
    assert.equal(layer, 2);
    assert.equal(
      message,
      'No gradient reaches q and j: the weights of k are all 0; it opens after the first update (limit above 0).',
    );
    assert.deepEqual(remedies, [
      'None needed if this is meant; otherwise initialise k with xavier-normal (Glorot).',
    ]);
  });

  it('says that two layers of zero weights open one after the other', () => {
    assert.match(only(chain('0', '0')).message, /q and j: the weights of k .* one layer an update/);
  });

  it('says nothing about zero weights that a way leads around', () => {
    const source = `
input: [8]
loss: mse
layers:
  - { identity: , id: skip }
  - linear: 8
  - relu
  - { linear: 8, init: zeros }
  - { add: skip }
  - linear: 1
`;
    assert.deepEqual(inspected(source).findings, []);
  });

  it('compares a chain of single units with what the control has in the mean', () => {
    const source = `
input: [1]
loss: binary-cross-entropy
data: { inputs: [[1]], targets: [1] }
layers:
  - repeat: 4
    layers:
      - { linear: 1, weights: 1, biases: 0 }
      - sigmoid
`;
    assert.equal(
      only(source).message,
      'The gradient vanishes: delta falls to 0.00328 at linear1, 0.00964 of what it is at linear4; a He-initialised ReLU network of this shape keeps 1 in the mean (limit 0.01).',
    );
  });

  it('names the number of weights that are given', () => {
    const source = `
input: [1]
loss: mse
data: { inputs: [[1.5]], targets: [1] }
layers:
  - repeat: 6
    layers:
      - { linear: 1, weights: 16, biases: 0 }
      - relu
`;
    const { message, cause } = only(source);
    assert.match(message, /^The gradient explodes: delta grows .*-fold from linear6 back to linear1; a He-/);
    // 5 lg 16 decades.
    assert.match(
      cause,
      /^The weights, 16, are 11\.3 times He's standard deviation \(1\.41\), and over 5 layers that multiplies\. Most comes from the weights: .*6\.02 decades.* from linear2 to linear6\b/,
    );
  });

  it('says once in how many layers units are dead, at the worst', () => {
    const { message, consequences, layer } = only(deepRelu());
    assert.match(
      message,
      /^Dead units in 1\d of 20 layers, 1\d to \d\d %, the most in linear20 \(limit 10 %\)\.$/,
    );
    assert.deepEqual([layer, consequences], [19, []]);
  });

  it('leaves a silenced layer out of the count, and keeps the others', () => {
    const last = '  - { linear: 64, init: he-normal, ignore: dead-relu }\n  - relu\n';
    assert.match(only(deepRelu(last)).message, /^Dead units in 1\d of 21 layers, .* the most in linear20 /);
  });

  it('speaks of the only sample where there is one', () => {
    const source = `
input: [1]
loss: mse
data: { inputs: [[1.5]], targets: [1] }
layers:
  - { linear: 1, weights: 1, biases: -5 }
  - relu
  - { linear: 1, weights: 1, biases: 0.5 }
`;
    const { message, cause } = only(source);
    assert.equal(message, 'The gradient of linear1 is exactly 0 on the only sample (limit above 0).');
    assert.equal(
      cause,
      'The relu of linear1 is silent on the only sample: it gives 0 and passes nothing back.',
    );
  });
});
