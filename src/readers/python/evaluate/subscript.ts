/** Reading, writing and deleting `value[key]`. */
import { classOf, unwrap } from '../values/classes';
import { exception, exceptionClass, fail, raised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bytes, int, list, range, str, tuple } from '../values/make';
import { Encountered } from '../values/unknown';
import type { ListValue, Value } from '../values/value';
import { codePoints, hasPairs, valuesOf } from './iterate';
import { indexOf, position, runOf, taken } from './indices';
import { callSpecial, special } from './special';
import { genericOf } from './annotations';

/** value[key]. */
export function getItem(machine: Machine, value: Value, key: Value): Value {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'str':
    case 'bytes':
    case 'range':
      return sequenceItem(machine, value, key);
    case 'dict': {
      if (key.kind === 'unknown') return key;
      const found = value.table.get(machine, key);
      if (found === undefined) throw raised(machine, exception(exceptionClass('KeyError'), key));
      return found;
    }
    case 'unknown':
      return value;
    case 'host':
      if (value.host.getItem) return value.host.getItem(machine, key);
      break;
    case 'class':
      return classItem(machine, value, key);
    case 'generic':
      return genericOf(machine, value.base, key);
    case 'instance':
      return instanceItem(machine, value, key);
    default:
      break;
  }
  const own = callSpecial(machine, value, '__getitem__', [key]);
  if (own !== undefined) return own;
  throw notSubscriptable(machine, value);
}

function notSubscriptable(machine: Machine, value: Value): Error {
  return fail(machine, 'TypeError', `'${classOf(value).name}' object is not subscriptable`);
}

function instanceItem(machine: Machine, value: Extract<Value, { kind: 'instance' }>, key: Value): Value {
  const own = callSpecial(machine, value, '__getitem__', [key]);
  if (own !== undefined) return own;
  if (value.payload === null) {
    if (value.cls.unknownBase) return value.cls.unknownBase;
    throw notSubscriptable(machine, value);
  }
  if (value.payload.kind === 'dict' && key.kind !== 'unknown') {
    const found = value.payload.table.get(machine, key);
    if (found !== undefined) return found;
    const missing = special(value, '__missing__');
    if (missing !== undefined) return machine.call(missing, [value, key]);
  }
  return getItem(machine, value.payload, key);
}

/** `list[int]`, `Enum['NAME']`, or a class with `__class_getitem__`. */
function classItem(machine: Machine, value: Extract<Value, { kind: 'class' }>, key: Value): Value {
  const own = callSpecial(machine, value, '__getitem__', [key]);
  if (own !== undefined) return own;
  const maker = machine.findAttribute(value, '__class_getitem__');
  if (maker !== undefined) return machine.call(maker, [key]);
  if (value.unknownBase) return value.unknownBase;
  return genericOf(machine, value, key);
}

type Sequence = Extract<Value, { kind: 'list' | 'tuple' | 'str' | 'bytes' | 'range' }>;

const sequenceNames = {
  list: 'list',
  tuple: 'tuple',
  str: 'string',
  bytes: 'index',
  range: 'range object',
} as const;

function sequenceItem(machine: Machine, value: Sequence, key: Value): Value {
  if (key.kind === 'slice') return sequenceSlice(machine, value, key);
  if (key.kind === 'unknown') return key;
  const index = indexOf(machine, key);
  if (index === undefined) {
    const name = value.kind === 'str' ? 'string' : value.kind === 'bytes' ? 'byte' : value.kind;
    const wanted =
      value.kind === 'str'
        ? `integers, not '${classOf(key).name}'`
        : `integers or slices, not ${classOf(key).name}`;
    throw fail(machine, 'TypeError', `${name} indices must be ${wanted}`);
  }
  switch (value.kind) {
    case 'list':
    case 'tuple': {
      const at = position(machine, Number(index), value.items.length, sequenceNames[value.kind]);
      return value.items[at] ?? value;
    }
    case 'str': {
      const points = hasPairs(value.value) ? codePoints(value.value) : value.value;
      return str(points[position(machine, Number(index), points.length, 'string')] ?? '');
    }
    case 'bytes':
      return int(value.value.charCodeAt(position(machine, Number(index), value.value.length, 'index')));
    case 'range':
      return int(value.start + value.step * position(machine, Number(index), value.length, 'range object'));
  }
}

function sequenceSlice(machine: Machine, value: Sequence, key: Extract<Value, { kind: 'slice' }>): Value {
  switch (value.kind) {
    case 'list': {
      const items = taken(value.items, runOf(machine, key, value.items.length));
      machine.allocate(items.length, 'elements');
      return list(items);
    }
    case 'tuple':
      return tuple(taken(value.items, runOf(machine, key, value.items.length)));
    case 'str': {
      if (!hasPairs(value.value)) return str(slicedText(machine, value.value, key));
      const points = codePoints(value.value);
      return str(taken(points, runOf(machine, key, points.length)).join(''));
    }
    case 'bytes':
      return bytes(slicedText(machine, value.value, key));
    case 'range': {
      const run = runOf(machine, key, value.length);
      const start = value.start + value.step * run.start;
      return range(start, value.start + value.step * run.stop, value.step * run.step);
    }
  }
}

function slicedText(machine: Machine, text: string, key: Extract<Value, { kind: 'slice' }>): string {
  const run = runOf(machine, key, text.length);
  if (run.step === 1) return text.slice(run.start, run.start + run.count);
  return taken(text.split(''), run).join('');
}

/** value[key] = item. */
export function setItem(machine: Machine, value: Value, key: Value, item: Value): void {
  if (value.kind === 'unknown') return;
  if (value.kind === 'host' && value.host.setItem) {
    value.host.setItem(machine, key, item);
    return;
  }
  if (callSpecial(machine, value, '__setitem__', [key, item]) !== undefined) return;
  const plain = unwrap(value);
  if (plain.kind === 'dict') {
    if (key.kind === 'unknown') throw new Encountered(key);
    plain.table.set(machine, key, item);
  } else if (plain.kind === 'list') {
    if (key.kind === 'slice') {
      setSlice(machine, plain, key, item);
      return;
    }
    plain.items[listPosition(machine, plain, key, 'list assignment')] = item;
  } else {
    throw fail(machine, 'TypeError', `'${classOf(value).name}' object does not support item assignment`);
  }
}

function listPosition(machine: Machine, plain: ListValue, key: Value, what: string): number {
  const index = indexOf(machine, key);
  if (index === undefined) {
    throw fail(machine, 'TypeError', `list indices must be integers or slices, not ${classOf(key).name}`);
  }
  return position(machine, Number(index), plain.items.length, what);
}

function setSlice(
  machine: Machine,
  target: ListValue,
  key: Extract<Value, { kind: 'slice' }>,
  item: Value,
): void {
  const { start, stop, step, count } = runOf(machine, key, target.items.length);
  if (special(item, '__iter__') === undefined && !isIterable(item)) {
    throw fail(
      machine,
      'TypeError',
      step === 1 ? 'can only assign an iterable' : 'must assign iterable to extended slice',
    );
  }
  const values = valuesOf(machine, item);
  if (step === 1) {
    const tail = target.items.slice(Math.max(start, stop));
    target.items.length = start;
    for (const value of values) target.items.push(value);
    for (const value of tail) target.items.push(value);
    return;
  }
  if (values.length !== count) {
    const message = `attempt to assign sequence of size ${values.length} to extended slice of size ${count}`;
    throw fail(machine, 'ValueError', message);
  }
  for (const [index, value] of values.entries()) target.items[start + index * step] = value;
}

function isIterable(value: Value): boolean {
  return !['none', 'bool', 'int', 'float', 'function', 'builtin', 'ellipsis'].includes(value.kind);
}

/** del value[key]. */
export function deleteItem(machine: Machine, value: Value, key: Value): void {
  if (value.kind === 'unknown') return;
  if (value.kind === 'host' && value.host.deleteItem) {
    value.host.deleteItem(machine, key);
    return;
  }
  if (callSpecial(machine, value, '__delitem__', [key]) !== undefined) return;
  const plain = unwrap(value);
  if (plain.kind === 'dict') {
    if (!plain.table.delete(machine, key)) throw raised(machine, exception(exceptionClass('KeyError'), key));
  } else if (plain.kind === 'list') {
    if (key.kind !== 'slice') {
      plain.items.splice(listPosition(machine, plain, key, 'list assignment'), 1);
      return;
    }
    const { start, step, count } = runOf(machine, key, plain.items.length);
    const gone = new Set(Array.from({ length: count }, (_, index) => start + index * step));
    const kept = plain.items.filter((_, index) => !gone.has(index));
    plain.items.length = 0;
    for (const item of kept) plain.items.push(item);
  } else {
    throw fail(machine, 'TypeError', `'${classOf(value).name}' object doesn't support item deletion`);
  }
}
