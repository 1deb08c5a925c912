/** Axes by their numbers, and where the elements of a dense tensor stand. */
import { shapeText } from '../../base/numbers';
import { sizeOf, type Shape } from '../../tensor/tensor';
import type { ShapeError } from '../op';

/** The axis from 0 on; negative ones count from the last. Null where there is no such axis. */
export function axisIn(axis: number, rank: number): number | null {
  const counted = axis < 0 ? axis + rank : axis;
  return Number.isInteger(axis) && counted >= 0 && counted < rank ? counted : null;
}

/** Distinct axes from 0 on, or why they are not. */
export function axesIn(name: string, axes: readonly number[], shape: Shape): readonly number[] | ShapeError {
  const found = new Set<number>();
  for (const axis of axes) {
    const known = axisIn(axis, shape.length);
    if (known === null) return noAxis(name, axis, shape);
    if (found.has(known)) return { error: `${name} names the axis ${axis} twice` };
    found.add(known);
  }
  return [...found];
}

/** The sentence for an axis that an input does not have. */
export function noAxis(name: string, axis: number, shape: Shape): ShapeError {
  return { error: `${name} needs an axis of its input, shape ${shapeText(shape)} has no axis ${axis}` };
}

/** Whether a number can be the size of an axis. */
export function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/** How far the elements of a dense tensor stand from each other along every axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/** A tensor's axes as three: those before one, that one, and those behind it. */
export interface Parts {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** The sizes of the parts around an axis counted from 0. */
export function partsAround(shape: Shape, axis: number): Parts {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}
