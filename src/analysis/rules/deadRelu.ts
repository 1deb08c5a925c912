/** Dead ReLU: units that are zero on every sample, so that no gradient ever reaches their weights. */
import { counted, percent } from '../../base/numbers';
import { sizeOf } from '../../tensor/tensor';
import { givenValues } from '../parameters';
import type { LayerReport, ParameterReport } from '../report';
import { areGiven, forGivenWeights, isWeightMatrix, suitableText } from './initialisationScale';
import {
  above,
  deadOverTextbook,
  deadSamples,
  independentPlaces,
  wholeLayer,
  type SeverityLimits,
} from './limits';
import { layersText } from './together';
import type { Rule, Subject } from './rule';

/** Per layer, the share of dead units on the probe and in the median over seeds, next to that of the textbook control. */
export const deadRelu: Rule = {
  title: 'Dead ReLU units',
  why: 'A unit whose pre-activation is negative on every sample outputs zero and gets no gradient, so it stays dead: the layer is narrower than it was written.',
  *check(subject) {
    const { report, controls } = subject;
    if (!controls) return;
    for (const [index, layer] of report.layers.entries()) {
      const median = controls.own.dead[index] ?? null;
      const textbook = controls.textbook.dead[index] ?? null;
      if (median === null || !layer.dead || !enoughSamples(subject, layer)) continue;
      // The probe has more samples than the runs over seeds may have, these have more seeds: what both say holds.
      const share = Math.min(median, layer.dead.units / layer.dead.of);
      const over = clearlyOver(share, textbook);
      const passed = above(share, applicable(subject, index, over));
      if (!passed) continue;
      const compared = textbook === null ? '' : `, textbook initialisation leaves ${percent(textbook)}`;
      yield {
        ...passed,
        layer: index,
        value: share,
        message: `${percent(share)} of the ${counted(layer.dead.of, layer.unit)} of ${layer.name} are dead: zero on each of ${counted(report.batch, 'sample')}${placesText(layer)} (limit ${percent(passed.limit)}${compared}).`,
        ...explanation(subject, layer, over),
      };
    }
  },
  together({ report }, worst, verdicts) {
    const able = report.layers.filter(({ dead }) => dead !== null).length;
    return `Dead units in ${layersText(report, worst, verdicts, able)}.`;
  },
};

/**
 * The probe is large, a unit is seen at many places of each sample, or the probe is the entire training set. That a whole layer is
 * silent is no luck of a few samples.
 */
function enoughSamples({ network, report }: Subject, layer: LayerReport): boolean {
  const all = network.dataset?.training.length ?? Infinity;
  const { units = 0, of = 0 } = layer.dead ?? {};
  if (units === of && of >= wholeLayer.value && report.batch >= wholeLayer.value) return true;
  const seen = report.batch * Math.min(placesOf(layer), independentPlaces.value);
  return report.batch > 1 && (seen >= deadSamples.value || report.batch >= all);
}

/** How often a unit stands in one sample: at each place of an image, at each time of a sequence. */
function placesOf({ shape, dead }: LayerReport): number {
  const [batch = 1] = shape;
  return dead === null || dead.of === 0 || batch === 0 ? 1 : sizeOf(shape) / (batch * dead.of);
}

function placesText(layer: LayerReport): string {
  const places = placesOf(layer);
  if (places === 1) return '';
  return ` and at each of ${counted(places, layer.unit === 'channel' ? 'place' : 'position')}`;
}

/**
 * Small default weights leave the biases to decide, so that behind a few layers up to half of the units are off on all samples and
 * the other half on: no mistake of the user's, and vanishing says when it matters. In a fully connected first layer it is the data.
 */
function applicable({ report, network, limits }: Subject, index: number, over: boolean): SeverityLimits {
  const { error, warning, information } = limits['dead-relu'];
  // Noise in place of images is the same everywhere: pools and sums over it leave all samples alike, which no real image does.
  const noise = network.dataset === null && report.inputShapes.some(({ length }) => length > 2);
  if (!over) return noise ? {} : { information };
  const before = report.layers.slice(0, index + 1).flatMap(({ parameterReports }) => parameterReports);
  const weights = before.filter(isWeightMatrix);
  // Pixels are not negative: a filter of small negative weights with a negative bias never fires.
  const isConvolution = weights.some(({ shape }) => shape.length > 2);
  const defaults = before.every(isDrawnByDefault) && (weights.length > 1 || isConvolution);
  return defaults ? { warning: error, information } : { error, warning, information };
}

/** Weights that were given, whatever the format that they were given to, are no default. */
function isDrawnByDefault({ written, initialisation }: ParameterReport): boolean {
  return !written && initialisation !== givenValues;
}

function clearlyOver(share: number, textbook: number | null): boolean {
  if (textbook === null) return false;
  const { share: margin, factor } = deadOverTextbook;
  return share > textbook + margin.value && share > textbook * factor.value;
}

function explanation(
  subject: Subject,
  layer: LayerReport,
  over: boolean,
): { cause: string; remedies: string[] } {
  const { report } = subject;
  const activation = report.activations.find(({ name }) => name === layer.activation) ?? null;
  const initialise = `Initialise the weights with ${suitableText(activation)}.`;
  const leaky = 'Use leaky-relu, elu or gelu, which pass a gradient for negative pre-activations too.';
  const weights = layer.parameterReports.find(isWeightMatrix);
  const bias = layer.parameterReports.find(({ role }) => role === 'bias');
  if (weights?.rms === 0) return { cause: 'The weights are all zero.', remedies: [initialise] };
  if (!over) {
    return {
      cause: 'So many die in a network of this depth and width under textbook initialisation too.',
      remedies: [leaky],
    };
  }
  if (bias && -layer.preActivation.mean > layer.preActivation.std && bias.rms > layer.preActivation.std) {
    return {
      cause: 'The biases are so negative that the inputs cannot lift the pre-activations above zero.',
      remedies: ['Start the biases at zero.', leaky],
    };
  }
  return {
    cause:
      'The inputs of these units hardly vary compared with their mean, so that each unit is on or off for all samples alike.',
    remedies: areGiven(subject)
      ? [forGivenWeights, leaky]
      : [initialise, 'Scale the inputs to mean 0 and standard deviation 1.', leaky],
  };
}
