/** dict and its views: constructor and methods. */
import { iterate, valuesOf } from '../evaluate/iterate';
import { builtinClasses, instanceOf, unwrap } from '../values/classes';
import { exception, exceptionClass, fail, raised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { dict, method, none, openBuiltin, tuple } from '../values/make';
import { Table } from '../values/table';
import { Encountered } from '../values/unknown';
import type { Keywords, Value } from '../values/value';
import { addMethods } from './checks';

/** Puts constructors and methods in place; done once, when the builtins are loaded. */
export function addDictMethods(): void {
  const cls = builtinClasses.dict;
  cls.attributes.set(
    '__new__',
    openBuiltin('__new__', (machine, [asked = none, ...args], keywords) => {
      if (asked !== cls && asked.kind === 'class') return instanceOf(asked, dict(), machine.here());
      const made = dict(new Table(), machine.here());
      update(machine, made.table, args, keywords);
      return made;
    }),
  );
  for (const name of ['__init__', 'update']) {
    cls.attributes.set(
      name,
      method('dict', name, (machine, [self = none, ...args], keywords) => {
        const plain = unwrap(self);
        if (plain.kind === 'dict') update(machine, plain.table, args, keywords);
        return none;
      }),
    );
  }
  cls.attributes.set('fromkeys', {
    kind: 'wrappedMethod',
    wrapper: 'classmethod',
    callable: openBuiltin('fromkeys', (machine, [, keys = none, value = none]) => {
      const table = new Table();
      for (const key of valuesOf(machine, keys)) table.set(machine, key, value);
      return dict(table);
    }),
  });
  addMethods(
    cls,
    [
      ['keys', 0, 0, view('keys')],
      ['values', 0, 0, view('values')],
      ['items', 0, 0, view('items')],
      [
        'get',
        1,
        2,
        (machine, self = none, key = none, otherwise = none) =>
          known(tableOf(self).get(machine, hashable(key)), otherwise),
      ],
      ['pop', 1, 2, pop],
      ['popitem', 0, 0, popItem],
      ['setdefault', 1, 2, setDefault],
      [
        'clear',
        0,
        0,
        (_, self = none) => {
          tableOf(self).clear();
          return none;
        },
      ],
      ['copy', 0, 0, (_, self = none) => dict(tableOf(self).copy())],
    ],
    true,
  );
}

/** The table of a dict or set; an empty one for anything else. */
export function tableOf(self: Value): Table {
  return self.kind === 'dict' || self.kind === 'set' ? self.table : new Table();
}

function known(value: Value | undefined, otherwise: Value): Value {
  return value ?? otherwise;
}

/** A key that is known. */
export function hashable(key: Value): Value {
  if (key.kind === 'unknown') throw new Encountered(key);
  return key;
}

function view(of: 'keys' | 'values' | 'items'): (machine: Machine, self?: Value) => Value {
  return (_, self = none) => ({ kind: 'view', of, table: tableOf(self) });
}

function update(machine: Machine, table: Table, args: readonly Value[], keywords: Keywords): void {
  if (args.length > 1)
    throw fail(machine, 'TypeError', `dict expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  if (source !== undefined) fill(machine, table, source);
  for (const [name, value] of keywords ?? []) table.setText(name, value);
}

/** Entries from a mapping or from pairs. */
function fill(machine: Machine, table: Table, source: Value): void {
  if (source.kind === 'unknown') throw new Encountered(source);
  const plain = unwrap(source);
  if (plain.kind === 'dict') {
    machine.step(plain.table.size);
    for (const { key, value } of [...plain.table.entries()]) table.set(machine, key, value);
    return;
  }
  const keys =
    source.kind === 'instance' || source.kind === 'host' ? machine.findAttribute(source, 'keys') : undefined;
  if (keys !== undefined) {
    for (const key of valuesOf(machine, machine.call(keys, []))) {
      table.set(machine, key, machine.call(machine.getAttribute(source, '__getitem__'), [key]));
    }
    return;
  }
  const iteration = iterate(machine, source);
  let index = 0;
  for (let pair = iteration.next(); pair !== undefined; pair = iteration.next()) {
    machine.step();
    const [key, value, ...rest] = pairOf(machine, pair, index);
    if (key === undefined || value === undefined || rest.length > 0) {
      const length = valuesOf(machine, pair).length;
      throw fail(
        machine,
        'ValueError',
        `dictionary update sequence element #${index} has length ${length}; 2 is required`,
      );
    }
    table.set(machine, hashable(key), value);
    index += 1;
  }
}

function pairOf(machine: Machine, pair: Value, index: number): readonly Value[] {
  if (['int', 'float', 'none', 'bool', 'function'].includes(pair.kind)) {
    throw fail(
      machine,
      'TypeError',
      `cannot convert dictionary update sequence element #${index} to a sequence`,
    );
  }
  return valuesOf(machine, pair);
}

/** KeyError with the key itself. */
export function missingKey(machine: Machine, key: Value): Error {
  return raised(machine, exception(exceptionClass('KeyError'), key));
}

function pop(machine: Machine, self: Value = none, key: Value = none, otherwise?: Value): Value {
  const table = tableOf(self);
  const found = table.get(machine, hashable(key));
  if (found !== undefined) {
    table.delete(machine, key);
    return found;
  }
  if (otherwise === undefined) throw missingKey(machine, key);
  return otherwise;
}

function popItem(machine: Machine, self: Value = none): Value {
  const table = tableOf(self);
  const last = [...table.entries()].at(-1);
  machine.step(table.size);
  if (!last) throw fail(machine, 'KeyError', 'popitem(): dictionary is empty');
  table.delete(machine, last.key);
  return tuple([last.key, last.value]);
}

function setDefault(machine: Machine, self: Value = none, key: Value = none, otherwise: Value = none): Value {
  const table = tableOf(self);
  const found = table.get(machine, hashable(key));
  if (found !== undefined) return found;
  table.set(machine, key, otherwise);
  return otherwise;
}
