/** Where layers are called: a program makes a layer in one place and lets values through it in others. */
import type { Span } from '../base/span';
import type { LayerIndex, Network } from '../graph/network';

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
