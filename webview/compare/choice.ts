/** What is chosen in the Compare tab: the metric, the steps, the cell, and what putting it into the file means. */
import type { CompareAnswer } from '../../src/studies/compare/answer';
import type { Intent, Plain } from '../../src/protocol/editing';
import type { Want } from '../answers';
import { setting, type LensState } from '../state';
import { metrics, type Metric } from './metrics';

/** Steps that can be chosen. */
export const stepChoices = [0, 20, 100, 500] as const;

/** The metric that is shown. */
export function chosenMetric(state: LensState): Metric {
  const name = setting<string>(state, 'compare.metric', 'gain');
  return metrics.find((metric) => metric === name) ?? 'gain';
}

/** The steps that the losses are asked for. */
export function chosenSteps(state: LensState): number {
  const steps = setting<number>(state, 'compare.steps', 100);
  return stepChoices.find((choice) => choice === steps) ?? 100;
}

/** The chosen cell, by the names in it, so that it survives an edit; the file's own where nothing was chosen. */
export function chosenCell(
  state: LensState,
  { initialisations, activations }: CompareAnswer,
): { readonly row: number; readonly column: number } {
  const place = (
    choices: readonly { readonly name: string; readonly own: boolean }[],
    name: string,
  ): number => {
    const found = choices.findIndex((choice) => choice.name === name);
    return found === -1
      ? Math.max(
          0,
          choices.findIndex(({ own }) => own),
        )
      : found;
  };
  return {
    row: place(initialisations, setting(state, 'compare.row', '')),
    column: place(activations, setting(state, 'compare.column', '')),
  };
}

/** What the tab wants to know: the grid, the losses where they are looked at, and what the opened sections show. */
export function compareWants(state: LensState): readonly Want[] {
  // What is compared is the network as it is written, not one of its trained states.
  const wants: Want[] = [{ question: { study: 'compare' }, step: null, staysWhole: true }];
  if (chosenMetric(state) === 'loss') {
    wants.push({ question: { study: 'compare-losses', steps: chosenSteps(state) }, step: null });
  }
  // Training costs most, so it waits until somebody looks.
  const steps = Math.max(20, chosenSteps(state));
  if (isOpen(state, 'normalisation')) {
    const batch = setting<number>(state, 'compare.batch', 0);
    const question = { study: 'normalisation', batch: batch > 0 ? batch : null, steps } as const;
    wants.push({ question, step: null });
  }
  if (isOpen(state, 'clipping')) {
    wants.push({ question: { study: 'clipping', ...chosenClip(state), steps }, step: null });
  }
  return wants;
}

/** Whether a section below the grid is open. */
export function isOpen({ memory }: LensState, section: 'normalisation' | 'clipping'): boolean {
  return memory.open.includes(`compare.${section}`);
}

/** Limits that can be chosen. */
export const clipLimits = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100] as const;

/** How gradients are clipped in the comparison. */
export function chosenClip(state: LensState): { readonly by: 'norm' | 'value'; readonly limit: number } {
  const limit = setting<number>(state, 'compare.limit', 1);
  return {
    by: setting<string>(state, 'compare.clip', 'norm') === 'value' ? 'value' : 'norm',
    limit: clipLimits.find((known) => known === limit) ?? 1,
  };
}

/** What has to be done to the source to get a cell; empty where the file has it already. */
export function intentsOf(
  { initialisations, activations, places }: CompareAnswer,
  { row, column }: { readonly row: number; readonly column: number },
): readonly Intent[] {
  const initialisation = initialisations[row];
  const activation = activations[column];
  const intents: Intent[] = [];
  if (initialisation?.init && !initialisation.own) {
    const { name, argument } = initialisation.init;
    const to: Plain = argument === undefined ? name : { [name]: argument };
    intents.push({ kind: 'initialise', layers: places.weights, to });
  }
  if (activation?.activation && !activation.own) {
    intents.push({ kind: 'activate', layers: places.activations, to: activation.activation });
  }
  return intents;
}
