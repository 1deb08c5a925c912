/** Copies of tensors in storage of their own, as they are and negated. */
import type { Kernels } from '../tensor/kernels';
import type { Tensor } from '../tensor/tensor';

/** The same elements in new storage. */
export function copied(kernels: Kernels, x: Tensor): Tensor {
  const copy = kernels.allocate(x.shape, x.elementType);
  const dense = { start: 0, strides: [1] };
  kernels.copy([x.data.length], x, dense, copy, dense);
  return copy;
}

/** -x in new storage; x holds floats. */
export function negated(kernels: Kernels, x: Tensor): Tensor {
  const negative = kernels.allocate(x.shape);
  kernels.affine(x, -1, 0, negative);
  return negative;
}
