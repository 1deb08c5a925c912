/** How far a step of the source's own training moves each weight, in words, and whether that is far more or less than weights bear. */
import type { LayerReport, NetworkReport } from '../../src/analysis/report';
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
  if (!update) return null;
  const { ratio, ofFirst, beyond } = update;
  if (beyond?.way === 'above') {
    // Steps that are too long make the weight grow, which hides them in the other ratio.
    const text = `A step moves ${parameter} by ${percent(ofFirst)} of its first size; where most weights move by more than ${percent(beyond.limit)}, steps are too long.`;
    return { parameter, share: ofFirst, way: 'above', text };
  }
  if (Number.isNaN(ratio)) return null;
  const moves = `A step moves ${parameter} by ${percent(ratio)} of its size`;
  const text = beyond
    ? `${moves}; where none moves by more than ${percent(beyond.limit)}, steps are too short.`
    : `${moves}.`;
  return { parameter, share: ratio, way: beyond?.way ?? null, text };
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

/** The loss before the first step and before the last of those that were made; null where none were. */
export function firstLosses({
  firstSteps,
}: NetworkReport): { readonly steps: number; readonly first: number; readonly last: number } | null {
  const losses = firstSteps?.losses ?? [];
  const [first] = losses;
  const last = losses.at(-1);
  return first === undefined || last === undefined || losses.length < 2
    ? null
    : { steps: losses.length, first, last };
}
