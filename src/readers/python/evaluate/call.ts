/** Calling anything that can be called. */
import { builtinClasses, classOf, lookup } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { Encountered, firstUnknown, unknownCallKey, type UnknownCall } from '../values/unknown';
import type { BuiltinValue, FunctionValue, Keywords, UnknownValue, Value } from '../values/value';
import { bindArguments } from './arguments';
import { emptyOf } from './annotations';
import { instantiate } from './makeClass';
import { special } from './special';

/** callee(*positional, **keywords). */
export function call(
  machine: Machine,
  callee: Value,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  switch (callee.kind) {
    case 'function':
      return callFunction(machine, callee, positional, keywords);
    case 'builtin':
      return callBuiltin(machine, callee, positional, keywords);
    case 'boundMethod':
      return call(machine, callee.callable, [callee.self, ...positional], keywords);
    case 'class':
      return callClass(machine, callee, positional, keywords);
    case 'wrappedMethod':
      return call(machine, callee.callable, positional, keywords);
    case 'unknown':
      return callUnknown(machine, callee, positional, keywords);
    case 'generic':
      return callGeneric(machine, callee, positional, keywords);
    case 'host':
      if (callee.host.call) return callee.host.call(machine, positional, keywords);
      break;
    default:
      break;
  }
  const method = special(callee, '__call__');
  if (method !== undefined) return call(machine, method, [callee, ...positional], keywords);
  if (callee.kind === 'instance' && callee.cls.unknownBase) return callee.cls.unknownBase;
  throw fail(machine, 'TypeError', `'${classOf(callee).name}' object is not callable`);
}

function callUnknown(
  machine: Machine,
  callee: UnknownValue,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  const more = machine.keep.get(unknownCallKey);
  // Only whoever knows the key's type writes under it.
  const given =
    typeof more === 'function' ? (more as UnknownCall)(machine, callee, positional, keywords) : undefined;
  return given ?? callee;
}

function callFunction(
  machine: Machine,
  callee: FunctionValue,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  machine.step();
  const slots = bindArguments(machine, callee, positional, keywords);
  try {
    return callee.run(machine, slots);
  } catch (error) {
    // the JavaScript stack ran out before the limit on nested calls was reached
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      throw fail(machine, 'RecursionError', 'maximum recursion depth exceeded');
    }
    throw error;
  }
}

function callBuiltin(
  machine: Machine,
  callee: BuiltinValue,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  const unknown = unknownArgument(callee, positional, keywords);
  if (unknown) return unknown;
  weigh(machine, positional);
  try {
    return callee.call(machine, positional, keywords);
  } catch (error) {
    if (error instanceof Encountered) return error.unknown;
    throw error;
  }
}

/** Characters that cost one step of a function that looks at all of them. */
const charactersPerStep = 256;
/** Hexadecimal digits of a large integer that cost one step: writing it in decimal takes more than its length. */
const digitsPerStep = 8;

/** Our own functions look at whole texts and integers at once; that counts as work too, so that nothing runs for long. */
function weigh(machine: Machine, values: readonly Value[]): void {
  for (const value of values) {
    if (value.kind === 'str') {
      if (value.value.length > charactersPerStep)
        machine.step(Math.ceil(value.value.length / charactersPerStep));
    } else if (value.kind === 'int' && typeof value.value === 'bigint')
      machine.step(Math.ceil(value.value.toString(16).length / digitsPerStep));
  }
}

function unknownArgument(
  callee: BuiltinValue,
  positional: readonly Value[],
  keywords: Keywords,
): UnknownValue | undefined {
  const [self] = positional;
  if (callee.binds && self?.kind === 'unknown') return self;
  if (callee.takesUnknown) return undefined;
  return firstUnknown(positional) ?? (keywords ? firstUnknown(keywords.values()) : undefined);
}

function callClass(
  machine: Machine,
  cls: Extract<Value, { kind: 'class' }>,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  const [only] = positional;
  if (cls === builtinClasses.type && positional.length === 1 && only)
    return only.kind === 'unknown' ? only : classOf(only);
  const override = cls.metaclass === null ? undefined : lookup(cls.metaclass, '__call__');
  if (override !== undefined && override.kind === 'function')
    return call(machine, override, [cls, ...positional], keywords);
  weigh(machine, positional);
  return instantiate(machine, cls, positional, keywords);
}

/** `List[int]()` and `Alias()` make what the class behind them makes. */
function callGeneric(
  machine: Machine,
  callee: Extract<Value, { kind: 'generic' }>,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  if (callee.base.kind === 'class' && callee.base !== builtinClasses.generic)
    return call(machine, callee.base, positional, keywords);
  const empty = emptyOf(callee.text.replace(/\[.*$/s, '').replace(/^.*\./, ''));
  return empty ?? machine.unknown('unsupported', `${callee.text} cannot be called.`, callee.text);
}
