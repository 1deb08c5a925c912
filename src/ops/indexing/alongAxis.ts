/** Taking slices of a tensor by their index along one axis, and adding slices up there: plain loops for all ops that index. */
import type { Pace } from '../../tensor/pace';
import type { Tensor } from '../../tensor/tensor';
import type { Parts } from '../movement/axes';

/** Slices shorter than this are copied faster one by one than by a call. */
const shortSlice = 16;

/** out[o, j, i] = x[o, indices[j], i]; `parts` are those of `x` around the axis. Indices are within `parts.size`. */
export function takeAlong(
  { data: x }: Tensor,
  { outer, size, inner }: Parts,
  indices: ArrayLike<number>,
  { data: out }: Tensor,
  pace: Pace,
): void {
  let target = 0;
  for (let row = 0; row < outer; row += 1) {
    const first = row * size * inner;
    for (let place = 0; place < indices.length; place += 1, target += inner) {
      const source = first + (indices[place] ?? 0) * inner;
      if (inner >= shortSlice) out.set(x.subarray(source, source + inner), target);
      else for (let at = 0; at < inner; at += 1) out[target + at] = x[source + at] ?? NaN;
      pace(inner);
    }
  }
}

/** out[o, indices[j], i] += x[o, j, i]; `parts` are those of `out` around the axis. Indices are within `parts.size`. */
export function addAlong(
  { data: x }: Tensor,
  { outer, size, inner }: Parts,
  indices: ArrayLike<number>,
  { data: out }: Tensor,
  pace: Pace,
): void {
  let source = 0;
  for (let row = 0; row < outer; row += 1) {
    const first = row * size * inner;
    for (let place = 0; place < indices.length; place += 1, source += inner) {
      const target = first + (indices[place] ?? 0) * inner;
      for (let at = 0; at < inner; at += 1) {
        out[target + at] = (out[target + at] ?? NaN) + (x[source + at] ?? NaN);
      }
      pace(inner);
    }
  }
}
