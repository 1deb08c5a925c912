/** Which findings the panel wants remedies for: those that are in sight, once somebody has opened one of their lists. */
import type { Finding } from '../../src/analysis/report';
import type { Want } from '../answers';
import { allFindings, findingsOf } from '../focus';
import type { Focus, LensState } from '../state';

/** The name under which it is remembered that the lists stand open. */
export const remediesOpen = 'remedies';

/** So many findings are asked about at once, at most; each takes seconds. */
const most = 4;

/** Findings that have a list: those of the selected layer, and those of the whole network. */
export function treatable({ network, layer }: Focus): readonly Finding[] {
  const own = layer === null ? [] : findingsOf(network, layer);
  return [...own, ...allFindings(network).filter((finding) => finding.layer === null)].slice(0, most);
}

/** The slot of a finding's answer. */
export function slotOf({ rule, layer }: Finding): string {
  return `remedies ${rule} ${layer ?? ''}`;
}

/** The questions; about the source as it is written, never about a step of a training. */
export function remedyWants(state: LensState, focus: Focus): readonly Want[] {
  const { report } = focus.shown.envelope;
  if (!state.memory.open.includes(remediesOpen) || !report.complete || isRecalled(state)) return [];
  return treatable(focus).map((finding) => ({
    question: { study: 'remedies', rule: finding.rule, layer: finding.layer },
    slot: slotOf(finding),
    step: null,
  }));
}

/** Whether a step of a training is shown in place of the source. */
export function isRecalled({ recall }: LensState): boolean {
  return recall?.envelope != null;
}
