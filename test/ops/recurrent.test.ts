/** What recurrent ops say of arguments that do not fit, and what holds between them whatever the numbers. */
import assert from 'node:assert/strict';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { zeros, type Tensor } from '../../src/tensor/tensor';
import { normal } from './examples/draw';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const plain = { biases: 2, initial: false, reverse: false, timeMajor: false };
const lstm = { ...plain, projection: false };
const gru = { ...plain, resetAfter: true };
const rnn = { ...plain, nonlinearity: 'tanh' };
const noBias = { biases: 0 };

describe('recurrent ops', () => {
  testSentences([
    [
      'rnn',
      [],
      rnn,
      'rnn takes an input, input weights, recurrent weights, an input bias and a recurrent bias',
    ],
    ['lstm', [[2, 4, 3]], { ...lstm, ...noBias }, 'lstm takes an input, input weights and recurrent weights'],
    [
      'lstm',
      [[2, 4, 3]],
      { ...lstm, biases: 1, initial: true, projection: true },
      'lstm takes an input, input weights, recurrent weights, an input bias, projection weights, an initial hidden state and an initial cell state',
    ],
    ['gru', [[2, 4, 3]], { ...gru, biases: 3 }, 'gru takes 0, 1 or 2 biases'],
    ['gru', [[2, 4, 3]], { ...gru, biases: NaN }, 'gru takes 0, 1 or 2 biases'],
    [
      'rnn',
      [
        [2, 4, 3],
        [5, 3],
        [5, 5],
      ],
      { ...rnn, ...noBias, nonlinearity: 'gelu' },
      'rnn takes tanh or relu as its nonlinearity',
    ],
    [
      'lstm',
      [
        ['int32', [2, 4, 3]],
        [8, 3],
        [8, 2],
      ],
      { ...lstm, ...noBias },
      'lstm needs floats, an input was given as whole numbers or a mask',
    ],
    [
      'lstm',
      [
        [4, 3],
        [8, 3],
        [8, 2],
      ],
      { ...lstm, ...noBias },
      'lstm needs sequences of features (batch, time, features), the input has 2 axes',
    ],
    [
      'gru',
      [[4], [6, 3], [6, 2]],
      { ...gru, ...noBias, timeMajor: true },
      'gru needs sequences of features (time, batch, features), the input has 1 axis',
    ],
    [
      'gru-cell',
      [
        [2, 4, 3],
        [6, 3],
        [6, 2],
      ],
      { ...noBias, initial: false, resetAfter: true },
      'gru-cell needs features (batch, features), the input has 3 axes',
    ],
    [
      'lstm',
      [
        [2, 4, 3],
        [6, 3],
        [6, 2],
      ],
      { ...lstm, ...noBias },
      'lstm needs input weights (4 x units, features), found (6, 3)',
    ],
    [
      'rnn',
      [[2, 4, 3], [6], [6, 6]],
      { ...rnn, ...noBias },
      'rnn needs input weights (units, features), found (6)',
    ],
    [
      'lstm',
      [
        [2, 4, 5],
        [8, 3],
        [8, 2],
      ],
      { ...lstm, ...noBias },
      'lstm expects 3 features, the input has 5',
    ],
    [
      'lstm',
      [
        [2, 4, 3],
        [8, 3],
        [8, 3],
      ],
      { ...lstm, ...noBias },
      'lstm needs recurrent weights (8, 2), found (8, 3)',
    ],
    ['gru', [[2, 4, 3], [6, 3], [6, 2], [6], [2]], gru, 'gru needs a recurrent bias (6), found (2)'],
    [
      'lstm',
      [
        [2, 4, 3],
        [8, 3],
        [8, 1],
        [2, 2],
      ],
      { ...lstm, ...noBias, projection: true },
      'lstm needs recurrent weights (8, 2), found (8, 1)',
    ],
    [
      'lstm-cell',
      [
        [2, 3],
        [8, 3],
        [8, 2],
        [2, 2],
        [3, 2],
      ],
      { ...noBias, initial: true },
      'lstm-cell needs an initial cell state (2, 2), found (3, 2)',
    ],
  ]);
});

const kernels = referenceKernels('float64');
const run = { training: false, random: randomStream(1) };

function outputs(op: string, args: readonly Tensor[], attributes: Attributes): readonly Tensor[] {
  const { outputs: found } = opNamed(op).forward(kernels, args, attributes, run);
  return found;
}

/** The kinds with the arguments behind the input: 2 units, 3 features. */
const kinds = [
  { op: 'rnn', gates: 1, extra: { nonlinearity: 'relu' } },
  { op: 'lstm', gates: 4, extra: { projection: false } },
  { op: 'gru', gates: 3, extra: { resetAfter: true } },
  { op: 'gru', gates: 3, extra: { resetAfter: false } },
] as const;

for (const { op, gates, extra } of kinds) {
  describe(`${op} ${JSON.stringify(extra)}`, () => {
    const weights = [
      normal([2 * gates, 3]),
      normal([2 * gates, 2]),
      normal([2 * gates]),
      normal([2 * gates]),
    ];
    const states = (batch: number): Tensor[] =>
      Array.from({ length: op === 'lstm' ? 2 : 1 }, () => normal([batch, 2]));

    it('gives the initial states back where there is no step', () => {
      const first = states(2);
      const attributes = { ...plain, ...extra, initial: true };
      const [all, ...last] = outputs(op, [zeros('float64', [2, 0, 3]), ...weights, ...first], attributes);
      assert.deepEqual(all?.shape, [2, 0, 2]);
      assert.deepEqual(last, first);
    });

    it('runs over no sample at all', () => {
      const shapes = outputs(op, [zeros('float64', [0, 4, 3]), ...weights], { ...plain, ...extra });
      assert.deepEqual(shapes.map(({ shape }) => shape).slice(0, 2), [
        [0, 4, 2],
        [0, 2],
      ]);
    });

    it('is its cell, step after step', () => {
      const x = normal([5, 2, 3]);
      const first = states(2);
      const attributes = { ...plain, ...extra, initial: true, timeMajor: true };
      const [, ...last] = outputs(op, [x, ...weights, ...first], attributes);
      let found: readonly Tensor[] = first;
      for (let time = 0; time < 5; time += 1) {
        const now = { ...x, shape: [2, 3], data: x.data.slice(6 * time, 6 * time + 6) };
        const { biases, initial } = attributes;
        const ofCell = op === 'lstm' ? {} : extra;
        found = outputs(`${op}-cell`, [now, ...weights, ...found], { biases, initial, ...ofCell });
      }
      assert.deepEqual(found, last);
    });
  });
}
