/** Operators on texts, lists, tuples, sets and dicts. */
import type { BinaryOperator } from '../parse/syntax';
import type { Machine } from '../values/machine';
import { bytes, dict, list, set, str, tuple } from '../values/make';
import { Table } from '../values/table';
import type { DictValue, SetValue, Value, ViewValue } from '../values/value';
import { valuesOf } from './iterate';

/** left op right on builtin containers, or the changed left when in place; undefined where there is no such operator. */
export function joinContainers(
  machine: Machine,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  changing: boolean,
): Value | undefined {
  if (operator === 'Add')
    return changing && left.kind === 'list' ? extend(machine, left, right) : joined(machine, left, right);
  if (operator === 'Mult') return repeatedEither(machine, left, right, changing);
  if (left.kind === 'dict' && operator === 'BitOr') return mergeDicts(machine, left, right, changing);
  if (!isSetLike(left)) return undefined;
  const other = isSetLike(right) ? right : left.kind === 'view' ? setOf(machine, right) : undefined;
  return other && combineSets(machine, operator, left, other, changing);
}

/** A view takes anything that can be gone through, where a set takes sets only. */
function setOf(machine: Machine, value: Value): SetValue | undefined {
  if (!['list', 'tuple', 'dict', 'view', 'range', 'str', 'iterator'].includes(value.kind)) return undefined;
  const table = new Table();
  for (const item of valuesOf(machine, value)) table.set(machine, item, item);
  return set(table, false);
}

function extend(machine: Machine, left: Extract<Value, { kind: 'list' }>, right: Value): Value | undefined {
  if (['none', 'bool', 'int', 'float', 'function', 'class', 'builtin', 'host'].includes(right.kind))
    return undefined;
  const values = valuesOf(machine, right);
  machine.allocate(left.items.length + values.length, 'elements');
  for (const value of values) left.items.push(value);
  return left;
}

function joined(machine: Machine, left: Value, right: Value): Value | undefined {
  if (left.kind === 'str' && right.kind === 'str') {
    machine.allocate(left.value.length + right.value.length, 'characters');
    return str(left.value + right.value);
  }
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    machine.allocate(left.value.length + right.value.length, 'bytes');
    return bytes(left.value + right.value);
  }
  if ((left.kind === 'list' && right.kind === 'list') || (left.kind === 'tuple' && right.kind === 'tuple')) {
    machine.allocate(left.items.length + right.items.length, 'elements');
    const items = [...left.items, ...right.items];
    return left.kind === 'list' ? list(items) : tuple(items);
  }
  return undefined;
}

function repeatedEither(machine: Machine, left: Value, right: Value, changing: boolean): Value | undefined {
  const count = whole(right);
  if (count !== undefined) return repeated(machine, left, count, changing);
  const times = whole(left);
  return times === undefined ? undefined : repeated(machine, right, times, false);
}

function whole(value: Value): number | undefined {
  if (value.kind === 'int') return Number(value.value);
  return value.kind === 'bool' ? Number(value.value) : undefined;
}

function repeated(machine: Machine, value: Value, count: number, changing: boolean): Value | undefined {
  const times = Math.max(0, count);
  switch (value.kind) {
    case 'str':
    case 'bytes': {
      machine.allocate(value.value.length * times, 'characters');
      const result = value.value.repeat(value.value === '' ? 0 : times);
      return value.kind === 'str' ? str(result) : bytes(result);
    }
    case 'list':
    case 'tuple': {
      const total = value.items.length * times;
      machine.allocate(total, 'elements');
      const items: Value[] = changing && value.kind === 'list' ? value.items : [];
      const source = [...value.items];
      items.length = 0;
      if (source.length > 0)
        for (let time = 0; time < times; time += 1) for (const item of source) items.push(item);
      if (value.kind === 'tuple') return tuple(items);
      return changing ? value : list(items);
    }
    default:
      return undefined;
  }
}

function mergeDicts(machine: Machine, left: DictValue, right: Value, changing: boolean): Value | undefined {
  if (right.kind !== 'dict') return undefined;
  machine.step(right.table.size);
  const table = changing ? left.table : left.table.copy();
  for (const { key, value } of [...right.table.entries()]) table.set(machine, key, value);
  return changing ? left : dict(table);
}

type SetLike = SetValue | ViewValue;

function isSetLike(value: Value): value is SetLike {
  return value.kind === 'set' || (value.kind === 'view' && value.of !== 'values');
}

function combineSets(
  machine: Machine,
  operator: BinaryOperator,
  left: SetLike,
  right: SetLike,
  changing: boolean,
): Value | undefined {
  const table = combined(machine, operator, memberTable(machine, left), memberTable(machine, right));
  if (table === undefined) return undefined;
  if (left.kind !== 'set' || left.frozen || !changing) return set(table, left.kind === 'set' && left.frozen);
  left.table.clear();
  for (const { key, value } of table.entries()) left.table.set(machine, key, value);
  return left;
}

/** The members of a set, or those of a view as a set. */
function memberTable(machine: Machine, value: SetLike): Table {
  if (value.kind === 'set' || value.of === 'keys') return value.table;
  const table = new Table();
  for (const entry of value.table.entries()) {
    const pair = tuple([entry.key, entry.value]);
    table.set(machine, pair, pair);
  }
  return table;
}

/** Union, intersection, difference or symmetric difference of the keys of two tables. */
export function combined(
  machine: Machine,
  operator: BinaryOperator,
  left: Table,
  right: Table,
): Table | undefined {
  machine.step(left.size + right.size);
  const result = new Table();
  const take = (from: Table, wanted: (key: Value) => boolean): void => {
    for (const { key } of from.entries()) if (wanted(key)) result.set(machine, key, key);
  };
  switch (operator) {
    case 'BitOr':
      take(left, () => true);
      take(right, () => true);
      return result;
    case 'BitAnd':
      // of two equal members CPython keeps that of the smaller set
      if (right.size > left.size) take(left, (key) => right.has(machine, key));
      else take(right, (key) => left.has(machine, key));
      return result;
    case 'Sub':
      take(left, (key) => !right.has(machine, key));
      return result;
    case 'BitXor':
      take(left, (key) => !right.has(machine, key));
      take(right, (key) => !left.has(machine, key));
      return result;
    default:
      return undefined;
  }
}
