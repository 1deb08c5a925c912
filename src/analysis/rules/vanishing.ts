/** Vanishing: delta shrinks so much on its way back that the first layers do not learn. */
import { counted, percent, shortNumber } from '../../base/numbers';
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
import { below } from './limits';
import type { Rule, Subject } from './rule';

/** A textbook control within this factor of the user's network says that the initialisation is not what is wrong. */
const sameFactor = 3;

/** The ratio delta(first) / delta(last) over that of the geometry control. */
export const vanishing: Rule = {
  title: 'Vanishing gradient',
  why: 'The first layers get so small a gradient that they stay as they were initialised, and the rest trains on random features.',
  *check(subject) {
    const ratio = gradientRatio(subject);
    const passed = ratio && ratio.own < 1 && below(ratio.relative, subject.limits.vanishing);
    // Frozen layers want no gradient.
    const learns = ratio?.first.parameterReports.some(({ trainable }) => trainable) ?? false;
    if (!ratio || !passed || !learns) return;
    const { severity, limit, besides } = settled(subject, passed, ratio.relative);
    yield {
      ...{ severity, limit },
      layer: ratio.firstIndex,
      value: ratio.relative,
      message: `The gradient vanishes: delta falls ${fallText(subject, ratio)} (limit ${shortNumber(limit)})${besides}.`,
      ...blamed(subject, explanation(subject, ratio)),
    };
  },
};

/** The cause, and in which layers and which of their parts the gradient is lost. */
function blamed(
  { report }: Subject,
  { cause, remedies }: ReturnType<typeof explanation>,
): { cause: string; remedies: string[] } {
  const sentence = blameSentence(report, -1);
  return { cause: sentence === null ? cause : `${cause} ${sentence}`, remedies };
}

/** The seed that is shown may differ from the median; only a number that the reader can look up is named as delta. */
function fallText({ report }: Subject, ratio: GradientRatio): string {
  const { first, last, own, relative } = ratio;
  const shown =
    first.delta !== null && first.delta > 0 ? `to ${shortNumber(first.delta)} at ${first.name}, ` : '';
  const compared = `${shortNumber(own)} of what it is at ${last.name}`;
  if (ratio.geometry.from === 'mean') {
    const typical = Math.abs((report.flow?.ratio ?? NaN) / own - 1) < 0.01;
    const fall = typical && shown !== '' ? `${shown}${compared}` : `at ${first.name} to ${compared}`;
    return `${fall}; ${meanGeometryText(ratio)}`;
  }
  const fall = shown === '' ? `at ${first.name} to ${compared}, ` : shown;
  return `${fall}${shortNumber(relative)} of what a He-initialised ReLU network of the same shape keeps`;
}

/** Of weights that were given nothing is asked but what they do to the gradient. */
function explanationOfGiven(subject: Subject, ratio: GradientRatio): { cause: string; remedies: string[] } {
  const activation = hiddenActivation(subject);
  const scale = weightScale(subject);
  const saturated = mostSaturated(subject);
  const steps = counted(ratio.steps, 'layer');
  const flat =
    saturated && saturated.share > subject.limits.saturation.warning.value
      ? `${percent(saturated.share)} of the entries of ${saturated.name} lie where its activation is flat.`
      : null;
  const slopes =
    activation && activation.maximumDerivative < 1
      ? `The activation ${activation.name} passes on at most ${shortNumber(activation.maximumDerivative)} of the gradient, and that over ${steps}.`
      : null;
  const weights = scale ? `${sentence(scaleText(scale))}, and over ${steps} that multiplies.` : null;
  return {
    cause: flat ?? slopes ?? weights ?? `Over ${steps} the given weights pass on little of the gradient.`,
    remedies: [
      forGivenWeights,
      ...(flat === null && slopes !== null ? ['Use relu, gelu or tanh in the hidden layers.'] : []),
    ],
  };
}

function explanation(subject: Subject, ratio: GradientRatio): { cause: string; remedies: string[] } {
  if (areGiven(subject)) return explanationOfGiven(subject, ratio);
  const { flow } = subject.report;
  const activation = hiddenActivation(subject);
  const scale = weightScale(subject);
  const saturated = mostSaturated(subject);
  const suitable = suitableText(activation);
  const steps = counted(ratio.steps, 'layer');
  if (saturated && saturated.share > subject.limits.saturation.warning.value) {
    return {
      cause: `${percent(saturated.share)} of the entries of ${saturated.name} lie where its activation is flat${scale && scale.overHe > 1 ? `: ${scaleText(scale)}` : ''}.`,
      remedies: [
        `Initialise the weights with ${suitable}.`,
        'Scale the inputs to mean 0 and standard deviation 1.',
      ],
    };
  }
  const textbookFails =
    ratio.textbook !== null &&
    (below(ratio.textbook, subject.limits.vanishing) !== null ||
      ratio.relative > ratio.textbook / sameFactor);
  if (textbookFails && activation && activation.maximumDerivative < 1) {
    return {
      cause: `The activation ${activation.name} passes on at most ${shortNumber(activation.maximumDerivative)} of the gradient, and that over ${steps}: even with ${suitable} the network keeps only ${shortNumber(ratio.textbook)}.`,
      remedies: ['Use relu, gelu or tanh in the hidden layers.'],
    };
  }
  if (textbookFails) {
    return {
      cause: `The depth: over ${steps} even ${suitable} keeps only ${shortNumber(ratio.textbook)}.`,
      remedies: ['Add residual connections.'],
    };
  }
  if (flow && flow.activationProduct / (flow.activationBound ?? 1) < flow.weightsProduct) {
    return {
      cause: `The pre-activations lie where the activation is flat: over ${steps} it passes on ${shortNumber(flow.activationProduct)}.`,
      remedies: ['Start the biases at zero.', `Initialise the weights with ${suitable}.`],
    };
  }
  return {
    cause: scale
      ? `${sentence(scaleText(scale))}, and over ${steps} that multiplies.`
      : 'The initialisation does not suit the activation.',
    remedies: [`Initialise the weights with ${suitable}.`],
  };
}

function mostSaturated({ report, controls }: Subject): { name: string; share: number } | null {
  let worst: { name: string; share: number } | null = null;
  for (const index of report.flow?.path ?? []) {
    const layer = report.layers[index];
    const share = controls?.own.saturated[index] ?? layer?.saturated ?? null;
    if (layer && share !== null && share > (worst?.share ?? 0)) worst = { name: layer.name, share };
  }
  return worst;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
