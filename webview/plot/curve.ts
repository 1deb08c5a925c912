/** The curve of an activation and of its derivative, with the pre-activations that a layer really has on the same axis. */
import type { ActivationReport, Histogram } from '../../src/analysis/report';
import { shortNumber, wholeNumber } from '../../src/base/numbers';
import { largest, least, plainAxis, zoomWindow } from './axes';
import type { PlotPicture } from './picture';
import { emptyPlot, type Axis, type Bars, type Line, type Rule, type Zone } from './plot';

/** The layer whose pre-activations are drawn. */
export interface Works {
  readonly layer: string;
  readonly histogram: Histogram;
  /** The least and the largest pre-activation themselves; the histogram's ends are wider. */
  readonly minimum: number;
  readonly maximum: number;
}

type Interval = ActivationReport['saturated'][number];

/** A curve to draw: as a report has it, or closer. */
export interface DrawnCurve extends Pick<
  ActivationReport,
  'name' | 'x' | 'value' | 'derivative' | 'maximumDerivative' | 'saturated' | 'silent' | 'jumps'
> {
  /** Where |f'| is near zero, and the limit that says so; absent: not looked for. */
  readonly nearZero?: { readonly intervals: readonly Interval[]; readonly below: number };
}

/** Share of the height that the histogram takes, and its bars across the axis. */
const histogramHeight = 0.42;
const histogramBars = 100;

/** The curve as a picture; `zoom` narrows the axis around where the layer works. */
export function curvePicture(id: string, curve: DrawnCurve, works: Works | null, zoom: number): PlotPicture {
  const whole = [curve.x[0] ?? -10, curve.x.at(-1) ?? 10] as const;
  const centre = works === null ? 0 : (works.histogram.from + works.histogram.to) / 2;
  const [from, to] = zoomWindow(...whole, zoom, centre);
  const x = plainAxis('pre-activation z', from, to, 6);
  const inside = curve.x.map((at) => at >= from && at <= to);
  const heights = [...curve.value, ...curve.derivative].filter(
    (value, index) => inside[index % curve.x.length] === true && Number.isFinite(value),
  );
  const low = Math.min(0, least(heights));
  const high = Math.max(low + 0.1, largest(heights));
  const room = (high - low) * 0.06;
  const y = plainAxis('a and a′', low - room, high + room);
  const bars = works === null ? [] : [histogramOf(works, x, y)];
  return {
    id,
    title: works === null ? curve.name : `${curve.name}, where ${works.layer} works`,
    sentence: sentence(curve, works),
    plot: {
      ...emptyPlot(x, y),
      lines: [line('a', curve.x, curve.value, 'text'), line('a′', curve.x, curve.derivative, 'activation')],
      bars,
      zones: [
        ...nearZeroZones(curve, x),
        ...zones(curve.saturated, x, 'saturated', (interval) =>
          curve.silent.some((other) => overlap(interval, other)) ? 'saturated, silent' : 'saturated',
        ),
        ...zones(curve.silent, x, 'dead', (interval) =>
          curve.saturated.some((other) => overlap(interval, other)) ? '' : 'silent',
        ),
      ],
      rules: rules(curve, y),
      stops: curve.x.filter((_, index) => inside[index] === true),
    },
    table: {
      columns: ['z', 'a', 'a′'],
      rows: curve.x.map((at, index) => [at, curve.value[index] ?? null, curve.derivative[index] ?? null]),
    },
    readout: (stop) => {
      const index = curve.x.indexOf(stop);
      return `z ${shortNumber(stop)}: a ${shortNumber(curve.value[index] ?? NaN)}, a′ ${shortNumber(curve.derivative[index] ?? NaN)}`;
    },
  };
}

function line(name: string, x: readonly number[], values: readonly number[], ink: Line['ink']): Line {
  return {
    name,
    ink,
    alpha: 1,
    width: name === 'a' ? 1.5 : 2.25,
    dash: [],
    mark: 'none',
    points: x.map((at, index) => {
      const value = values[index];
      return [at, value !== undefined && Number.isFinite(value) ? value : null];
    }),
  };
}

// Bins narrower than a bar on this axis are poured together, so that a narrow histogram stays visible.
function histogramOf({ layer, histogram }: Works, x: Axis, y: Axis): Bars {
  const width = (histogram.to - histogram.from) / Math.max(1, histogram.counts.length);
  const barWidth = Math.max((x.to - x.from) / histogramBars, width);
  const heights = new Array<number>(Math.ceil((x.to - x.from) / barWidth)).fill(0);
  histogram.counts.forEach((count, index) => {
    pour(count, (histogram.from + index * width - x.from) / barWidth, width / barWidth, heights);
  });
  const most = largest(heights);
  const height = (y.to - y.from) * histogramHeight;
  return {
    name: `z of ${layer}`,
    ink: 'muted',
    alpha: 0.5,
    share: 1,
    beside: false,
    // Empty neighbours stay, since chart.js takes the width of a bar from the room between two.
    bars: heights.map((count, bar) => {
      const at = x.from + (bar + 0.5) * barWidth;
      return count === 0 ? [at, null, null] : [at, y.from, y.from + (height * count) / most];
    }),
  };
}

// Shares a bin's count among the bars that it lies on; a bin without width goes into one of them.
function pour(count: number, from: number, width: number, bars: number[]): void {
  const to = from + width;
  for (let bar = Math.max(0, Math.floor(from)); bar <= Math.min(bars.length - 1, Math.floor(to)); bar += 1) {
    const share = width === 0 ? 1 : (Math.min(to, bar + 1) - Math.max(from, bar)) / width;
    bars[bar] = (bars[bar] ?? 0) + count * share;
  }
}

function zones(
  intervals: readonly Interval[],
  x: Axis,
  ink: Zone['ink'],
  nameOf: (interval: Interval) => string,
): readonly Zone[] {
  return intervals.flatMap((interval) => {
    const from = Math.max(interval[0], x.from);
    const to = Math.min(interval[1], x.to);
    if (to <= from) return [];
    const name = nameOf(interval);
    const roomy = (to - from) / (x.to - x.from) > 0.2;
    return [{ name, from, to, ink, labelled: roomy && name !== '' }];
  });
}

/** Shaded where the others are not; its name stands where there is room. */
function nearZeroZones({ nearZero, saturated, silent }: DrawnCurve, x: Axis): readonly Zone[] {
  if (nearZero === undefined) return [];
  const rest = [...saturated, ...silent].reduce(
    (left, taken) => left.flatMap((interval) => outside(interval, taken)),
    nearZero.intervals,
  );
  return zones(rest, x, 'vanishing', () => `a′ < ${shortNumber(nearZero.below)}`);
}

function outside([from, to]: Interval, [start, end]: Interval): readonly Interval[] {
  const parts: readonly Interval[] = [
    [from, Math.min(to, start)],
    [Math.max(from, end), to],
  ];
  return parts.filter(([low, high]) => low < high);
}

function overlap(one: Interval, other: Interval): boolean {
  return Math.max(one[0], other[0]) < Math.min(one[1], other[1]);
}

function rules(curve: DrawnCurve, y: Axis): readonly Rule[] {
  const { maximumDerivative } = curve;
  const jumps: Rule[] = curve.jumps.map((at) => ({
    axis: 'x',
    at,
    ink: 'activation',
    dash: [],
    name: 'impulse',
    arrow: true,
  }));
  if (maximumDerivative <= 0 || maximumDerivative > y.to) return jumps;
  const name = `max a′ ${shortNumber(maximumDerivative)}`;
  return [
    ...jumps,
    { axis: 'y', at: maximumDerivative, ink: 'activation', dash: [2, 3], name, arrow: false },
  ];
}

function sentence(curve: DrawnCurve, works: Works | null): string {
  const jumps =
    curve.jumps.length > 0
      ? `; its derivative is an impulse at ${curve.jumps.map(shortNumber).join(', ')}`
      : '';
  const flat = (curve.nearZero?.intervals ?? []).map(
    ([from, to]) => `${shortNumber(from)} to ${shortNumber(to)}`,
  );
  const near =
    curve.nearZero === undefined || flat.length === 0
      ? ''
      : `; it is below ${shortNumber(curve.nearZero.below)} for z from ${flat.join(' and ')}`;
  const peak = `a′ is at most ${shortNumber(curve.maximumDerivative)}${near}${jumps}.`;
  if (works === null) return peak;
  const { histogram } = works;
  const low = shortNumber(works.minimum);
  const high = shortNumber(works.maximum);
  const range = works.minimum === works.maximum ? `is ${low}` : `lies between ${low} and ${high}`;
  const parts = [`${peak} z of ${works.layer} ${range}`];
  const broken = histogram.notANumber + histogram.infinite;
  if (broken > 0) parts.push(`${wholeNumber(broken)} not finite`);
  return `${parts.join(', ')}.`;
}
