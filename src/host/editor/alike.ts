/** Layers that one place of the source spells: a block is written once and runs several times. */
import type { LayerReport } from '../../analysis/report';

/** At least one layer, all written at one place, in the order of running. */
export type Alike = readonly [LayerReport, ...LayerReport[]];

/** The layers of a network by the places that spell them, in the order of their first turns. */
export function alike(layers: readonly LayerReport[]): readonly Alike[] {
  const groups = new Map<string, [LayerReport, ...LayerReport[]]>();
  for (const layer of layers) {
    const { start, end } = layer.span;
    const place = [start.line, start.column, end.line, end.column].join(':');
    const known = groups.get(place);
    if (known) known.push(layer);
    else groups.set(place, [layer]);
  }
  return [...groups.values()];
}
