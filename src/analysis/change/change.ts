/** What changed between two reports of a network: layer by layer, finding by finding, and in one sentence. */
import type { Severity } from '../../base/problem';
import type { LayerReport, NetworkReport, RuleId } from '../report';
import { changedFindings } from './findings';
import { matchedLayers, type LayerMatch } from './layers';
import { changeSentence } from './sentence';

/** A number before and after. */
export interface NumberChange {
  /** Null where there is none: the layer is new, or the loss does not reach it. */
  readonly before: number | null;
  readonly after: number | null;
  /** log10(after / before); 0 for two equal numbers, infinite from or to 0, null where one of them is missing or NaN. */
  readonly decades: number | null;
}

/** The gradient of one parameter before and after. */
export interface WeightChange extends NumberChange {
  /** The parameter's name within its layer: weight, bias. */
  readonly name: string;
}

/** What became of a layer: it has the same name, another name, is new, or is no longer there. */
export type Fate = 'kept' | 'renamed' | 'added' | 'removed';

/** One layer before and after. */
export interface LayerChange {
  readonly fate: Fate;
  readonly name: string;
  /** Its name before, where it has another one now. */
  readonly formerName: string | null;
  /** Its index in the new report; null when it was removed. */
  readonly layer: number | null;
  /** As written, with its activation: linear + relu; and the same before, where it was another. */
  readonly kind: string;
  readonly formerKind: string | null;
  readonly delta: NumberChange;
  /** Standard deviation of the output. */
  readonly std: NumberChange;
  /** RMS of the gradient of each weight (biases and scales left out). */
  readonly weights: readonly WeightChange[];
}

/** What became of a finding. */
export interface FindingChange {
  readonly rule: RuleId;
  readonly fate: 'gone' | 'new' | 'graver' | 'milder';
  readonly before: Severity | null;
  readonly after: Severity | null;
  /** The layer's name: that of the new report, unless the finding is gone. */
  readonly layer: string | null;
}

/** What changed in a network. */
export interface NetworkChange {
  readonly layers: readonly LayerChange[];
  readonly findings: readonly FindingChange[];
  readonly loss: NumberChange;
  readonly parameters: NumberChange;
  /** Whether every number, layer and finding is what it was. */
  readonly nothing: boolean;
  /** In one line: delta of linear1 × 310, vanishing is gone. */
  readonly sentence: string;
}

/** Compares the report of a network with an earlier one. */
export function networkChange(before: NetworkReport, after: NetworkReport): NetworkChange {
  const matches = matchedLayers(before.layers, after.layers);
  const change: Omit<NetworkChange, 'nothing' | 'sentence'> = {
    layers: matches.map((match) => layerChange(match, before.layers, after.layers)),
    findings: changedFindings(before, after, matches),
    loss: numberChange(before.loss?.value ?? null, after.loss?.value ?? null),
    parameters: numberChange(before.parameters, after.parameters),
  };
  const refusals = { before: before.refusal, after: after.refusal };
  const nothing = before.refusal === after.refusal && isNothing(change);
  return { ...change, nothing, sentence: nothing ? 'Nothing changed.' : changeSentence(change, refusals) };
}

/** A number before and after. */
export function numberChange(before: number | null, after: number | null): NumberChange {
  return { before, after, decades: decadesBetween(before, after) };
}

function decadesBetween(before: number | null, after: number | null): number | null {
  if (before === null || after === null || Number.isNaN(before) || Number.isNaN(after)) return null;
  if (before === after) return 0;
  // A quotient could overflow where its logarithm does not; losses may be negative, which have none.
  const decades = Math.log10(after) - Math.log10(before);
  return Number.isNaN(decades) ? null : decades;
}

function layerChange(
  { before: from, after: to }: LayerMatch,
  olds: readonly LayerReport[],
  news: readonly LayerReport[],
): LayerChange {
  const old = from === null ? null : (olds[from] ?? null);
  const now = to === null ? null : (news[to] ?? null);
  const [kind, formerKind] = [kindOf(now ?? old), kindOf(old ?? now)];
  const name = now?.name ?? old?.name ?? '';
  const formerName = old !== null && now !== null && old.name !== name ? old.name : null;
  const fate = old === null ? 'added' : now === null ? 'removed' : formerName === null ? 'kept' : 'renamed';
  return {
    ...{ fate, name, formerName, layer: to, kind },
    formerKind: formerKind === kind ? null : formerKind,
    delta: numberChange(old?.delta ?? null, now?.delta ?? null),
    std: numberChange(old?.output.std ?? null, now?.output.std ?? null),
    weights: weightChanges(old, now),
  };
}

function kindOf(layer: LayerReport | null): string {
  if (layer === null) return '';
  return layer.activation === null ? layer.kind : `${layer.kind} + ${layer.activation}`;
}

function weightChanges(old: LayerReport | null, now: LayerReport | null): readonly WeightChange[] {
  const [before, after] = [weightGradients(old), weightGradients(now)];
  const names = new Set([...after.keys(), ...before.keys()]);
  return [...names].map((name) => ({
    name,
    ...numberChange(before.get(name) ?? null, after.get(name) ?? null),
  }));
}

/** The RMS of the gradients of a layer's weights, by their names within the layer. */
function weightGradients(layer: LayerReport | null): ReadonlyMap<string, number | null> {
  const gradients = new Map<string, number | null>();
  for (const { name, role, gradientRms } of layer?.parameterReports ?? []) {
    if (role !== 'weight' && role !== 'embedding') continue;
    const prefix = `${layer?.name ?? ''}.`;
    gradients.set(name.startsWith(prefix) ? name.slice(prefix.length) : name, gradientRms);
  }
  return gradients;
}

function isNothing({
  layers,
  findings,
  loss,
  parameters,
}: Pick<NetworkChange, 'layers' | 'findings' | 'loss' | 'parameters'>): boolean {
  const same = ({ before, after }: NumberChange): boolean => Object.is(before, after);
  return (
    findings.length === 0 &&
    [loss, parameters].every(same) &&
    layers.every(
      ({ fate, formerKind, delta, std, weights }) =>
        fate === 'kept' && formerKind === null && [delta, std, ...weights].every(same),
    )
  );
}
