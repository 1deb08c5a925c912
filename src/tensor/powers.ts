/** The loops of powers with their derivatives, and of division with a remainder. */
import type { PowerName } from './kernels';
import type { PairwiseLoop } from './pairwise';

/** The loop of each function. */
export const powerLoops: Readonly<Record<PowerName, PairwiseLoop>> = {
  power: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = power(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
  powerByBase: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = powerByBase(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
  powerByExponent: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = powerByExponent(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
  remainder: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = remainder(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
  floorDivide: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = floorDivide(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
};

/** a^b as IEEE 754 defines it: 1 to any power is 1, and so is -1 to an infinite one, where JavaScript has NaN. */
export function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1;
  return a ** b;
}

/** The derivative of a^b by a: b a^(b-1), and 0 for b = 0 (PyTorch's choice at a = 0). */
function powerByBase(a: number, b: number): number {
  return b === 0 ? 0 : b * power(a, b - 1);
}

/** The derivative of a^b by b: a^b ln a; 0 at a = 0 and b >= 0, its limit (PyTorch's choice at b = 0). */
function powerByExponent(a: number, b: number): number {
  return a === 0 && b >= 0 ? 0 : power(a, b) * Math.log(a);
}

/** What a division rounded down leaves: 0 or of the sign of b (Python's %, PyTorch's remainder). */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** a / b rounded down, such that a = b floorDivide(a, b) + remainder(a, b). */
function floorDivide(a: number, b: number): number {
  // Adding 0 makes a 0 of -0.
  return Math.round((a - remainder(a, b)) / b) + 0;
}
