/** The numbers of every layer: statistics, dead and saturated shares, delta and its gains, parameters. */
import type { Network, ParameterNode } from '../graph/network';
import { callsByLayer, runsByLayer } from './calls';
import { countOf, parametersOf } from '../engine/parameters';
import { activationName } from './activations';
import type { Measures, RowMeasures } from './measures';
import { parameterReport } from './parameters';
import type { Gain, LayerReport } from './report';
import type { Row } from './rows';

/** Reports of all rows from the measures of one run. */
export function layerReports(
  network: Network,
  rows: readonly Row[],
  measures: Measures,
): readonly LayerReport[] {
  const byLayer = parametersByLayer(network);
  const callsOf = callsByLayer(network);
  const runsOf = runsByLayer(network);
  return rows.map((row, index) => {
    const layer = network.layers[row.layer];
    const activationLayer = row.activationLayer === null ? undefined : network.layers[row.activationLayer];
    const taken = measures.rows[index];
    if (!layer || !taken) throw new RangeError('a row points at a layer that is not there');
    const { shape, ...numbers } = taken;
    const owned = [row.layer, row.activationLayer]
      .filter((owner, place, all) => owner !== null && all.indexOf(owner) === place)
      .flatMap((owner) => byLayer.get(owner ?? -1) ?? []);
    return {
      name: layer.name,
      kind: layer.kind,
      activation: row.activation && activationName(row.activation.call),
      span: layer.span,
      activationSpan: activationLayer?.span ?? null,
      ...callsOf(row.layer, row.activationLayer),
      ...runsOf(row.layer),
      shape: shape ?? [],
      parameters: owned.reduce((sum, node) => sum + countOf(node), 0),
      parameterReports: owned.map((node) =>
        parameterReport(node, measures.parameters.get(node.name) ?? null),
      ),
      ...numbers,
      gain: gainOf(taken, row.next === null ? null : (measures.rows[row.next]?.delta ?? null)),
      next: row.next,
    };
  });
}

/** lessons.md, L4: f'(next) = RMS(dL/da) / RMS(delta(next)), a' = RMS(delta) / RMS(dL/da); the product is delta / delta(next). */
function gainOf({ delta, outputGradient }: RowMeasures, nextDelta: number | null): Gain | null {
  if (nextDelta === null || nextDelta === 0 || delta === null || outputGradient === null) return null;
  return {
    total: delta / nextDelta,
    activation: outputGradient === delta ? 1 : delta / outputGradient,
    weights: outputGradient / nextDelta,
  };
}

function parametersByLayer(network: Network): ReadonlyMap<number, readonly ParameterNode[]> {
  const byLayer = new Map<number, ParameterNode[]>();
  for (const node of parametersOf(network)) {
    const known = byLayer.get(node.layer);
    if (known) known.push(node);
    else byLayer.set(node.layer, [node]);
  }
  return byLayer;
}
