/** The logarithm of the gamma function and its first two derivatives, by their asymptotic series. */

/** From here on six terms of the series are exact to the last digit or two of a float64. */
const seriesStart = 15;

/** ln |gamma(x)|; infinite at 0 and below it at whole numbers. Stirling's series (Abramowitz and Stegun 6.1.41) behind the recurrence 6.1.15. */
export function logGamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (x <= 0) {
    // Reflection, 6.1.17; nothing but the absolute value is left of the sine.
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  }
  let product = 1;
  let at = x;
  for (; at < seriesStart; at += 1) product *= at;
  const r = 1 / at;
  const s = r * r;
  const tail =
    r * (1 / 12 + s * (-1 / 360 + s * (1 / 1260 + s * (-1 / 1680 + s * (1 / 1188 - (s * 691) / 360360)))));
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + tail - Math.log(product);
}

/** The derivative of logGamma: Abramowitz and Stegun 6.3.18 behind the recurrence 6.3.5, and 6.3.7 below 0. */
export function digamma(x: number): number {
  if (x === 0) return Object.is(x, -0) ? Infinity : -Infinity;
  if (x < 0) return Number.isInteger(x) ? NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let sum = 0;
  let at = x;
  for (; at < seriesStart; at += 1) sum += 1 / at;
  const s = 1 / (at * at);
  const tail =
    s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - (s * 691) / 32760)))));
  return Math.log(at) - 0.5 / at - tail - sum;
}

/** The derivative of digamma: Abramowitz and Stegun 6.4.12 behind the recurrence 6.4.6, and 6.4.7 below 0. */
export function trigamma(x: number): number {
  if (x < 0) return (Math.PI / Math.sin(Math.PI * x)) ** 2 - trigamma(1 - x);
  let sum = 0;
  let at = x;
  for (; at < seriesStart; at += 1) sum += 1 / (at * at);
  const r = 1 / at;
  const s = r * r;
  const tail = s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66 - (s * 691) / 2730)))));
  return r * (1 + 0.5 * r + tail) + sum;
}
