/** Noise in training mode, by its closed formulas over many elements; evaluation mode passes the input through. */
import assert from 'node:assert/strict';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { sizeOf, tensorOf, type Shape, type Tensor } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const count = 200_000;

/** A mean of `count` numbers lies this many of its standard deviations off once in a million draws; the seeds are fixed. */
const deviations = 4.9;

function trained(op: string, x: Tensor, attributes: Attributes, seed = 5): Float64Array {
  const run = { training: true, random: randomStream(seed) };
  const { outputs } = opNamed(op).forward(referenceKernels('float64'), [x], attributes, run);
  return Float64Array.from(outputs[0]?.data ?? []);
}

function filled(shape: Shape, at: (place: number) => number): Tensor {
  return tensorOf(
    'float64',
    shape,
    Float64Array.from({ length: sizeOf(shape) }, (_, place) => at(place)),
  );
}

const ones = (...shape: readonly number[]): Tensor => filled(shape, () => 1);

const standardNormal = (): Tensor => {
  const random = randomStream(11);
  return filled([count], (place) => random.normal(place));
};

/** Holds the mean of `values` to the expected one, given their variance. */
function assertMean(
  values: readonly number[] | Float64Array,
  expected: number,
  variance: number,
  what: string,
): void {
  let sum = 0;
  for (const value of values) sum += value;
  const limit = deviations * Math.sqrt(variance / values.length);
  const mean = sum / values.length;
  assert.ok(Math.abs(mean - expected) < limit, `${what} is ${mean}, expected ${expected} within ${limit}`);
}

/** Holds the variance of `values` around a known mean to the expected one, given their fourth central moment. */
function assertVariance(values: Float64Array, mean: number, expected: number, fourth: number): void {
  const squares = values.map((value) => (value - mean) ** 2);
  assertMean(squares, expected, fourth - expected ** 2, 'the variance');
}

describe('noise in training mode', () => {
  it('random draws its law: mean and variance of normal, uniform and whole numbers and of coins', () => {
    const made = (law: string, scale: number, centre: number): Float64Array => {
      const run = { training: true, random: randomStream(7) };
      const attributes = { sizes: [count], law, scale, centre };
      const { outputs } = opNamed('random').forward(referenceKernels('float64'), [], attributes, run);
      return Float64Array.from(outputs[0]?.data ?? []);
    };
    const normal = made('normal', 2, 1);
    assertMean(normal, 1, 4, 'the mean of normal numbers');
    assertVariance(normal, 1, 4, 3 * 16);
    const uniform = made('uniform', 2, -0.5);
    assertMean(uniform, 0.5, 4 / 12, 'the mean of uniform numbers');
    assertVariance(uniform, 0.5, 4 / 12, 16 / 80);
    assert.ok(uniform.every((value) => value > -0.5 && value < 1.5));
    const coins = made('coins', 0, 0.3);
    assertMean(coins, 0.3, 0.21, 'the mean of coins');
    assert.ok(coins.every((value) => value === 0 || value === 1));
    const integers = made('integers', 5, -2);
    assertMean(integers, 0, 2, 'the mean of -2 .. 2');
    assert.deepEqual(
      [...new Set(integers)].toSorted((a, b) => a - b),
      [-2, -1, 0, 1, 2],
    );
  });

  for (const rate of [0.1, 0.5, 0.8]) {
    it(`dropout of ${rate} drops that share, and keeps the mean`, () => {
      const y = trained('dropout', ones(count), { rate });
      assert.ok(y.every((value) => value === 0 || Math.abs(value - 1 / (1 - rate)) < 1e-12));
      assertMean(
        y.map((value) => (value === 0 ? 1 : 0)),
        rate,
        rate * (1 - rate),
        'the share',
      );
      assertMean(y, 1, rate / (1 - rate), 'the mean');
    });

    it(`gaussian-dropout of ${rate} has mean 1 and variance rate / (1 - rate)`, () => {
      const y = trained('gaussian-dropout', ones(count), { rate });
      const variance = rate / (1 - rate);
      assertMean(y, 1, variance, 'the mean');
      assertVariance(y, 1, variance, 3 * variance ** 2);
    });

    it(`alpha-dropout of ${rate} keeps mean 0 and variance 1, and drops that share to one value`, () => {
      const y = trained('alpha-dropout', standardNormal(), { rate });
      // Klambauer et al. 2017: alpha' = -1.7580993408473766, a = (q + alpha'^2 q (1 - q))^(-1/2), b = -a (1 - q) alpha', q kept.
      const limit = -1.7580993408473766;
      const kept = 1 - rate;
      const a = (kept + limit ** 2 * kept * rate) ** -0.5;
      const b = -a * rate * limit;
      const dropped = a * limit + b;
      const fourth = kept * (3 * a ** 4 + 6 * a ** 2 * b ** 2 + b ** 4) + rate * dropped ** 4;
      assertMean(y, 0, 1, 'the mean');
      assertVariance(y, 0, 1, fourth);
      const isDropped = y.map((value) => (Math.abs(value - dropped) < 1e-12 ? 1 : 0));
      assertMean(isDropped, rate, rate * kept, 'the share');
    });
  }

  it('gaussian-noise has mean 0 and the given standard deviation', () => {
    const x = standardNormal();
    const y = trained('gaussian-noise', x, { std: 0.3 });
    const noise = y.map((value, place) => value - (x.data[place] ?? NaN));
    assertMean(noise, 0, 0.09, 'the mean');
    assertVariance(noise, 0, 0.09, 3 * 0.09 ** 2);
  });

  /** One number a group, all alike within. */
  function groups(y: Float64Array, groupOf: (place: number) => number, number: number): number[] {
    const found = new Array<number>(number).fill(NaN);
    y.forEach((value, place) => {
      const group = groupOf(place);
      const before = found[group] ?? NaN;
      assert.ok(Number.isNaN(before) || before === value, 'a group is dropped as one');
      found[group] = value;
    });
    return found;
  }

  const wholes: readonly (readonly [
    op: string,
    attributes: Attributes,
    groupOf: (place: number) => number,
    number: number,
  ])[] = [
    ['feature-dropout', { rate: 0.3, channelAxis: 1 }, (place) => Math.floor(place / 6), 10_000],
    [
      'feature-dropout',
      { rate: 0.3, channelAxis: -1 },
      (place) => 3 * Math.floor(place / 600) + (place % 3),
      300,
    ],
    ['feature-alpha-dropout', { rate: 0.3, channelAxis: 1 }, (place) => Math.floor(place / 6), 10_000],
    ['drop-path', { rate: 0.3 }, (place) => Math.floor(place / 600), 100],
  ];
  for (const [op, attributes, groupOf, number] of wholes) {
    it(`${op} drops whole groups: ${JSON.stringify(attributes)}`, () => {
      const values = groups(trained(op, ones(100, 100, 2, 3), attributes), groupOf, number);
      const least = Math.min(...values);
      const lost = values.map((value) => (value === least ? 1 : 0));
      assertMean(lost, 0.3, 0.21, 'the share');
    });
  }

  for (const [op, attributes] of [
    ['dropout', { rate: 0.5 }],
    ['feature-dropout', { rate: 0.5, channelAxis: 1 }],
    ['alpha-dropout', { rate: 0.5 }],
    ['feature-alpha-dropout', { rate: 0.5, channelAxis: 1 }],
    ['drop-path', { rate: 0.5 }],
    ['gaussian-noise', { std: 1 }],
    ['gaussian-dropout', { rate: 0.5 }],
  ] as const) {
    it(`${op} is decided by its seed, and copies nothing in evaluation mode`, () => {
      const x = ones(50, 20);
      assert.deepEqual(trained(op, x, attributes, 1), trained(op, x, attributes, 1));
      assert.notDeepEqual(trained(op, x, attributes, 1), trained(op, x, attributes, 2));
      const run = { training: false, random: randomStream(1) };
      const { outputs, backward } = opNamed(op).forward(referenceKernels('float64'), [x], attributes, run);
      assert.equal(outputs[0]?.data, x.data);
      assert.equal(backward([x], [true])[0]?.data, x.data);
    });
  }
});

describe('noise', () => {
  testSentences([
    ['dropout', [[4]], { rate: NaN }, 'dropout needs a rate between 0 and 1, found NaN'],
    ['alpha-dropout', [[4]], { rate: -0.1 }, 'alpha-dropout needs a rate between 0 and 1, found -0.1'],
    ['drop-path', [[]], { rate: 0.5 }, 'drop-path needs an axis of samples, the input is a single number'],
    [
      'feature-dropout',
      [[4]],
      { rate: 0.5, channelAxis: 1 },
      'feature-dropout needs an axis of channels behind the batch, an input of 1 axes has none at 1',
    ],
    [
      'feature-alpha-dropout',
      [[4, 3, 2]],
      { rate: 2, channelAxis: 1 },
      'feature-alpha-dropout needs a rate between 0 and 1, found 2',
    ],
    ['gaussian-dropout', [[4]], { rate: 1 }, 'gaussian-dropout needs a rate below 1'],
    [
      'gaussian-noise',
      [[4]],
      { std: -1 },
      'gaussian-noise needs a standard deviation of at least 0, found -1',
    ],
  ]);
});
