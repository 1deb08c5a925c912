/** Evidence: facts about a run that rules need and the report does not carry. */
import { parametersOf } from '../engine/parameters';
import type { LayerIndex, Network } from '../graph/network';
import type { Measures, NotFinite } from './measures';
import { rowsByLayer, type Row } from './rows';
import type { Evidence, NonFiniteEvidence } from './rules/rule';

/**
 * Gathers the evidence of one run from its measures. `second` measures a run on another batch and is asked for only when a parameter's
 * gradient is exactly zero, to tell a zero by chance from one by construction.
 */
export function evidenceOf(
  network: Network,
  rows: readonly Row[],
  measures: Measures,
  second: () => Measures,
): Evidence {
  const parameters = parametersOf(network);
  const isZero = ({ parameters: measured }: Measures, name: string): boolean | null => {
    const gradient = measured.get(name)?.gradient ?? null;
    return gradient && gradient.maximum === 0;
  };
  const zeroGradient = new Map(parameters.map(({ name }) => [name, isZero(measures, name)]));
  if ([...zeroGradient.values()].includes(true)) {
    const other = second();
    for (const [name, zero] of zeroGradient) if (zero) zeroGradient.set(name, isZero(other, name));
  }
  const rowOfLayer = rowsByLayer(rows);
  return {
    firstNonFinite: notFinite(network, measures.firstNotFinite, rowOfLayer),
    firstNonFiniteGradient: notFinite(network, measures.firstNotFiniteGradient, rowOfLayer),
    inputNotFinite: measures.inputNotFinite,
    targetNotFinite: measures.targetNotFinite,
    zeroGradient,
    constantWeights: new Map(
      parameters.map(({ name }) => [name, measures.parameters.get(name)?.constant ?? false]),
    ),
  };
}

function notFinite(
  network: Network,
  found: NotFinite | null,
  rowOfLayer: ReadonlyMap<LayerIndex, number>,
): NonFiniteEvidence | null {
  if (!found) return null;
  const { count, of } = found;
  const node = network.nodes[found.node];
  if (node?.kind !== 'op') return null;
  // The loss belongs to no layer.
  const layer = node.layer === null ? null : (rowOfLayer.get(node.layer) ?? null);
  return { layer, op: node.call.op, count, of, span: node.span };
}
