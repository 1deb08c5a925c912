/** Losses of single elements against a margin, targets -1 and 1: hinges, the soft margin, and the hinge of distances. */
import type { TensorData } from '../../tensor/tensor';
import { logistic } from '../activations/bounded';
import { softplusOf } from '../activations/smooth';
import { elementwiseLoss } from './elementwise';
import type { Reduced } from './terms';

/** Targets of only 0 and 1 as -1 and 1, as Keras reads them; others as they are. */
function asSigns(targets: TensorData): TensorData {
  return targets.every((value) => value === 0 || value === 1)
    ? targets.map((value) => 2 * value - 1)
    : targets;
}

/**
 * max(0, 1 - s x) (Keras' Hinge); targets of only 0 and 1 are read as -1 and 1, as Keras does. The derivative is -s where the margin is
 * missed, 0 where it is just met.
 */
export const hinge = elementwiseLoss<Reduced>({
  name: 'hinge',
  work: 4,
  respelled: asSigns,
  define: () => ({
    value: (x, sign) => Math.max(0, 1 - sign * x),
    slope: (x, sign) => (1 - sign * x > 0 ? -sign : 0),
    targetSlope: null,
  }),
});

/** max(0, 1 - s x)^2 (Keras' SquaredHinge), targets as for hinge. */
export const squaredHinge = elementwiseLoss<Reduced>({
  name: 'squared-hinge',
  work: 5,
  respelled: asSigns,
  define: () => ({
    value: (x, sign) => Math.max(0, 1 - sign * x) ** 2,
    slope: (x, sign) => -2 * sign * Math.max(0, 1 - sign * x),
    targetSlope: null,
  }),
});

/** ln(1 + e^(-s x)) without overflow (PyTorch's SoftMarginLoss). */
export const softMargin = elementwiseLoss<Reduced>({
  name: 'soft-margin',
  work: 8,
  define: () => ({
    value: (x, sign) => softplusOf(-sign * x),
    slope: (x, sign) => -sign * logistic(-sign * x),
    targetSlope: (x, sign) => -x * logistic(-sign * x),
  }),
});

/**
 * x where the target is 1, max(0, margin - x) where it is -1 (PyTorch's HingeEmbeddingLoss), for distances x; both added for any other
 * target, as there. `margin` 1 unless said. At the margin itself the derivative is -1, as in PyTorch.
 */
export const hingeEmbedding = elementwiseLoss<Reduced & { readonly margin?: number }>({
  name: 'hinge-embedding',
  work: 3,
  define: ({ margin = 1 }) => ({
    value: (x, sign) => (sign === -1 ? 0 : x) + (sign === 1 ? 0 : Math.max(0, margin - x)),
    slope: (x, sign) => (sign === -1 ? 0 : 1) - (sign === 1 || margin - x < 0 ? 0 : 1),
    targetSlope: null,
  }),
});
