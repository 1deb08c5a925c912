/** Losses that are the mean of a function of prediction - target over all elements. */
import type { Elementwise } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type NoAttributes } from '../op';
import { compared, comparedType, shareGradient, sumOver, workPerElement } from './mean';

/** Arguments: prediction, target of the same shape. Output: one number. dL/dprediction = f'(prediction - target) / size. */
function meanOfDifference<A extends Attributes>(
  name: string,
  define: (attributes: A) => Elementwise,
  problem: (attributes: A) => string | null = () => null,
): BoundOp<A> {
  return defineOp<A, Tensor>({
    role: 'loss',
    shape: (args, attributes) => {
      const error = problem(attributes);
      return error === null ? comparedType(name, args) : { error };
    },
    work: workPerElement(3),
    forward: (kernels, args, attributes) => {
      const [prediction, target] = compared(name, args);
      const difference = kernels.allocate(prediction.shape);
      kernels.pairwise('subtract', prediction, target, difference);
      const losses = kernels.allocate(prediction.shape);
      kernels.map(define(attributes), difference, losses);
      return { outputs: [sumOver(kernels, losses, losses.data.length)], saved: difference };
    },
    backward: (kernels, [dy], difference, attributes, wanted) => {
      if (!dy) return [null, null];
      const gradient = (sign: 1 | -1): Tensor => {
        const out = kernels.allocate(difference.shape);
        kernels.fill(sign, out);
        kernels.mapGradient(define(attributes), out, difference, out);
        return shareGradient(kernels, out, dy, out.data.length);
      };
      return [wanted[0] === true ? gradient(1) : null, wanted[1] === true ? gradient(-1) : null];
    },
  });
}

/** x^2. */
export const square: Elementwise = {
  name: 'square',
  parameters: [],
  value: (x) => x * x,
  derivative: (x) => 2 * x,
};

/** Mean squared error (PyTorch's MSELoss with reduction "mean"). */
export const meanSquaredError = meanOfDifference<NoAttributes>('mse', () => square);

/** Mean absolute error (PyTorch's L1Loss); its derivative where prediction and target are equal is 0, as in PyTorch. */
export const meanAbsoluteError = meanOfDifference<NoAttributes>('l1', () => ({
  name: 'absolute',
  parameters: [],
  value: Math.abs,
  derivative: Math.sign,
}));

/** Half the square up to |d| = delta, delta (|d| - delta / 2) beyond (Huber 1964; PyTorch's HuberLoss). */
export const huber = meanOfDifference<{ readonly delta: number }>(
  'huber',
  ({ delta }) => ({
    name: 'huber',
    parameters: [delta],
    value: (d) => (Math.abs(d) <= delta ? (d * d) / 2 : delta * (Math.abs(d) - delta / 2)),
    derivative: (d) => Math.min(Math.max(d, -delta), delta),
  }),
  ({ delta }) => (delta > 0 ? null : `huber needs a delta above 0, found ${delta}`),
);
