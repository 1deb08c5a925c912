/** Arguments of a framework's functions that are numbers, sizes, truth values and texts. */
import { toIndex } from '../python/evaluate/indices';
import { classOf, unwrap } from '../python/values/classes';
import { fail } from '../python/values/exceptions';
import type { Machine } from '../python/values/machine';
import { Encountered } from '../python/values/unknown';
import type { Value } from '../python/values/value';
import { operandOf } from './arithmetic';

/** A whole number. */
export function whole(machine: Machine, value: Value): number {
  return toIndex(machine, value);
}

/** A whole number, or another where there is None. */
export function wholeOr(machine: Machine, value: Value, otherwise: number): number {
  return value.kind === 'none' ? otherwise : toIndex(machine, value);
}

/** One whole number for each of `count` axes; a single number stands for all. */
export function perAxis(machine: Machine, value: Value, count: number): readonly number[] {
  const plain = unwrap(value);
  if (plain.kind !== 'list' && plain.kind !== 'tuple')
    return new Array<number>(count).fill(whole(machine, value));
  const items = plain.items.map((item) => whole(machine, item));
  const [only] = items;
  return items.length === 1 && only !== undefined ? new Array<number>(count).fill(only) : items;
}

/** Whole numbers: a list or tuple of them, or a single one. */
export function wholes(machine: Machine, value: Value): readonly number[] {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') return plain.items.map((item) => whole(machine, item));
  return [whole(machine, value)];
}

/** A number. */
export function number(machine: Machine, value: Value): number {
  const operand = operandOf(value);
  if (operand && !('content' in operand)) return operand.value;
  if (value.kind === 'host') {
    const own = value.host.toNumber?.(machine);
    if (own) return number(machine, own);
  }
  throw fail(machine, 'TypeError', `must be real number, not ${classOf(value).name}`);
}

/** A truth value. */
export function flag(machine: Machine, value: Value): boolean {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'bool') return value.value;
  if (value.kind === 'none') return false;
  return number(machine, value) !== 0;
}

/** A text. */
export function word(machine: Machine, value: Value): string {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'str') return value.value;
  throw fail(machine, 'TypeError', `must be str, not ${classOf(value).name}`);
}
