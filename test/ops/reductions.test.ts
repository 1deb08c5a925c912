/** Reductions: what they say of arguments that do not fit, and what folding no numbers gives. */
import assert from 'node:assert/strict';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const kernels = referenceKernels('float64');
const run = { training: false, random: randomStream(1) };
const last = { axes: [-1], keepDimensions: false };

describe('reductions', () => {
  testSentences([
    [
      'sum',
      [[2, 3]],
      { axes: [2], keepDimensions: false },
      'sum needs an axis of its input, shape (2, 3) has no axis 2',
    ],
    [
      'sum',
      [[2, 3]],
      { axes: [0.5], keepDimensions: false },
      'sum needs an axis of its input, shape (2, 3) has no axis 0.5',
    ],
    ['max', [[2, 3]], { axes: [1, -1], keepDimensions: false }, 'max names the axis -1 twice'],
    ['max', [[2, 0]], last, 'max needs at least one number, shape (2, 0) holds none there'],
    ['mean', [['int32', [2]]], last, 'mean takes floats, found int32 values'],
    ['variance', [[2]], { ...last, correction: NaN }, 'variance needs a finite correction, found NaN'],
    ['norm', [[2]], { ...last, order: NaN }, 'norm needs a number as its order, found NaN'],
    [
      'argmax',
      [[0]],
      { axis: null, keepDimensions: false },
      'argmax needs at least one number, shape (0) holds none there',
    ],
    [
      'max-along',
      [[2, 0]],
      { axis: 1, keepDimensions: false },
      'max-along needs at least one number, shape (2, 0) holds none there',
    ],
    [
      'argmin',
      [[2]],
      { axis: 1, keepDimensions: false },
      'argmin needs an axis of its input, shape (2) has no axis 1',
    ],
    ['cumsum', [[2]], { axis: -2 }, 'cumsum needs an axis of its input, shape (2) has no axis -2'],
    [
      'sort',
      [[2]],
      { axis: 3, descending: false },
      'sort needs an axis of its input, shape (2) has no axis 3',
    ],
    [
      'topk',
      [[2, 5]],
      { axis: 1, count: 6, largest: true },
      'topk needs a count from 0 to the 5 numbers of its axis, found 6',
    ],
    [
      'topk',
      [[2, 5]],
      { axis: 1, count: 1.5, largest: true },
      'topk needs a count from 0 to the 5 numbers of its axis, found 1.5',
    ],
    ['median', [[2, 0]], { axis: 1, keepDimensions: false }, 'median needs at least one number'],
  ]);

  it('fold no numbers into the neutral one', () => {
    const expected = {
      sum: 0,
      mean: NaN,
      product: 1,
      logsumexp: -Infinity,
      any: 0,
      all: 1,
      'count-nonzero': 0,
    };
    for (const [name, value] of Object.entries(expected)) {
      const { outputs } = opNamed(name).forward(kernels, [zeros('float64', [2, 0])], last, run);
      assert.deepEqual([...(outputs[0]?.data ?? [])], [value, value], name);
    }
  });

  it('count huge shapes without making them', () => {
    const huge = { elementType: 'float64', shape: [1e9, 1e9] } as const;
    assert.deepEqual(opNamed('sum').shape([huge], last), [{ elementType: 'float64', shape: [1e9] }]);
    const whole = { elementType: 'int32', shape: huge.shape };
    assert.deepEqual(opNamed('sort').shape([huge], { axis: 0, descending: true }), [huge, whole]);
  });

  it('give the gradient of equal numbers to the first of them along an axis, and to all of them over axes', () => {
    const x = tensorOf('float64', [3], [2, 5, 5]);
    const one = tensorOf('float64', [], [1]);
    const along = opNamed('max-along').forward(kernels, [x], { axis: 0, keepDimensions: false }, run);
    assert.deepEqual([...(along.backward([one, null], [true])[0]?.data ?? [])], [0, 1, 0]);
    const over = opNamed('max').forward(kernels, [x], { axes: null, keepDimensions: false }, run);
    assert.deepEqual([...(over.backward([one], [true])[0]?.data ?? [])], [0, 0.5, 0.5]);
  });

  it('order lanes of any length as a stable sort does, with ties, infinities and NaN', () => {
    const random = randomStream(5);
    for (const size of [0, 1, 2, 3, 16, 17, 33, 100]) {
      for (const special of [[], [Infinity, -Infinity], [NaN, Infinity, NaN]]) {
        const lane = Array.from(
          { length: size },
          (_, n) => special[n % 7] ?? Math.round(3 * random.normal(n)),
        );
        // By value, NaN last, then by place.
        const rank = (value: number): number => (Number.isNaN(value) ? 2 : value === Infinity ? 1 : 0);
        const indices = [...lane.keys()].sort((a, b) => {
          const [left = 0, right = 0] = [lane[a], lane[b]];
          return rank(left) - rank(right) || (left === right || rank(left) > 0 ? a - b : left - right);
        });
        const x = tensorOf('float64', [size], lane);
        const sorted = opNamed('sort').forward(kernels, [x], { axis: 0, descending: false }, run).outputs;
        assert.deepEqual([...(sorted[1]?.data ?? [])], indices, `${size} numbers`);
        for (const count of [0, 1, 5, 40].filter((each) => each <= size)) {
          const attributes = { axis: 0, count, largest: false };
          const [values, places] = opNamed('topk').forward(kernels, [x], attributes, run).outputs;
          assert.deepEqual([...(places?.data ?? [])], indices.slice(0, count), `${count} of ${size}`);
          assert.deepEqual(
            [...(values?.data ?? [])],
            indices.slice(0, count).map((index) => lane[index]),
          );
        }
      }
    }
  });
});
