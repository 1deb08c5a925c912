/** Losses: what they say when their arguments do not fit, and what no golden covers. */
import assert from 'node:assert/strict';
import { losses as examples } from './examples/losses';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { scalarOf, tensorOf, type Tensor } from '../../src/tensor/tensor';
import type { Example } from './examples/draw';
import { opNamed } from './opNamed';
import { testSentences, type Misfit } from './sentences';

/** Op, arguments (float64 unless said), attributes, sentence. */
const misfits: readonly Misfit[] = [
  ['mse', [[4, 1], [4]], {}, 'mse compares values of one shape, the prediction has (4, 1), the target (4)'],
  ['mse', [[4], ['int32', [4]]], {}, 'mse compares floats, found int32 values'],
  ['huber', [[4], [4]], { delta: 0 }, 'huber needs a delta above 0, found 0'],
  [
    'cross-entropy',
    [[4], ['int32', [4]]],
    {},
    'cross-entropy needs scores of shape (batch, classes), the prediction has (4)',
  ],
  [
    'cross-entropy',
    [
      [4, 3, 2],
      ['int32', [4]],
    ],
    {},
    'cross-entropy needs one class index or one row of probabilities per place for scores of shape (4, 3, 2), the target has int32 values of shape (4)',
  ],
  [
    'cross-entropy',
    [
      [4, 3],
      ['int32', [5]],
    ],
    {},
    'cross-entropy needs one class index or one row of probabilities per sample for scores of shape (4, 3), the target has int32 values of shape (5)',
  ],
  [
    'nll',
    [
      [4, 3],
      [4, 3],
    ],
    {},
    'nll needs one class index per sample for scores of shape (4, 3), the target has float64 values of shape (4, 3)',
  ],
  ['kl', [[], []], {}, 'kl needs an axis of samples, the prediction is a single number'],
  ['output-energy', [['int32', [4]]], {}, 'output-energy needs an output that holds floats'],
  ['mse', [[4], [4], [3]], {}, 'mse has weights of shape (3) for losses of shape (4)'],
  ['mse', [[4], [4], ['int32', [4]]], {}, 'mse has weights of shape (4) for losses of shape (4)'],
  ['mse', [[4], [4]], { reduction: 'max' }, 'mse takes one of the reductions mean, sum, none, found max'],
  [
    'kl',
    [
      [4, 3],
      [4, 3],
    ],
    { reduction: 'max' },
    'kl takes one of the reductions mean, sum, none, batch-mean, found max',
  ],
  ['smooth-l1', [[4], [4]], { beta: -1 }, 'smooth-l1 needs a beta of at least 0, found -1'],
  ['focal', [[4], [4]], { gamma: -1 }, 'focal needs a gamma of at least 0, found -1'],
  [
    'bce-logits',
    [
      [4, 3],
      [4, 3],
    ],
    { posWeight: [1, 2] },
    'bce-logits has 2 class weights for 3 classes',
  ],
  [
    'bce-logits',
    [
      [4, 3],
      [4, 3],
    ],
    { labelSmoothing: 2 },
    'bce-logits needs a label smoothing from 0 to 1, found 2',
  ],
  [
    'cross-entropy',
    [
      [4, 3],
      ['int32', [4]],
    ],
    { weight: [1, 2] },
    'cross-entropy has 2 class weights for 3 classes',
  ],
  [
    'cross-entropy',
    [
      [4, 3],
      ['int32', [4]],
    ],
    { axis: 2 },
    'cross-entropy needs its classes on axis 1 or -1, found 2',
  ],
  [
    'nll',
    [
      [4, 3],
      ['int32', [4]],
    ],
    { ignoreIndex: 0.5 },
    'nll needs a whole number as ignored index, found 0.5',
  ],
  [
    'nll',
    [
      ['int32', [4, 3]],
      ['int32', [4]],
    ],
    {},
    'nll needs scores that are floats, found int32 values',
  ],
  [
    'multi-margin',
    [
      [4, 3],
      ['int32', [4]],
    ],
    { p: 3 },
    'multi-margin needs a power p of 1 or 2, found 3',
  ],
  [
    'multi-label-margin',
    [
      [4, 3],
      ['int32', [4]],
    ],
    {},
    'multi-label-margin needs one list of class indices per row, filled up with -1, for scores of shape (4, 3), the target has int32 values of shape (4)',
  ],
  [
    'gaussian-nll',
    [
      [4, 3],
      [4, 3],
    ],
    {},
    'gaussian-nll takes a prediction, a target and a variance',
  ],
  [
    'gaussian-nll',
    [
      [4, 3],
      [4, 3],
      [3, 3],
    ],
    {},
    'gaussian-nll needs variances that fit values of shape (4, 3), found shape (3, 3)',
  ],
  [
    'cosine-embedding',
    [[4, 3], [4, 3], [3]],
    {},
    'cosine-embedding needs one target for each of the vectors (4, 3), found shape (3)',
  ],
  [
    'triplet-margin',
    [
      [4, 3],
      [4, 3],
      [4, 2],
    ],
    {},
    'triplet-margin compares values of one shape, found (4, 3) and (4, 2)',
  ],
  ['dice', [[], []], { perSample: true }, 'dice needs an axis of samples, the prediction is a single number'],
  [
    'circle',
    [
      [4, 3],
      ['int32', [3]],
    ],
    {},
    'circle needs one label for each of the embeddings (4, 3), the target has int32 values of shape (3)',
  ],
  [
    'ctc',
    [
      [4, 3],
      ['int32', [3]],
    ],
    {},
    'ctc needs log-probabilities of shape (time, batch, classes), the prediction has (4, 3)',
  ],
  [
    'ctc',
    [
      [5, 2, 3],
      ['int32', [2, 2]],
    ],
    { blank: 3 },
    'ctc needs a blank that is one of the 3 classes, found 3',
  ],
  [
    'ctc',
    [
      [5, 2, 3],
      ['int32', [3, 2]],
    ],
    {},
    'ctc needs one row of class indices for each of 2 samples, the target has int32 values of shape (3, 2)',
  ],
  [
    'ctc',
    [
      [5, 2, 3],
      ['int32', [2, 2]],
      ['int32', [3]],
    ],
    {},
    'ctc needs one int32 length for each of 2 samples, found int32 values of shape (3)',
  ],
];

describe('shape rules of losses', () => {
  testSentences(misfits);

  it('hold for sizes of nothing and of too much', () => {
    for (const [name, rows] of Object.entries<readonly Example[]>(examples)) {
      for (const size of [0, -1, 0.5, 1e9, NaN]) {
        for (const { args, attributes } of rows) {
          const types = args.map(({ elementType, shape }) => ({ elementType, shape: shape.map(() => size) }));
          assert.doesNotThrow(() => opNamed(name).shape(types, attributes), `${name} of ${size}`);
        }
      }
    }
  });
});

const run = { training: true, random: randomStream(1) };
const kernels = referenceKernels('float64');

function forward(name: string, args: readonly Tensor[], attributes: Attributes): number {
  const [output] = opNamed(name).forward(kernels, args, attributes, run).outputs;
  return output ? scalarOf(output) : NaN;
}

describe('class indices', () => {
  it('outside the scores are refused by their number', () => {
    const scores = tensorOf('float64', [2, 3], [1, 2, 3, 4, 5, 6]);
    for (const name of ['cross-entropy', 'nll', 'multi-margin', 'categorical-focal']) {
      const labels = tensorOf('int32', [2], [0, 3]);
      assert.throws(
        () => forward(name, [scores, labels], {}),
        new RangeError('class 3 of sample 1 is not one of the 3 scores'),
      );
    }
  });

  it('of images are named by their sample', () => {
    const scores = tensorOf('float64', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const labels = tensorOf('int32', [2, 2], [0, 1, 0, -1]);
    assert.throws(
      () => forward('cross-entropy', [scores, labels], {}),
      new RangeError('class -1 of sample 1 is not one of the 2 scores'),
    );
  });

  it('of sequences must be there for as long as they are said to be', () => {
    const logs = tensorOf('float64', [2, 1, 2], [-1, -1, -1, -1]);
    const labels = tensorOf('int32', [1, 1], [1]);
    assert.throws(
      () => forward('ctc', [logs, labels, tensorOf('int32', [1], [3])], {}),
      new RangeError('the input of sample 0 cannot have the length 3: there are 2'),
    );
    assert.throws(
      () => forward('ctc', [logs, tensorOf('int32', [1, 1], [2])], {}),
      new RangeError('class 2 is not one of the 2 scores'),
    );
  });
});

describe('losses that are one another', () => {
  it('Tversky with two halves is Dice, but for the 1e-7 that both add to what they divide by', () => {
    const p = tensorOf('float64', [4], [0.1, 0.9, 0.4, 0.6]);
    const y = tensorOf('float64', [4], [0, 1, 1, 0]);
    assert.ok(Math.abs(forward('tversky', [p, y], {}) - forward('dice', [p, y], {})) < 1e-7);
  });

  it('ctc of one label in one time is the nll of that label', () => {
    const logs = tensorOf('float64', [1, 1, 3], [-2, -0.5, -1.1]);
    assert.equal(forward('ctc', [logs, tensorOf('int32', [1, 1], [1])], {}), 0.5);
  });
});
