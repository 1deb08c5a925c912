/** All losses by their names in network files. */
import type { BoundOp } from '../op';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, hinge } from './binary';
import { crossEntropy, negativeLogLikelihood } from './classes';
import { huber, meanAbsoluteError, meanSquaredError } from './differences';
import { kullbackLeibler } from './divergence';
import { outputEnergy } from './outputEnergy';

/** A row per loss; each takes (prediction, target), output-energy one or more outputs, and gives one number. */
export const losses = {
  mse: meanSquaredError,
  l1: meanAbsoluteError,
  huber,
  'cross-entropy': crossEntropy,
  nll: negativeLogLikelihood,
  'binary-cross-entropy': binaryCrossEntropy,
  'bce-logits': binaryCrossEntropyWithLogits,
  hinge,
  kl: kullbackLeibler,
  'output-energy': outputEnergy,
} as const;

/** The name of a loss. */
export type LossName = keyof typeof losses;

/** The attributes that a loss has when the source names none: PyTorch's defaults. */
export const lossDefaults = {
  mse: {},
  l1: {},
  huber: { delta: 1 },
  'cross-entropy': {},
  nll: {},
  'binary-cross-entropy': {},
  'bce-logits': {},
  hinge: {},
  kl: {},
  'output-energy': {},
} as const satisfies {
  readonly [Name in LossName]: (typeof losses)[Name] extends BoundOp<infer A> ? A : never;
};
