/** Walking over tensors of different shapes at once under NumPy's broadcasting rule. */
import type { Shape } from './tensor';

/** Steps in elements per axis of `target` through a tensor of `shape` that is stretched to it; 0 along a stretched axis. */
export function broadcastStrides(shape: Shape, target: Shape): readonly number[] {
  const strides = new Array<number>(target.length).fill(0);
  let step = 1;
  for (let axis = -1; axis >= -shape.length; axis -= 1) {
    const size = shape.at(axis) ?? 1;
    strides[target.length + axis] = size === 1 ? 0 : step;
    step *= size;
  }
  return strides;
}

/** Visits every position of `shape` in row-major order with the offsets that the given strides lead to. */
export function walk<Strides extends readonly (readonly number[])[]>(
  shape: Shape,
  strides: Strides,
  visit: (position: number, offsets: { readonly [Index in keyof Strides]: number }) => void,
): void {
  const size = shape.reduce((product, axisSize) => product * axisSize, 1);
  const index = new Array<number>(shape.length).fill(0);
  const offsets = strides.map(() => 0) as { -readonly [Index in keyof Strides]: number }; // map keeps the length of a tuple
  for (let position = 0; position < size; position += 1) {
    visit(position, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1;
      const wraps = next === shape[axis];
      index[axis] = wraps ? 0 : next;
      for (let which = 0; which < strides.length; which += 1) {
        const stride = strides[which]?.[axis] ?? 0;
        offsets[which] = (offsets[which] ?? 0) + (wraps ? -stride * (next - 1) : stride);
      }
      if (!wraps) break;
    }
  }
}
