/** Activations over the last axis: every output depends on its whole row, so there is no curve to draw. */
import type { Kernels } from '../../tensor/kernels';
import type { Tensor, TensorType } from '../../tensor/tensor';
import { defineOp, type BoundOp, type NoAttributes, type ShapeError } from '../op';

/** e^x / sum e^x over the last axis; dx = y (dy - sum(dy y)). */
export const softmax = exponentialShares('softmax', 1);

/** softmax(-x) over the last axis (PyTorch's Softmin). */
export const softmin = exponentialShares('softmin', -1);

function exponentialShares(name: string, sign: 1 | -1): BoundOp<NoAttributes> {
  return defineOp<NoAttributes, Tensor>({
    role: 'activation',
    shape: ([x]) => rowsOf(name, x),
    forward: (kernels, [x]) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const y = kernels.allocate(x.shape);
      if (sign === 1) kernels.softmax(x, y);
      else kernels.softmax(negated(kernels, x), y);
      return { outputs: [y], saved: y };
    },
    backward: (kernels, [dy], y, _attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const dx = kernels.allocate(y.shape);
      kernels.pairwise('multiply', dy, y, dx);
      kernels.pairwise('subtract', dy, rowSums(kernels, dx), dx);
      kernels.pairwise('multiply', dx, y, dx);
      return [sign === 1 ? dx : negated(kernels, dx)];
    },
  });
}

/** x - ln sum e^x over the last axis; dx = dy - softmax(x) sum(dy). */
export const logSoftmax = defineOp<NoAttributes, Tensor>({
  role: 'activation',
  shape: ([x]) => rowsOf('log-softmax', x),
  forward: (kernels, [x]) => {
    if (!x) throw new RangeError('log-softmax takes one input');
    const y = kernels.allocate(x.shape);
    kernels.logSoftmax(x, y);
    return { outputs: [y], saved: x };
  },
  backward: (kernels, [dy], x, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(x.shape);
    kernels.softmax(x, dx);
    kernels.pairwise('multiply', dx, rowSums(kernels, dy), dx);
    kernels.pairwise('subtract', dy, dx, dx);
    return [dx];
  },
});

function rowsOf(name: string, x: TensorType | undefined): readonly TensorType[] | ShapeError {
  if (!x) return { error: `${name} takes one input` };
  return x.shape.length > 0
    ? [x]
    : { error: `${name} needs an axis to run over, the input is a single number` };
}

/** The sum of each row, as a last axis of size 1. */
function rowSums(kernels: Kernels, x: Tensor): Tensor {
  const sums = kernels.allocate([...x.shape.slice(0, -1), 1]);
  kernels.reduce('sum', x, sums);
  return sums;
}

function negated(kernels: Kernels, x: Tensor): Tensor {
  const negative = kernels.allocate(x.shape);
  kernels.affine(x, -1, 0, negative);
  return negative;
}
