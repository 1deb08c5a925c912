/** Activations over an axis: every output depends on its whole lane, so there is no curve to draw. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, type Tensor, type TensorType } from '../../tensor/tensor';
import { axisIn, noAxis } from '../movement/axes';
import { defineOp, type BoundOp, type ShapeError } from '../op';
import { negated } from '../copies';
import { exponential } from './smooth';

/** The axis that an activation runs over. */
export type AxisAttributes = {
  /** The last one unless given; negative ones count from the last. */
  readonly axis?: number;
};

/** e^x / sum e^x over an axis; dx = y (dy - sum(dy y)). */
export const softmax = exponentialShares('softmax', 1);

/** softmax(-x) over an axis (PyTorch's Softmin). */
export const softmin = exponentialShares('softmin', -1);

function exponentialShares(name: string, sign: 1 | -1): BoundOp<AxisAttributes> {
  return defineOp<AxisAttributes, Tensor>({
    role: 'activation',
    shape: ([x], attributes) => lanesType(name, x, attributes),
    forward: (kernels, [x], { axis = -1 }) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const y = kernels.allocate(x.shape);
      writeShares(kernels, sign === 1 ? x : negated(kernels, x), y, axis);
      return { outputs: [y], saved: y };
    },
    backward: (kernels, [dy], y, { axis = -1 }, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const dx = kernels.allocate(y.shape);
      kernels.pairwise('multiply', dy, y, dx);
      kernels.pairwise('subtract', dy, folded(kernels, 'sum', dx, axis), dx);
      kernels.pairwise('multiply', dx, y, dx);
      return [sign === 1 ? dx : negated(kernels, dx)];
    },
  });
}

/** x - ln sum e^x over an axis; dx = dy - softmax(x) sum(dy). */
export const logSoftmax = defineOp<AxisAttributes, Tensor>({
  role: 'activation',
  shape: ([x], attributes) => lanesType('log-softmax', x, attributes),
  forward: (kernels, [x], { axis = -1 }) => {
    if (!x) throw new RangeError('log-softmax takes one input');
    const y = kernels.allocate(x.shape);
    writeLogarithms(kernels, x, y, axis);
    return { outputs: [y], saved: x };
  },
  backward: (kernels, [dy], x, { axis = -1 }, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(x.shape);
    writeShares(kernels, x, dx, axis);
    kernels.pairwise('multiply', dx, folded(kernels, 'sum', dy, axis), dx);
    kernels.pairwise('subtract', dy, dx, dx);
    return [dx];
  },
});

function lanesType(
  name: string,
  x: TensorType | undefined,
  { axis = -1 }: AxisAttributes,
): readonly TensorType[] | ShapeError {
  if (!x) return { error: `${name} takes one input` };
  if (!isFloat(x.elementType)) return { error: `${name} takes floats, found ${x.elementType} values` };
  if (x.shape.length === 0) {
    return { error: `${name} needs an axis to run over, the input is a single number` };
  }
  return axisIn(axis, x.shape.length) === null ? noAxis(name, axis, x.shape) : [x];
}

/** Whether the lanes are rows. */
function isLast({ shape }: Tensor, axis: number): boolean {
  return axisIn(axis, shape.length) === shape.length - 1;
}

function writeShares(kernels: Kernels, x: Tensor, y: Tensor, axis: number): void {
  if (isLast(x, axis)) {
    kernels.softmax(x, y);
    return;
  }
  writePowers(kernels, x, y, axis);
  kernels.pairwise('divide', y, folded(kernels, 'sum', y, axis), y);
}

function writeLogarithms(kernels: Kernels, x: Tensor, y: Tensor, axis: number): void {
  if (isLast(x, axis)) {
    kernels.logSoftmax(x, y);
    return;
  }
  writePowers(kernels, x, y, axis);
  const logarithms = folded(kernels, 'sum', y, axis);
  for (let lane = 0; lane < logarithms.data.length; lane += 1) {
    logarithms.data[lane] = Math.log(logarithms.data[lane] ?? NaN);
  }
  kernels.pace(logarithms.data.length);
  kernels.pairwise('subtract', x, folded(kernels, 'maximum', x, axis), y);
  kernels.pairwise('subtract', y, logarithms, y);
}

/** y = e^(x - the largest of its lane). */
function writePowers(kernels: Kernels, x: Tensor, y: Tensor, axis: number): void {
  kernels.pairwise('subtract', x, folded(kernels, 'maximum', x, axis), y);
  kernels.map(exponential.curve({}).f, y, y);
}

/** The sum or the largest number of each lane, the axis with size 1. */
function folded(kernels: Kernels, name: 'sum' | 'maximum', x: Tensor, axis: number): Tensor {
  const result = kernels.allocate(x.shape.with(axisIn(axis, x.shape.length) ?? 0, 1));
  kernels.reduce(name, x, result);
  return result;
}
