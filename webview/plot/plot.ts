/** What a plot is: plain data in the coordinates of its axes, which chart.ts puts on a canvas. */
import type { InkName, Palette } from '../theme';

/** A colour by its meaning, by a place between the first and the last layer (0 to 1), or by one between two opposites (0 to 1). */
export type Ink = InkName | { readonly depth: number } | { readonly opposite: number };

/** A label on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** One axis, in its own coordinates: decades stand at their logarithm, layers at their place. */
export interface Axis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
  /** Draw a hairline across at every tick. */
  readonly grid: boolean;
  /** Labels are names: they share the room between them and leave some out when there are too many. */
  readonly names: boolean;
}

/** A point, or a gap where y is null. */
export type Point = readonly [x: number, y: number | null];

/** A line through points. */
export interface Line {
  readonly name: string;
  readonly ink: Ink;
  readonly alpha: number;
  readonly width: number;
  readonly dash: readonly number[];
  readonly mark: 'none' | 'circle' | 'square' | 'triangle' | 'cross';
  readonly points: readonly Point[];
  /** How its marks look where they are not simply small, of its own ink and left out where they are many. */
  readonly marks?: Marks;
}

/** The looks of marks. */
export interface Marks {
  /** In pixels. */
  readonly radius: number;
  /** Null: nothing inside. */
  readonly fill: Ink | null;
  readonly edge: Ink;
  readonly edgeWidth: number;
}

/** Cells that are painted behind everything else over the whole room between the axes. */
export interface Backdrop {
  /** The cells in the colours of a theme, the first row on top. */
  readonly paint: (palette: Palette) => ImageData;
}

/** The area between two lines. */
export interface Ribbon {
  readonly name: string;
  readonly ink: Ink;
  readonly alpha: number;
  readonly band: readonly (readonly [x: number, low: number | null, high: number | null])[];
  /** Its name stands in it. */
  readonly labelled: boolean;
}

/** Upright bars, each from one value to another; rows of bars with `beside` share the room of one x. */
export interface Bars {
  readonly name: string;
  readonly ink: Ink;
  readonly alpha: number;
  readonly bars: readonly (readonly [x: number, low: number | null, high: number | null])[];
  /** Share of the room between two x that the bars take. */
  readonly share: number;
  readonly beside: boolean;
}

/** A shaded stretch of the x axis with its name. */
export interface Zone {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly ink: Ink;
  /** Its name stands in it. */
  readonly labelled: boolean;
}

/** A straight line across the plot. */
export interface Rule {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly ink: Ink;
  readonly dash: readonly number[];
  /** Stands at the line's end, or nothing. */
  readonly name: string;
  /** Where the name of a level line stands; default: at its left end. */
  readonly nameAt?: 'end';
  readonly arrow: boolean;
}

/** A whole plot. */
export interface Plot {
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly ribbons: readonly Ribbon[];
  readonly bars: readonly Bars[];
  readonly zones: readonly Zone[];
  readonly rules: readonly Rule[];
  /** The places that pointer and arrow keys stop at, rising. */
  readonly stops: readonly number[];
  readonly backdrop?: Backdrop;
}

/** The room left and right of every plot, in pixels: the same everywhere, so that layer axes line up. */
export const gutter = { left: 52, right: 12 } as const;

/** The room above and below a plot with a backdrop, in pixels, so that a pointer on it can be placed. */
export const backdropGutter = { top: 6, bottom: 34 } as const;

/** A plot with nothing in it. */
export function emptyPlot(x: Axis, y: Axis): Plot {
  return { x, y, lines: [], ribbons: [], bars: [], zones: [], rules: [], stops: [] };
}

/** The stop nearest to a place on the x axis, or null without stops. */
export function nearestStop(plot: Plot, x: number): number | null {
  let best: number | null = null;
  for (const stop of plot.stops) {
    if (best === null || Math.abs(stop - x) < Math.abs(best - x)) best = stop;
  }
  return best;
}

/** The stop `steps` further to the right (negative: left) of one. */
export function stopAfter(plot: Plot, x: number, steps: number): number | null {
  const index = plot.stops.findIndex((stop) => stop >= x);
  const from = index === -1 ? plot.stops.length - 1 : index;
  return plot.stops[Math.max(0, Math.min(plot.stops.length - 1, from + steps))] ?? null;
}
