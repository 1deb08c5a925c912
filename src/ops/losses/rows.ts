/** Losses of rows of class scores: margins between classes, several labels at once, and the focal loss of many classes. */
import { logistic } from '../activations/bounded';
import { softplusOf } from '../activations/smooth';
import { focusProblem, smoothingProblem } from './binary';
import { rowLoss, type Row } from './rowLoss';
import type { Reduced } from './terms';

type ClassWeights = { readonly weight?: readonly number[] };

/**
 * The margins between the class and every other one (PyTorch's MultiMarginLoss): w sum over j of max(0, margin - x[class] + x[j])^p / classes.
 * `p` is 1 (unless said) or 2, `margin` 1 unless said, `weight` that of the target class.
 */
export const multiMargin = rowLoss<
  Reduced & ClassWeights & { readonly p?: number; readonly margin?: number }
>({
  name: 'multi-margin',
  targets: 'classes',
  work: 5,
  classWeights: ({ weight }) => weight,
  problem: ({ p = 1 }) => (p === 1 || p === 2 ? null : `needs a power p of 1 or 2, found ${p}`),
  value: ({ x, start, classes, label }, { p = 1, margin = 1, weight }) => {
    const own = x[start + label] ?? NaN;
    let sum = 0;
    for (let place = 0; place < classes; place += 1) {
      const missing = margin - own + (x[start + place] ?? NaN);
      // A missing margin that is not a number stays one.
      if (place !== label && !(missing <= 0)) sum += p === 1 ? missing : missing * missing;
    }
    return ((weight ? (weight[label] ?? NaN) : 1) * sum) / classes;
  },
  gradient: ({ x, start, classes, label }, { p = 1, margin = 1, weight }, flow, out) => {
    const own = x[start + label] ?? NaN;
    const scale = (flow * (weight ? (weight[label] ?? NaN) : 1)) / classes;
    let all = 0;
    for (let place = 0; place < classes; place += 1) {
      const missing = margin - own + (x[start + place] ?? NaN);
      if (place === label || missing <= 0) continue;
      const part = p === 1 ? scale : 2 * missing * scale;
      out[start + place] = part;
      all += part;
    }
    out[start + label] = -all;
  },
});

/** Marks the listed classes in the scratch; gives how many there are. @throws RangeError for one that is not among the scores */
function markListed({ start, classes, targets, scratch }: Row): number {
  scratch.fill(0);
  for (let count = 0; count < classes; count += 1) {
    const label = targets[start + count] ?? NaN;
    if (label === -1) return count;
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(`class ${label} of sample ${start / classes} is not one of the ${classes} scores`);
    }
    scratch[label] = 1;
  }
  return classes;
}

/**
 * The margins between listed classes and all others (PyTorch's MultiLabelMarginLoss): the sum over listed i and unlisted j of
 * max(0, 1 - x[i] + x[j]) / classes. Targets: int32 lists of classes of the shape of the scores, each ended by -1 unless it is full.
 */
export const multiLabelMargin = rowLoss<Reduced>({
  name: 'multi-label-margin',
  targets: 'lists',
  work: 10,
  value: (row) => {
    const { x, start, classes, targets, scratch } = row;
    const listed = markListed(row);
    let sum = 0;
    for (let count = 0; count < listed; count += 1) {
      const own = x[start + (targets[start + count] ?? NaN)] ?? NaN;
      for (let place = 0; place < classes; place += 1) {
        const missing = 1 - own + (x[start + place] ?? NaN);
        if (scratch[place] === 0 && !(missing <= 0)) sum += missing;
      }
    }
    return sum / classes;
  },
  gradient: (row, _attributes, flow, out) => {
    const { x, start, classes, targets, scratch } = row;
    const listed = markListed(row);
    for (let count = 0; count < listed; count += 1) {
      const own = start + (targets[start + count] ?? NaN);
      for (let place = start; place < start + classes; place += 1) {
        if (scratch[place - start] !== 0 || 1 - (x[own] ?? NaN) + (x[place] ?? NaN) <= 0) continue;
        out[place] = (out[place] ?? NaN) + flow / classes;
        out[own] = (out[own] ?? NaN) - flow / classes;
      }
    }
  },
});

/** The mean over the classes of w bce(x, y), logits and targets of one shape (PyTorch's MultiLabelSoftMarginLoss). */
export const multiLabelSoftMargin = rowLoss<Reduced & ClassWeights>({
  name: 'multi-label-soft-margin',
  targets: 'shares',
  work: 8,
  classWeights: ({ weight }) => weight,
  value: ({ x, start, classes, targets }, { weight }) => {
    let sum = 0;
    for (let place = 0; place < classes; place += 1) {
      const [score, y] = [x[start + place] ?? NaN, targets[start + place] ?? NaN];
      sum += (weight?.[place] ?? 1) * (y * softplusOf(-score) + (1 - y) * softplusOf(score));
    }
    return sum / classes;
  },
  gradient: ({ x, start, classes, targets }, { weight }, flow, out) => {
    for (let place = 0; place < classes; place += 1) {
      const [score, y] = [x[start + place] ?? NaN, targets[start + place] ?? NaN];
      const slope = (1 - y) * logistic(score) - y * logistic(-score);
      out[start + place] = (flow * (weight?.[place] ?? 1) * slope) / classes;
    }
  },
  targetGradient: ({ x, start, classes }, { weight }, flow, out) => {
    for (let place = 0; place < classes; place += 1) {
      out[start + place] = (-flow * (weight?.[place] ?? 1) * (x[start + place] ?? NaN)) / classes;
    }
  },
});

/** The target of a class: 1 or 0 by the class index, or the number that is given for it. */
function targetAt({ label, targets, start }: Row, place: number): number {
  if (label === -1) return targets[start + place] ?? NaN;
  return place === label ? 1 : 0;
}

/** The largest (1 - t) x, where it stands, and the sum of t x. */
function rivals(row: Row): { readonly largest: number; readonly rival: number; readonly own: number } {
  let largest = -Infinity;
  let rival = 0;
  let own = 0;
  for (let place = 0; place < row.classes; place += 1) {
    const score = row.x[row.start + place] ?? NaN;
    const t = targetAt(row, place);
    own += t * score;
    // Not a number is the largest of all, as in PyTorch.
    if ((1 - t) * score <= largest) continue;
    largest = (1 - t) * score;
    rival = place;
  }
  return { largest, rival, own };
}

/** max(0, 1 + max of (1 - t) x - sum of t x) (Keras' CategoricalHinge); targets: one-hot rows, or class indices that stand for them. */
export const categoricalHinge = rowLoss<Reduced>({
  name: 'categorical-hinge',
  targets: 'either',
  work: 5,
  value: (row) => {
    const { largest, own } = rivals(row);
    return Math.max(0, 1 + largest - own);
  },
  gradient: (row, _attributes, flow, out) => {
    const { largest, rival, own } = rivals(row);
    if (1 + largest - own <= 0) return;
    for (let place = 0; place < row.classes; place += 1) {
      const t = targetAt(row, place);
      out[row.start + place] = flow * ((place === rival ? 1 - t : 0) - t);
    }
  },
  targetGradient: (row, _attributes, flow, out) => {
    const { largest, rival, own } = rivals(row);
    if (1 + largest - own <= 0) return;
    for (let place = 0; place < row.classes; place += 1) {
      out[row.start + place] = -flow * (place === rival ? 2 : 1) * (row.x[row.start + place] ?? NaN);
    }
  },
});

/** Writes the logarithms of softmax(x) into the scratch. */
function logShares({ x, start, classes, scratch }: Row): void {
  let largest = -Infinity;
  for (let place = 0; place < classes; place += 1) largest = Math.max(largest, x[start + place] ?? NaN);
  let sum = 0;
  for (let place = 0; place < classes; place += 1) sum += Math.exp((x[start + place] ?? NaN) - largest);
  const shift = largest + Math.log(sum);
  for (let place = 0; place < classes; place += 1) scratch[place] = (x[start + place] ?? NaN) - shift;
}

type CategoricalFocal = Reduced & {
  readonly alpha?: number;
  readonly gamma?: number;
  readonly labelSmoothing?: number;
};

function smoothTarget(row: Row, place: number, { labelSmoothing = 0 }: CategoricalFocal): number {
  return targetAt(row, place) * (1 - labelSmoothing) + labelSmoothing / row.classes;
}

/**
 * The focal loss of many classes: -alpha sum of t (1 - p)^gamma ln p with p = softmax(x) (Keras' CategoricalFocalCrossentropy from logits,
 * without its clipping of p at 1e-7). Targets: class indices or a number for each class. `alpha` 0.25, `gamma` 2 unless said.
 */
export const categoricalFocal = rowLoss<CategoricalFocal>({
  name: 'categorical-focal',
  targets: 'either',
  work: 40,
  problem: (attributes) => smoothingProblem(attributes) ?? focusProblem(attributes),
  value: (row, attributes) => {
    const { alpha = 0.25, gamma = 2 } = attributes;
    logShares(row);
    let sum = 0;
    for (let place = 0; place < row.classes; place += 1) {
      const log = row.scratch[place] ?? NaN;
      sum -= smoothTarget(row, place, attributes) * (-Math.expm1(log)) ** gamma * log;
    }
    return alpha * sum;
  },
  gradient: (row, attributes, flow, out) => {
    const { alpha = 0.25, gamma = 2 } = attributes;
    const { start, classes, scratch } = row;
    logShares(row);
    let all = 0;
    for (let place = 0; place < classes; place += 1) {
      const log = scratch[place] ?? NaN;
      const rest = -Math.expm1(log);
      const bend = rest === 0 || gamma === 0 ? 0 : gamma * rest ** (gamma - 1) * Math.exp(log) * log;
      const part = alpha * smoothTarget(row, place, attributes) * (bend - rest ** gamma);
      out[start + place] = flow * part;
      all += part;
    }
    for (let place = 0; place < classes; place += 1) {
      const share = Math.exp(scratch[place] ?? NaN);
      out[start + place] = (out[start + place] ?? NaN) - flow * all * share;
    }
  },
  targetGradient: (row, { alpha = 0.25, gamma = 2, labelSmoothing = 0 }, flow, out) => {
    logShares(row);
    for (let place = 0; place < row.classes; place += 1) {
      const log = row.scratch[place] ?? NaN;
      out[row.start + place] = -flow * alpha * (1 - labelSmoothing) * (-Math.expm1(log)) ** gamma * log;
    }
  },
});

/**
 * (1 - p[class]^q) / q of probabilities p (Zhang and Sabuncu 2018; Keras' CategoricalGeneralizedCrossEntropy): between the cross-entropy (q
 * near 0) and the absolute error (q = 1). `q` 0.5 unless said.
 */
export const generalizedCrossEntropy = rowLoss<Reduced & { readonly q?: number }>({
  name: 'generalized-cross-entropy',
  targets: 'classes',
  work: 1,
  problem: ({ q = 0.5 }) => (q > 0 && q <= 1 ? null : `needs a q above 0 and at most 1, found ${q}`),
  value: ({ x, start, label }, { q = 0.5 }) => (1 - (x[start + label] ?? NaN) ** q) / q,
  gradient: ({ x, start, label }, { q = 0.5 }, flow, out) => {
    out[start + label] = -flow * (x[start + label] ?? NaN) ** (q - 1);
  },
});
