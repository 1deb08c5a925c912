/** What the losses share: prediction and target of one shape, and means over elements. */
import { shapeText } from '../../base/numbers';
import type { Elementwise, Kernels } from '../../tensor/kernels';
import { isFloat, sameShape, sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';

/** The type of a loss of a prediction and a target of the same shape, or why there is none. */
export function comparedType(
  name: string,
  [prediction, target]: readonly TensorType[],
): readonly TensorType[] | ShapeError {
  if (!prediction || !target) return { error: `${name} takes a prediction and a target` };
  for (const { elementType } of [prediction, target]) {
    if (!isFloat(elementType)) return { error: `${name} compares floats, found ${elementType} values` };
  }
  if (sameShape(prediction.shape, target.shape)) return [{ elementType: prediction.elementType, shape: [] }];
  return {
    error: `${name} compares values of one shape, the prediction has ${shapeText(prediction.shape)}, the target ${shapeText(target.shape)}`,
  };
}

/** Prediction and target of a loss whose shapes have been checked. */
export function compared(
  name: string,
  args: readonly Tensor[],
): readonly [prediction: Tensor, target: Tensor] {
  const [prediction, target] = args;
  if (!prediction || !target) throw new RangeError(`${name} takes a prediction and a target`);
  return [prediction, target];
}

/** Floating-point operations of a loss that does `perElement` of them for each element of its first argument. */
export function workPerElement(perElement: number): (args: readonly TensorType[]) => number {
  return ([first]) => perElement * sizeOf(first?.shape ?? []);
}

/** The sum of all elements divided by `count`, as a single number. */
export function sumOver(kernels: Kernels, x: Tensor, count: number): Tensor {
  const sum = kernels.allocate([]);
  kernels.reduce('sum', x, sum);
  kernels.affine(sum, 1 / count, 0, sum);
  return sum;
}

/** Writes x dy / count into `x`: the gradient of `sumOver` passed on to a local gradient x. */
export function shareGradient(kernels: Kernels, x: Tensor, dy: Tensor, count: number): Tensor {
  kernels.affine(x, 1 / count, 0, x);
  kernels.pairwise('multiply', x, dy, x);
  return x;
}

/** f(x) in new storage. */
export function mapped(kernels: Kernels, f: Elementwise, x: Tensor): Tensor {
  const out = kernels.allocate(x.shape);
  kernels.map(f, x, out);
  return out;
}

/** scale x + shift in new storage. */
export function shifted(kernels: Kernels, x: Tensor, scale: number, shift: number): Tensor {
  const out = kernels.allocate(x.shape);
  kernels.affine(x, scale, shift, out);
  return out;
}
