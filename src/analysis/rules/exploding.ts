/** Exploding: delta grows so much on its way back that one step throws the first layers far off. */
import { counted, shortNumber } from '../../base/numbers';
import { settled } from './doubtful';
import { blameSentence } from '../blame/sentence';
import { gradientRatio, meanGeometryText, type GradientRatio } from './gradientRatio';
import {
  areGiven,
  forGivenWeights,
  hiddenActivation,
  scaleText,
  suitableText,
  weightScale,
} from './initialisationScale';
import { above } from './limits';
import type { Rule } from './rule';

/** The ratio delta(first) / delta(last) over that of the geometry control; overflow is the business of non-finite. */
export const exploding: Rule = {
  title: 'Exploding gradient',
  why: 'The first layers get a gradient so large that a rate which suits the last layers overshoots there, and training jumps or overflows.',
  *check(subject) {
    const ratio = gradientRatio(subject);
    // A delta that does not grow is not called exploding, however little a control with dying units keeps of its own.
    const passed = ratio && ratio.own > 1 && above(ratio.relative, subject.limits.exploding);
    const learns = ratio?.first.parameterReports.some(({ trainable }) => trainable) ?? false;
    if (!ratio || !passed || !learns) return;
    const { severity, limit, besides } = settled(subject, passed, ratio.relative);
    const scale = weightScale(subject);
    const steps = counted(ratio.steps, 'layer');
    const blame = blameSentence(subject.report, 1);
    const given = areGiven(subject);
    const unscaled = given
      ? 'the given weights stretch the gradient'
      : 'the initialisation does not suit the activation';
    const owner = scale ? scaleText(scale) : unscaled;
    yield {
      ...{ severity, limit },
      layer: ratio.firstIndex,
      value: ratio.relative,
      message: `The gradient explodes: delta grows ${shortNumber(ratio.own)}-fold from ${ratio.last.name} back to ${ratio.first.name}${comparison(ratio)} (limit ${shortNumber(limit)})${besides}.`,
      cause: `${owner.charAt(0).toUpperCase()}${owner.slice(1)}, and over ${steps} that multiplies.${blame === null ? '' : ` ${blame}`}`,
      remedies: [
        given ? forGivenWeights : `Initialise the weights with ${suitableText(hiddenActivation(subject))}.`,
        'Clip the gradient by its norm (clip-norm).',
      ],
    };
  },
};

function comparison(ratio: GradientRatio): string {
  return ratio.geometry.from === 'mean'
    ? `; ${meanGeometryText(ratio)}`
    : `, ${shortNumber(ratio.relative)} times what it does in a He-initialised ReLU network of the same shape`;
}
