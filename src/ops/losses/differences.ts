/** Losses of values: functions of prediction - target, and of their ratio and their logarithms. */
import type { Elementwise, Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import type { Attributes, BoundOp } from '../op';
import { softplusOf } from '../activations/smooth';
import { comparedShape, elementwiseLoss } from './elementwise';
import { defineLoss, type Flow, type Reduced } from './terms';

/** A loss f(prediction - target). */
function lossOfDifference<A extends Attributes & Reduced>(
  name: string,
  define: (attributes: A) => Pick<Elementwise, 'value' | 'derivative'>,
  rest: {
    readonly problem?: (attributes: A) => string | null;
    readonly weightedMean?: boolean;
    readonly work?: number;
  } = {},
): BoundOp<A> {
  return elementwiseLoss<A>({
    name,
    work: 3,
    ...rest,
    define: (attributes) => {
      const { value, derivative } = define(attributes);
      return {
        value: (x, target) => value(x - target),
        slope: (x, target) => derivative(x - target),
        targetSlope: (x, target) => -derivative(x - target),
      };
    },
  });
}

/**
 * Squared error (PyTorch's MSELoss); a mean with weights divides by their sum, as there. The most frequent loss of values, so it is done by
 * kernels, which are faster than a function for each element.
 */
export const meanSquaredError = defineLoss<Reduced, readonly [Tensor, Tensor]>({
  name: 'mse',
  takes: 'a prediction and a target',
  count: 2,
  work: 3,
  weightedMean: true,
  shape: (args) => comparedShape('mse', args),
  forward: (kernels, [prediction, target], _attributes, _terms, terms) => {
    kernels.pairwise('subtract', prediction, target, terms);
    kernels.pairwise('multiply', terms, terms, terms);
    return [prediction, target];
  },
  backward: (kernels, flow, [prediction, target], _attributes, wanted) => [
    wanted[0] === true ? twiceDifference(kernels, flow, prediction, target) : null,
    wanted[1] === true ? twiceDifference(kernels, flow, target, prediction) : null,
  ],
});

/** 2 flow (a - b). */
function twiceDifference(kernels: Kernels, { data, step }: Flow, a: Tensor, b: Tensor): Tensor {
  const out = kernels.allocate(a.shape);
  kernels.pairwise('subtract', a, b, out);
  if (step === 0) {
    kernels.affine(out, 2 * (data[0] ?? NaN), 0, out);
    return out;
  }
  for (let place = 0; place < out.data.length; place += 1) {
    out.data[place] = 2 * (data[place] ?? NaN) * (out.data[place] ?? NaN);
  }
  kernels.pace(out.data.length);
  return out;
}

/** Absolute error (PyTorch's L1Loss); its derivative where prediction and target are equal is 0, as in PyTorch. Weights as for mse. */
export const meanAbsoluteError = lossOfDifference<Reduced>(
  'l1',
  () => ({ value: Math.abs, derivative: Math.sign }),
  { weightedMean: true },
);

/** Half the square up to |d| = delta, delta (|d| - delta / 2) beyond (Huber 1964; PyTorch's HuberLoss, Keras' Huber). `delta` 1 unless said. */
export const huber = lossOfDifference<Reduced & { readonly delta?: number }>(
  'huber',
  ({ delta = 1 }) => ({
    value: (d) => (Math.abs(d) <= delta ? (d * d) / 2 : delta * (Math.abs(d) - delta / 2)),
    derivative: (d) => Math.min(Math.max(d, -delta), delta),
  }),
  { problem: ({ delta = 1 }) => (delta > 0 ? null : `needs a delta above 0, found ${delta}`) },
);

/** d^2 / (2 beta) below |d| = beta, |d| - beta / 2 from there on (PyTorch's SmoothL1Loss); l1 where beta is 0. `beta` 1 unless said. */
export const smoothL1 = lossOfDifference<Reduced & { readonly beta?: number }>(
  'smooth-l1',
  ({ beta = 1 }) => ({
    value: (d) => (Math.abs(d) < beta ? (d * d) / (2 * beta) : Math.abs(d) - beta / 2),
    derivative: (d) => (Math.abs(d) < beta ? d / beta : Math.sign(d)),
  }),
  { problem: ({ beta = 1 }) => (beta >= 0 ? null : `needs a beta of at least 0, found ${beta}`) },
);

/** ln cosh d without overflow (Keras' LogCosh); f' = tanh. */
export const logCosh = lossOfDifference<Reduced>(
  'log-cosh',
  () => ({
    // |d| - ln 2 cancels near zero.
    value: (d) =>
      Math.abs(d) < 1
        ? Math.log1p(Math.sinh(d) ** 2) / 2
        : Math.abs(d) + softplusOf(-2 * Math.abs(d)) - Math.LN2,
    derivative: Math.tanh,
  }),
  { work: 8 },
);

/** Keras' `epsilon()`: the least divisor, and the least number under a logarithm. */
const least = 1e-7;

/** 100 |target - prediction| / max(|target|, 1e-7) (Keras' MeanAbsolutePercentageError). */
export const meanAbsolutePercentage = elementwiseLoss<Reduced>({
  name: 'mean-absolute-percentage',
  work: 5,
  define: () => ({
    value: (x, target) => (100 * Math.abs(target - x)) / Math.max(Math.abs(target), least),
    slope: (x, target) => (100 * Math.sign(x - target)) / Math.max(Math.abs(target), least),
    targetSlope: (x, target) => {
      const size = Math.abs(target);
      const direct = Math.sign(target - x) / Math.max(size, least);
      return (
        100 * (size > least ? direct - (Math.sign(target) * Math.abs(target - x)) / (size * size) : direct)
      );
    },
  }),
});

/** ln(1 + max(x, 1e-7)), as Keras has it: what is below counts as nothing. */
const logOfPositive = (x: number): number => Math.log1p(Math.max(x, least));
const logSlope = (x: number): number => (x > least ? 1 / (1 + x) : 0);

/** The square of the difference of ln(1 + prediction) and ln(1 + target) (Keras' MeanSquaredLogarithmicError); negative numbers count as 0. */
export const meanSquaredLogarithmic = elementwiseLoss<Reduced>({
  name: 'mean-squared-logarithmic',
  work: 20,
  define: () => ({
    value: (x, target) => (logOfPositive(x) - logOfPositive(target)) ** 2,
    slope: (x, target) => 2 * (logOfPositive(x) - logOfPositive(target)) * logSlope(x),
    targetSlope: (x, target) => -2 * (logOfPositive(x) - logOfPositive(target)) * logSlope(target),
  }),
});
