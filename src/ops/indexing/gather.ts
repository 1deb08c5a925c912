/** Ops that read elements at indices along one axis. */
import { shapeText } from '../../base/numbers';
import { sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { broadcastShape } from '../broadcast';
import { axisIn, noAxis, partsAround } from '../movement/axes';
import { defineOp, type BoundOp, type ShapeError } from '../op';
import { addAlong, takeAlong } from './alongAxis';
import { addAt, checkedIndices, positionsAlong, take } from './positions';

type AxisAttributes = { readonly axis: number };

/** Arguments: x, int32 indices (count). Output: the slices of x at these indices of an axis (torch.index_select). */
export const indexSelect = defineOp<AxisAttributes, { readonly shape: Shape; readonly indices: Int32Array }>({
  role: 'movement',
  shape: (args, { axis: given }) => {
    const found = indexed('index-select', args);
    if ('error' in found) return found;
    const { x, indices } = found;
    const axis = axisIn(given, x.shape.length);
    if (axis === null) return noAxis('index-select', given, x.shape);
    if (indices.shape.length !== 1) {
      return { error: `index-select needs a list of indices, found the shape ${shapeText(indices.shape)}` };
    }
    return [{ elementType: x.elementType, shape: x.shape.with(axis, indices.shape[0] ?? 0) }];
  },
  forward: (kernels, [x, given], attributes) => {
    if (!x || !given) throw new RangeError('index-select takes an input and indices');
    const axis = axisIn(attributes.axis, x.shape.length) ?? 0;
    const indices = checkedIndices('index-select', given, x.shape[axis] ?? 0, `along axis ${axis}`);
    const y = kernels.allocate(x.shape.with(axis, indices.length), x.elementType);
    takeAlong(x, partsAround(x.shape, axis), indices, y, kernels.pace);
    return { outputs: [y], saved: { shape: x.shape, indices } };
  },
  backward: (kernels, [dy], { shape, indices }, { axis }, wanted) => {
    if (!dy || wanted[0] !== true) return [null, null];
    const dx = kernels.allocate(shape);
    addAlong(dy, partsAround(shape, axisIn(axis, shape.length) ?? 0), indices, dx, kernels.pace);
    return [dx, null];
  },
});

/**
 * Arguments: x, int32 indices of as many axes, no longer than x along the other axes. Output, of the indices' shape: for axis 0 of
 * three, out[i, j, k] = x[indices[i, j, k], j, k] (torch.gather).
 */
export const gather = gathering('gather', (x, indices, axis) => {
  const fits = indices.every((size, at) => at === axis || size <= (x[at] ?? 0));
  return fits
    ? indices
    : {
        error: `gather needs indices no longer than its input of shape ${shapeText(x)} but along axis ${axis}, found the shape ${shapeText(indices)}`,
      };
});

/**
 * Arguments: x, int32 indices of as many axes. Output: as `gather`, but input and indices stretch to each other along the other axes
 * (NumPy's take_along_axis, torch.take_along_dim).
 */
export const takeAlongAxis = gathering('take-along-axis', (x, indices, axis) => {
  const common = broadcastShape([x.with(axis, 1), indices]);
  return 'error' in common
    ? {
        error: `take-along-axis needs indices that fit its input of shape ${shapeText(x)} but along axis ${axis}, found the shape ${shapeText(indices)}`,
      }
    : common;
});

function gathering(
  name: string,
  shapeOf: (x: Shape, indices: Shape, axis: number) => Shape | ShapeError,
): BoundOp<AxisAttributes> {
  const shape = (args: readonly TensorType[], given: number): readonly TensorType[] | ShapeError => {
    const found = indexed(name, args);
    if ('error' in found) return found;
    const { x, indices } = found;
    const axis = axisIn(given, x.shape.length);
    if (axis === null) return noAxis(name, given, x.shape);
    if (indices.shape.length !== x.shape.length) {
      return {
        error: `${name} needs indices of as many axes as its input of shape ${shapeText(x.shape)}, found the shape ${shapeText(indices.shape)}`,
      };
    }
    const gathered = shapeOf(x.shape, indices.shape, axis);
    return 'error' in gathered ? gathered : [{ elementType: x.elementType, shape: gathered }];
  };
  return defineOp<AxisAttributes, { readonly shape: Shape; readonly positions: Int32Array }>({
    role: 'movement',
    shape: (args, { axis }) => shape(args, axis),
    // A position for each element.
    extra: ([, indices]) => ({ saved: sizeOf(indices?.shape ?? []), passing: 0 }),
    forward: (kernels, [x, indices], { axis }) => {
      if (!x || !indices) throw new RangeError(`${name} takes an input and indices`);
      const types = shape([x, indices], axis);
      if ('error' in types) throw new RangeError(types.error);
      const y = kernels.allocate(types[0]?.shape ?? [], x.elementType);
      const at = axisIn(axis, x.shape.length) ?? 0;
      const positions = positionsAlong(name, indices, y.shape, x.shape, at, kernels.pace);
      take(x, positions, y, kernels.pace);
      return { outputs: [y], saved: { shape: x.shape, positions } };
    },
    backward: (kernels, [dy], saved, _attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null, null];
      const dx = kernels.allocate(saved.shape);
      addAt(dy, null, saved.positions, dx, kernels.pace);
      return [dx, null];
    },
  });
}

/** The input and the indices of a call, or what is wrong with them. */
export function indexed<T extends Tensor | TensorType>(
  name: string,
  [x, indices]: readonly T[],
): { readonly x: T; readonly indices: T } | ShapeError {
  if (!x || !indices) return { error: `${name} takes an input and indices` };
  if (indices.elementType !== 'int32') {
    return { error: `${name} needs int32 indices, found ${indices.elementType} values` };
  }
  return { x, indices };
}
