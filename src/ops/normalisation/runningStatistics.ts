/** Running statistics: what a normalisation remembers of the batches of training, for evaluation. */
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import type { Moments } from './groups';

/** How running statistics follow those of each batch. */
export interface Following {
  /** The weight of the newest batch (PyTorch's momentum, 1 minus Keras'); null: the plain mean over all batches so far. */
  readonly momentum: number | null;
  /** Whether the variance of the batch is corrected by n / (n - 1): PyTorch does, Keras does not. */
  readonly unbiased: boolean;
  /** Over how many numbers each statistic of the batch runs. */
  readonly numbers: number;
}

/** Running statistics before a step. */
export interface RunningStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly count: Tensor | null;
}

/**
 * The running statistics after a step in training; `batch` holds one mean and biased variance per channel. Where the batch has one
 * number per channel the correction is left out: PyTorch refuses such a batch.
 */
export function followed(
  kernels: Kernels,
  { mean, variance, count }: RunningStatistics,
  batch: Moments,
  { momentum, unbiased, numbers }: Following,
): readonly Tensor[] {
  const seen = (count?.data[0] ?? 0) + 1;
  const weight = momentum ?? 1 / seen;
  const correction = unbiased ? numbers / Math.max(numbers - 1, 1) : 1;
  return [
    towards(kernels, mean, batch.mean, weight, 1),
    towards(kernels, variance, batch.variance, weight, correction),
    ...(count ? [filled(kernels, count, seen)] : []),
  ];
}

/** The running statistics as they are, for evaluation: outputs of an op are tensors of their own. */
export function unchanged(kernels: Kernels, { mean, variance, count }: RunningStatistics): readonly Tensor[] {
  return [mean, variance, ...(count ? [count] : [])].map((tensor) => {
    const copy = kernels.allocate(tensor.shape);
    copy.data.set(tensor.data);
    return copy;
  });
}

function towards(
  kernels: Kernels,
  before: Tensor,
  found: Float64Array,
  weight: number,
  factor: number,
): Tensor {
  const after = kernels.allocate(before.shape);
  for (let place = 0; place < found.length; place += 1) {
    after.data[place] = (1 - weight) * (before.data[place] ?? NaN) + weight * factor * (found[place] ?? NaN);
  }
  return after;
}

function filled(kernels: Kernels, { shape }: Tensor, value: number): Tensor {
  const tensor = kernels.allocate(shape);
  kernels.fill(value, tensor);
  return tensor;
}

/** The moments that running statistics stand for. */
export function momentsFrom({ mean, variance }: RunningStatistics): Moments {
  return { mean: new Float64Array(mean.data), variance: new Float64Array(variance.data) };
}
