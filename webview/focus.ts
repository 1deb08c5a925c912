/** Which report, network and layer are looked at, and what was found about them. */
import type { Finding, NetworkReport } from '../src/analysis/report';
import { severities, type Severity } from '../src/base/problem';
import type { PanelState, Shown } from '../src/protocol/messages';
import type { Choice, Focus, LensState } from './state';

/** The report that is drawn: the shown one, or the last good one while another is worked on. */
export function shownOf(panel: PanelState | null): Shown | null {
  if (panel === null || panel.kind === 'idle') return null;
  return panel.kind === 'shown' ? panel : panel.last;
}

/** The network and the layer that are looked at, at the recorded step that was chosen; null while there is none. */
export function focusOf(state: LensState): Focus | null {
  const written = writtenFocus(state);
  const { recall } = state;
  if (written === null || !recall?.envelope) return written;
  const { path } = written.shown.envelope.report;
  const isIt = recall.path === path && recall.network === written.index;
  return isIt ? focusOn(state, { ...written.shown, envelope: recall.envelope }) : written;
}

/** The same, but as the source has it. */
export function writtenFocus(state: LensState): Focus | null {
  const written = shownOf(state.panel);
  return written === null ? null : focusOn(state, written);
}

function focusOn(state: LensState, shown: Shown): Focus | null {
  if (state.panel === null) return null;
  const { report } = shown.envelope;
  const choice = state.memory.choice?.path === report.path ? state.memory.choice : null;
  const index = indexOf(report.networks, choice?.network ?? 0, choice?.networkName ?? null) ?? 0;
  const network = report.networks[index];
  if (network === undefined) return null;
  const layer = chosenLayer(network, choice) ?? gravest(network)?.layer ?? network.flow?.first ?? 0;
  const there = network.layers[layer] === undefined ? null : layer;
  return { shown, stale: state.panel.kind !== 'shown', index, network, layer: there };
}

/** All findings, those that follow from others after their cause. */
export function allFindings(network: NetworkReport): readonly Finding[] {
  return network.findings.flatMap(withConsequences);
}

/** The findings about one layer, gravest first. */
export function findingsOf(network: NetworkReport, layer: number): readonly Finding[] {
  return bySeverity(allFindings(network).filter((finding) => finding.layer === layer));
}

/** The finding that matters most, or null in a healthy network. */
export function gravest(network: NetworkReport): Finding | null {
  return bySeverity(network.findings)[0] ?? null;
}

function withConsequences(finding: Finding): readonly Finding[] {
  return [finding, ...finding.consequences.flatMap(withConsequences)];
}

function bySeverity<T extends { readonly severity: Severity }>(items: readonly T[]): readonly T[] {
  return items.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
}

function chosenLayer(network: NetworkReport, choice: Choice | null): number | null {
  if (choice?.layer == null) return null;
  return indexOf(network.layers, choice.layer, choice.layerName);
}

// The same index if the name still stands there, else wherever the name has gone, else what stands there now.
function indexOf(
  items: readonly { readonly name: string }[],
  index: number,
  name: string | null,
): number | null {
  if (name !== null && items[index]?.name !== name) {
    const found = items.findIndex((item) => item.name === name);
    if (found !== -1) return found;
  }
  return items[index] === undefined ? null : index;
}
