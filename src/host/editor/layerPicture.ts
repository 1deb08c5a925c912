/** The small picture of a hover: a layer's activation and its derivative over the histogram of what really goes in, as an SVG. */
import type { ActivationReport, Histogram, Interval } from '../../analysis/report';
import { shortNumber } from '../../base/numbers';

/** The kinds of colour theme; an image knows none of the theme's own colours. */
export type ThemeKind = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

interface Palette {
  readonly text: string;
  readonly line: string;
  readonly value: string;
  readonly derivative: string;
  readonly bars: string;
  readonly zone: string;
}

const palettes: Readonly<Record<ThemeKind, Palette>> = {
  dark: {
    ...{ text: '#cccccc', line: '#6b6b6b', value: '#4daafc', derivative: '#e2a25a' },
    ...{ bars: '#8c8c8c', zone: '#cca70033' },
  },
  light: {
    ...{ text: '#3b3b3b', line: '#a0a0a0', value: '#005fb8', derivative: '#a34e00' },
    ...{ bars: '#9a9a9a', zone: '#bf880033' },
  },
  'high-contrast': {
    ...{ text: '#ffffff', line: '#ffffff', value: '#3ff23f', derivative: '#ffd370' },
    ...{ bars: '#9d9d9d', zone: '#ffff0040' },
  },
  'high-contrast-light': {
    ...{ text: '#292929', line: '#292929', value: '#0f4a85', derivative: '#8a3b00' },
    ...{ bars: '#8a8a8a', zone: '#b5890040' },
  },
};

/** What is drawn; at least one of the two must be there. */
export interface LayerPicture {
  /** Null for layers without an activation. */
  readonly activation: ActivationReport | null;
  /** Of the pre-activation; null while it is not known. */
  readonly histogram: Histogram | null;
}

const width = 340;
const height = 116;
const frame = { left: 38, right: width - 8, top: 20, bottom: height - 18 };

/** How far the axis reaches at least on either side, so that the shape of the curve can be seen. */
const leastReach = 2;

type Range = readonly [low: number, high: number];

/** The picture; plain ASCII. */
export function layerPicture({ activation, histogram: given }: LayerPicture, kind: ThemeKind): string {
  // Of numbers that are none, or beyond all measure, there is no axis.
  const isDrawable = given !== null && Math.max(Math.abs(given.from), Math.abs(given.to)) < 1e300;
  const histogram = isDrawable ? given : null;
  const colors = palettes[kind];
  const x = horizontal(activation, histogram);
  const across = scale(x, [frame.left, frame.right]);
  const y = activation && vertical(activation, x);
  const parts = [
    ...(activation ? zones(activation.saturated, x, across, colors) : []),
    ...(histogram ? [bars(histogram, across, colors)] : []),
    `<path d="M${frame.left} ${frame.bottom}H${frame.right}" stroke="${colors.line}" fill="none"/>`,
    ...xLabels(x, across, colors),
    ...(activation && y ? curves(activation, x, y, across, colors) : []),
    legend(activation !== null, histogram !== null, (activation?.saturated.length ?? 0) > 0, colors),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">${parts.join('')}</svg>`;
}

function horizontal(activation: ActivationReport | null, histogram: Histogram | null): Range {
  const { from, to } = histogram ?? { from: 0, to: 0 };
  if (activation) return [Math.min(from, -leastReach), Math.max(to, leastReach)];
  return from < to ? [from, to] : [from - 1, from + 1];
}

/** The range of f and f' over what is seen of them. */
function vertical({ x, value, derivative }: ActivationReport, [low, high]: Range): Range {
  const seen = x.flatMap((at, index) =>
    at < low || at > high ? [] : [value[index] ?? NaN, derivative[index] ?? NaN],
  );
  const numbers = [0, ...seen.filter(Number.isFinite)];
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least < most ? [least, most] : [least, least + 1];
}

function scale([low, high]: Range, [from, to]: Range): (value: number) => number {
  return (value) => Math.round((from + ((value - low) / (high - low)) * (to - from)) * 10) / 10;
}

function zones(
  intervals: readonly Interval[],
  [low, high]: Range,
  across: (value: number) => number,
  { zone }: Palette,
): readonly string[] {
  return intervals.flatMap(([from, to]) => {
    const [left, right] = [across(Math.max(from, low)), across(Math.min(to, high))];
    if (!(left < right)) return [];
    const size = `width="${right - left}" height="${frame.bottom - frame.top}"`;
    return [`<rect x="${left}" y="${frame.top}" ${size} fill="${zone}"/>`];
  });
}

function bars(
  { from, to, counts }: Histogram,
  across: (value: number) => number,
  { bars: color }: Palette,
): string {
  const most = Math.max(...counts, 1);
  const tall = (frame.bottom - frame.top) * 0.85;
  const step = (to - from) / counts.length;
  const drawn = counts.flatMap((count, index) => {
    if (count === 0) return [];
    const left = across(from + index * step);
    // All that is equal is one bar.
    const wide = Math.max(across(from + (index + 1) * step) - left, 1.5);
    const high = Math.max((tall * count) / most, 1);
    return [`M${left} ${frame.bottom}v${(-high).toFixed(1)}h${wide.toFixed(1)}v${high.toFixed(1)}z`];
  });
  return `<path d="${drawn.join('')}" fill="${color}" fill-opacity="0.6"/>`;
}

function curves(
  { x, value, derivative }: ActivationReport,
  seen: Range,
  y: Range,
  across: (value: number) => number,
  colors: Palette,
): readonly string[] {
  const up = scale(y, [frame.bottom, frame.top]);
  const line = (values: readonly number[]): string => {
    let pen = 'M';
    return x
      .flatMap((at, index) => {
        const height = values[index] ?? NaN;
        if (at < seen[0] || at > seen[1]) return [];
        if (!Number.isFinite(height)) {
          pen = 'M';
          return [];
        }
        const point = `${pen}${across(at)} ${up(height)}`;
        pen = 'L';
        return [point];
      })
      .join('');
  };
  const label = (at: number): string =>
    `<text x="${frame.left - 4}" y="${up(at) + 4}" text-anchor="end" fill="${colors.text}">${ascii(at)}</text>`;
  return [
    `<path d="${line(derivative)}" fill="none" stroke="${colors.derivative}" stroke-width="1.6" stroke-dasharray="5 3"/>`,
    `<path d="${line(value)}" fill="none" stroke="${colors.value}" stroke-width="2"/>`,
    label(y[0]),
    label(y[1]),
  ];
}

function xLabels(
  [low, high]: Range,
  across: (value: number) => number,
  { text }: Palette,
): readonly string[] {
  const middle = low < 0 && high > 0 ? [0] : [];
  // A zero near an end would stand on that end's number.
  const apart = middle.filter((at) => across(at) - frame.left > 40 && frame.right - across(at) > 40);
  const anchors = new Map([
    [low, 'start'],
    [high, 'end'],
  ]);
  return [low, ...apart, high].map(
    (at) =>
      `<text x="${across(at)}" y="${frame.bottom + 13}" text-anchor="${anchors.get(at) ?? 'middle'}" fill="${text}">${ascii(at)}</text>`,
  );
}

function ascii(value: number): string {
  return shortNumber(Number(value.toPrecision(2)));
}

/** What is what: by name beside a sample of the line. */
function legend(hasCurve: boolean, hasBars: boolean, hasZones: boolean, colors: Palette): string {
  const line = (style: string): string => `<path d="M0 -4h16" fill="none" ${style}/>`;
  const box = (style: string): string => `<path d="M2 -8h10v8h-10z" ${style}/>`;
  const entries = [
    ...(hasCurve
      ? [
          [line(`stroke="${colors.value}" stroke-width="2"`), 'f', 38],
          [line(`stroke="${colors.derivative}" stroke-width="1.6" stroke-dasharray="5 3"`), "f'", 40],
        ]
      : []),
    ...(hasBars
      ? [[box(`fill="${colors.bars}" fill-opacity="0.6"`), hasCurve ? 'pre-activation' : 'output', 102]]
      : []),
    ...(hasZones ? [[box(`fill="${colors.zone}" stroke="${colors.line}"`), 'saturated', 80]] : []),
  ] as const;
  let left = frame.left;
  const drawn = entries.map(([sample, words, wide]) => {
    const part = `<g transform="translate(${left} 12)">${sample}<text x="20" fill="${colors.text}">${words}</text></g>`;
    left += Number(wide);
    return part;
  });
  return drawn.join('');
}
