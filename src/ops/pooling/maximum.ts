/** The greatest value of each window, and its inverse, which puts values back to the places where they were greatest. */
import { shapeText } from '../../base/numbers';
import { gatherFromPlaces, scatterToPlaces, type Windows } from '../../tensor/pooling';
import type { Kernels } from '../../tensor/kernels';
import { sameShape, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import {
  adaptiveShape,
  adaptiveWindows,
  inputError,
  numbersError,
  slidingShape,
  slidingWindows,
  type SlidingAttributes,
} from './windows';

interface Saved {
  readonly shape: Shape;
  readonly indices: Tensor;
}

/**
 * Argument: x (batch, channels, ...places), one to three axes of places. Outputs: the greatest value of each window, and its index in its
 * channel (int32, row-major over the places), which is PyTorch's return_indices. The padding never wins.
 */
export const maxPool = defineOp<SlidingAttributes, Saved>({
  role: 'pooling',
  shape: ([x], attributes) => withIndices(x, slidingShape('max-pool', x, attributes)),
  work: ([x], attributes) => {
    const shape = slidingShape('max-pool', x, attributes);
    return 'error' in shape ? 0 : sizeOf(shape) * sizeOf(attributes.kernel);
  },
  forward: (kernels, [x], attributes) => {
    const shape = slidingShape('max-pool', x, attributes);
    if (!x || 'error' in shape) throw new RangeError('max-pool takes one input');
    return pooled(kernels, x, shape, slidingWindows(x.shape, attributes, false));
  },
  backward: (kernels, [dy], saved, _attributes, wanted) => [
    dy && wanted[0] === true ? scattered(kernels, dy, saved) : null,
  ],
});

/** The greatest values of as many windows as `sizes` says, a number for each axis of places; without numbers, of each whole channel. */
export const adaptiveMaxPool = defineOp<{ readonly sizes: readonly number[] }, Saved>({
  role: 'pooling',
  shape: ([x], { sizes }) => withIndices(x, adaptiveShape('adaptive-max-pool', x, sizes)),
  work: ([x], { sizes }) => Math.max(sizeOf(x?.shape ?? []), sizeOf(sizes)),
  forward: (kernels, [x], { sizes }) => {
    const shape = adaptiveShape('adaptive-max-pool', x, sizes);
    if (!x || 'error' in shape) throw new RangeError('adaptive-max-pool takes one input');
    return pooled(kernels, x, shape, adaptiveWindows(x.shape, sizes));
  },
  backward: (kernels, [dy], saved, _attributes, wanted) => [
    dy && wanted[0] === true ? scattered(kernels, dy, saved) : null,
  ],
});

/**
 * Arguments: x (batch, channels, ...places), indices (int32, the same shape) as a max pool gives them. Output: zeros of `sizes` places, with
 * each x at its index. Of several x at one place the sum is taken where PyTorch says that any of them may win.
 */
export const maxUnpool = defineOp<
  { readonly sizes: readonly number[] },
  { readonly indices: Tensor; readonly shape: Shape }
>({
  role: 'pooling',
  shape: (args, { sizes }) => unpooledShape(args, sizes),
  forward: (kernels, [x, indices], { sizes }) => {
    if (!x || !indices) throw new RangeError('max-unpool takes values and their indices');
    const y = kernels.allocate([...x.shape.slice(0, 2), ...sizes]);
    scatterToPlaces(x, indices, sizeOf(sizes), y, kernels.pace);
    return { outputs: [y], saved: { indices, shape: x.shape } };
  },
  backward: (kernels, [dy], { indices, shape }, { sizes }, wanted) => {
    if (!dy || wanted[0] !== true) return [null, null];
    const dx = kernels.allocate(shape);
    gatherFromPlaces(dy, indices, sizeOf(sizes), dx, kernels.pace);
    return [dx, null];
  },
});

function withIndices(
  x: TensorType | undefined,
  shape: Shape | ShapeError,
): readonly TensorType[] | ShapeError {
  if ('error' in shape) return shape;
  return [
    { elementType: x?.elementType ?? 'float32', shape },
    { elementType: 'int32', shape },
  ];
}

function pooled(
  kernels: Kernels,
  x: Tensor,
  shape: Shape,
  windows: Windows,
): { outputs: readonly Tensor[]; saved: Saved } {
  const y = kernels.allocate(shape);
  const indices = kernels.allocate(shape, 'int32');
  kernels.maximumOfWindows(x, windows, y, indices);
  return { outputs: [y, indices], saved: { shape: x.shape, indices } };
}

function scattered(kernels: Kernels, dy: Tensor, { shape, indices }: Saved): Tensor {
  const dx = kernels.allocate(shape);
  scatterToPlaces(dy, indices, sizeOf(shape.slice(2)), dx, kernels.pace);
  return dx;
}

function unpooledShape(
  [x, indices]: readonly TensorType[],
  sizes: readonly number[],
): readonly TensorType[] | ShapeError {
  if (!x || !indices) return { error: 'max-unpool takes values and their indices' };
  const wrong =
    inputError('max-unpool', x) ?? numbersError('max-unpool', 'an output size', sizes, x.shape.length - 2, 1);
  if (wrong) return wrong;
  if (indices.elementType !== 'int32' || !sameShape(indices.shape, x.shape)) {
    return {
      error: `max-unpool needs an int32 index for each value, values ${shapeText(x.shape)} and indices ${shapeText(indices.shape)} (${indices.elementType}) do not go together`,
    };
  }
  return [{ elementType: x.elementType, shape: [...x.shape.slice(0, 2), ...sizes] }];
}
