/** Where indices point: checks them, and turns them into positions of elements. */
import { broadcastStrides, walkRuns } from '../../tensor/broadcast';
import { inPieces, type Pace } from '../../tensor/pace';
import type { Shape, Tensor } from '../../tensor/tensor';
import { sizeOf } from '../../tensor/tensor';
import { stridesOf } from '../movement/axes';

/** The indices of a call. @throws RangeError when one is not among the `count` along an axis (or in `place`), as PyTorch does */
export function checkedIndices(name: string, { data }: Tensor, count: number, where: string): Int32Array {
  for (let place = 0; place < data.length; place += 1) {
    const index = data[place] ?? -1;
    if (index < 0 || index >= count) {
      throw new RangeError(`${name}: index ${index} at place ${place} is not one of the ${count} ${where}`);
    }
  }
  return data instanceof Int32Array ? data : Int32Array.from(data);
}

/**
 * For every element of `shape` the position in a tensor of shape `whole` whose index along `axis` is taken from `indices`, and elsewhere
 * is the element's own. Indices stretch to `shape`, and `whole` does where it has size 1.
 * @throws RangeError when an index is outside of `whole`
 */
export function positionsAlong(
  name: string,
  indices: Tensor,
  shape: Shape,
  whole: Shape,
  axis: number,
  pace: Pace,
): Int32Array {
  const data = checkedIndices(name, indices, whole[axis] ?? 0, `along axis ${axis}`);
  const positions = new Int32Array(sizeOf(shape));
  const along = stridesOf(whole);
  const stretched = along.map((step, at) => (at === axis || whole[at] === 1 ? 0 : step));
  const strides = [stridesOf(shape), broadcastStrides(indices.shape, shape), stretched] as const;
  const axisStep = along[axis] ?? 0;
  const visit = (
    [into, from, first]: readonly [number, number, number],
    [intoStep, fromStep, step]: readonly [number, number, number],
    length: number,
  ): void => {
    for (let at = 0; at < length; at += 1) {
      const index = data[from + at * fromStep] ?? 0;
      positions[into + at * intoStep] = first + at * step + index * axisStep;
    }
  };
  walkRuns(shape, strides, visit, pace);
  return positions;
}

/** The positions in a tensor of shape `whole` of the elements whose indices lie within `part`, in order. */
export function positionsWithin(part: Shape, whole: Shape, pace: Pace): Int32Array {
  const positions = new Int32Array(sizeOf(part));
  const visit = (
    [into, from]: readonly [number, number],
    [intoStep, step]: readonly [number, number],
    length: number,
  ): void => {
    for (let at = 0; at < length; at += 1) positions[into + at * intoStep] = from + at * step;
  };
  walkRuns(part, [stridesOf(part), stridesOf(whole)] as const, visit, pace);
  return positions;
}

/** out[i] = x[positions[i]]. */
export function take({ data: x }: Tensor, positions: Int32Array, { data: out }: Tensor, pace: Pace): void {
  inPieces(positions.length, pace, (from, to) => {
    for (let at = from; at < to; at += 1) out[at] = x[positions[at] ?? 0] ?? NaN;
  });
}

/** out[into[i]] += x[from[i]]; without `from` the elements of `x` in order. */
export function addAt(
  { data: x }: Tensor,
  from: Int32Array | null,
  into: Int32Array,
  { data: out }: Tensor,
  pace: Pace,
): void {
  inPieces(into.length, pace, (first, end) => {
    for (let at = first; at < end; at += 1) {
      const place = into[at] ?? 0;
      out[place] = (out[place] ?? NaN) + (x[from ? (from[at] ?? 0) : at] ?? NaN);
    }
  });
}
