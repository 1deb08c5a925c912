/** NumPy's broadcasting rule: shapes aligned from the last axis, size 1 stretches. */
import type { Kernels } from '../tensor/kernels';
import { isFloat, reshaped, sameShape, type ElementType } from '../tensor/tensor';
import type { Shape, Tensor, TensorType } from '../tensor/tensor';
import type { ShapeError } from './op';

/** The common shape of several shapes, or why there is none. */
export function broadcastShape(shapes: readonly Shape[]): Shape | ShapeError {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const common: number[] = [];
  for (let axis = -rank; axis < 0; axis += 1) {
    const sizes = shapes.map((shape) => shape.at(axis) ?? 1).filter((size) => size !== 1);
    const size = sizes[0] ?? 1;
    if (sizes.some((other) => other !== size)) {
      return {
        error: `shapes ${shapes.map((shape) => `(${shape.join(', ')})`).join(' and ')} do not fit together`,
      };
    }
    common.push(size);
  }
  return common;
}

/** The element type that arithmetic on these gives: floats if any holds floats, else whole numbers; two masks count as 0 and 1. */
export function commonType(args: readonly TensorType[]): ElementType {
  const [first] = args;
  if (first && args.length === 1) return first.elementType;
  return args.find(({ elementType }) => isFloat(elementType))?.elementType ?? 'int32';
}

/** The gradient of a value of `shape` that was stretched, from that of the result: summed over the stretched axes. */
export function summedTo(kernels: Kernels, dy: Tensor, shape: Shape): Tensor {
  if (sameShape(shape, dy.shape)) return reshaped(dy, shape);
  const gradient = kernels.allocate(shape);
  kernels.reduce('sum', dy, gradient);
  return gradient;
}

/** Whether a tensor broadcasts to a shape without changing it. */
export function stretches(from: Shape, to: Shape): boolean {
  const missing = to.length - from.length;
  return missing >= 0 && from.every((size, axis) => size === 1 || size === to[axis + missing]);
}
