/** The chance level of a loss: what a predictor gets that knows the targets' distribution but not the inputs. */
import type { Dataset } from '../graph/dataset';
import type { TargetNode } from '../graph/network';
import type { Attributes } from '../ops/op';
import type { OpCall } from '../ops/table';
import { statisticsOf } from './statistics';

/**
 * Chance over all training samples, for the losses whose value at the best constant prediction is known and that have a zero of
 * their own (likelihoods of counts and values have none): the label entropy for cross-entropy and nll (nats; with the class weights, the smoothing and the ignored index of the
 * loss), the binary entropy for the binary cross-entropies and the soft margin, 2 min(p, 1 - p) for hinge, 4 p (1 - p) for its square,
 * the variance of the targets for mse, their mean distance from the median for l1, the mean divergence from the mean target for kl; with
 * several columns the mean over them. Null for other losses, for sums, which grow with the batch, for data without targets, and for a
 * single sample, which has no distribution.
 */
export function chanceOf(
  call: OpCall,
  node: TargetNode,
  { targets, training }: Pick<Dataset, 'targets' | 'training'>,
): number | null {
  const level = levels[call.op];
  const attributes: Attributes = call.attributes;
  const { reduction = 'mean' } = attributes;
  const isMean = reduction === 'mean' || reduction === 'batch-mean';
  if (!level || !isMean || !targets || training.length < 2) return null;
  const width = node.sampleShape.reduce((product, size) => product * size, 1);
  if (width === 0) return null;
  const column = (place: number): Float64Array =>
    Float64Array.from(training, (row) => targets[row * width + place] ?? NaN);
  return level({ node, width, count: training.length, column, attributes });
}

/** The targets of a loss. */
interface Targets {
  readonly node: TargetNode;
  /** Numbers a sample. */
  readonly width: number;
  /** Samples. */
  readonly count: number;
  /** All samples' numbers at one place. */
  readonly column: (place: number) => Float64Array;
  readonly attributes: Attributes;
}

type Level = (targets: Targets) => number | null;

/** The mean over the columns of a level of each. */
function meanOf(level: (column: Float64Array, attributes: Attributes, place: number) => number): Level {
  return ({ width, column, attributes }) => {
    let sum = 0;
    for (let place = 0; place < width; place += 1) sum += level(column(place), attributes, place);
    return sum / width;
  };
}

/** -sum of a ln(a / sum a): the least that -sum of a ln p can be for probabilities p. */
function entropyOf(amounts: Iterable<number>): number {
  const all = [...amounts].filter((amount) => amount > 0);
  const total = all.reduce((sum, amount) => sum + amount, 0);
  return all.reduce((sum, amount) => sum - amount * Math.log(amount / total), 0);
}

const numberOf = (value: Attributes[string] | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;

/** The number at a place of a list, or the only one there is; 1 without any. */
function weightAt(weights: Attributes[string] | undefined, place: number): number {
  if (typeof weights === 'number') return weights;
  if (!Array.isArray(weights)) return 1;
  const value: unknown = weights.length === 1 ? weights[0] : weights[place % weights.length];
  return typeof value === 'number' ? value : 1;
}

const shareOfOnes = (column: Float64Array): number => statisticsOf({ data: column }).mean;

function binaryLevel(column: Float64Array, attributes: Attributes, place: number): number {
  const smoothing = numberOf(attributes['labelSmoothing'], 0);
  const share = shareOfOnes(column) * (1 - smoothing) + smoothing / 2;
  return entropyOf([share * weightAt(attributes['posWeight'], place), 1 - share]);
}

function distanceFromMedian(column: Float64Array): number {
  const sorted = column.filter(Number.isFinite).sort();
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return sorted.reduce((sum, value) => sum + Math.abs(value - middle), 0) / sorted.length;
}

/**
 * Class weights, smoothing and the ignored index; the mean is over the weights of all labels, as the loss has it. The labels of all
 * places (pixels, time steps) are one distribution: at a single place a batch has too few to know it.
 */
const labelLevel: Level = ({ node, width, count, column, attributes }) => {
  if (node.meaning === 'probabilities') return softLevel({ node, width, count, column, attributes });
  const smoothing = numberOf(attributes['labelSmoothing'], 0);
  const amounts = new Float64Array(node.classCount);
  let divisor = 0;
  for (let place = 0; place < width; place += 1) {
    const labels = column(place).filter((label) => label !== node.ignored);
    for (const label of labels) {
      const weight = weightAt(attributes['weight'], label);
      amounts[label] = (amounts[label] ?? 0) + weight * (1 - smoothing);
      divisor += weight;
    }
    const even = (labels.length * smoothing) / node.classCount;
    if (even > 0)
      amounts.forEach(
        (_, each) => (amounts[each] = (amounts[each] ?? 0) + even * weightAt(attributes['weight'], each)),
      );
  }
  return divisor > 0 ? entropyOf(amounts) / divisor : null;
};

/** The places of the classes of soft targets: each row of classes starts at one of `starts` and goes on by `step`. */
function rowsOf(
  { sampleShape }: TargetNode,
  axis: Attributes[string] | undefined,
): {
  readonly starts: readonly number[];
  readonly step: number;
  readonly classes: number;
} {
  const [first = 1, ...others] = sampleShape;
  const last = sampleShape.at(-1) ?? 1;
  const places = others.reduce((product, size) => product * size, 1);
  if (axis === 1 && others.length > 0) {
    return { starts: Array.from({ length: places }, (_, place) => place), step: places, classes: first };
  }
  const rows = (first * places) / last;
  return { starts: Array.from({ length: rows }, (_, row) => row * last), step: 1, classes: last };
}

const softLevel: Level = ({ node, column, attributes }) => {
  const smoothing = numberOf(attributes['labelSmoothing'], 0);
  const { starts, step, classes } = rowsOf(node, attributes['axis'] ?? 1);
  let sum = 0;
  for (const start of starts) {
    const amounts = Array.from({ length: classes }, (_, place) => {
      const share = shareOfOnes(column(start + place * step)) * (1 - smoothing) + smoothing / classes;
      return share * weightAt(attributes['weight'], place);
    });
    sum += entropyOf(amounts);
  }
  return sum / starts.length;
};

/** The entropy of the mean target less the mean entropy of the targets, added up over the rows of a sample. */
const divergenceLevel: Level = ({ node, width, count, column, attributes }) => {
  const { starts, classes } = rowsOf(node, -1);
  let sum = 0;
  for (const start of starts) {
    const columns = Array.from({ length: classes }, (_, place) => column(start + place));
    sum += entropyOf(columns.map((each) => shareOfOnes(each)));
    for (let sample = 0; sample < count; sample += 1) {
      sum -= entropyOf(columns.map((each) => each[sample] ?? NaN)) / count;
    }
  }
  return attributes['reduction'] === 'mean' ? sum / width : sum;
};

/** (1 - p^q) / q at its best: p in proportion to f^(1 / (1 - q)), all on the most frequent label where q is 1. */
const generalizedLevel: Level = ({ node, width, column, attributes }) => {
  const q = numberOf(attributes['q'], 0.5);
  let sum = 0;
  for (let place = 0; place < width; place += 1) {
    const counts = new Float64Array(node.classCount);
    const labels = column(place);
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1 / labels.length;
    const best =
      q === 1
        ? Math.max(...counts)
        : counts.reduce((total, share) => total + share ** (1 / (1 - q)), 0) ** (1 - q);
    sum += (1 - best) / q;
  }
  return sum / width;
};

/** The level by the name of the loss. */
const levels: Readonly<Record<string, Level>> = {
  mse: meanOf((column) => statisticsOf({ data: column }).std ** 2),
  l1: meanOf(distanceFromMedian),
  'cross-entropy': labelLevel,
  nll: labelLevel,
  'generalized-cross-entropy': generalizedLevel,
  'binary-cross-entropy': meanOf(binaryLevel),
  'bce-logits': meanOf(binaryLevel),
  'multi-label-soft-margin': meanOf(
    (column, attributes, place) => weightAt(attributes['weight'], place) * binaryLevel(column, {}, place),
  ),
  'soft-margin': meanOf((column) => {
    const share = (shareOfOnes(column) + 1) / 2;
    return entropyOf([share, 1 - share]);
  }),
  hinge: meanOf((column) => 2 * Math.min(shareOfOnes(column), 1 - shareOfOnes(column))),
  'squared-hinge': meanOf((column) => 4 * shareOfOnes(column) * (1 - shareOfOnes(column))),
  kl: divergenceLevel,
};
