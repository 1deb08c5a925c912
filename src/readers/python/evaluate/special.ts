/** Methods that operators look for in the class of a value, never in the instance. */
import { Encountered } from '../values/unknown';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { yes } from '../values/make';
import type { ClassValue, Value } from '../values/value';

const withOwnMethods = new WeakSet<ClassValue>();

/** Says that operators are to look into a class of ours that no program may change: its own methods are not what builtin classes do anyway. */
export function declareOwnMethods(cls: ClassValue): void {
  withOwnMethods.add(cls);
}

/** The method that the program or another folder defined for instances of a value's class; what the builtin classes do anyway is left out. */
export function special(value: Value, name: string): Value | undefined {
  const cls = specialClass(value);
  if (cls === null) return undefined;
  for (const ancestor of cls.mro) {
    const found = ancestor.attributes.get(name);
    if (found !== undefined) return ancestor.builtin && !withOwnMethods.has(ancestor) ? undefined : found;
  }
  return undefined;
}

function specialClass(value: Value): ClassValue | null {
  if (value.kind === 'instance') return value.cls;
  if (value.kind === 'class') return value.metaclass;
  if (value.kind === 'host') return value.host.type;
  return null;
}

/** Calls such a method; undefined where there is none or where it answers NotImplemented. */
export function callSpecial(
  machine: Machine,
  value: Value,
  name: string,
  positional: readonly Value[],
): Value | undefined {
  const found = special(value, name);
  if (found === undefined || found.kind === 'none') return undefined;
  const result = machine.call(bindSpecial(machine, found, value), boundArguments(found, value, positional));
  return result.kind === 'notImplemented' ? undefined : result;
}

function boundArguments(found: Value, self: Value, positional: readonly Value[]): readonly Value[] {
  return found.kind === 'function' || (found.kind === 'builtin' && found.binds)
    ? [self, ...positional]
    : positional;
}

/** Functions take the instance as an argument; everything else binds by its own rules. */
function bindSpecial(machine: Machine, found: Value, self: Value): Value {
  if (found.kind === 'wrappedMethod') return found.callable;
  if (found.kind === 'property') return found.getter ? machine.call(found.getter, [self]) : found;
  return found;
}

/** Whether a value counts as true; an unknown cannot say. */
export function truth(machine: Machine, value: Value): Value {
  switch (value.kind) {
    case 'bool':
    case 'unknown':
      return value;
    case 'none':
      return falsehood;
    case 'int':
      return truthOf(value.value !== 0);
    case 'float':
      return truthOf(value.value !== 0);
    case 'str':
    case 'bytes':
      return truthOf(value.value !== '');
    case 'list':
    case 'tuple':
      return truthOf(value.items.length > 0);
    case 'dict':
    case 'set':
    case 'view':
      return truthOf(value.table.size > 0);
    case 'range':
      return truthOf(value.length > 0);
    case 'host':
      if (value.host.truth) return value.host.truth(machine);
      if (value.host.length) return truth(machine, value.host.length(machine));
      return yes;
    case 'instance': {
      const own = callSpecial(machine, value, '__bool__', []) ?? callSpecial(machine, value, '__len__', []);
      if (own) return truth(machine, own);
      return value.payload ? truth(machine, value.payload) : yes;
    }
    case 'class': {
      const own = callSpecial(machine, value, '__bool__', []) ?? callSpecial(machine, value, '__len__', []);
      return own ? truth(machine, own) : yes;
    }
    default:
      return yes;
  }
}

const falsehood: Value = { kind: 'bool', value: false };

function truthOf(value: boolean): Value {
  return value ? yes : falsehood;
}

/** The truth of a value where an unknown cannot be dealt with. */
export function isTrue(machine: Machine, value: Value): boolean {
  const answer = truth(machine, value);
  if (answer.kind === 'unknown') throw new Encountered(answer);
  return answer.kind === 'bool' && answer.value;
}

/** A class that is asked for by an argument; TypeError otherwise. */
export function asClass(machine: Machine, value: Value, message: string): ClassValue {
  if (value.kind === 'class') return value;
  if (value.kind === 'unknown') throw new Encountered(value);
  // type annotations such as list[int] stand for the class behind them
  if (value.kind === 'generic' && value.base.kind === 'class') return value.base;
  throw fail(machine, 'TypeError', message);
}
