/** Equality and order. */
import type { Comparison } from '../parse/syntax';
import { classOf, isSubclass, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, int } from '../values/make';
import { identify } from '../values/table';
import type { SetValue, Value, ViewValue } from '../values/value';
import { hasPairs } from './iterate';
import { callSpecial, isTrue, special, truth } from './special';

/** Comparisons that go by value. */
export type ValueComparison = Exclude<Comparison, 'Is' | 'IsNot' | 'In' | 'NotIn'>;

const methods = {
  Eq: '__eq__',
  NotEq: '__ne__',
  Lt: '__lt__',
  LtE: '__le__',
  Gt: '__gt__',
  GtE: '__ge__',
} as const;
const mirrored = { Eq: 'Eq', NotEq: 'NotEq', Lt: 'Gt', LtE: 'GtE', Gt: 'Lt', GtE: 'LtE' } as const;
const signs = { Eq: '==', NotEq: '!=', Lt: '<', LtE: '<=', Gt: '>', GtE: '>=' } as const;

/** `left op right` with all of Python's rules; unknown where either is. */
export function compare(machine: Machine, comparison: ValueComparison, left: Value, right: Value): Value {
  const quick = order(left, right);
  if (quick !== undefined) return bool(holds(comparison, quick));
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  if (isObject(left) || isObject(right)) {
    const own = compareObjects(machine, comparison, left, right);
    if (own !== undefined) return own;
  }
  return compareStructures(machine, comparison, unwrap(left), unwrap(right), left, right);
}

/** Whether two values are equal; an unknown is met by throwing. */
export function equals(machine: Machine, left: Value, right: Value): boolean {
  return left === right || isTrue(machine, compare(machine, 'Eq', left, right));
}

/** Whether left comes before right. */
export function isLess(machine: Machine, left: Value, right: Value): boolean {
  return isTrue(machine, compare(machine, 'Lt', left, right));
}

function isObject(value: Value): boolean {
  return value.kind === 'instance' || value.kind === 'host' || value.kind === 'class';
}

/** Negative, 0 or positive for numbers and texts; NaN where nothing holds; undefined for anything else. */
function order(left: Value, right: Value): number | undefined {
  if (isNumber(left) && isNumber(right)) {
    const [a, b] = [left.value, right.value];
    if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a < b ? -1 : a > b ? 1 : NaN;
    // a bigint compared with a float or an integer: JavaScript compares exactly
    return a < b ? -1 : a > b ? 1 : Number.isNaN(Number(a)) || Number.isNaN(Number(b)) ? NaN : 0;
  }
  if ((left.kind === 'str' && right.kind === 'str') || (left.kind === 'bytes' && right.kind === 'bytes')) {
    if (left.value === right.value) return 0;
    return hasPairs(left.value) || hasPairs(right.value)
      ? orderByCodePoints(left.value, right.value)
      : left.value < right.value
        ? -1
        : 1;
  }
  return undefined;
}

function isNumber(value: Value): value is Extract<Value, { kind: 'int' | 'float' | 'bool' }> {
  return value.kind === 'int' || value.kind === 'float' || value.kind === 'bool';
}

function orderByCodePoints(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function holds(comparison: ValueComparison, order: number): boolean {
  switch (comparison) {
    case 'Eq':
      return order === 0;
    case 'NotEq':
      return order !== 0;
    case 'Lt':
      return order < 0;
    case 'LtE':
      return order <= 0;
    case 'Gt':
      return order > 0;
    case 'GtE':
      return order >= 0;
  }
}

/** By the methods of classes and hosts; a subclass's reflected method goes first. */
function compareObjects(
  machine: Machine,
  comparison: ValueComparison,
  left: Value,
  right: Value,
): Value | undefined {
  const turned = mirrored[comparison];
  const rightFirst =
    classOf(left) !== classOf(right) &&
    isSubclass(classOf(right), classOf(left)) &&
    special(right, methods[turned]);
  if (rightFirst) {
    const result = ask(machine, turned, right, left);
    if (result !== undefined) return result;
  }
  const own =
    ask(machine, comparison, left, right) ?? (rightFirst ? undefined : ask(machine, turned, right, left));
  if (own !== undefined) return own;
  if (comparison !== 'NotEq') return undefined;
  // != is the contrary of == unless the class says more
  const equal = ask(machine, 'Eq', left, right) ?? ask(machine, 'Eq', right, left);
  if (equal === undefined) return undefined;
  const answer = truth(machine, equal);
  return answer.kind === 'bool' ? bool(!answer.value) : answer;
}

function ask(machine: Machine, comparison: ValueComparison, left: Value, right: Value): Value | undefined {
  if (left.kind === 'host' && left.host.compare) return left.host.compare(machine, comparison, right);
  return callSpecial(machine, left, methods[comparison], [right]);
}

function compareStructures(
  machine: Machine,
  comparison: ValueComparison,
  left: Value,
  right: Value,
  shownLeft: Value,
  shownRight: Value,
): Value {
  machine.step();
  const result = compareSame(machine, comparison, left, right);
  if (result !== undefined) return result;
  if (comparison === 'Eq') return bool(shownLeft === shownRight || sameObject(left, right));
  if (comparison === 'NotEq') return bool(shownLeft !== shownRight && !sameObject(left, right));
  const names = `'${classOf(shownLeft).name}' and '${classOf(shownRight).name}'`;
  throw fail(machine, 'TypeError', `'${signs[comparison]}' not supported between instances of ${names}`);
}

function compareSame(
  machine: Machine,
  comparison: ValueComparison,
  left: Value,
  right: Value,
): Value | undefined {
  const quick = order(left, right);
  if (quick !== undefined) return bool(holds(comparison, quick));
  if ((left.kind === 'list' && right.kind === 'list') || (left.kind === 'tuple' && right.kind === 'tuple')) {
    return compareSequences(machine, comparison, left.items, right.items);
  }
  if (isSetLike(left) && isSetLike(right)) return compareSets(machine, comparison, left, right);
  const equality = comparison === 'Eq' || comparison === 'NotEq';
  if (!equality) return undefined;
  if (left.kind === 'dict' && right.kind === 'dict') {
    return bool(equalTables(machine, left, right) === (comparison === 'Eq'));
  }
  if (left.kind === 'slice' && right.kind === 'slice') {
    const [a, b] = [left, right].map(({ start, stop, step }) => [start, stop, step]);
    return compareSequences(machine, comparison, a ?? [], b ?? []);
  }
  if (left.kind === 'range' && right.kind === 'range') {
    const same =
      left.length === right.length &&
      (left.length === 0 || (left.start === right.start && (left.length === 1 || left.step === right.step)));
    return bool(same === (comparison === 'Eq'));
  }
  return undefined;
}

function compareSequences(
  machine: Machine,
  comparison: ValueComparison,
  left: readonly Value[],
  right: readonly Value[],
): Value {
  if (left.length !== right.length && comparison === 'Eq') return bool(false);
  if (left.length !== right.length && comparison === 'NotEq') return bool(true);
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) break;
    machine.step();
    if (equals(machine, item, other)) continue;
    if (comparison === 'Eq') return bool(false);
    if (comparison === 'NotEq') return bool(true);
    return compare(machine, comparison, item, other);
  }
  return bool(holds(comparison, left.length - right.length));
}

type SetLike = SetValue | ViewValue;

function isSetLike(value: Value): value is SetLike {
  return value.kind === 'set' || (value.kind === 'view' && value.of !== 'values');
}

function compareSets(machine: Machine, comparison: ValueComparison, left: SetLike, right: SetLike): Value {
  const within = (inner: SetLike, outer: SetLike): boolean => {
    machine.step(inner.table.size);
    for (const { key } of inner.table.entries()) if (!outer.table.has(machine, key)) return false;
    return true;
  };
  const [a, b] = [left.table.size, right.table.size];
  switch (comparison) {
    case 'Eq':
      return bool(a === b && within(left, right));
    case 'NotEq':
      return bool(a !== b || !within(left, right));
    case 'Lt':
      return bool(a < b && within(left, right));
    case 'LtE':
      return bool(within(left, right));
    case 'Gt':
      return bool(a > b && within(right, left));
    case 'GtE':
      return bool(within(right, left));
  }
}

function equalTables(
  machine: Machine,
  left: Extract<Value, { kind: 'dict' }>,
  right: Extract<Value, { kind: 'dict' }>,
): boolean {
  if (left.table.size !== right.table.size) return false;
  for (const { key, value } of left.table.entries()) {
    machine.step();
    const other = right.table.get(machine, key);
    if (other === undefined || !equals(machine, value, other)) return false;
  }
  return true;
}

/** Whether two values that have no value of their own are one and the same. */
export function sameObject(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  switch (left.kind) {
    case 'none':
    case 'ellipsis':
    case 'notImplemented':
      return true;
    case 'bool':
      return right.kind === 'bool' && left.value === right.value;
    case 'int':
      // CPython keeps one object for each of these
      return right.kind === 'int' && left.value === right.value && left.value >= -5 && left.value <= 256;
    case 'str':
      return right.kind === 'str' && left.value === right.value;
    case 'tuple':
      return right.kind === 'tuple' && left.items.length === 0 && right.items.length === 0;
    case 'boundMethod':
      return right.kind === 'boundMethod' && left.self === right.self && left.callable === right.callable;
    case 'generic':
      return right.kind === 'generic' && left.text === right.text;
    case 'host':
      return right.kind === 'host' && left.host === right.host;
    default:
      return false;
  }
}

/** A number that equal values share, the same in every run. */
export function hash(machine: Machine, value: Value): Value {
  if (value.kind === 'unknown') return value;
  const own = callSpecial(machine, value, '__hash__', []);
  if (own !== undefined) return own;
  const identification = identify(machine, value);
  if (typeof identification === 'number') return int(identification);
  let sum = 0x811c9dc5;
  for (const unit of identification) sum = Math.imul(sum ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return int(sum >>> 0);
}
