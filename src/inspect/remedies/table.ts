/** The table of what may help against each finding, and of the number that tells whether it does. */
import type { RuleId } from '../../analysis/rules/rule';
import { percent } from '../../base/numbers';
import { activate, activateHere, normalise, replaceMisplaced } from './activations';
import { binaryOutput, fitLoss, fitUnits } from './losses';
import {
  deadShare,
  firstDelta,
  firstSpread,
  gradientNorm,
  notFinite,
  ownGradient,
  ownValue,
  saturatedShare,
  stackedPairs,
  startingLoss,
  trainedLoss,
  weightSpread,
  type Quantity,
} from './quantities';
import type { Candidate, Patient } from './remedy';
import { clip, fillStack, lessDropout, mendNorm, scaleInputs, usualRate } from './single';
import { breakSymmetry, initialise, smallHead, wakeZeros, zeroBiases } from './starts';

/** What may help against the findings of one rule. */
export interface Treatment {
  /** Numbers that may tell; the first one that is known before and after, and better, is promised. */
  readonly quantities: readonly Quantity[];
  /** What makes candidates, in the order in which they are tried. */
  readonly candidates: readonly ((patient: Patient) => readonly Candidate[])[];
}

/** Every rule with its treatment; null where no edit of a source is known. */
export const treatments: Readonly<Record<RuleId, Treatment | null>> = {
  'non-finite': {
    quantities: [notFinite],
    candidates: [scaleInputs, initialise, replaceMisplaced, fitLoss, normalise],
  },
  'no-gradient': {
    quantities: [ownGradient, gradientNorm],
    candidates: [replaceMisplaced, wakeZeros, initialise, zeroBiases, activateHere('relu', 'leaky-relu')],
  },
  vanishing: {
    quantities: [firstDelta],
    candidates: [initialise, activate('relu', 'tanh', 'selu'), zeroBiases, normalise],
  },
  exploding: {
    quantities: [firstDelta, trainedLoss],
    candidates: [initialise, normalise, clip],
  },
  'dead-relu': {
    quantities: [deadShare],
    candidates: [initialise, zeroBiases, scaleInputs, activate('leaky-relu', 'gelu'), normalise],
  },
  saturation: {
    quantities: [saturatedShare],
    candidates: [initialise, zeroBiases, scaleInputs, normalise, activate('relu')],
  },
  'symmetric-init': { quantities: [weightSpread], candidates: [breakSymmetry] },
  'initial-loss': { quantities: [startingLoss], candidates: [smallHead, initialise, scaleInputs] },
  'loss-mismatch': { quantities: [trainedLoss], candidates: [fitLoss] },
  'output-activation': { quantities: [trainedLoss, gradientNorm], candidates: [binaryOutput, fitLoss] },
  'output-units': {
    quantities: [gradientNorm, ownValue('outputs without a sample', 0)],
    candidates: [fitUnits],
  },
  dropout: { quantities: [ownValue('share that is dropped', 0, percent)], candidates: [lessDropout] },
  'learning-rate': { quantities: [trainedLoss], candidates: [usualRate] },
  'norm-misuse': {
    quantities: [ownValue('biases without effect', 0)],
    candidates: [mendNorm],
  },
  'linear-stack': { quantities: [stackedPairs], candidates: [fillStack] },
  'input-scale': { quantities: [firstSpread], candidates: [scaleInputs] },
  'nonlinearity-misplaced': { quantities: [firstDelta, trainedLoss], candidates: [replaceMisplaced] },
};
