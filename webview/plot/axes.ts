/** Axes with ticks at round places: decades, plain numbers, and the layers of a network. */
import { shortNumber } from '../../src/base/numbers';
import { gutter, type Axis, type Tick } from './plot';

/** Where a value stands on an axis of decades; null for zero and for what is not finite. */
export function decade(value: number | null | undefined): number | null {
  if (value == null || !Number.isFinite(value) || value === 0) return null;
  return Math.log10(Math.abs(value));
}

/** An axis over whole decades that holds all the values; labels decades only. */
export function decadesAxis(title: string, values: readonly (number | null | undefined)[], most = 6): Axis {
  const exponents = values.map(decade).filter((exponent) => exponent !== null);
  const low = exponents.length === 0 ? -1 : Math.floor(least(exponents) + 1e-9);
  const high = exponents.length === 0 ? 0 : Math.ceil(largest(exponents) - 1e-9);
  const to = high > low ? high : low + 1;
  const stride = strideOf(to - low, most);
  const from = to - Math.ceil((to - low) / stride) * stride;
  const ticks: Tick[] = [];
  for (let exponent = from; exponent <= to; exponent += stride) {
    ticks.push({ at: exponent, label: shortNumber(10 ** exponent) });
  }
  return { title, from, to, ticks, grid: true, names: false };
}

/** An axis of plain numbers with ticks at multiples of 1, 2 or 5. */
export function plainAxis(title: string, from: number, to: number, most = 5): Axis {
  const span = to - from;
  if (!(span > 0) || !Number.isFinite(span)) return plainAxis(title, -1, 1, most);
  const rough = 10 ** Math.floor(Math.log10(span / most));
  const stride = [1, 2, 5, 10].map((factor) => factor * rough).find((size) => span / size <= most) ?? span;
  const ticks: Tick[] = [];
  for (let index = Math.ceil(from / stride - 1e-9); index * stride <= to + stride * 1e-9; index += 1) {
    ticks.push({ at: index * stride, label: shortNumber(Number((index * stride).toPrecision(12))) });
  }
  return { title, from, to, ticks, grid: true, names: false };
}

/** The axis of layers: one place for each, half a place free at both ends. */
export function layersAxis(names: readonly string[], window: readonly [from: number, to: number]): Axis {
  const ticks = names
    .map((label, at) => ({ at, label }))
    .filter(({ at }) => at >= window[0] && at <= window[1]);
  return { title: '', from: window[0], to: window[1], ticks, grid: false, names: true };
}

/** Mean width of a letter of a tick, in pixels. */
const letterWidth = 6.2;
/** Names longer than this are cut, so that more of them have room. */
const longName = 12;
/** So many names are enough: where there is room for more of them, fewer are cut. */
const enoughNames = 6;

/** Names that share the width in pixels: every one, every second, third ... one, so that each is as whole as can be. */
export function thinned(axis: Axis, width: number): readonly Tick[] {
  const longest = axis.ticks.reduce((most, tick) => Math.max(most, tick.label.length), 0);
  const room = width / Math.max(1e-9, axis.to - axis.from) / letterWidth;
  const most = Math.max(longName, Math.floor(width / letterWidth / enoughNames) - 1);
  const stride = Math.max(1, Math.ceil((Math.min(longest, most) + 1) / room));
  const letters = Math.max(1, Math.floor(stride * room) - 1);
  return axis.ticks
    .filter((_, index) => index % stride === 0)
    .map(({ at, label }) => ({ at, label: shortened(label, letters) }));
}

/** Whether the last number stands at the end of the axis and is too wide for the gutter behind it. */
export function reachesOut({ ticks, to, names }: Axis): boolean {
  const last = ticks.at(-1);
  return !names && last?.at === to && (last.label.length * letterWidth) / 2 > gutter.right;
}

/**
 * A name in at most so many letters. What is at the end tells layers apart: of the path of a module that stays, of other names the number there
 * when the middle goes.
 */
export function shortened(label: string, letters: number): string {
  if (label.length <= letters) return label;
  if (label.includes('.')) {
    const end = `…${label.slice(label.length - Math.max(0, letters - 1)).replace(/^\.+/, '')}`;
    return /\.\d+\./.test(end) ? end : (blockAndEnd(label, letters) ?? end);
  }
  const tail = /\d{0,4}$/.exec(label)?.[0] ?? '';
  return `${label.slice(0, Math.max(0, letters - 1 - tail.length))}…${tail}`;
}

/** The last number in a path and its end, `…3…c_proj`: blocks repeat, and their parts are called alike. Undefined: there is none, or no room. */
function blockAndEnd(label: string, letters: number): string | undefined {
  const parts = label.split('.');
  const end = parts.at(-1) ?? '';
  const block = parts.findLastIndex((part, place) => place < parts.length - 1 && /^\d+$/.test(part));
  if (block === -1) return undefined;
  const between = block === parts.length - 2 ? '.' : '…';
  const text = `${block === 0 ? '' : '…'}${parts[block] ?? ''}${between}${end}`;
  return text.length <= letters ? text : undefined;
}

/** The part of an axis that a zoom factor leaves, around a centre, without going over the ends. */
export function zoomWindow(
  from: number,
  to: number,
  factor: number,
  centre: number,
): readonly [from: number, to: number] {
  const width = (to - from) / Math.max(1, factor);
  const start = Math.min(Math.max(from, centre - width / 2), to - width);
  return [start, start + width];
}

/** The smallest of many numbers (a spread would overflow the stack). */
export function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}

/** The largest of many numbers. */
export function largest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity);
}

function strideOf(decades: number, most: number): number {
  return [1, 2, 3, 5, 10, 20, 50, 100].find((stride) => decades / stride <= most) ?? decades;
}
