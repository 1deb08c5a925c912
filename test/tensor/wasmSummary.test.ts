/** The summaries of the WASM kernels against plain loops in float64, and both against closed formulas. */
import assert from 'node:assert/strict';
import type { Kernels } from '../../src/tensor/kernels';
import { summaryLoops, type Summary } from '../../src/tensor/summary';
import { tensorOf, type Tensor } from '../../src/tensor/tensor';
import { inside, kernelsOf, randomTensor, variants } from './wasmModules';

const loops = summaryLoops();

function assertNear(actual: number, expected: number, what: string, tolerance = 1e-12): void {
  if (Object.is(actual, expected) || actual === expected) return;
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.abs(expected), `${what}: ${actual}, ${expected}`);
}

/** Counts and extremes to the bit, sums to rounding; the mean against the magnitude of what is summed. */
function assertSame(actual: Summary, expected: Summary, what: string): void {
  for (const name of ['count', 'notANumber', 'infinite', 'zeros', 'minimum', 'maximum'] as const) {
    assert.equal(actual[name], expected[name], `${what}: ${name}`);
  }
  assertNear(actual.std, expected.std, `${what}: std`);
  assertNear(actual.norm, expected.norm, `${what}: norm`);
  const scale = Math.max(Math.abs(expected.mean), expected.std);
  assertNear(actual.mean + scale, expected.mean + scale, `${what}: mean`);
}

/** Numbers with their lanes, tails and pieces at every parity. */
const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 31, 8191, 8192, 8193, 100_003];

const odd: Readonly<Record<string, readonly number[]>> = {
  'NaN first': [NaN, 1, 2, 3, 4],
  'all that is not finite': [NaN, Infinity, -Infinity, NaN, Infinity, -Infinity],
  'one infinity in each lane': [1, Infinity, 2, 3, 4, 5, -Infinity, 6, 7, 8, 9, Infinity, Infinity, 1, 2, 3],
  'zeros of both signs': [0, -0, 0, 1, -0, 0, 0, -1, 0],
  'the smallest numbers': [1e-45, -1e-45, 3e-45, 0, 1e-45],
  'the largest numbers': [3e38, -3e38, 3.4e38, 1, 2],
  'one number': [-0.25, -0.25, -0.25, -0.25, -0.25, -0.25, -0.25],
};

for (const variant of variants) {
  describe(`summaries of WASM kernels, ${variant}`, () => {
    let kernels: Kernels;
    const bothPlaces = (tensor: Tensor): readonly Tensor[] => [tensor, inside(kernels, tensor)];
    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const length of lengths) {
      it(`of ${length} numbers`, () => {
        for (const x of bothPlaces(randomTensor([length], length))) {
          assertSame(kernels.summary(x), loops.summary(x), 'summary');
          const within = [-0.5, 1.25] as const;
          assert.equal(kernels.countWithin(x, ...within), loops.countWithin(x, ...within));
          assert.equal(kernels.countWithin(x, -Infinity, 0), loops.countWithin(x, -Infinity, 0));
        }
      });
    }

    for (const [name, values] of Object.entries(odd)) {
      it(`of ${name}`, () => {
        for (const x of bothPlaces(tensorOf('float32', [values.length], values))) {
          assertSame(kernels.summary(x), loops.summary(x), name);
          for (const parts of [1, values.length]) {
            const [ours, theirs] = [kernels.partNorms(x, parts), loops.partNorms(x, parts)];
            ours.forEach((norm, part) => assertNear(norm, theirs[part] ?? NaN, `norm of part ${part}`));
          }
          assert.equal(kernels.countWithin(x, 1, Infinity), loops.countWithin(x, 1, Infinity));
        }
      });
    }

    it('keeps the digits of numbers far from zero: alternating c and c + 1 have deviation 1/2', () => {
      for (const c of [1e3, 1e6, 2 ** 23]) {
        const x = tensorOf(
          'float32',
          [200_000],
          Array.from({ length: 200_000 }, (_, place) => c + (place % 2)),
        );
        assertNear(kernels.summary(x).std, 0.5, `around ${c}`);
        assertNear(kernels.summary(x).mean, c + 0.5, `around ${c}`);
      }
    });

    for (const [parts, width] of [
      [0, 3],
      [1, 5],
      [3, 1],
      [7, 11],
      [3, 70_001],
      [300, 777],
    ] as const) {
      it(`norms of ${parts} parts of ${width}`, () => {
        for (const x of bothPlaces(randomTensor([parts, width], width))) {
          const [ours, theirs] = [kernels.partNorms(x, parts), loops.partNorms(x, parts)];
          assert.equal(ours.length, parts);
          ours.forEach((norm, part) => assertNear(norm, theirs[part] ?? NaN, `part ${part}`));
        }
      });
    }

    it('leaves other element types to the loops', () => {
      const x = tensorOf('float64', [3], [1e-200, 0, 2]);
      assert.deepEqual(kernels.summary(x), loops.summary(x));
      assert.equal(kernels.countWithin(x, 1e-201, 1), 1);
      assert.equal(kernels.countWithin(tensorOf('int32', [4], [0, 1, 2, 3]), 1, 2), 2);
    });
  });
}

describe('summaries by plain loops', () => {
  it('of the numbers 1 to 5', () => {
    const summary = loops.summary(tensorOf('float64', [5], [1, 2, 3, 4, 5]));
    assert.deepEqual(summary, {
      ...{ count: 5, notANumber: 0, infinite: 0, zeros: 0, mean: 3, std: Math.SQRT2, minimum: 1, maximum: 5 },
      norm: summary.norm,
    });
    assertNear(summary.norm, Math.sqrt(55), 'norm');
  });

  it('tells norms of 1e-200 from zero, and hands NaN and infinity on', () => {
    const x = tensorOf('float64', [8], [3e-200, 4e-200, NaN, 1, Infinity, 1, 0, 0]);
    const [tiny = 0, ...others] = loops.partNorms(x, 4);
    assertNear(tiny, 5e-200, 'norm');
    assert.deepEqual(others, [NaN, Infinity, 0]);
  });
});
