/** What the comparison can show of each cell: a course over the layers (or steps) on one common scale, and one number. */
import { percent, shortNumber } from '../../src/base/numbers';
import type {
  CompareAnswer,
  CompareCell,
  CompareLossesAnswer,
  TrainedLosses,
} from '../../src/studies/compare/answer';

/** What is shown of each cell. */
export const metrics = ['gain', 'delta', 'saturated', 'dead', 'loss'] as const;
export type Metric = (typeof metrics)[number];

/** What the metrics are called in the choice above the grid. */
export const metricWords = {
  gain: 'gain',
  delta: 'δ',
  saturated: 'saturated',
  dead: 'dead',
  loss: 'loss',
} as const satisfies Record<Metric, string>;

/** A cell with its losses after some steps, where they are known. */
export interface Shown {
  readonly cell: CompareCell;
  readonly trained: TrainedLosses | null;
}

/** How a metric is taken from a cell. */
export interface MetricLook {
  readonly title: string;
  /** What the number of a cell is, in a few words. */
  readonly number: string;
  /** What is drawn in a cell, from left to right. */
  readonly course: (shown: Shown) => readonly (number | null)[];
  readonly value: (shown: Shown) => number | null;
  readonly wording: (value: number) => string;
  /** Whether the scale is one of decades; else it is from 0 to 1. */
  readonly decades: boolean;
  /** A value with a hairline across all cells, or null. */
  readonly mark: number | null;
  /** What is above and below on the scale, for the legend. */
  readonly marked: string;
}

const known = (values: readonly (number | null)[]): readonly number[] =>
  values.filter((value) => value !== null).filter((value) => !Number.isNaN(value));

const largest = (values: readonly (number | null)[]): number | null => {
  const numbers = known(values);
  return numbers.length === 0 ? null : Math.max(...numbers);
};

/** The geometric mean of the gains is what one layer does in the mean: their product is the ratio of the deltas. */
function meanGain({ gain }: CompareCell): number | null {
  const gains = known(gain);
  if (gains.length === 0) return null;
  return Math.exp(gains.reduce((sum, value) => sum + Math.log(value), 0) / gains.length);
}

/** How each metric looks. */
export const looks: Readonly<Record<Metric, MetricLook>> = {
  gain: {
    title: 'Gain of each layer',
    number: 'geometric mean of the gains',
    course: ({ cell }) => cell.gain.slice(0, -1),
    value: ({ cell }) => meanGain(cell),
    wording: shortNumber,
    decades: true,
    mark: 1,
    marked: 'gain 1: the gradient keeps its size',
  },
  delta: {
    title: 'δ of each layer',
    number: 'δ first / δ last',
    course: ({ cell }) => cell.delta,
    value: ({ cell }) => (cell.gain.length < 2 ? null : cell.ratio),
    wording: shortNumber,
    decades: true,
    mark: null,
    marked: '',
  },
  saturated: {
    title: 'Saturated share of each layer',
    number: 'largest share of a layer',
    course: ({ cell }) => cell.saturated,
    value: ({ cell }) => largest(cell.saturated),
    wording: percent,
    decades: false,
    mark: 0.5,
    marked: 'half of the entries',
  },
  dead: {
    title: 'Dead share of each layer',
    number: 'largest share of a layer',
    course: ({ cell }) => cell.dead,
    value: ({ cell }) => largest(cell.dead),
    wording: percent,
    decades: false,
    mark: 0.5,
    marked: 'half of the units',
  },
  loss: {
    title: 'Loss over the steps',
    number: 'loss at the end',
    course: ({ trained, cell }) => trained?.losses ?? [cell.loss],
    value: ({ trained, cell }) => (trained ? (trained.losses.at(-1) ?? null) : cell.loss),
    wording: shortNumber,
    decades: true,
    mark: null,
    marked: '',
  },
};

/** The cells with their losses, column by column. */
export function shownCells(
  answer: CompareAnswer,
  losses: CompareLossesAnswer | null,
): readonly (readonly (Shown | null)[])[] {
  return answer.cells.map((column, at) =>
    column.map((cell, row) => cell && { cell, trained: losses?.cells[at]?.[row] ?? null }),
  );
}

/** The ends of a scale that holds the values of all cells; what lies further out stands at its edge. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly place: (value: number) => number;
}

/** Shares of the values that may lie off the scale at either end, and the decades that it has at most. */
const tails = 0.02;
const mostDecades = 8;

/** The common scale of a metric: round numbers around nearly all values, or shares from 0 to 1. */
export function scaleOf(look: MetricLook, cells: readonly (readonly (Shown | null)[])[]): Scale {
  if (!look.decades) return { from: 0, to: 1, place: within };
  const values = cells
    .flat()
    .flatMap((shown) => (shown === null ? [] : look.course(shown)))
    .filter((value) => value !== null)
    .filter((value) => value > 0 && Number.isFinite(value))
    .sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? 1;
  const marks = look.mark === null ? [] : [look.mark];
  const high = Math.max(at(1 - tails), ...marks);
  const low = Math.max(Math.min(at(tails), ...marks), at(0.5) / 10 ** mostDecades);
  const from = rounded(low, Math.floor);
  const to = Math.max(rounded(Math.min(high, from * 10 ** (2 * mostDecades)), Math.ceil), from * 10);
  const decades = Math.log10(to / from);
  return { from, to, place: (value) => within(Math.log10(value / from) / decades) };
}

/** To one significant digit. */
function rounded(value: number, way: (digits: number) => number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return way(value / decade) * decade;
}

function within(share: number): number {
  return Math.max(0, Math.min(1, share));
}
