/** Where delta vanishes and explodes: the limits of the two rules at every layer, and which layers lie beyond them. */
import type { NetworkReport } from '../../src/analysis/report';
import { ratioLimits } from './limits';
import { stations } from './stations';

/** The limits place by place along the flow; null where there is none. */
export interface Limits {
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Beyond which limit a layer lies. */
export type ZoneName = 'vanishing' | 'exploding';

/** The rules judge by delta(first) / delta(last) over the geometry control's; here at every layer, from this run's delta(last). */
export function limitsAlong(network: NetworkReport): Limits {
  const { controls, flow, layers } = network;
  const on = stations(network);
  const last = on.findIndex(({ index }) => index === flow?.last);
  const from = flow === null ? null : (layers[flow.last]?.delta ?? null);
  const control = flow === null ? null : (controls?.geometry.delta[flow.last] ?? null);
  const at = (factor: number): readonly (number | null)[] =>
    on.map(({ index, place }) => {
      const value = controls?.geometry.delta[index] ?? null;
      if (from === null || control === null || value === null || place > last) return null;
      const limit = (from * factor * value) / control;
      return Number.isFinite(limit) && limit > 0 ? limit : null;
    });
  return { low: at(ratioLimits.vanishing), high: at(ratioLimits.exploding) };
}

const known = new WeakMap<NetworkReport, ReadonlyMap<number, ZoneName>>();

/** The layers that lie in a zone, by their indices. */
export function layerZones(network: NetworkReport): ReadonlyMap<number, ZoneName> {
  const before = known.get(network);
  if (before !== undefined) return before;
  const { low, high } = limitsAlong(network);
  const zones = new Map<number, ZoneName>();
  for (const { place, index, layer } of stations(network)) {
    const least = low[place] ?? null;
    const most = high[place] ?? null;
    if (layer.delta === null) continue;
    if (least !== null && layer.delta < least) zones.set(index, 'vanishing');
    if (most !== null && layer.delta > most) zones.set(index, 'exploding');
  }
  known.set(network, zones);
  return zones;
}
