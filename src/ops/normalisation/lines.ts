/** Lines along one axis, or slices across it: loops that normalise by a norm share how they lie. */
import { sizeOf, type Shape } from '../../tensor/tensor';

/** A tensor as (outer, size, inner) around one axis. */
export interface AroundAxis {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** The axes before an axis as one, the axis, and those behind it as one. */
export function aroundAxis(shape: Shape, axis: number): AroundAxis {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}
