/** All losses by their names in network files. */
import type { BoundOp } from '../op';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, focal } from './binary';
import { circle } from './circle';
import { crossEntropy, negativeLogLikelihood } from './classes';
import { ctc } from './ctc';
import {
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentage,
  meanSquaredError,
  meanSquaredLogarithmic,
  smoothL1,
} from './differences';
import { kullbackLeibler } from './divergence';
import { cosineEmbedding, cosineSimilarity, marginRanking } from './embeddings';
import { gaussianNegativeLogLikelihood, poissonNegativeLogLikelihood } from './likelihood';
import { hinge, hingeEmbedding, softMargin, squaredHinge } from './margins';
import { outputEnergy } from './outputEnergy';
import { dice, tversky } from './overlap';
import {
  categoricalFocal,
  categoricalHinge,
  generalizedCrossEntropy,
  multiLabelMargin,
  multiLabelSoftMargin,
  multiMargin,
} from './rows';
import { tripletMargin } from './triplet';

/**
 * A row per loss; most take (prediction, target), output-energy one or more outputs, and all give one number unless their reduction is
 * "none". Left out: PyTorch's AdaptiveLogSoftmaxWithLoss, which is layers with parameters, and TripletMarginWithDistanceLoss, which
 * takes a function.
 */
export const losses = {
  mse: meanSquaredError,
  l1: meanAbsoluteError,
  'smooth-l1': smoothL1,
  huber,
  'log-cosh': logCosh,
  'mean-absolute-percentage': meanAbsolutePercentage,
  'mean-squared-logarithmic': meanSquaredLogarithmic,
  'cross-entropy': crossEntropy,
  nll: negativeLogLikelihood,
  'categorical-focal': categoricalFocal,
  'generalized-cross-entropy': generalizedCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'bce-logits': binaryCrossEntropyWithLogits,
  focal,
  dice,
  tversky,
  kl: kullbackLeibler,
  'poisson-nll': poissonNegativeLogLikelihood,
  'gaussian-nll': gaussianNegativeLogLikelihood,
  hinge,
  'squared-hinge': squaredHinge,
  'soft-margin': softMargin,
  'hinge-embedding': hingeEmbedding,
  'categorical-hinge': categoricalHinge,
  'multi-margin': multiMargin,
  'multi-label-margin': multiLabelMargin,
  'multi-label-soft-margin': multiLabelSoftMargin,
  'margin-ranking': marginRanking,
  'cosine-embedding': cosineEmbedding,
  'cosine-similarity': cosineSimilarity,
  'triplet-margin': tripletMargin,
  circle,
  ctc,
  'output-energy': outputEnergy,
} as const satisfies Readonly<Record<string, BoundOp<never>>>;

/** The name of a loss. */
export type LossName = keyof typeof losses;
