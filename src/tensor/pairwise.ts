/** The loops of the pairwise functions over evenly spaced elements: one per function, since a call per element costs more than the element. */
import { comparisonLoops } from './comparisons';
import type { PairwiseName } from './kernels';
import { powerLoops } from './powers';
import type { TensorData } from './tensor';

/** Evenly spaced elements of some storage. */
export interface Run {
  readonly data: TensorData;
  readonly start: number;
  readonly step: number;
}

/** out = name(a, b) for `length` elements; with step 0 in `out` and `a` the same element it accumulates, in order. */
export type PairwiseLoop = (a: Run, b: Run, out: Run, length: number) => void;

/** The loop of each function. */
export const pairwiseLoops: Readonly<Record<PairwiseName, PairwiseLoop>> = {
  add: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) + (right[j + n * dj] ?? NaN);
    }
  },
  subtract: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) - (right[j + n * dj] ?? NaN);
    }
  },
  multiply: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) * (right[j + n * dj] ?? NaN);
    }
  },
  divide: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) / (right[j + n * dj] ?? NaN);
    }
  },
  maximum: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = Math.max(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
  minimum: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = Math.min(left[i + n * di] ?? NaN, right[j + n * dj] ?? NaN);
    }
  },
  ...comparisonLoops,
  ...powerLoops,
};
