/** Ops along one axis see their input as lanes: the runs of numbers that differ in the index of that axis only. */
import type { Shape } from '../../tensor/tensor';
import { axisIn, noAxis, partsAround, type Parts } from '../movement/axes';
import type { ShapeError } from '../op';

/** The lanes of a shape along an axis, from 0 on or counted from the last; a single number is a lane of its own. */
export function lanesOf(
  name: string,
  shape: Shape,
  axis: number,
): (Parts & { readonly axis: number }) | ShapeError {
  if (shape.length === 0 && (axis === 0 || axis === -1)) return { axis: 0, outer: 1, size: 1, inner: 1 };
  const known = axisIn(axis, shape.length);
  return known === null ? noAxis(name, axis, shape) : { axis: known, ...partsAround(shape, known) };
}

/** The same for an axis that was checked. */
export function knownLanes(name: string, shape: Shape, axis: number): Parts & { readonly axis: number } {
  const lanes = lanesOf(name, shape, axis);
  if ('error' in lanes) throw new RangeError(lanes.error);
  return lanes;
}

/** Calls `visit` with the first position of every lane in tensors whose lanes have `size` and `otherSize` numbers. */
export function eachLane(
  { outer, size, inner }: Parts,
  otherSize: number,
  visit: (start: number, otherStart: number) => void,
): void {
  for (let block = 0; block < outer; block += 1) {
    for (let lane = 0; lane < inner; lane += 1) {
      visit(block * size * inner + lane, block * otherSize * inner + lane);
    }
  }
}

/** The shape with another size of an axis; a single number stays one. */
export function resized(shape: Shape, axis: number, size: number): Shape {
  if (shape.length === 0) return size === 1 ? shape : [size];
  return shape.with(axis, size);
}
