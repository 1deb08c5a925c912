/** Where layers are called: a program makes a layer in one place and lets values through it in others. */
import type { Span } from '../base/span';
import type { LayerIndex, Network, OpNode } from '../graph/network';

/** Calls that are told of one layer at most. */
const mostCalls = 8;

/** Finds the calls of a layer and of the activation merged into it, for its report; nothing where a layer is only where it is made. */
export function callsByLayer(
  network: Network,
): (...layers: readonly (LayerIndex | null)[]) => { readonly calls?: readonly Span[] } {
  const places = new Map<LayerIndex, Map<string, Span>>();
  for (const node of network.nodes) {
    if (node.kind !== 'op' || node.layer === null) continue;
    const known = places.get(node.layer) ?? new Map<string, Span>();
    known.set(keyOf(node.span), node.span);
    places.set(node.layer, known);
  }
  return (...layers) => {
    const own = layers.flatMap((layer) => (layer === null ? [] : (network.layers[layer]?.span ?? [])));
    const found = new Map(layers.flatMap((layer) => [...(places.get(layer ?? -1) ?? [])]));
    const calls = [...found.values()].filter((call) => !own.some((span) => isWithin(call, span)));
    return calls.length === 0 ? {} : { calls: calls.slice(0, mostCalls) };
  };
}

function keyOf({ path, start, end }: Span): string {
  return `${start.line}:${start.column}-${end.line}:${end.column} ${path}`;
}

function isWithin({ path, start, end }: Span, outer: Span): boolean {
  const isBehind = start.line - outer.start.line || start.column - outer.start.column;
  const isBefore = outer.end.line - end.line || outer.end.column - end.column;
  return path === outer.path && isBehind >= 0 && isBefore >= 0;
}

/**
 * Finds how often a layer runs, where that is more than once: as often as the op that takes its parameters (in a layer without any, its last op)
 * stands in the graph with the same attributes and the same parameters.
 */
export function runsByLayer({ nodes }: Network): (layer: LayerIndex) => { readonly runs?: number } {
  const byLayer = new Map<LayerIndex, OpNode[]>();
  for (const node of nodes) {
    if (node.kind !== 'op' || node.layer === null) continue;
    const known = byLayer.get(node.layer);
    if (known) known.push(node);
    else byLayer.set(node.layer, [node]);
  }
  const parametersOf = ({ args }: OpNode): readonly number[] =>
    args.flatMap(({ node }) => (nodes[node]?.kind === 'parameter' ? [node] : []));
  const keyOfOp = (node: OpNode): string => JSON.stringify([node.call, parametersOf(node)]);
  return (layer) => {
    const own = byLayer.get(layer) ?? [];
    const main = own.findLast((node) => parametersOf(node).length > 0) ?? own.at(-1);
    const alike = own.filter(({ call }) => call.op === main?.call.op);
    if (!main || alike.length < 2) return {};
    const runs = alike.filter((node) => keyOfOp(node) === keyOfOp(main)).length;
    return runs > 1 ? { runs } : {};
  };
}
