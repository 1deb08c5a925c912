/** Whether a layer's numbers are usual for this network: compared with what textbook initialisation gives over the seeds. */
import type { Band, LayerReport, NetworkReport } from '../../src/analysis/report';
import { percent, shortNumber } from '../../src/base/numbers';

/** A number that is not. */
export interface Unusual {
  readonly way: 'above' | 'below';
  /** What it is compared with, in words. */
  readonly text: string;
}

/** The numbers of the table that are compared. */
export type Compared = 'gain' | 'delta' | 'dead' | 'saturated';

// Seven seeds know their band only roughly, and defaults of frameworks lie beside it without harm: magnitudes count from a decade on.
const decade = 10;
const share = 0.1;

/** Says how a number of a layer lies beside the band of the textbook control; null where it is usual or nothing is known. */
export function unusual(network: NetworkReport, index: number, what: Compared): Unusual | null {
  const { controls, layers } = network;
  const layer = layers[index];
  const band = controls?.bands.textbook[what][index] ?? null;
  const value = layer === undefined ? null : valueOf(layer, what);
  if (!controls || !band || value === null || !Number.isFinite(value)) return null;
  const [low, , high] = band;
  const shares = what === 'dead' || what === 'saturated';
  const below = shares ? value < low - share : value < low / decade;
  const above = shares ? value > high + share : value > high * decade;
  if (!below && !above) return null;
  const way = above ? 'above' : 'below';
  return {
    way,
    text: `${way} what textbook initialisation has here: ${range(band, shares ? percent : shortNumber)} over ${controls.seeds} seeds`,
  };
}

function valueOf(layer: LayerReport, what: Compared): number | null {
  switch (what) {
    case 'gain':
      return layer.gain?.total ?? null;
    case 'delta':
      return layer.delta;
    case 'dead':
      return layer.dead === null || layer.dead.of === 0 ? null : layer.dead.units / layer.dead.of;
    case 'saturated':
      return layer.saturated;
  }
}

function range([low, , high]: Band, wording: (value: number) => string): string {
  const [from, to] = [wording(low), wording(high)];
  return from === to ? from : `${from} to ${to}`;
}
