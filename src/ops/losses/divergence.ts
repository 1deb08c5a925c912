/** The Kullback-Leibler divergence between target and predicted probabilities. */
import { elementwiseLoss, type Comparison } from './elementwise';
import type { Reduction } from './terms';

/** Targets as probabilities, t (ln t - x), with the limit 0 where t is 0. */
const ofProbabilities: Comparison = {
  value: (x, t) => (t === 0 ? 0 : t * Math.log(t)) - t * x,
  slope: (_x, t) => -t,
  targetSlope: (x, t) => Math.log(t) + 1 - x,
};

/** Targets as logarithms of probabilities, e^t (t - x). */
const ofLogarithms: Comparison = {
  value: (x, t) => Math.exp(t) * (t - x),
  slope: (_x, t) => -Math.exp(t),
  targetSlope: (x, t) => Math.exp(t) * (t - x + 1),
};

/**
 * Kullback-Leibler divergence (PyTorch's KLDivLoss). Arguments: log-probabilities, targets of the same shape, probabilities or with
 * `logTarget` their logarithms. The reduction is "batch-mean" unless said, the sum over the size of the first axis; "mean" is over all
 * elements, which is not the divergence.
 */
export const kullbackLeibler = elementwiseLoss<{
  readonly reduction?: Reduction | 'batch-mean';
  readonly logTarget?: boolean;
}>({
  name: 'kl',
  work: 12,
  reductions: ['batch-mean'],
  reduction: 'batch-mean',
  define: ({ logTarget = false }) => (logTarget ? ofLogarithms : ofProbabilities),
  divisor: ([batch = 1], reduction) => (reduction === 'batch-mean' ? batch : null),
  needs: (shape) =>
    shape.length === 0 ? 'needs an axis of samples, the prediction is a single number' : null,
});
