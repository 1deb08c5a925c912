/** list, tuple and range: constructors, methods, sorting. */
import { compare, equals, isLess } from '../evaluate/compare';
import { indexOf, position, runOf, toIndex } from '../evaluate/indices';
import { valuesOf } from '../evaluate/iterate';
import { isTrue, truth } from '../evaluate/special';
import { builtinClasses, instanceOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { int, list, method, none, openBuiltin, range, tuple } from '../values/make';
import { Encountered } from '../values/unknown';
import type { BuiltinValue, Value } from '../values/value';
import { addMethods, keyword, type MethodRow } from './checks';

/** Puts constructors and methods in place; done once, when the builtins are loaded. */
export function addListMethods(): void {
  const { list: listClass, tuple: tupleClass, range: rangeClass } = builtinClasses;
  listClass.attributes.set('__new__', openBuiltin('__new__', newList));
  listClass.attributes.set(
    '__init__',
    method('list', '__init__', (machine, [self = none, values]) => {
      const plain = unwrap(self);
      if (plain.kind !== 'list') return none;
      const items = values === undefined ? [] : valuesOf(machine, values);
      plain.items.length = 0;
      for (const item of items) plain.items.push(item);
      return none;
    }),
  );
  tupleClass.attributes.set(
    '__new__',
    openBuiltin('__new__', (machine, [asked = none, values], keywords) => {
      refuse(machine, 'tuple', keywords);
      if (values?.kind === 'tuple' && asked === tupleClass) return values;
      const made = tuple(values === undefined ? [] : valuesOf(machine, values));
      return asked === tupleClass || asked.kind !== 'class' ? made : instanceOf(asked, made, machine.here());
    }),
  );
  rangeClass.attributes.set('__new__', openBuiltin('__new__', newRange));
  listClass.attributes.set(
    'sort',
    method('list', 'sort', (machine, [self = none, ...rest], keywords) => {
      const plain = unwrap(self);
      if (rest.length > 0) throw fail(machine, 'TypeError', 'sort() takes no positional arguments');
      if (plain.kind === 'list') {
        const sorted = sortedValues(
          machine,
          plain.items,
          keyword(keywords, 'key'),
          keyword(keywords, 'reverse'),
        );
        for (const [index, value] of sorted.entries()) plain.items[index] = value;
      }
      return none;
    }),
  );
  addMethods(listClass, listRows, true);
  addRangeMethods();
}

const listRows: readonly MethodRow[] = [
  ['append', 1, 1, append],
  ['extend', 1, 1, extend],
  ['insert', 2, 2, insert],
  ['pop', 0, 1, pop],
  ['remove', 1, 1, remove],
  [
    'clear',
    0,
    0,
    (_, self = none) =>
      change(self, (items) => {
        items.length = 0;
      }),
  ],
  [
    'reverse',
    0,
    0,
    (_, self = none) =>
      change(self, (items) => {
        items.reverse();
      }),
  ],
  ['copy', 0, 0, (_, self = none) => list(self.kind === 'list' ? [...self.items] : [])],
];

function addRangeMethods(): void {
  for (const cls of [builtinClasses.list, builtinClasses.tuple]) {
    addMethods(cls, [
      ['index', 1, 3, findIndex],
      ['count', 1, 1, count],
    ]);
  }
  addMethods(builtinClasses.slice, [
    [
      'indices',
      1,
      1,
      (machine, self = none, length = none) => {
        if (self.kind !== 'slice') return none;
        const { start, stop, step } = runOf(machine, self, toIndex(machine, length));
        return tuple([int(start), int(stop), int(step)]);
      },
    ],
  ]);
  addMethods(builtinClasses.range, [
    [
      'index',
      1,
      1,
      (machine, self = none, wanted = none) => findIndex(machine, list(valuesOf(machine, self)), wanted),
    ],
    [
      'count',
      1,
      1,
      (machine, self = none, wanted = none) => count(machine, list(valuesOf(machine, self)), wanted),
    ],
  ]);
}

function refuse(machine: Machine, name: string, keywords: Parameters<BuiltinValue['call']>[2]): void {
  if (keywords !== null && keywords.size > 0)
    throw fail(machine, 'TypeError', `${name}() takes no keyword arguments`);
}

const newList: BuiltinValue['call'] = (machine, [asked = none, values], keywords) => {
  if (asked !== builtinClasses.list && asked.kind === 'class')
    return instanceOf(asked, list([]), machine.here());
  refuse(machine, 'list', keywords);
  return list(values === undefined ? [] : valuesOf(machine, values), machine.here());
};

const newRange: BuiltinValue['call'] = (machine, [, ...args]) => {
  if (args.length === 0) throw fail(machine, 'TypeError', 'range expected at least 1 argument, got 0');
  if (args.length > 3)
    throw fail(machine, 'TypeError', `range expected at most 3 arguments, got ${args.length}`);
  const [first = 0, second, third = 1] = args.map((value) => toIndex(machine, value));
  if (third === 0) throw fail(machine, 'ValueError', 'range() arg 3 must not be zero');
  return second === undefined ? range(0, first, 1) : range(first, second, third);
};

function change(self: Value, edit: (items: Value[]) => void): Value {
  if (self.kind === 'list') edit(self.items);
  return none;
}

function append(machine: Machine, self: Value = none, item: Value = none): Value {
  if (self.kind === 'list') {
    if (self.items.length >= machine.limits.elements) machine.allocate(self.items.length + 1, 'elements');
    self.items.push(item);
  }
  return none;
}

function extend(machine: Machine, self: Value = none, values: Value = none): Value {
  if (self.kind !== 'list') return none;
  const added = valuesOf(machine, values);
  machine.allocate(self.items.length + added.length, 'elements');
  for (const item of added) self.items.push(item);
  return none;
}

function insert(machine: Machine, self: Value = none, at: Value = none, item: Value = none): Value {
  if (self.kind !== 'list') return none;
  machine.allocate(self.items.length + 1, 'elements');
  self.items.splice(toIndex(machine, at), 0, item);
  return none;
}

function pop(machine: Machine, self: Value = none, at?: Value): Value {
  if (self.kind !== 'list') return none;
  if (self.items.length === 0) throw fail(machine, 'IndexError', 'pop from empty list');
  if (at === undefined) return self.items.pop() ?? none;
  const [item = none] = self.items.splice(
    position(machine, toIndex(machine, at), self.items.length, 'pop'),
    1,
  );
  return item;
}

function remove(machine: Machine, self: Value = none, wanted: Value = none): Value {
  if (self.kind !== 'list') return none;
  const index = self.items.findIndex((item) => equalTo(machine, item, wanted));
  if (index === -1) throw fail(machine, 'ValueError', 'list.remove(x): x not in list');
  self.items.splice(index, 1);
  return none;
}

function equalTo(machine: Machine, item: Value, wanted: Value): boolean {
  machine.step();
  if (item === wanted) return true;
  if (item.kind === 'unknown' || item.kind === 'host') {
    const answer = truth(machine, compare(machine, 'Eq', item, wanted));
    if (answer.kind === 'unknown') throw new Encountered(answer);
    return answer.kind === 'bool' && answer.value;
  }
  return equals(machine, item, wanted);
}

function findIndex(
  machine: Machine,
  self: Value = none,
  wanted: Value = none,
  start?: Value,
  stop?: Value,
): Value {
  if (self.kind !== 'list' && self.kind !== 'tuple') return none;
  const { length } = self.items;
  const clamp = (value: Value | undefined, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const given = Number(indexOf(machine, value) ?? 0);
    return Math.max(0, given < 0 ? given + length : given);
  };
  const last = clamp(stop, length);
  for (let index = clamp(start, 0); index < Math.min(last, length); index += 1) {
    const item = self.items[index];
    if (item && equalTo(machine, item, wanted)) return int(index);
  }
  if (self.kind === 'tuple') throw fail(machine, 'ValueError', 'tuple.index(x): x not in tuple');
  const shown = machine.call(builtinClasses.str, [
    machine.call(machine.getAttribute(machine.builtins, 'repr'), [wanted]),
  ]);
  throw fail(machine, 'ValueError', `${shown.kind === 'str' ? shown.value : 'x'} is not in list`);
}

function count(machine: Machine, self: Value = none, wanted: Value = none): Value {
  if (self.kind !== 'list' && self.kind !== 'tuple') return none;
  return int(self.items.filter((item) => equalTo(machine, item, wanted)).length);
}

/** A stable sort, like CPython's, by `<` alone. */
export function sortedValues(machine: Machine, items: readonly Value[], key: Value, reverse: Value): Value[] {
  const keyed = items.map((value) => ({
    value,
    key: key.kind === 'none' ? value : machine.call(key, [value]),
  }));
  const backwards = reverse.kind !== 'none' && isTrue(machine, reverse);
  if (keyed.length < shortRun) {
    // a list of equal values keeps its order either way, since it is turned around twice
    if (!backwards) return insertionSort(machine, keyed).map(({ value }) => value);
    return insertionSort(machine, keyed.reverse())
      .reverse()
      .map(({ value }) => value);
  }
  const sign = backwards ? -1 : 1;
  return mergeSort(machine, keyed, sign).map(({ value }) => value);
}

/** Shorter lists are compared in CPython's own order (listsort.txt, T. Peters), which shows where two values cannot be compared. */
const shortRun = 64;

/** The run that the list begins with, turned around if it descends; the rest is put into its place one by one, found by halving. */
function insertionSort(machine: Machine, items: readonly Keyed[]): Keyed[] {
  const before = (one: Keyed | undefined, other: Keyed | undefined): boolean => {
    machine.step();
    return one !== undefined && other !== undefined && isLess(machine, one.key, other.key);
  };
  const descends = before(items[1], items[0]);
  let run = Math.min(2, items.length);
  while (run < items.length && before(items[run], items[run - 1]) === descends) run += 1;
  const sorted = items.slice(0, run);
  if (descends) sorted.reverse();
  for (const item of items.slice(run)) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(item, sorted[middle])) high = middle;
      else low = middle + 1;
    }
    sorted.splice(low, 0, item);
  }
  return sorted;
}

interface Keyed {
  readonly value: Value;
  readonly key: Value;
}

/** Merge sort: asks only whether right comes before left, and may be stopped by the machine at any step. */
function mergeSort(machine: Machine, items: readonly Keyed[], sign: number): readonly Keyed[] {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const left = mergeSort(machine, items.slice(0, middle), sign);
  const right = mergeSort(machine, items.slice(middle), sign);
  const merged: Keyed[] = [];
  let [a, b] = [0, 0];
  for (let one = left[a], other = right[b]; one && other; one = left[a], other = right[b]) {
    machine.step();
    const swap = sign > 0 ? isLess(machine, other.key, one.key) : isLess(machine, one.key, other.key);
    merged.push(swap ? other : one);
    if (swap) b += 1;
    else a += 1;
  }
  return [...merged, ...left.slice(a), ...right.slice(b)];
}
