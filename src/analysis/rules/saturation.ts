/** Saturation: pre-activations lie where a bounded activation is flat, so that its derivative passes hardly any gradient. */
import { percent, shortNumber } from '../../base/numbers';
import type { LayerReport } from '../report';
import { gradientRatio } from './gradientRatio';
import { areGiven, forGivenWeights } from './initialisationScale';
import { above, below } from './limits';
import { layersText } from './together';
import type { Rule, Subject } from './rule';

/** Per layer, the median over seeds of the share of pre-activations inside the saturated intervals of the activation. */
export const saturation: Rule = {
  title: 'Saturated activation',
  why: 'Where the activation is flat its derivative is nearly zero: the unit is almost binary, and what lies before it gets almost no gradient.',
  *check(subject) {
    const { report, controls, limits } = subject;
    if (!controls) return;
    const ratio = gradientRatio(subject);
    const stuck = ratio !== null && below(ratio.relative, { error: limits.vanishing.error }) !== null;
    const { warning, information } = limits.saturation;
    for (const [index, layer] of report.layers.entries()) {
      const share = controls.own.saturated[index] ?? null;
      if (share === null || isProbability(subject, index) || isFlat(subject, index)) continue;
      const ended = controls.own.delta[index] === 0;
      const passed = above(share, stuck || ended ? limits.saturation : { warning, information });
      if (!passed) continue;
      yield {
        ...passed,
        layer: index,
        value: share,
        message: `${percent(share)} of the entries of ${layer.name} are saturated: ${layer.activation ?? layer.kind} is flat at pre-activations of mean ${shortNumber(layer.preActivation.mean)} and standard deviation ${shortNumber(layer.preActivation.std)} (limit ${percent(passed.limit)}).`,
        cause: cause(layer),
        remedies: [
          ...(areGiven(subject)
            ? [forGivenWeights]
            : [
                'Initialise the weights with xavier-normal (Glorot).',
                'Scale the inputs to mean 0 and standard deviation 1.',
              ]),
        ],
      };
    }
  },
  together({ report }, worst, verdicts) {
    const able = report.layers.filter(({ saturated }) => saturated !== null).length;
    return `Saturated entries in ${layersText(report, worst, verdicts, able)}.`;
  },
};

/** A sigmoid before binary cross-entropy may be as sure as it likes: the loss divides its derivative out again. */
function isProbability({ report }: Subject, index: number): boolean {
  return report.layers[index]?.next === null && report.loss?.name === 'binary-cross-entropy';
}

/** An activation that is flat everywhere, a step, is no matter of where it works; no-gradient names it. */
function isFlat({ report }: Subject, index: number): boolean {
  return report.activations.some(
    ({ layers, maximumDerivative }) => maximumDerivative === 0 && layers.includes(index),
  );
}

/** Without numbers, so that layers with the same trouble make one finding. */
function cause({ preActivation: { mean, std } }: LayerReport): string {
  return Math.abs(mean) > std
    ? 'The pre-activations lie on one side, far from zero.'
    : 'The pre-activations are too large for the activation.';
}
