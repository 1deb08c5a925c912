/** What ops say when their arguments do not fit: one plain sentence each, for the user. */
import assert from 'node:assert/strict';
import { constants } from '../../src/ops/constants/table';
import { opNames } from '../../src/ops/table';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences, type Misfit } from './sentences';

/** Op, arguments (float64 unless said), attributes, sentence. */
const misfits: readonly Misfit[] = [
  [
    'linear',
    [
      [4, 3],
      [2, 5],
    ],
    {},
    'linear expects 5 features, the input has 3',
  ],
  ['linear', [[4, 3], [2, 3], [3]], {}, 'linear has 2 outputs, its bias has 3'],
  [
    'linear',
    [[4], [2, 4]],
    {},
    'linear needs an input with features, this one is a single number per sample',
  ],
  [
    'add',
    [
      [4, 3],
      [4, 2],
    ],
    {},
    'shapes (4, 3) and (4, 2) do not fit together',
  ],
  ['dropout', [[4]], { rate: 1.5 }, 'dropout needs a rate between 0 and 1, found 1.5'],
  ['celu', [[4]], { alpha: 0 }, 'celu needs an alpha other than 0'],
  ['softplus', [[4]], { beta: 0, threshold: 20 }, 'softplus needs a beta other than 0'],
  ['softshrink', [[4]], { lambda: -1 }, 'softshrink needs a lambda of at least 0, found -1'],
  ['hardshrink', [[4]], { lambda: -1 }, 'hardshrink needs a lambda of at least 0, found -1'],
  [
    'hardtanh',
    [[4]],
    { minimum: 2, maximum: 1 },
    'hardtanh needs a minimum below its maximum, found 2 and 1',
  ],
  [
    'rrelu',
    [[4]],
    { lower: 0.5, upper: 0.1 },
    'rrelu needs a lower slope below its upper one, found 0.5 and 0.1',
  ],
  ['prelu', [[4, 5], [4]], {}, 'prelu has slopes of shape (4) for an input of shape (4, 5)'],
  ['prelu', [[5], [4, 5]], {}, 'prelu has slopes of shape (4, 5) for an input of shape (5)'],
  ['softmax', [[]], {}, 'softmax needs an axis to run over, the input is a single number'],
  ['log-softmax', [[]], {}, 'log-softmax needs an axis to run over, the input is a single number'],
  ['glu', [[4, 5]], {}, 'glu halves the last axis, which has 5 features here'],
  ['glu', [[]], {}, 'glu halves the last axis, which has no features here'],
  ['maxout', [[4, 5]], { pieces: 2 }, 'maxout cannot part 5 features into runs of 2'],
  ['maxout', [[4, 6]], { pieces: 0 }, 'maxout cannot part 6 features into runs of 0'],
  ['mse', [[4, 1], [4]], {}, 'mse compares values of one shape, the prediction has (4, 1), the target (4)'],
  ['mse', [[4], ['int32', [4]]], {}, 'mse compares floats, found int32 values'],
  ['huber', [[4], [4]], { delta: 0 }, 'huber needs a delta above 0, found 0'],
  [
    'cross-entropy',
    [
      [4, 3, 2],
      ['int32', [4]],
    ],
    {},
    'cross-entropy needs scores of shape (batch, classes), the prediction has (4, 3, 2)',
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
];

describe('shape rules', () => {
  testSentences(misfits);

  it('answer missing arguments with a sentence', () => {
    for (const name of opNames.filter((each) => !Object.hasOwn(constants, each))) {
      const result = opNamed(name).shape([], {});
      assert.ok('error' in result && /^[a-z0-9-]+ (takes|needs) /.test(result.error), name);
    }
  });
});

describe('class indices', () => {
  it('outside the scores are refused by their number', () => {
    const scores = tensorOf('float64', [2, 3], [1, 2, 3, 4, 5, 6]);
    for (const name of ['cross-entropy', 'nll']) {
      const run = { training: true, random: randomStream(1) };
      const labels = tensorOf('int32', [2], [0, 3]);
      assert.throws(
        () => opNamed(name).forward(referenceKernels('float64'), [scores, labels], {}, run),
        new RangeError('class 3 of sample 1 is not one of the 3 scores'),
      );
    }
  });
});
