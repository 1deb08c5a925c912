/**
 * The error function in float64, from its definition: the Maclaurin series near 0 (Abramowitz and Stegun 7.1.6) and the continued
 * fraction of the complement far out (7.1.14), both run until they stop changing.
 */

/** Above it the complement takes the continued fraction; below, 1 - series(x) loses at most a digit and a half. */
const fractionStart = 1.5;

/** The error function, to about 15 digits. */
export function erf(x: number): number {
  return Math.abs(x) < fractionStart ? series(x) : 1 - erfc(x);
}

/** The complementary error function 1 - erf(x), to about 13 digits relative to its own size. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < -fractionStart) return 2 - erfc(-x);
  if (x < fractionStart) return 1 - series(x);
  return (Math.exp(-x * x) / Math.sqrt(Math.PI)) * continuedFraction(x);
}

/** The standard normal distribution function. */
export function normalProbability(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** erf(x) = 2/sqrt(pi) e^(-x^2) sum over n of 2^n x^(2n+1) / (2n+1)!!; every term is positive, so nothing cancels. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))), evaluated from the far end. */
function continuedFraction(x: number): number {
  let value = x;
  for (let n = 120; n >= 1; n -= 1) value = x + n / 2 / value;
  return 1 / value;
}
