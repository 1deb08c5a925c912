/** How values are made: singletons, cached small integers, and containers with their origin. */
import type { Place } from './place';
import { Table } from './table';
import type {
  BoolValue,
  BuiltinValue,
  BytesValue,
  DictValue,
  EllipsisValue,
  FloatValue,
  IntValue,
  IteratorValue,
  Keywords,
  ListValue,
  NoneValue,
  NotImplementedValue,
  RangeValue,
  SetValue,
  StrValue,
  TupleValue,
  Value,
} from './value';

export const none: NoneValue = { kind: 'none' };
export const ellipsis: EllipsisValue = { kind: 'ellipsis' };
export const notImplemented: NotImplementedValue = { kind: 'notImplemented' };
export const yes: BoolValue = { kind: 'bool', value: true };
export const no: BoolValue = { kind: 'bool', value: false };

const smallest = -16;
const largest = 1024;
const smallIntegers: readonly IntValue[] = Array.from({ length: largest - smallest }, (_, index) => ({
  kind: 'int',
  value: index + smallest,
}));

/** A truth value. */
export function bool(value: boolean): BoolValue {
  return value ? yes : no;
}

/** A whole number; numbers must be safe integers, bigints may be any. */
export function int(value: number | bigint): IntValue {
  if (typeof value === 'number') {
    // reading beyond the end of an array is slow
    const small = value >= smallest && value < largest ? smallIntegers[value - smallest] : undefined;
    return small ?? { kind: 'int', value: value + 0 };
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? int(number) : { kind: 'int', value };
}

/** A floating-point number. */
export function float(value: number): FloatValue {
  return { kind: 'float', value };
}

/** A text. */
export function str(value: string): StrValue {
  return { kind: 'str', value };
}

/** Bytes, from a string of code units up to 255. */
export function bytes(value: string): BytesValue {
  return { kind: 'bytes', value };
}

/** A list that owns `items`. */
export function list(items: Value[], origin: Place | null = null): ListValue {
  return { kind: 'list', items, origin };
}

/** A tuple that owns `items`. */
export function tuple(items: readonly Value[]): TupleValue {
  return { kind: 'tuple', items };
}

/** An empty dict, or one over a table. */
export function dict(table: Table = new Table(), origin: Place | null = null): DictValue {
  return { kind: 'dict', table, origin };
}

/** A dict with text keys. */
export function dictOf(entries: Iterable<readonly [string, Value]>): DictValue {
  const table = new Table();
  for (const [key, value] of entries) table.setText(key, value);
  return dict(table);
}

/** A set over a table whose values are not looked at. */
export function set(table: Table = new Table(), frozen = false): SetValue {
  return { kind: 'set', frozen, table };
}

/** range(start, stop, step) with its length worked out. */
export function range(start: number, stop: number, step: number): RangeValue {
  const length = Math.max(0, step > 0 ? Math.ceil((stop - start) / step) : Math.ceil((start - stop) / -step));
  return { kind: 'range', start, stop, step, length };
}

/** An iterator over whatever `next` gives. */
export function iterator(typeName: string, next: () => Value | undefined): IteratorValue {
  return { kind: 'iterator', typeName, next };
}

/** An iterator over values that are there already. */
export function iteratorOver(typeName: string, values: Iterable<Value>): IteratorValue {
  const source = values[Symbol.iterator]();
  return iterator(typeName, () => {
    const step = source.next();
    return step.done ? undefined : step.value;
  });
}

/** A function of ours that is no method and that gives an unknown for unknown arguments. */
export function builtin(name: string, call: BuiltinValue['call']): BuiltinValue {
  return { kind: 'builtin', name, binds: false, takesUnknown: false, call };
}

/** A function of ours that can deal with unknown arguments itself. */
export function openBuiltin(name: string, call: BuiltinValue['call']): BuiltinValue {
  return { kind: 'builtin', name, binds: false, takesUnknown: true, call };
}

/** A method of ours for a class of ours; the instance is the first argument. Only an unknown instance makes the result unknown. */
export function method(
  owner: string,
  name: string,
  call: BuiltinValue['call'],
  takesUnknown = true,
): BuiltinValue {
  return { kind: 'builtin', name, binds: true, takesUnknown, call, owner };
}

/** Keywords from pairs; null for none. */
export function keywordsOf(entries: readonly (readonly [string, Value])[]): Keywords {
  return entries.length > 0 ? new Map(entries) : null;
}
