/** The Kullback-Leibler divergence between target and predicted probabilities. */
import type { Elementwise } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import { defineOp, type NoAttributes } from '../op';
import { compared, comparedType, mapped, shareGradient, shifted, sumOver, workPerElement } from './mean';

/** x ln x, with its limit 0 at 0. */
const xLogX: Elementwise = {
  name: 'x-log-x',
  parameters: [],
  value: (x) => (x === 0 ? 0 : x * Math.log(x)),
  derivative: (x) => Math.log(x) + 1,
};

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

/**
 * Kullback-Leibler divergence (PyTorch's KLDivLoss with reduction "batchmean"). Arguments: log-probabilities, probabilities of the same
 * shape, the batch first. Output: the sum of t (ln t - x) divided by the batch size. dL/dx = -t / batch, dL/dt = (ln t + 1 - x) / batch.
 */
export const kullbackLeibler = defineOp<NoAttributes, Saved>({
  role: 'loss',
  shape: (args) => {
    const type = comparedType('kl', args);
    const isScalar = !('error' in type) && args[0]?.shape.length === 0;
    return isScalar ? { error: 'kl needs an axis of samples, the prediction is a single number' } : type;
  },
  work: workPerElement(5),
  forward: (kernels, args) => {
    const [prediction, target] = compared('kl', args);
    const terms = kernels.allocate(prediction.shape);
    kernels.pairwise('multiply', target, prediction, terms);
    kernels.pairwise('subtract', mapped(kernels, xLogX, target), terms, terms);
    return { outputs: [sumOver(kernels, terms, batchOf(prediction))], saved: { prediction, target } };
  },
  backward: (kernels, [dy], { prediction, target }, _attributes, wanted) => {
    if (!dy) return [null, null];
    const targetGradient = (): Tensor => {
      const out = kernels.allocate(target.shape);
      kernels.fill(1, out);
      kernels.mapGradient(xLogX, out, target, out);
      kernels.pairwise('subtract', out, prediction, out);
      return out;
    };
    const batch = batchOf(prediction);
    return [
      wanted[0] === true ? shareGradient(kernels, shifted(kernels, target, -1, 0), dy, batch) : null,
      wanted[1] === true ? shareGradient(kernels, targetGradient(), dy, batch) : null,
    ];
  },
});

function batchOf(prediction: Tensor): number {
  return prediction.shape[0] ?? 0;
}
