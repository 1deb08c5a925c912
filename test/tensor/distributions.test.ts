/** The error function and the normal quantile against exact arithmetic (mpmath, see test/goldens/README.md). */
import assert from 'node:assert/strict';
import { erf, erfc, normalProbability } from '../../src/tensor/erf';
import { inverseNormal } from '../../src/tensor/inverseNormal';
import { readGolden } from '../goldens/read';

const golden = readGolden('distributions');

/** The error relative to the expected number, which below 1e-300 float64 cannot hold to full length. */
function worstError(actual: readonly number[], expected: readonly number[]): number {
  return Math.max(
    ...expected.map((wanted, index) => {
      const error = Math.abs((actual[index] ?? NaN) - wanted);
      return error <= 1e-300 ? 0 : error / Math.abs(wanted);
    }),
  );
}

describe('the error function', () => {
  it('has 15 digits', () => assert.ok(worstError(golden.points.map(erf), golden.erf) < 1e-15 * 2));

  it('has a complement with 12 digits of its own, however small', () =>
    assert.ok(worstError(golden.points.map(erfc), golden.erfc) < 2e-13));

  it('keeps to its limits and to NaN', () => {
    assert.deepEqual([erf(Infinity), erf(-Infinity), erf(NaN)], [1, -1, NaN]);
    assert.deepEqual([erfc(Infinity), erfc(-Infinity), erfc(NaN)], [0, 2, NaN]);
  });
});

describe('the normal quantile', () => {
  it('has 15 digits', () =>
    assert.ok(worstError(golden.probabilities.map(inverseNormal), golden.quantiles) < 2e-15));

  it('inverts the distribution function', () => {
    for (const probability of golden.probabilities.filter((p) => p > 1e-15 && p < 0.9)) {
      const back = normalProbability(inverseNormal(probability));
      assert.ok(Math.abs(back - probability) < 1e-13 * probability, `${probability} came back as ${back}`);
    }
  });
});
