/** What is asked about changes: whenever a whole report is shown; of large networks only when somebody looks. */
import type { Since } from '../../src/studies/change/study';
import type { Want } from '../answers';
import { setting, type Focus, type LensState } from '../state';

/** The name under which it is remembered that the list is open. */
export const changeName = 'change';

/** What of each layer is listed. */
export type ChangeMeasure = 'delta' | 'gradient' | 'std';

/** Operations up to which nobody has to ask: both texts are inspected once more. */
const cheap = 4e9;

/** What is compared with, as chosen. */
export function chosenSince(state: LensState): Since {
  return setting<string>(state, 'change.since', 'save') === 'head' ? 'head' : 'save';
}

/** What is listed, as chosen. */
export function chosenMeasure(state: LensState): ChangeMeasure {
  const measure = setting<string>(state, 'change.measure', 'delta');
  return measure === 'gradient' || measure === 'std' ? measure : 'delta';
}

/** Whether it can be asked at all: a whole report of the source as it is written, of a network with layers. */
export function canChange({ panel, recall }: LensState, { shown, network }: Focus): boolean {
  const isWhole = panel?.kind === 'shown' && shown.envelope.report.complete;
  return isWhole && recall === null && network.circuit === null && network.refusal === null;
}

/** Whether it is asked without being opened. */
export function isCheap({ network }: Focus): boolean {
  return network.work <= cheap;
}

/** The question, where it can be asked and somebody may want to know. */
export function changeWants(state: LensState, focus: Focus): readonly Want[] {
  const isWanted = isCheap(focus) || state.memory.open.includes(changeName);
  if (!isWanted || !canChange(state, focus)) return [];
  return [{ question: { study: 'change', since: chosenSince(state) }, step: null }];
}
