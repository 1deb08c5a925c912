/** From numbers to colours: magnitudes on viridis, signed values on a diverging map, zero and non-finite in colours of their own. */
import type { Heatmap } from '../../src/analysis/report';
import type { HeatScale } from '../state';
import { isDark, type ThemeKind } from '../theme';
import { divergingOnDark, divergingOnLight, viridis } from './tables';

/** Red, green and blue of one colour. */
export type Channels = readonly [red: number, green: number, blue: number];

/** 256 colours, three bytes each. */
export type Table = Uint8Array;

/** How one heatmap is coloured. */
export interface Colouring {
  readonly table: Table;
  readonly zero: Channels;
  readonly notFinite: Channels;
  /** The place of a number in the table (0 to 255); zero and what is not finite have none. */
  place(value: number): number;
  /** Below this magnitude all share the lowest colour; 0 where nothing does. */
  readonly least: number;
  /** The numbers beside the colour bar, with their places along it (0 to 1). */
  readonly ticks: readonly { readonly at: number; readonly value: number }[];
}

/** Scales of heatmaps; shares go evenly from 0 to 1, states are 0 or 1. */
export type HeatScaling = HeatScale | 'share' | 'state';

// Unpacked once: lines take their colours from them at every drawing.
const tables = {
  magnitude: unpack(viridis),
  light: unpack(divergingOnLight),
  dark: unpack(divergingOnDark),
} as const;

/** The table for a scale on a ground. */
export function tableFor(scale: HeatScaling, kind: ThemeKind): Table {
  if (scale !== 'signed') return tables.magnitude;
  return isDark(kind) ? tables.dark : tables.light;
}

/** The colours of a heatmap. */
export function colouring(heatmap: Heatmap, scale: HeatScaling, kind: ThemeKind): Colouring {
  const own = isDark(kind)
    ? ({ zero: [98, 98, 104], notFinite: [255, 64, 255] } as const)
    : ({ zero: [176, 176, 182], notFinite: [200, 0, 200] } as const);
  const shared = { table: tableFor(scale, kind), ...own };
  return { ...shared, ...scalings[scale](heatmap) };
}

/** The colour of a place between the first (0) and the last layer (1), the first with the most contrast to the ground. */
export function depthColour(depth: number, kind: ThemeKind): Channels {
  const table = tableFor('magnitude', kind);
  const place = Math.round(255 * (isDark(kind) ? 1 - 0.65 * depth : 0.72 * depth));
  return entry(table, place);
}

/** The colour of a place between two opposites (0 and 1), on the diverging map. */
export function oppositeColour(place: number, kind: ThemeKind): Channels {
  return entry(tableFor('signed', kind), 255 * place);
}

/** One colour of a table. */
export function entry(table: Table, place: number): Channels {
  const offset = 3 * Math.max(0, Math.min(255, Math.round(place)));
  return [table[offset] ?? 0, table[offset + 1] ?? 0, table[offset + 2] ?? 0];
}

type Scaling = Pick<Colouring, 'place' | 'ticks' | 'least'>;

/** More decades than these nobody can tell apart: what is smaller shares the lowest colour. */
const mostDecades = 12;

const scalings: Readonly<Record<HeatScaling, (heatmap: Heatmap) => Scaling>> = {
  signed,
  magnitude,
  share: () => ({
    least: 0,
    place: (value) => 255 * Math.max(0, Math.min(1, value)),
    ticks: [0, 0.5, 1].map((at) => ({ at, value: at })),
  }),
  // A calm colour for what is as it should be.
  state: () => ({ least: 0, place: (value) => 110 * value, ticks: [] }),
};

function signed({ robustMaximum }: Heatmap): Scaling {
  const end = robustMaximum > 0 ? robustMaximum : 1;
  return {
    least: 0,
    place: (value) => 127.5 + 127.5 * Math.max(-1, Math.min(1, value / end)),
    ticks: [-end, 0, end].map((value, index) => ({ at: index / 2, value })),
  };
}

function magnitude({ smallest, largest }: Heatmap): Scaling {
  const to = largest > 0 ? Math.log10(largest) : 0;
  const lowest = smallest > 0 ? Math.log10(smallest) : to - 1;
  const from = Math.max(lowest, to - mostDecades);
  const width = to - from > 1e-9 ? to - from : 1;
  return {
    least: lowest < from ? 10 ** from : 0,
    place: (value) => 255 * Math.max(0, Math.min(1, (Math.log10(Math.abs(value)) - from) / width)),
    ticks: [0, 0.5, 1].map((at) => ({ at, value: 10 ** (from + at * width) })),
  };
}

function unpack(digits: string): Table {
  const table = new Uint8Array(digits.length / 2);
  for (let index = 0; index < table.length; index += 1) {
    table[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  }
  return table;
}
