/** How far a step of the source's own training moves each weight, in words, and whether that is far more or less than weights bear. */
import type { LayerReport, NetworkReport } from '../../src/analysis/report';
import { leastUpdateRatio, usualLimits } from '../../src/analysis/rules/limits';
import { median } from '../../src/analysis/statistics';
import { percent } from '../../src/base/numbers';

/** What a step changes of one weight. */
export interface Movement {
  readonly parameter: string;
  /** RMS(update) / RMS(weight), over the first weight where that is too much. */
  readonly share: number;
  /** Beyond what weights bear; null where it is not. */
  readonly way: 'above' | 'below' | null;
  /** The same in a sentence. */
  readonly text: string;
}

/** What the number says, for the heading of a column. */
export const movementMeaning =
  "RMS of what a step changes over RMS of the weights, in the first steps of the source's own training";

/** The movement of a parameter; null where nothing is known: biases and norms, weights that stay at zero, steps that failed or were not made. */
export function movementOf({ firstSteps }: NetworkReport, parameter: string): Movement | null {
  const update = firstSteps?.updates.find((known) => known.parameter === parameter);
  if (!firstSteps || !update) return null;
  const { ratio, ofFirst } = update;
  const most = usualLimits['update-ratio'].warning.value;
  if (ofFirst > most) {
    // Steps that are too long make the weight grow, which hides them in the other ratio.
    const text = `A step moves ${parameter} by ${percent(ofFirst)} of its first size: more than ${percent(most)} is too far.`;
    return { parameter, share: ofFirst, way: 'above', text };
  }
  if (Number.isNaN(ratio)) return null;
  // While the rate warms up steps are short for a reason.
  if (ratio < leastUpdateRatio.value * Math.min(1, firstSteps.rateShare)) {
    const text = `A step moves ${parameter} by ${percent(ratio)} of its size: less than ${percent(leastUpdateRatio.value)} is hardly a step.`;
    return { parameter, share: ratio, way: 'below', text };
  }
  return {
    parameter,
    share: ratio,
    way: null,
    text: `A step moves ${parameter} by ${percent(ratio)} of its size.`,
  };
}

/** The movements of a layer's weights. */
export function movementsOf(network: NetworkReport, { parameterReports }: LayerReport): readonly Movement[] {
  return parameterReports.flatMap(({ name }) => movementOf(network, name) ?? []);
}

/** The movement of the weight that stands in the table of layers. */
export function mainMovement(network: NetworkReport, layer: LayerReport): Movement | null {
  const weight = layer.parameterReports.find(({ role }) => role === 'weight' || role === 'embedding');
  return weight ? movementOf(network, weight.name) : null;
}

/** The loss before the first step and at the end of those that were made; null where none were. */
export function firstLosses({
  firstSteps,
}: NetworkReport): { readonly steps: number; readonly first: number; readonly last: number } | null {
  const [first, ...more] = firstSteps?.losses ?? [];
  if (first === undefined || more.length === 0) return null;
  // Every step sees another batch, so that the last ones are taken together; a loss that is lost is what counts.
  const end = more.at(-1) ?? NaN;
  const last = Number.isFinite(end) ? median(more.slice(-lastSteps)) : end;
  return { steps: more.length + 1, first, last };
}

const lastSteps = 5;
