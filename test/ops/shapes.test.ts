/** What ops say when their arguments do not fit: one plain sentence each, for the user. */
import assert from 'node:assert/strict';
import { constants } from '../../src/ops/constants/table';
import { opNames } from '../../src/ops/table';
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
  ['softmax', [[4, 5]], { axis: 2 }, 'softmax needs an axis of its input, shape (4, 5) has no axis 2'],
  ['softmin', [['int32', [4]]], {}, 'softmin takes floats, found int32 values'],
  ['glu', [[4, 5]], { axis: -3 }, 'glu needs an axis of its input, shape (4, 5) has no axis -3'],
  ['glu', [[5, 4]], { axis: 0 }, 'glu halves the axis 0, which has 5 features here'],
  ['glu', [[4, 5]], {}, 'glu halves the last axis, which has 5 features here'],
  ['glu', [[]], {}, 'glu halves the last axis, which has no features here'],
  ['maxout', [[4, 5]], { pieces: 2 }, 'maxout cannot part 5 features into runs of 2'],
  ['maxout', [[4, 6]], { pieces: 0 }, 'maxout cannot part 6 features into runs of 0'],
];

describe('shape rules', () => {
  testSentences(misfits);

  it('answer missing arguments with a sentence', () => {
    const made = new Set<string>([...Object.keys(constants), 'random']);
    for (const name of opNames.filter((each) => !made.has(each))) {
      const result = opNamed(name).shape([], {});
      assert.ok('error' in result && /^[a-z0-9-]+ (takes|needs) /.test(result.error), name);
    }
  });
});
