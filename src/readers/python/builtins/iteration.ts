/** Builtin functions over iterables: sorted, min, zip, map and their kin. */
import { binary } from '../evaluate/operators';
import { compare, isLess } from '../evaluate/compare';
import { iterate, iteratorFrom, valuesOf, type Iteration } from '../evaluate/iterate';
import { toIndex } from '../evaluate/indices';
import { callSpecial, isTrue, special, truth } from '../evaluate/special';
import { classOf, unwrap } from '../values/classes';
import { exception, exceptionClass, fail, raised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { add } from '../values/bigint';
import { bool, builtin, int, iterator, list, no, none, openBuiltin, tuple, yes } from '../values/make';
import { Encountered } from '../values/unknown';
import type { BuiltinValue, Keywords, Value } from '../values/value';
import { counted, countedOpen, keyword } from './checks';
import { lengthOf } from './length';
import { sortedValues } from './lists';
import { native } from './native';

/** Builtin functions of this file by name. */
export const iterationFunctions: readonly BuiltinValue[] = [
  builtin('sorted', (machine, positional, keywords) => {
    const [values = none] = positional;
    if (positional.length !== 1) {
      throw fail(machine, 'TypeError', `sorted expected 1 argument, got ${positional.length}`);
    }
    const items = valuesOf(machine, values);
    return list(
      sortedValues(machine, items, keyword(keywords, 'key'), keyword(keywords, 'reverse')),
      machine.here(),
    );
  }),
  countedOpen('reversed', 1, 1, reversed),
  openBuiltin('zip', zip),
  openBuiltin('map', map),
  countedOpen('filter', 2, 2, filter),
  native('enumerate', 'iterable, start=0', enumerate, { takesUnknown: true }),
  countedOpen('iter', 1, 2, iter),
  countedOpen('next', 1, 2, next),
  openBuiltin('min', (machine, values, keywords) => extreme(machine, 'min', values, keywords)),
  openBuiltin('max', (machine, values, keywords) => extreme(machine, 'max', values, keywords)),
  native('sum', 'iterable, /, start=0', sum),
  counted('any', 1, 1, (machine, values = none) => quantify(machine, values, true)),
  counted('all', 1, 1, (machine, values = none) => quantify(machine, values, false)),
];

function reversed(machine: Machine, values: Value = none): Value {
  if (values.kind === 'unknown') return values;
  const own = callSpecial(machine, values, '__reversed__', []);
  if (own !== undefined) return own;
  const plain = unwrap(values);
  if (plain.kind === 'set' || plain.kind === 'iterator' || plain.kind === 'int' || plain.kind === 'none') {
    throw fail(machine, 'TypeError', `'${classOf(values).name}' object is not reversible`);
  }
  if (values.kind === 'instance' && plain.kind === 'instance' && !values.cls.unknownBase) {
    if (special(values, '__getitem__') === undefined)
      throw fail(machine, 'TypeError', `'${classOf(values).name}' object is not reversible`);
    let at = toIndex(machine, lengthOf(machine, values));
    return iterator('reversed', () =>
      at > 0 ? callSpecial(machine, values, '__getitem__', [int((at -= 1))]) : undefined,
    );
  }
  const items = valuesOf(machine, values).reverse();
  let index = 0;
  return iterator(plain.kind === 'list' ? 'list_reverseiterator' : 'reversed', () => items[index++]);
}

function zip(machine: Machine, sources: readonly Value[], keywords: Keywords): Value {
  const iterations = sources.map((source) => iterate(machine, source));
  const strict = isTrue(machine, keyword(keywords, 'strict'));
  return iterator('zip', () => {
    if (iterations.length === 0) return undefined;
    const items: Value[] = [];
    for (const [index, iteration] of iterations.entries()) {
      const item = iteration.next();
      if (item === undefined) {
        if (strict) checkStrict(machine, iterations, index);
        return undefined;
      }
      items.push(item);
    }
    machine.step();
    return tuple(items);
  });
}

function checkStrict(machine: Machine, iterations: readonly Iteration[], ended: number): void {
  const before = ended === 1 ? 'argument 1' : `arguments 1-${ended}`;
  if (ended > 0) throw fail(machine, 'ValueError', `zip() argument ${ended + 1} is shorter than ${before}`);
  for (const [index, iteration] of iterations.entries()) {
    if (index === 0 || iteration.next() === undefined) continue;
    const others = index === 1 ? 'argument 1' : `arguments 1-${index}`;
    throw fail(machine, 'ValueError', `zip() argument ${index + 1} is longer than ${others}`);
  }
}

function map(machine: Machine, [callee = none, ...sources]: readonly Value[]): Value {
  if (sources.length === 0) throw fail(machine, 'TypeError', 'map() must have at least two arguments.');
  if (callee.kind === 'unknown') return callee;
  const iterations = sources.map((source) => iterate(machine, source));
  return iterator('map', () => {
    const args: Value[] = [];
    for (const iteration of iterations) {
      const item = iteration.next();
      if (item === undefined) return undefined;
      args.push(item);
    }
    machine.step();
    return machine.call(callee, args);
  });
}

function filter(machine: Machine, callee: Value = none, values: Value = none): Value {
  const iteration = iterate(machine, values);
  return iterator('filter', () => {
    for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
      machine.step();
      if (isTrue(machine, callee.kind === 'none' ? item : machine.call(callee, [item]))) return item;
    }
    return undefined;
  });
}

function enumerate(machine: Machine, values: Value = none, start: Value = none): Value {
  const iteration = iterate(machine, values);
  let index = toIndex(machine, start);
  return iterator('enumerate', () => {
    const item = iteration.next();
    return item === undefined ? undefined : tuple([int(index++), item]);
  });
}

function iter(machine: Machine, source: Value = none, sentinel?: Value): Value {
  if (source.kind === 'unknown') return source;
  if (sentinel === undefined) return iteratorFrom(machine, source);
  return iterator('callable_iterator', () => {
    machine.step();
    const item = machine.call(source, []);
    return isTrue(machine, binaryEqual(machine, item, sentinel)) ? undefined : item;
  });
}

function binaryEqual(machine: Machine, left: Value, right: Value): Value {
  return bool(!isLess(machine, left, right) && !isLess(machine, right, left));
}

function next(machine: Machine, source: Value = none, otherwise?: Value): Value {
  if (source.kind === 'unknown') return source;
  if (source.kind === 'iterator') {
    const item = source.next() ?? otherwise;
    if (item !== undefined) return item;
    const result = source.generator?.result();
    throw raised(
      machine,
      exception(exceptionClass('StopIteration'), ...(result && result.kind !== 'none' ? [result] : [])),
    );
  }
  let own: Value | undefined;
  try {
    own = callSpecial(machine, source, '__next__', []);
  } catch (error) {
    if (otherwise !== undefined && error instanceof Error && 'value' in error) return otherwise;
    throw error;
  }
  if (own !== undefined) return own;
  throw fail(machine, 'TypeError', `'${classOf(source).name}' object is not an iterator`);
}

function extreme(
  machine: Machine,
  name: 'min' | 'max',
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  const key = keyword(keywords, 'key');
  const otherwise = keywords?.get('default');
  const [only] = positional;
  if (only === undefined) throw fail(machine, 'TypeError', `${name} expected at least 1 argument, got 0`);
  const values = positional.length === 1 ? valuesOf(machine, only) : positional;
  const unknown = values.find(({ kind }) => kind === 'unknown');
  if (unknown?.kind === 'unknown') throw new Encountered(unknown);
  let best: Value | undefined;
  let bestKey: Value = none;
  for (const value of values) {
    machine.step();
    const valueKey = key.kind === 'none' ? value : machine.call(key, [value]);
    const better =
      best === undefined ||
      (name === 'min'
        ? isLess(machine, valueKey, bestKey)
        : isTrue(machine, compare(machine, 'Gt', valueKey, bestKey)));
    if (!better) continue;
    best = value;
    bestKey = valueKey;
  }
  const result = best ?? otherwise;
  if (result === undefined) throw fail(machine, 'ValueError', `${name}() arg is an empty sequence`);
  return result;
}

function sum(machine: Machine, values: Value = none, start: Value = none): Value {
  if (start.kind === 'str')
    throw fail(machine, 'TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  let total: Value = start;
  const iteration = iterate(machine, values);
  for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
    machine.step();
    total =
      total.kind === 'int' && item.kind === 'int'
        ? add(total.value, item.value)
        : binary(machine, 'Add', total, item);
  }
  return total;
}

function quantify(machine: Machine, values: Value, wanted: boolean): Value {
  let doubt: Value | undefined;
  const iteration = iterate(machine, values);
  for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
    machine.step();
    const answer = truth(machine, item);
    if (answer.kind === 'unknown') doubt = answer;
    else if (answer.kind === 'bool' && answer.value === wanted) return wanted ? yes : no;
  }
  return doubt ?? (wanted ? no : yes);
}
