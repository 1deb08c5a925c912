/** Normalisations within each sample: group norm (Wu and He 2018) and instance norm (Ulyanov et al. 2016). */
import { sizeOf, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { epsilonMisfit, misfit, missing, named, namesOf, tensorsOf, type Present } from './arguments';
import {
  argumentGradients,
  byChannel,
  bySample,
  countOf,
  momentsOf,
  standardised,
  type Grouping,
  type Moments,
  type Standardised,
} from './groups';
import { followed, momentsFrom, unchanged, type RunningStatistics } from './runningStatistics';

type GroupNormAttributes = {
  /** How many groups of neighbouring channels there are. */
  readonly groups: number;
  readonly epsilon: number;
  readonly scale: boolean;
  readonly shift: boolean;
};

type InstanceNormAttributes = {
  readonly epsilon: number;
  /** The weight of the newest batch in the running statistics. */
  readonly momentum: number;
  readonly scale: boolean;
  readonly shift: boolean;
  /** Whether running mean and variance are among the arguments: PyTorch's track_running_stats. */
  readonly statistics: boolean;
};

function presentIn(attributes: GroupNormAttributes | InstanceNormAttributes): Present {
  const { scale, shift } = attributes;
  return { scale, shift, statistics: 'statistics' in attributes && attributes.statistics, count: false };
}

/** Arguments: x (batch, channels, ...), then as the attributes say scale and shift, one number per channel. Output: y. */
export const groupNorm = defineOp<GroupNormAttributes, Standardised>({
  role: 'normalisation',
  shape: (args, attributes) => {
    const { groups } = attributes;
    const found = checked('group-norm', args, presentIn(attributes), attributes.epsilon, 2);
    if ('error' in found) return found;
    const [, channels = 0] = found.x.shape;
    if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
      return { error: `group-norm cannot part ${channels} channels into ${groups} groups` };
    }
    return [found.x];
  },
  unitAxis: () => 1,
  work: ([x], { scale, shift }) => (6 + Number(scale) + Number(shift)) * sizeOf(x?.shape ?? []),
  forward: (kernels, args, attributes) => {
    const { groups, epsilon } = attributes;
    const { x, scale, shift } = tensorsOf('group-norm', args, presentIn(attributes));
    const grouping = bySample(x.shape, groups);
    const moments = momentsOf(kernels, x, grouping);
    const options = { epsilon, scale, shift, own: true };
    const { y, saved } = standardised(kernels, x, grouping, moments, options);
    return { outputs: [y], saved };
  },
  backward: (kernels, [dy], saved, attributes, wanted) =>
    argumentGradients(kernels, dy ?? null, saved, namesOf(presentIn(attributes)), wanted),
});

/**
 * Arguments: x (batch, channels, axis, ...), then as the attributes say scale, shift, running mean and running variance, one number per
 * channel. Outputs: y, and the running statistics after the step: the mean over the batch of each sample's mean and unbiased variance.
 */
export const instanceNorm = defineOp<InstanceNormAttributes, Standardised>({
  role: 'normalisation',
  shape: (args, attributes) => {
    const { epsilon, momentum } = attributes;
    const found = checked('instance-norm', args, presentIn(attributes), epsilon, 3);
    if ('error' in found) return found;
    if (!(momentum >= 0 && momentum <= 1)) {
      return { error: `instance-norm needs a momentum between 0 and 1, found ${momentum}` };
    }
    return [found.x, ...[found.mean, found.variance].filter((type) => type !== null)];
  },
  unitAxis: () => 1,
  work: ([x], { scale, shift }) => (6 + Number(scale) + Number(shift)) * sizeOf(x?.shape ?? []),
  forward: (kernels, args, attributes, { training }) => {
    const { epsilon, momentum } = attributes;
    const { x, scale, shift, mean, variance } = tensorsOf('instance-norm', args, presentIn(attributes));
    const running: RunningStatistics | null = mean && variance && { mean, variance, count: null };
    const own = training || running === null;
    const grouping: Grouping = own ? bySample(x.shape, x.shape[1] ?? 1) : byChannel(x.shape, 1);
    const moments = own ? momentsOf(kernels, x, grouping) : momentsFrom(running);
    const { y, saved } = standardised(kernels, x, grouping, moments, { epsilon, scale, shift, own });
    if (!running) return { outputs: [y], saved };
    const batch = x.shape[0] ?? 0;
    const after =
      training && batch > 0
        ? followed(kernels, running, meanMoments(moments, batch), {
            momentum,
            unbiased: true,
            numbers: countOf(grouping),
          })
        : unchanged(kernels, running);
    return { outputs: [y, ...after], saved };
  },
  backward: (kernels, [dy], saved, attributes, wanted) =>
    argumentGradients(kernels, dy ?? null, saved, namesOf(presentIn(attributes)), wanted),
});

/** The mean over the batch of the statistics of each channel; `moments` are those of (batch, channels). */
function meanMoments({ mean, variance }: Moments, batch: number): Moments {
  const channels = mean.length / batch;
  const over = (values: Float64Array): Float64Array => {
    const means = new Float64Array(channels);
    values.forEach((value, place) => {
      means[place % channels] = (means[place % channels] ?? NaN) + value / batch;
    });
    return means;
  };
  return { mean: over(mean), variance: over(variance) };
}

function checked(
  op: string,
  args: readonly TensorType[],
  present: Present,
  epsilon: number,
  rank: number,
): NonNullable<ReturnType<typeof named<TensorType>>> | ShapeError {
  const found = named(args, present);
  if (!found) return { error: missing(op, present) };
  const { shape } = found.x;
  if (shape.length < rank) {
    const wanted =
      rank === 2
        ? '(batch, channels) and any further axes'
        : '(batch, channels) and at least one further axis';
    return { error: `${op} needs an input of ${wanted}, found (${shape.join(', ')})` };
  }
  return epsilonMisfit(op, epsilon) ?? misfit(op, found, shape[1] ?? 0, 'channel') ?? found;
}
