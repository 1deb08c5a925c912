/**
 * The initialisations against the laws that PyTorch's and Keras' own follow (initialisations.py drew from both and tested each law), over many
 * seeds, by the test of Kolmogorov and Smirnov. A right implementation fails one case by chance with a probability of at most 1e-9, any
 * of some hundred with 1e-7; the seeds are fixed, so it does so always or never.
 */
import assert from 'node:assert/strict';
import { normalProbability } from '../../src/tensor/erf';
import { frameworkDefaults, ownDefault } from '../../src/tensor/frameworkDefaults';
import {
  deviationOf,
  initialisationNames,
  initialValues,
  type Fans,
  type Initialisation,
} from '../../src/tensor/initialisations';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, type Shape } from '../../src/tensor/tensor';
import {
  readInitialisations,
  type DefaultCase,
  type Law,
  type LawCase,
} from '../goldens/readInitialisations';

const alarm = 1e-9;
const draws = 40_000;
const golden = readInitialisations();

function drawn(initialisation: Initialisation, shape: Shape, fans: Fans, seed: number): Float64Array {
  const type = { elementType: 'float64', shape } as const;
  return Float64Array.from(initialValues(initialisation, type, fans, randomStream(seed)).data);
}

/** At least as many numbers as the test wants, of one seed after another. */
function sample(
  initialisation: Initialisation,
  { shape, fanIn, fanOut }: Omit<LawCase, 'what' | 'initialisation'>,
): Float64Array {
  const size = sizeOf(shape);
  const seeds = Math.ceil(draws / size);
  const all = new Float64Array(seeds * size);
  for (let seed = 0; seed < seeds; seed += 1) {
    all.set(drawn(initialisation, shape, { fanIn, fanOut }, seed), seed * size);
  }
  return all;
}

/** The share of numbers up to x. */
function distribution(law: Exclude<Law, { law: 'constant' }>, x: number): number {
  if (law.law === 'uniform') return Math.min(1, Math.max(0, (x - law.low) / (law.high - law.low)));
  const share = normalProbability((x - law.centre) / law.deviation);
  if (law.law === 'normal') return share;
  const below = normalProbability(-law.limit / law.deviation);
  return Math.min(1, Math.max(0, (share - below) / (1 - 2 * below)));
}

/** Where all numbers of a law lie; infinite for a normal one. */
function ends(law: Exclude<Law, { law: 'constant' }>): readonly [number, number] {
  if (law.law === 'uniform') return [law.low, law.high];
  return law.law === 'cut' ? [law.centre - law.limit, law.centre + law.limit] : [-Infinity, Infinity];
}

/** The root mean square distance from the centre, by Simpson's rule over the quantiles' density. */
function deviation(law: Exclude<Law, { law: 'constant' }>): number {
  if (law.law === 'uniform') return (law.high - law.low) / Math.sqrt(12);
  if (law.law === 'normal') return law.deviation;
  const pieces = 2000;
  const step = (2 * law.limit) / pieces;
  let [mass, square] = [0, 0];
  for (let index = 0; index <= pieces; index += 1) {
    const x = index * step - law.limit;
    const weight = index === 0 || index === pieces ? 1 : index % 2 === 1 ? 4 : 2;
    const density = weight * Math.exp(-((x / law.deviation) ** 2) / 2);
    mass += density;
    square += density * x * x;
  }
  return Math.sqrt(square / mass);
}

function check(initialisation: Initialisation, example: Omit<LawCase, 'what' | 'initialisation'>): void {
  const { law, shape, fanIn, fanOut } = example;
  const values = sample(initialisation, example);
  const found = deviationOf(initialisation, { fanIn, fanOut }, shape);
  if (law.law === 'constant') {
    assert.ok(values.every((value) => value === law.value));
    assert.equal(found, 0);
    return;
  }
  assert.ok(Math.abs(found / deviation(law) - 1) < 1e-9, `${found}, not ${deviation(law)}`);
  values.sort();
  const count = values.length;
  let worst = 0;
  values.forEach((value, index) => {
    const share = distribution(law, value);
    worst = Math.max(worst, share - index / count, (index + 1) / count - share);
  });
  const bound = Math.sqrt(-Math.log(alarm / 2) / (2 * count));
  assert.ok(worst < bound, `the distributions are ${worst} apart, more than ${bound}`);
  const [low, high] = ends(law);
  const [least, most] = [values[0] ?? NaN, values[count - 1] ?? NaN];
  assert.ok(least >= low && most <= high, `from ${least} to ${most}`);
}

describe('initialisations', () => {
  for (const { what, initialisation, ...example } of golden.cases) {
    it(`${what} ${JSON.stringify(example.shape)} is ${JSON.stringify(initialisation)}`, () =>
      check(initialisation, example));
  }

  it('are each held against a framework, but for those of other tests', () => {
    const covered = new Set(
      [...golden.cases, ...golden.exact].map(({ initialisation }) => initialisation.name),
    );
    const others = initialisationNames.filter((name) => !covered.has(name));
    assert.deepEqual(others, ['orthogonal', 'sparse', 'pytorch', 'keras']);
  });

  it('notice a wrong law', () => {
    const example = golden.cases.find(({ what }) => what === 'keras.initializers.HeNormal');
    assert.ok(example);
    assert.throws(() => check({ name: 'he-normal' }, example), 'not cut');
    assert.throws(() => check({ name: 'truncated-he-normal', argument: 1.45 }, example), 'too wide by 2.5 %');
  });

  for (const { what, initialisation, shape, values } of golden.exact) {
    it(`${what} ${JSON.stringify(shape)} has these very values`, () => {
      const found = drawn(initialisation, shape, { fanIn: 1, fanOut: 1 }, 1);
      assert.deepEqual([...found], values);
      const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
      const expected = deviationOf(initialisation, { fanIn: 1, fanOut: 1 }, shape);
      assert.ok(Math.abs(expected - Math.sqrt(square)) < 1e-12);
    });
  }

  for (const { rows, columns, sparsity, zeros, deviation: ofRest } of golden.sparse) {
    it(`torch.nn.init.sparse_ leaves ${zeros} of ${rows} zero in each column at ${sparsity}`, () => {
      const shape = [rows, columns];
      const initialisation = { name: 'sparse', argument: sparsity } as const;
      const rest: number[] = [];
      for (let seed = 0; seed < 50; seed += 1) {
        const found = drawn(initialisation, shape, { fanIn: columns, fanOut: rows }, seed);
        for (let column = 0; column < columns; column += 1) {
          const values = [...found].filter((_, place) => place % columns === column);
          assert.equal(values.filter((value) => value === 0).length, zeros);
          rest.push(...values.filter((value) => value !== 0));
        }
      }
      // Six standard deviations of a root mean square of normal numbers: a false alarm in 1e9.
      const size = Math.sqrt(rest.reduce((sum, value) => sum + value ** 2, 0) / rest.length) / ofRest;
      assert.ok(rest.length === 0 || Math.abs(size - 1) < 6 / Math.sqrt(2 * rest.length), `${size}`);
    });
  }
});

/** The row of a kind for the sizes of an example. */
function defaultsOf({
  kind,
  fanIn,
  fanOut,
  size,
}: DefaultCase): ReturnType<(typeof frameworkDefaults)[typeof kind]> {
  if (kind === 'weight' || kind === 'bias') {
    return frameworkDefaults[kind]({ fanIn: kind === 'bias' ? size : fanIn, fanOut });
  }
  return frameworkDefaults[kind](size);
}

describe('the defaults of frameworks', () => {
  for (const example of golden.defaults) {
    it(`${example.framework}: ${example.layer}`, () =>
      check(ownDefault({ name: example.framework }, defaultsOf(example)), example));
  }

  it('leave other initialisations alone, and are scaled by a number beside them', () => {
    const defaults = frameworkDefaults.recurrentInput(16);
    assert.deepEqual(ownDefault({ name: 'he-normal' }, defaults), { name: 'he-normal' });
    const { own } = ownDefault({ name: 'pytorch', argument: 2 }, defaults);
    assert.deepEqual(own, { name: 'uniform', argument: 0.5 });
  });

  it('mean what a linear layer has where nothing else is said', () => {
    const [dense, linear] = ['Dense.kernel', 'Linear.weight'].map((layer) =>
      golden.defaults.find((example) => example.layer === layer),
    );
    assert.ok(dense && linear);
    check({ name: 'keras' }, dense);
    check({ name: 'pytorch' }, linear);
  });

  it('leave a bias without inputs at zero, as PyTorch does', () => {
    const { pytorch } = frameworkDefaults.bias({ fanIn: 0, fanOut: 3 });
    for (const initialisation of [pytorch, { name: 'pytorch' } as const]) {
      const found = drawn(initialisation, [3], { fanIn: 0, fanOut: 3 }, 1);
      assert.ok(found.every((value) => Math.abs(value) === 0));
    }
  });
});

describe('orthogonal initialisation', () => {
  for (const [rows, ...rest] of [
    [6, 6],
    [9, 4],
    [4, 9],
    [5, 3, 2, 2],
    [1, 7],
    [7, 1],
  ] as const) {
    it(`of shape ${[rows, ...rest].join(' x ')} has an orthonormal shorter side times its gain`, () => {
      const columns = sizeOf(rest);
      const shape = [rows, ...rest];
      const data = drawn({ name: 'orthogonal', argument: 3 }, shape, { fanIn: columns, fanOut: rows }, 5);
      const at = (row: number, column: number): number => data[row * columns + column] ?? NaN;
      const tall = rows > columns;
      const [vectors, length] = tall ? [columns, rows] : [rows, columns];
      for (let i = 0; i < vectors; i += 1) {
        for (let j = 0; j < vectors; j += 1) {
          let product = 0;
          for (let k = 0; k < length; k += 1) product += tall ? at(k, i) * at(k, j) : at(i, k) * at(j, k);
          assert.ok(Math.abs(product - (i === j ? 9 : 0)) < 1e-12, `${i}, ${j}: ${product}`);
        }
      }
      const square = data.reduce((sum, value) => sum + value ** 2, 0) / data.length;
      const initialisation = { name: 'orthogonal', argument: 3 } as const;
      const expected = deviationOf(initialisation, { fanIn: columns, fanOut: rows }, shape);
      assert.ok(Math.abs(expected / Math.sqrt(square) - 1) < 1e-12);
    });
  }
});

describe('first values', () => {
  const fans = { fanIn: 30, fanOut: 50 };

  it('are the same from the same seed and others from another', () => {
    const seeds = [1, 1, 2].map((seed) => drawn({ name: 'he-normal' }, [50, 30], fans, seed));
    assert.deepEqual(seeds[0], seeds[1]);
    assert.notDeepEqual(seeds[0], seeds[2]);
  });

  it('are taken as they are where they are given', () => {
    const type = { elementType: 'float32', shape: [2] } as const;
    const given = { name: 'values', values: [0.1, -3] } as const;
    assert.deepEqual(initialValues(given, type, fans, randomStream(1)).data, Float32Array.of(0.1, -3));
    assert.ok(Number.isNaN(deviationOf({ name: 'values' }, fans, [2])));
  });

  it('are zero in the row that is said to be', () => {
    for (const own of [undefined, { name: 'normal' } as const]) {
      const initialisation = { name: 'pytorch', zeroRow: 1, ...(own && { own }) } as const;
      const found = drawn(initialisation, [3, 2], fans, 1);
      assert.deepEqual(
        [...found].map((value) => value === 0),
        [false, false, true, true, false, false],
      );
    }
  });
});
