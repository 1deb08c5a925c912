/** Batch normalisation (Ioffe and Szegedy 2015): each channel with the mean and variance that it has over the batch. */
import { sizeOf, type TensorType } from '../../tensor/tensor';
import { axisIn } from '../movement/axes';
import { defineOp, type ShapeError } from '../op';
import { epsilonMisfit, misfit, missing, named, namesOf, tensorsOf, type Present } from './arguments';
import { argumentGradients, byChannel, countOf, momentsOf, standardised, type Standardised } from './groups';
import { followed, momentsFrom, unchanged, type RunningStatistics } from './runningStatistics';

type BatchNormAttributes = {
  /** Is added to the variance; 1e-5 in PyTorch, 1e-3 in Keras. */
  readonly epsilon: number;
  /** The weight of the newest batch in the running statistics: 0.1 in PyTorch; 1 minus Keras' momentum; null: mean over all batches. */
  readonly momentum: number | null;
  /** The axis of the channels: 1 in PyTorch, -1 in Keras. */
  readonly axis: number;
  /** Whether a scale is among the arguments. */
  readonly scale: boolean;
  /** Whether a shift is among the arguments. */
  readonly shift: boolean;
  /** Whether running mean and variance are among the arguments. */
  readonly statistics: boolean;
  /** Whether the running variance takes the unbiased variance of the batch: true in PyTorch, false in Keras. */
  readonly unbiased: boolean;
  /** Whether it stays with its running statistics in training too, as a layer does that is put into evaluation mode alone; default false. */
  readonly frozen?: boolean;
};

function presentIn({ scale, shift, statistics, momentum }: BatchNormAttributes): Present {
  return { scale, shift, statistics, count: statistics && momentum === null };
}

/**
 * Arguments: x (batch, ..., channels at `axis`, ...), then as the attributes say scale, shift, running mean and running variance (one
 * number per channel), with momentum null also the number of batches so far. Outputs: y, and where there are running statistics these
 * after the step (without gradient): in training moved towards the batch, in evaluation as they were. In training, and where there are
 * no running statistics, x is normalised by its own mean and biased variance; a frozen one is always as in evaluation.
 */
export const batchNorm = defineOp<BatchNormAttributes, Standardised>({
  role: 'normalisation',
  shape: batchNormShape,
  unitAxis: ({ axis }) => axis,
  work: ([x], { scale, shift }) => (6 + Number(scale) + Number(shift)) * sizeOf(x?.shape ?? []),
  forward: (kernels, args, attributes, run) => {
    const training = run.training && attributes.frozen !== true;
    const { epsilon, momentum, axis, unbiased } = attributes;
    const { x, scale, shift, mean, variance, count } = tensorsOf('batch-norm', args, presentIn(attributes));
    const running: RunningStatistics | null = mean && variance && { mean, variance, count };
    const grouping = byChannel(x.shape, axisIn(axis, x.shape.length) ?? 1);
    const own = training || running === null;
    const moments = own ? momentsOf(kernels, x, grouping) : momentsFrom(running);
    const { y, saved } = standardised(kernels, x, grouping, moments, { epsilon, scale, shift, own });
    if (!running) return { outputs: [y], saved };
    const numbers = countOf(grouping);
    const after =
      training && numbers > 0
        ? followed(kernels, running, moments, { momentum, unbiased, numbers })
        : unchanged(kernels, running);
    return { outputs: [y, ...after], saved };
  },
  backward: (kernels, [dy], saved, attributes, wanted) =>
    argumentGradients(kernels, dy ?? null, saved, namesOf(presentIn(attributes)), wanted),
});

function batchNormShape(
  args: readonly TensorType[],
  attributes: BatchNormAttributes,
): readonly TensorType[] | ShapeError {
  const { epsilon, momentum, axis } = attributes;
  const present = presentIn(attributes);
  const found = named(args, present);
  if (!found) return { error: missing('batch-norm', present) };
  const { x } = found;
  if (x.shape.length < 2) {
    return { error: 'batch-norm needs an input with channels, this one is a single number per sample' };
  }
  const channelAxis = axisIn(axis, x.shape.length);
  if (channelAxis === null) {
    return { error: `batch-norm needs an axis that the input has, found ${axis} for ${x.shape.length} axes` };
  }
  if (momentum !== null && !(momentum >= 0 && momentum <= 1)) {
    return { error: `batch-norm needs a momentum between 0 and 1, found ${momentum}` };
  }
  const error =
    epsilonMisfit('batch-norm', epsilon) ?? misfit('batch-norm', found, x.shape[channelAxis] ?? 0, 'channel');
  if (error) return error;
  const outputs = [found.mean, found.variance, found.count].filter((type) => type !== null);
  return [x, ...outputs];
}
