/** The places of the layer axis that the charts of the flow share. */
import type { LayerReport, NetworkReport } from '../../src/analysis/report';

/** One place of the layer axis. */
export interface Station {
  readonly place: number;
  readonly index: number;
  readonly layer: LayerReport;
}

/** The layers on the axis, from the first to the last. */
export function stations(network: NetworkReport): readonly Station[] {
  const indices = network.flow?.path ?? network.layers.map((_, index) => index);
  return indices.flatMap((index, place) => {
    const layer = network.layers[index];
    return layer === undefined ? [] : [{ place, index, layer }];
  });
}
