/** The table of what may help against each finding, and of the number that tells whether it does. */
import type { Finding } from '../../analysis/report';
import type { RuleId } from '../../analysis/rules/rule';
import { activate, activateHere, normalise, replaceMisplaced } from './activations';
import { binaryOutput, fitLoss, fitUnits } from './losses';
import {
  deadShare,
  dropoutRate,
  firstDelta,
  firstSpread,
  gradientNorm,
  notFinite,
  outputDelta,
  layerImbalance,
  ownGradient,
  ownScale,
  ownValue,
  saturatedShare,
  stackedPairs,
  stepRatio,
  smallestOutput,
  startingLoss,
  trainedLoss,
  weightSpread,
  type Quantity,
} from './quantities';
import type { Candidate, Patient } from './remedy';
import { clip, fillStack, lessDropout, mendNorm, scaleInputs, usualRate } from './single';
import { clearGradients, cutShare, flushedShare, looserClipping, suitedRate, updateShare } from './training';
import {
  breakSymmetry,
  initialise,
  initialiseOwn,
  smallHead,
  steadyRecurrence,
  wakeZeros,
  zeroBiases,
} from './starts';

/** What may help against the findings of one rule. */
export interface Treatment {
  /** Numbers that may tell; the first one that is known before and after, and better, is promised. */
  readonly quantities: readonly Quantity[];
  /** What makes candidates, in the order in which they are tried. */
  readonly candidates: readonly ((patient: Patient) => readonly Candidate[])[];
}

/** The two slighter misuses of a norm, each by its own number: a bias by how many there are, a dropout by the variance that it adds. */
const withoutEffect = onlyWhere(({ limit }) => limit === 0, ownValue('biases without effect', 0));
const shiftedVariance = onlyWhere(
  ({ limit, severity }) => limit > 0 && severity !== 'error',
  ownValue('variance in training over evaluation', 1),
);

function onlyWhere(applies: (finding: Finding) => boolean, quantity: Quantity): Quantity {
  return { ...quantity, measure: (seen) => (applies(seen.first.finding) ? quantity.measure(seen) : null) };
}

/** Every rule with its treatment; null where no edit of a source is known. */
export const treatments: Readonly<Record<RuleId, Treatment | null>> = {
  'non-finite': {
    quantities: [notFinite],
    candidates: [scaleInputs, initialise, replaceMisplaced, fitLoss, normalise],
  },
  'no-gradient': {
    quantities: [ownGradient, gradientNorm],
    candidates: [replaceMisplaced, zeroBiases, wakeZeros, initialise, activateHere('relu', 'leaky-relu')],
  },
  vanishing: {
    quantities: [firstDelta],
    candidates: [initialise, activate('relu', 'tanh', 'gelu'), zeroBiases, normalise],
  },
  exploding: {
    quantities: [firstDelta, trainedLoss],
    candidates: [initialise, normalise, clip],
  },
  'dead-relu': {
    quantities: [deadShare],
    candidates: [zeroBiases, initialise, scaleInputs, activate('leaky-relu', 'gelu'), normalise],
  },
  saturation: {
    quantities: [saturatedShare],
    candidates: [zeroBiases, initialise, scaleInputs, normalise, activate('relu')],
  },
  'symmetric-init': { quantities: [weightSpread], candidates: [breakSymmetry] },
  'initial-loss': { quantities: [startingLoss], candidates: [smallHead, initialise, scaleInputs] },
  'loss-mismatch': {
    quantities: [outputDelta, trainedLoss, notFinite, smallestOutput],
    candidates: [fitLoss],
  },
  'output-activation': {
    quantities: [outputDelta, trainedLoss, notFinite, smallestOutput],
    candidates: [binaryOutput, fitLoss],
  },
  'output-units': {
    quantities: [gradientNorm, ownValue('outputs without a sample', 0)],
    candidates: [fitUnits],
  },
  dropout: { quantities: [dropoutRate], candidates: [lessDropout] },
  'learning-rate': { quantities: [trainedLoss], candidates: [usualRate] },
  'update-ratio': { quantities: [updateShare, trainedLoss], candidates: [suitedRate, usualRate] },
  clipping: { quantities: [cutShare], candidates: [looserClipping] },
  'missing-zero-grad': {
    quantities: [trainedLoss, ownValue('gradients that add up', 0)],
    candidates: [clearGradients],
  },
  'half-precision': { quantities: [flushedShare], candidates: [initialise, normalise, activate('relu')] },
  'layer-imbalance': { quantities: [layerImbalance], candidates: [initialiseOwn, initialise, normalise] },
  'norm-misuse': {
    quantities: [withoutEffect, shiftedVariance, trainedLoss],
    candidates: [mendNorm],
  },
  'linear-stack': { quantities: [stackedPairs], candidates: [fillStack] },
  'input-scale': { quantities: [firstSpread], candidates: [scaleInputs] },
  'nonlinearity-misplaced': {
    quantities: [ownGradient, firstDelta, ownValue('misplaced functions', 0)],
    candidates: [replaceMisplaced],
  },
  'init-scale': {
    quantities: [ownScale('weights over what suits'), firstDelta],
    candidates: [initialiseOwn, steadyRecurrence, initialise],
  },
  'recurrent-gradient': { quantities: [stepRatio], candidates: [steadyRecurrence] },
};
