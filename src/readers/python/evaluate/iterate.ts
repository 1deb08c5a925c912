/** Going through the values of anything that can be gone through. */
import { classOf } from '../values/classes';
import { fail, isRaised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bytes, int, iterator, str, tuple } from '../values/make';
import type { Table } from '../values/table';
import { Encountered } from '../values/unknown';
import type { InstanceValue, Value, ViewValue } from '../values/value';
import { callSpecial, special } from './special';

/** Gives values one by one, and undefined at the end. */
export interface Iteration {
  next(): Value | undefined;
}

/** Begins to go through a value; raises TypeError where Python does. */
export function iterate(machine: Machine, value: Value): Iteration {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      machine.goThrough(value.items.length);
      return overItems(value.items);
    case 'iterator':
      return value;
    case 'range': {
      machine.goThrough(value.length);
      let index = 0;
      return { next: () => (index < value.length ? int(value.start + value.step * index++) : undefined) };
    }
    case 'str':
      return overText(value.value);
    case 'bytes': {
      let index = 0;
      return { next: () => (index < value.value.length ? int(value.value.charCodeAt(index++)) : undefined) };
    }
    case 'dict':
      return overTable(machine, value.table, 'keys', 'dictionary');
    case 'set':
      return overTable(machine, value.table, 'keys', 'Set');
    case 'view':
      return overTable(machine, value.table, value.of, 'dictionary');
    case 'unknown':
      throw new Encountered(value);
    case 'host':
      if (value.host.iterate) return value.host.iterate(machine);
      return overSpecial(machine, value);
    case 'instance':
    case 'class':
      return overSpecial(machine, value);
    default:
      throw notIterable(machine, value);
  }
}

function notIterable(machine: Machine, value: Value): Error {
  return fail(machine, 'TypeError', `'${classOf(value).name}' object is not iterable`);
}

function overItems(items: readonly Value[]): Iteration {
  let index = 0;
  return { next: () => items[index++] };
}

function overText(text: string): Iteration {
  const points = text[Symbol.iterator]();
  return {
    next: () => {
      const { done, value } = points.next();
      return done ? undefined : str(value);
    },
  };
}

function overTable(machine: Machine, table: Table, of: ViewValue['of'], name: string): Iteration {
  const { size } = table;
  const entries = table.entries();
  return {
    next: () => {
      if (table.size !== size) throw fail(machine, 'RuntimeError', `${name} changed size during iteration`);
      const step = entries.next();
      if (step.done) return undefined;
      const entry = step.value;
      return of === 'keys' ? entry.key : of === 'values' ? entry.value : tuple([entry.key, entry.value]);
    },
  };
}

function overSpecial(machine: Machine, value: Value): Iteration {
  const own = callSpecial(machine, value, '__iter__', []);
  if (own !== undefined) {
    if (own.kind === 'instance' && special(own, '__next__')) return overNext(machine, own);
    if (own === value) throw notIterable(machine, value);
    return iterate(machine, own);
  }
  // A dict or list of the program's own class has its builtin's __iter__, whatever its __getitem__ does.
  if (value.kind === 'instance' && value.payload) return iterate(machine, value.payload);
  if (special(value, '__getitem__') && special(value, '__iter__') === undefined)
    return overItemsByIndex(machine, value);
  if (value.kind === 'class' && value.unknownBase) throw new Encountered(value.unknownBase);
  if (value.kind === 'instance' && value.cls.unknownBase) throw new Encountered(value.cls.unknownBase);
  throw notIterable(machine, value);
}

function overNext(machine: Machine, source: InstanceValue): Iteration {
  return {
    next: () => {
      try {
        return machine.callSpecial(source, '__next__', []);
      } catch (error) {
        if (isRaised(error, 'StopIteration')) return undefined;
        throw error;
      }
    },
  };
}

/** The old protocol: indices from 0 until IndexError. */
function overItemsByIndex(machine: Machine, value: Value): Iteration {
  let index = 0;
  return {
    next: () => {
      try {
        return machine.callSpecial(value, '__getitem__', [int(index++)]);
      } catch (error) {
        if (isRaised(error, 'IndexError')) return undefined;
        throw error;
      }
    },
  };
}

/** All values of something, charged one by one. */
export function valuesOf(machine: Machine, value: Value): Value[] {
  if (value.kind === 'list' || value.kind === 'tuple') {
    machine.allocate(value.items.length, 'elements');
    return [...value.items];
  }
  if (value.kind === 'range') machine.allocate(value.length, 'elements');
  const values: Value[] = [];
  const iteration = iterate(machine, value);
  for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
    machine.step();
    values.push(item);
    if (values.length >= machine.limits.elements) machine.allocate(values.length + 1, 'elements');
  }
  return values;
}

/** The values behind a star in a list of several; its own message for what cannot be gone through. */
export function spreadValues(machine: Machine, value: Value): Value[] {
  try {
    return valuesOf(machine, value);
  } catch (error) {
    const name = classOf(value).name;
    const [refusal] = isRaised(error, 'TypeError') ? argumentsOf(error.value) : [];
    if (refusal?.kind !== 'str' || refusal.value !== `'${name}' object is not iterable`) throw error;
    throw fail(machine, 'TypeError', `Value after * must be an iterable, not ${name}`);
  }
}

function argumentsOf(error: InstanceValue): readonly Value[] {
  const args = error.attributes.get('args');
  return args?.kind === 'tuple' ? args.items : [];
}

/** A value of type iterator over something. */
export function iteratorFrom(machine: Machine, value: Value): Value {
  if (value.kind === 'iterator') return value;
  if (value.kind === 'instance' || value.kind === 'class') {
    const own = callSpecial(machine, value, '__iter__', []);
    if (own !== undefined)
      return own.kind === 'instance' || own.kind === 'iterator' ? own : iteratorFrom(machine, own);
  }
  const iteration = iterate(machine, value);
  const typeName = value.kind === 'range' ? 'range_iterator' : `${iteratorName(value)}_iterator`;
  return iterator(typeName, () => iteration.next());
}

function iteratorName(value: Value): string {
  if (value.kind === 'dict') return 'dict_key';
  if (value.kind === 'view')
    return value.of === 'keys' ? 'dict_key' : value.of === 'values' ? 'dict_value' : 'dict_item';
  return classOf(value).name;
}

/** The elements of a text as Python counts them: code points. */
export function codePoints(text: string): readonly string[] {
  return hasPairs(text) ? Array.from(text) : text.split('');
}

/** Whether some character takes two code units. */
export function hasPairs(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}

/** One element of bytes or text as a value of its own kind. */
export function sameKind(kind: 'str' | 'bytes', text: string): Value {
  return kind === 'str' ? str(text) : bytes(text);
}
