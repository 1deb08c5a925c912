/** Numbers as indices, and slices as runs of indices. */
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { SliceValue, Value } from '../values/value';
import { callSpecial } from './special';

/** A value that can serve as an integer; undefined for all others. */
export function indexOf(machine: Machine, value: Value): number | bigint | undefined {
  const plain = unwrap(value);
  if (plain.kind === 'int') return plain.value;
  if (plain.kind === 'bool') return plain.value ? 1 : 0;
  if (plain.kind === 'unknown') throw new Encountered(plain);
  const own = callSpecial(machine, value, '__index__', []);
  if (own !== undefined) return indexOf(machine, own);
  const converted = value.kind === 'host' ? value.host.toNumber?.(machine) : undefined;
  return converted?.kind === 'int'
    ? converted.value
    : converted?.kind === 'unknown'
      ? indexOf(machine, converted)
      : undefined;
}

/** The same as a number of elements or a position; TypeError for what is no integer. */
export function toIndex(machine: Machine, value: Value): number {
  const index = indexOf(machine, value);
  if (index === undefined) {
    throw fail(machine, 'TypeError', `'${classOf(value).name}' object cannot be interpreted as an integer`);
  }
  return Number(index);
}

/** A position in a sequence of `length` elements, counted from the end if negative; IndexError outside. */
export function position(machine: Machine, index: number, length: number, what: string): number {
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) throw fail(machine, 'IndexError', `${what} index out of range`);
  return at;
}

/** The positions that a slice takes: `count` of them from `start` on, `step` apart. */
export interface Run {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
}

/** Works a slice out for a sequence of `length` elements. */
export function runOf(machine: Machine, slice: SliceValue, length: number): Run {
  const step = slice.step.kind === 'none' ? 1 : bound(machine, slice.step);
  if (step === 0) throw fail(machine, 'ValueError', 'slice step cannot be zero');
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (value: Value, otherwise: number): number => {
    if (value.kind === 'none') return otherwise;
    const given = bound(machine, value);
    return Math.min(Math.max(given < 0 ? given + length : given, low), high);
  };
  const start = clamp(slice.start, step > 0 ? low : high);
  const stop = clamp(slice.stop, step > 0 ? high : low);
  const count = Math.max(0, step > 0 ? Math.ceil((stop - start) / step) : Math.ceil((start - stop) / -step));
  return { start, stop, step, count };
}

function bound(machine: Machine, value: Value): number {
  const index = indexOf(machine, value);
  if (index === undefined) {
    throw fail(machine, 'TypeError', 'slice indices must be integers or None or have an __index__ method');
  }
  return Number(index);
}

/** The elements that a run takes. */
export function taken<Item>(items: readonly Item[], { start, step, count }: Run): Item[] {
  if (step === 1) return items.slice(start, start + count);
  const result: Item[] = [];
  for (let index = 0; index < count; index += 1) {
    const item = items[start + index * step];
    if (item !== undefined) result.push(item);
  }
  return result;
}
