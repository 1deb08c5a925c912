/** Losses of two classes, targets from 0 to 1: binary cross-entropy of probabilities and of logits, and the focal loss. */
import { logistic } from '../activations/bounded';
import { softplusOf } from '../activations/smooth';
import { elementwiseLoss, type Comparison } from './elementwise';
import type { Reduced } from './terms';

/** Targets y become y (1 - s) + s / 2, as in Keras. */
type Smoothed = { readonly labelSmoothing?: number };

/** A share of smoothing that is none, behind the op's name. */
export function smoothingProblem({ labelSmoothing = 0 }: Smoothed): string | null {
  return labelSmoothing >= 0 && labelSmoothing <= 1
    ? null
    : `needs a label smoothing from 0 to 1, found ${labelSmoothing}`;
}

function smoothed(comparison: Comparison, { labelSmoothing = 0 }: Smoothed): Comparison {
  if (labelSmoothing === 0) return comparison;
  const { value, slope, targetSlope } = comparison;
  const rest = 1 - labelSmoothing;
  const soft = (target: number): number => rest * target + labelSmoothing / 2;
  return {
    ...comparison,
    value: (x, target, constant) => value(x, soft(target), constant),
    slope: (x, target, constant) => slope(x, soft(target), constant),
    targetSlope: targetSlope && ((x, target, constant) => rest * targetSlope(x, soft(target), constant)),
  };
}

/** PyTorch's floor under the logarithm of a probability. */
const leastLog = -100;
/** PyTorch's floor under p (1 - p), a float32 constant there. */
const leastVariance = Math.fround(1e-12);

const logOf = (p: number): number => Math.max(Math.log(p), leastLog);
const logOfRest = (p: number): number => Math.max(Math.log1p(-p), leastLog);

/**
 * Binary cross-entropy of probabilities (PyTorch's BCELoss): -y ln p - (1 - y) ln(1 - p), logarithms clamped at -100, and
 * dL/dp = (p - y) / max(p (1 - p), 1e-12), as PyTorch has it.
 */
export const binaryCrossEntropy = elementwiseLoss<Reduced & Smoothed>({
  name: 'binary-cross-entropy',
  work: 8,
  problem: smoothingProblem,
  define: (attributes) =>
    smoothed(
      {
        value: (p, y) => (y - 1) * logOfRest(p) - y * logOf(p),
        slope: (p, y) => (p - y) / Math.max((1 - p) * p, leastVariance),
        targetSlope: (p) => logOfRest(p) - logOf(p),
      },
      attributes,
    ),
});

/**
 * Binary cross-entropy of logits, without overflow (PyTorch's BCEWithLogitsLoss): c y softplus(-x) + (1 - y) softplus(x). `posWeight`: c, one
 * number or one for each class along the last axis.
 */
export const binaryCrossEntropyWithLogits = elementwiseLoss<
  Reduced & Smoothed & { readonly posWeight?: number | readonly number[] }
>({
  name: 'bce-logits',
  work: 8,
  problem: smoothingProblem,
  define: (attributes) => {
    const { posWeight = 1 } = attributes;
    return smoothed(
      {
        columns: typeof posWeight === 'number' ? [posWeight] : posWeight,
        value: (x, y, c) => c * y * softplusOf(-x) + (1 - y) * softplusOf(x),
        slope: (x, y, c) => (1 - y) * logistic(x) - c * y * logistic(-x),
        targetSlope: (x, _y, c) => c * softplusOf(-x) - softplusOf(x),
      },
      attributes,
    );
  },
});

/** A balance of the classes and a focus. */
type Focal = { readonly alpha?: number; readonly gamma?: number };

/** Numbers that a focal loss cannot use, behind the op's name. */
export function focusProblem({ gamma = 2 }: Focal): string | null {
  return gamma >= 0 && Number.isFinite(gamma) ? null : `needs a gamma of at least 0, found ${gamma}`;
}

/**
 * The focal loss of logits (Lin et al. 2017, Focal Loss for Dense Object Detection; torchvision's sigmoid_focal_loss, whose defaults are
 * alpha 0.25 and gamma 2): a q^gamma bce(x, y) with q = p (1 - y) + (1 - p) y, the probability of being wrong, and a = alpha y + (1 - alpha)
 * (1 - y), or 1 where alpha is negative.
 */
export const focal = elementwiseLoss<Reduced & Smoothed & Focal>({
  name: 'focal',
  work: 30,
  problem: (attributes) => smoothingProblem(attributes) ?? focusProblem(attributes),
  define: (attributes) => {
    const { alpha = 0.25, gamma = 2 } = attributes;
    const balance = (y: number): number => (alpha < 0 ? 1 : alpha * y + (1 - alpha) * (1 - y));
    const wrong = (x: number, y: number): number => logistic(x) * (1 - y) + logistic(-x) * y;
    const entropy = (x: number, y: number): number => y * softplusOf(-x) + (1 - y) * softplusOf(x);
    /** gamma q^(gamma - 1) ce dq; nothing where q is so small that its power would overflow. */
    const bend = (q: number, ce: number, dq: number): number =>
      q === 0 || gamma === 0 ? 0 : gamma * q ** (gamma - 1) * ce * dq;
    return smoothed(
      {
        value: (x, y) => balance(y) * wrong(x, y) ** gamma * entropy(x, y),
        slope: (x, y) => {
          const q = wrong(x, y);
          const dq = (1 - 2 * y) * logistic(x) * logistic(-x);
          const dce = (1 - y) * logistic(x) - y * logistic(-x);
          return balance(y) * (dce * q ** gamma + bend(q, entropy(x, y), dq));
        },
        targetSlope: (x, y) => {
          const q = wrong(x, y);
          const ce = entropy(x, y);
          const own = balance(y) * (bend(q, ce, logistic(-x) - logistic(x)) - x * q ** gamma);
          return own + (alpha < 0 ? 0 : (2 * alpha - 1) * q ** gamma * ce);
        },
      },
      attributes,
    );
  },
});
