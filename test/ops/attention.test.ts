/** Attention beyond goldens: what it says of arguments that do not fit, what it drops, empty inputs. */
import assert from 'node:assert/strict';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { sizeOf, tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const name = 'scaled-dot-product-attention';
const plain = { causal: false, scale: null, dropout: 0 };
const rotary = { base: 10000, interleaved: true, offset: 0 };

describe('shape rules of attention', () => {
  testSentences([
    [name, [[2, 3]], plain, `${name} takes queries, keys and values`],
    [
      name,
      [
        [3, 4],
        [5, 3],
        [5, 2],
      ],
      plain,
      `${name} needs queries and keys of as many features, found 4 and 3`,
    ],
    [
      name,
      [
        [3, 4],
        [5, 4],
        [6, 2],
      ],
      plain,
      `${name} needs as many keys as values, found 5 and 6`,
    ],
    [
      name,
      [
        [2, 3, 4],
        [5, 4],
        [5, 2],
      ],
      plain,
      `${name} needs queries, keys and values of one batch, with as many heads or a divisor of them, found (2, 3, 4), (5, 4), (5, 2)`,
    ],
    [
      name,
      [
        [4, 3, 4],
        [3, 5, 4],
        [3, 5, 2],
      ],
      plain,
      `${name} needs queries, keys and values of one batch, with as many heads or a divisor of them, found (4, 3, 4), (3, 5, 4), (3, 5, 2)`,
    ],
    [
      name,
      [[4], [4], [4]],
      plain,
      `${name} needs queries, keys and values with places and features, found (4), (4), (4)`,
    ],
    [
      name,
      [
        [3, 4],
        [5, 4],
        [5, 2],
        [3, 4],
      ],
      plain,
      `${name} needs a mask that fits queries and keys, (3, 5), found (3, 4)`,
    ],
    [
      name,
      [
        [3, 4],
        [5, 4],
        [5, 2],
      ],
      { ...plain, dropout: 2 },
      `${name} needs a dropout between 0 and 1, found 2`,
    ],
    [
      name,
      [
        [3, 4],
        [5, 4],
        [5, 2],
      ],
      { ...plain, scale: NaN },
      `${name} needs a scale, found NaN`,
    ],
    ['rotary-embedding', [[3, 5]], rotary, 'rotary-embedding needs an even number of features, found 5'],
    ['rotary-embedding', [[4]], rotary, 'rotary-embedding needs an input with places and features'],
    ['rotary-embedding', [[3, 4]], { ...rotary, base: 0 }, 'rotary-embedding needs a base above 0, found 0'],
  ]);
});

function forward(args: readonly Tensor[], attributes: typeof plain, training: boolean): Tensor {
  const run = { training, random: randomStream(5) };
  const [y] = opNamed(name).forward(referenceKernels('float64'), args, attributes, run).outputs;
  assert.ok(y);
  return y;
}

function filled(shape: Shape, value: number): Tensor {
  return tensorOf('float64', shape, new Array<number>(sizeOf(shape)).fill(value));
}

describe('attention', () => {
  it('takes empty batches, queries, keys and features', () => {
    const shapes: readonly [q: Shape, k: Shape][] = [
      [
        [0, 2, 3, 4],
        [0, 2, 5, 4],
      ],
      [
        [2, 2, 0, 4],
        [2, 2, 5, 4],
      ],
      [
        [2, 2, 3, 4],
        [2, 2, 0, 4],
      ],
      [
        [2, 3, 0],
        [2, 5, 0],
      ],
    ];
    for (const [q, k] of shapes) {
      const y = forward([zeros('float64', q), zeros('float64', k), zeros('float64', k)], plain, false);
      assert.deepEqual([y.shape, y.data.every((value) => value === 0)], [q, true]);
    }
  });

  it('drops weights in training only, and keeps their mean', () => {
    // Equal scores and values of 1: each output is the share of keys that remain, scaled up.
    const args = [filled([8, 16, 2], 0), filled([8, 50, 2], 0), filled([8, 50, 1], 1)];
    const attributes = { ...plain, dropout: 0.5 };
    const near = (value: number): boolean => Math.abs(value - 1) < 1e-12;
    assert.ok(forward(args, attributes, false).data.every(near));
    const { data } = forward(args, attributes, true);
    const mean = [...data].reduce((sum, value) => sum + value, 0) / data.length;
    // The mean of 6400 fair coins times 2 has a standard deviation of 1 / 80.
    assert.ok(Math.abs(mean - 1) < 4 / 80 && !data.every(near), String(mean));
    assert.ok(forward(args, { ...plain, dropout: 1 }, true).data.every((value) => value === 0));
  });

  it('turns pairs by the place, so that products of turned vectors depend on their distance alone', () => {
    const turn = (values: readonly number[], offset: number): readonly number[] => {
      const run = { training: false, random: randomStream(1) };
      const x = tensorOf('float64', [1, 4], values);
      const [y] = opNamed('rotary-embedding').forward(
        referenceKernels('float64'),
        [x],
        { ...rotary, offset },
        run,
      ).outputs;
      return [...(y?.data ?? [])];
    };
    const product = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, place) => sum + value * (b[place] ?? NaN), 0);
    const [q, k] = [
      [1, 2, -1, 0.5],
      [0.3, -2, 1, 4],
    ] as const;
    const near = Math.abs(product(turn(q, 3), turn(k, 1)) - product(turn(q, 12), turn(k, 10)));
    assert.ok(near < 1e-12);
    assert.ok(Math.abs(product(turn(q, 3), turn(k, 1)) - product(turn(q, 3), turn(k, 2))) > 0.1);
  });
});
