/** `item in container`. */
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, no, yes } from '../values/make';
import type { Value } from '../values/value';
import { compare, equals, sameObject } from './compare';
import { indexOf } from './indices';
import { iterate } from './iterate';
import { callSpecial, special, truth } from './special';

/** Whether a container holds an item; unknown where either, or an element that decides, is unknown. */
export function contains(machine: Machine, container: Value, item: Value): Value {
  if (container.kind === 'unknown') return container;
  if (container.kind === 'host' && container.host.contains) return container.host.contains(machine, item);
  const own = callSpecial(machine, container, '__contains__', [item]);
  if (own !== undefined) return truth(machine, own);
  const plain = special(container, '__iter__') === undefined ? unwrap(container) : container;
  switch (plain.kind) {
    case 'dict':
    case 'set':
      return item.kind === 'unknown' ? item : bool(plain.table.has(machine, item));
    case 'str':
      return inText(machine, plain.value, item);
    case 'range': {
      const index = item.kind === 'float' ? item.value : indexOf(machine, item);
      if (index === undefined) return no;
      const steps = (Number(index) - plain.start) / plain.step;
      return bool(Number.isInteger(steps) && steps >= 0 && steps < plain.length);
    }
    case 'view':
      if (plain.of === 'keys') return item.kind === 'unknown' ? item : bool(plain.table.has(machine, item));
      return among(machine, plain, item);
    default:
      return among(machine, plain, item);
  }
}

function inText(machine: Machine, text: string, item: Value): Value {
  if (item.kind === 'unknown') return item;
  const wanted = unwrap(item);
  if (wanted.kind === 'str') return bool(text.includes(wanted.value));
  const name = classOf(item).name;
  throw fail(machine, 'TypeError', `'in <string>' requires string as left operand, not ${name}`);
}

function among(machine: Machine, container: Value, item: Value): Value {
  if (!isIterable(machine, container)) {
    throw fail(machine, 'TypeError', `argument of type '${classOf(container).name}' is not iterable`);
  }
  let doubt: Value | undefined;
  const iteration = iterate(machine, container);
  for (let element = iteration.next(); element !== undefined; element = iteration.next()) {
    machine.step();
    if (sameObject(element, item)) return yes;
    if (element.kind === 'unknown' || item.kind === 'unknown') {
      doubt = element.kind === 'unknown' ? element : item;
      continue;
    }
    const answer =
      element.kind === 'host' || item.kind === 'host'
        ? compare(machine, 'Eq', element, item)
        : bool(equals(machine, element, item));
    const same = truth(machine, answer);
    if (same.kind === 'unknown') doubt = same;
    else if (same.kind === 'bool' && same.value) return yes;
  }
  return doubt ?? no;
}

function isIterable(machine: Machine, value: Value): boolean {
  if (value.kind === 'instance' || value.kind === 'class' || value.kind === 'host') {
    if (special(value, '__iter__') ?? special(value, '__getitem__')) return true;
    if (value.kind === 'host') return value.host.iterate !== undefined;
    return (
      value.kind === 'instance' &&
      (value.payload !== null || machine.findAttribute(value, '__iter__') !== undefined)
    );
  }
  return ![
    'none',
    'bool',
    'int',
    'float',
    'function',
    'builtin',
    'ellipsis',
    'boundMethod',
    'module',
  ].includes(value.kind);
}
