/** Rules that look at the first steps of a training: rates, clipping and forgotten zeros that a source writes, and the healthy ones beside them. */
import assert from 'node:assert/strict';
import { describeCases, inspected, type Case } from './check';

const only = [
  'update-ratio',
  'learning-rate',
  'clipping',
  'missing-zero-grad',
  'non-finite',
  'half-precision',
  'layer-imbalance',
];

function trained(title: string, train: string, more = ''): Case {
  return {
    title,
    only,
    source: `
input: [8]
layers:
  - { linear: 32, init: he-normal }
  - relu
  - { linear: 32, init: he-normal }
  - relu
  - linear: 3
loss: cross-entropy
data: { classification: { samples: 256, features: 8, classes: 3, seed: 1 } }
${train}
${more}`,
  };
}

describeCases('update-ratio', [
  trained('adam at its usual rate', 'train: { optimizer: adam }'),
  trained('sgd with momentum', 'train: { rate: 0.01, momentum: 0.9 }'),
  trained('rmsprop at its usual rate of Keras', 'train: { optimizer: rmsprop, rate: 0.001 }'),
  trained('adagrad', 'train: { optimizer: adagrad }'),
  trained('a rate over 100,000', 'train: { rate: 1e-7, momentum: 0.9 } # ^ update-ratio warning 1e-7..1e-5'),
  trained(
    'no gradient is lost in the warm-up',
    'train: { optimizer: adam, warm-up: 1000, start-factor: 0.001 }',
  ),
  trained(
    'adam at 0.5',
    'train: { optimizer: adam, rate: 0.5 } # ^ learning-rate warning 0.5..0.5 > update-ratio',
  ),
  trained('nothing about training', ''),
  trained('silenced', 'train: { rate: 1e-7 }\nignore: update-ratio'),
]);

describeCases('clipping', [
  trained(
    'a norm of a millionth',
    'train: { rate: 0.01, momentum: 0.9, clip-norm: 1e-6 } # ^ clipping warning 1..1 > update-ratio',
  ),
  trained(
    'a norm of a millionth under adam',
    'train: { optimizer: adam, clip-norm: 1e-6 } # ^ clipping warning 1..1',
  ),
  trained('values of a millionth', 'train: { optimizer: adam, clip-value: 1e-6 } # ^ clipping warning 1..1'),
  trained(
    'a norm of a thirtieth of the usual',
    'train: { rate: 0.01, clip-norm: 0.1 } # ^ clipping information 1..1',
  ),
  trained('a norm of 1', 'train: { optimizer: adam, clip-norm: 1 }'),
  trained('a norm of half the usual', 'train: { rate: 0.01, clip-norm: 0.3 }'),
  trained('no clipping', 'train: { optimizer: adam }'),
]);

describeCases('missing-zero-grad', [
  trained('gradients add up', 'train: { rate: 0.01, zero-grad: false } # ^ missing-zero-grad warning 1..1'),
  trained('gradients are zeroed', 'train: { rate: 0.01, zero-grad: true }'),
]);

describe('learning rates in the first steps', () => {
  it('are one finding where three rules have something to say', () => {
    const { findings } = inspected(trained('', 'train: { rate: 100, momentum: 0.9 }').source);
    const judged = findings.filter(({ rule }) => only.includes(rule));
    assert.deepEqual(
      judged.map(({ rule, severity }) => [rule, severity]),
      [['learning-rate', 'error']],
    );
  });
});
