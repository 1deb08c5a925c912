/** The loops of the comparisons: 1 where it holds, else 0, also where a side is not a number (but then the two are not equal). */
import type { ComparisonName } from './kernels';
import type { PairwiseLoop } from './pairwise';

/** The loop of each comparison. */
export const comparisonLoops: Readonly<Record<ComparisonName, PairwiseLoop>> = {
  equal: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) === (right[j + n * dj] ?? NaN) ? 1 : 0;
    }
  },
  notEqual: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) !== (right[j + n * dj] ?? NaN) ? 1 : 0;
    }
  },
  less: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) < (right[j + n * dj] ?? NaN) ? 1 : 0;
    }
  },
  lessEqual: (
    { data: left, start: i, step: di },
    { data: right, start: j, step: dj },
    { data: out, start: o, step: d },
    length,
  ) => {
    for (let n = 0; n < length; n += 1) {
      out[o + n * d] = (left[i + n * di] ?? NaN) <= (right[j + n * dj] ?? NaN) ? 1 : 0;
    }
  },
};
