/** Builtin functions about objects and scopes: isinstance, getattr, vars, super and their kin. */
import { localNames, Frame } from '../evaluate/frame';
import { answersTo } from '../evaluate/protocols';
import { asClass } from '../evaluate/special';
import { fail, isRaised } from '../values/exceptions';
import { builtinClasses, classOf, isSubclass, unwrap } from '../values/classes';
import type { Machine } from '../values/machine';
import { bool, dictOf, int, list, no, none, openBuiltin, str, yes } from '../values/make';
import { Encountered } from '../values/unknown';
import type { BuiltinValue, ClassValue, Value } from '../values/value';
import { valuesOf } from '../evaluate/iterate';
import { sortedValues } from './lists';
import { callSpecial, special, truth } from '../evaluate/special';
import { countedOpen, textOf } from './checks';
import { namesOf } from './objects';

/** Builtin functions of this file by name. */
export const reflectionFunctions: readonly BuiltinValue[] = [
  countedOpen('isinstance', 2, 2, (machine, value = none, cls = none) =>
    value.kind === 'unknown' ? value : isAny(machine, classOf(value), cls, value),
  ),
  countedOpen('issubclass', 2, 2, (machine, cls = none, of = none) =>
    cls.kind === 'unknown'
      ? cls
      : isAny(machine, asClass(machine, cls, 'issubclass() arg 1 must be a class'), of, none, notOfClasses),
  ),
  countedOpen('getattr', 2, 3, getattr),
  countedOpen('hasattr', 2, 2, (machine, object = none, name = none) => {
    if (object.kind === 'unknown') return object;
    try {
      const found = machine.findAttribute(object, attributeName(machine, name, 'hasattr'));
      return found?.kind === 'unknown' && object.kind === 'module' ? found : bool(found !== undefined);
    } catch (error) {
      if (isRaised(error, 'AttributeError')) return no;
      throw error;
    }
  }),
  countedOpen('setattr', 3, 3, (machine, object = none, name = none, value = none) => {
    machine.setAttribute(object, attributeName(machine, name, 'setattr'), value);
    return none;
  }),
  countedOpen('delattr', 2, 2, (machine, object = none, name = none) => {
    machine.deleteAttribute(object, attributeName(machine, name, 'delattr'));
    return none;
  }),
  countedOpen('callable', 1, 1, (_, value = none) => callable(value)),
  countedOpen('id', 1, 1, (machine, value = none) => int(0x7f0000000000 + machine.identity(value) * 16)),
  countedOpen('vars', 0, 1, (machine, value?: Value) =>
    value === undefined ? locals(machine) : vars(machine, value),
  ),
  countedOpen('dir', 0, 1, (machine, value?: Value) => {
    if (value === undefined) return list([...localNames(frameOf(machine)).keys()].sort().map(str));
    if (value.kind === 'unknown') return value;
    const own = callSpecial(machine, value, '__dir__', []);
    return own === undefined
      ? list(namesOf(machine, value).map(str))
      : list(sortedValues(machine, valuesOf(machine, own), none, no));
  }),
  countedOpen('locals', 0, 0, locals),
  countedOpen('globals', 0, 0, (machine) => globalsOf(machine)),
];

/** The frame of the innermost call. */
function frameOf(machine: Machine): Frame {
  const frame = machine.top?.frame;
  if (frame instanceof Frame) return frame;
  throw new Encountered(machine.unknown('unsupported', 'There is no scope here.', 'locals'));
}

function locals(machine: Machine): Value {
  const frame = frameOf(machine);
  return frame.names === frame.globals ? globalsOf(machine) : dictOf(localNames(frame));
}

function globalsOf(machine: Machine): Value {
  const module: Value = {
    kind: 'module',
    name: 'globals',
    attributes: frameOf(machine).globals,
    missing: null,
  };
  return machine.getAttribute(module, '__dict__');
}

function vars(machine: Machine, value: Value): Value {
  if (value.kind === 'unknown') return value;
  const found = machine.findAttribute(value, '__dict__');
  if (found === undefined) throw fail(machine, 'TypeError', 'vars() argument must have __dict__ attribute');
  return found;
}

function attributeName(machine: Machine, name: Value, asker: string): string {
  const plain = unwrap(name);
  if (plain.kind === 'unknown') throw new Encountered(plain);
  if (plain.kind !== 'str') {
    const message =
      asker === 'setattr' || asker === 'delattr' || asker === 'getattr' || asker === 'hasattr'
        ? `attribute name must be string, not '${classOf(name).name}'`
        : 'attribute name must be string';
    throw fail(machine, 'TypeError', message);
  }
  return textOf(machine, plain, 'attribute name');
}

function getattr(machine: Machine, object: Value = none, name: Value = none, otherwise?: Value): Value {
  if (object.kind === 'unknown') return object;
  const wanted = attributeName(machine, name, 'getattr');
  if (otherwise === undefined) return machine.getAttribute(object, wanted);
  try {
    return machine.findAttribute(object, wanted) ?? otherwise;
  } catch (error) {
    if (isRaised(error, 'AttributeError')) return otherwise;
    throw error;
  }
}

const notOfTypes = 'isinstance() arg 2 must be a type, a tuple of types, or a union';
const notOfClasses = 'issubclass() arg 2 must be a class, a tuple of classes, or a union';

/** Whether a class is among those of isinstance's second argument. An unknown class answers only where a known one does not. */
function isAny(machine: Machine, cls: ClassValue, wanted: Value, value: Value, refusal = notOfTypes): Value {
  switch (wanted.kind) {
    case 'tuple':
      return anyOf(wanted.items.map((item) => () => isAny(machine, cls, item, value, refusal)));
    case 'class':
      return isOne(machine, cls, wanted, value);
    case 'unknown':
      return isConcrete(value) ? no : wanted;
    case 'none':
      return bool(cls === builtinClasses.none);
    case 'generic':
      if (wanted.text === 'typing.Callable') return callable(value);
      if (wanted.base.kind === 'none')
        return anyOf(wanted.parameters.map((item) => () => isAny(machine, cls, item, value)));
      return isAny(machine, cls, wanted.base, value);
    default:
      throw fail(machine, 'TypeError', refusal);
  }
}

function isOne(machine: Machine, cls: ClassValue, wanted: ClassValue, value: Value): Value {
  if (isSubclass(cls, wanted)) return yes;
  const able = answersTo(wanted, value);
  if (able !== undefined) return bool(able);
  if (wanted.metaclass !== null) {
    const own = callSpecial(machine, wanted, '__instancecheck__', [value]);
    if (own !== undefined) return truth(machine, own);
  }
  return cls.unknownBase !== null && !wanted.builtin ? cls.unknownBase : no;
}

/** A plain number, text or container is certainly no instance of a class from elsewhere. */
function isConcrete(value: Value): boolean {
  return !['instance', 'host', 'none'].includes(value.kind) || value.kind === 'none';
}

function anyOf(answers: readonly (() => Value)[]): Value {
  let doubt: Value | undefined;
  for (const answer of answers) {
    const value = answer();
    if (value.kind === 'bool' && value.value) return yes;
    if (value.kind === 'unknown') doubt = value;
  }
  return doubt ?? no;
}

function callable(value: Value): Value {
  switch (value.kind) {
    case 'function':
    case 'builtin':
    case 'boundMethod':
    case 'class':
    case 'generic':
      return yes;
    case 'unknown':
      return value;
    case 'host':
      return bool(value.host.call !== undefined || special(value, '__call__') !== undefined);
    default:
      return bool(special(value, '__call__') !== undefined);
  }
}

/** The constructors of the small classes that wrap functions. */
export function addWrapperClasses(): void {
  for (const wrapper of ['staticmethod', 'classmethod'] as const) {
    builtinClasses[wrapper].attributes.set(
      '__new__',
      openBuiltin('__new__', (_, [, callee = none]) => ({
        kind: 'wrappedMethod',
        wrapper,
        callable: callee,
      })),
    );
  }
  builtinClasses.property.attributes.set(
    '__new__',
    openBuiltin('__new__', (_, [, ...parts], keywords) => {
      const part = (index: number, name: string): Value | null => {
        const given = parts[index] ?? keywords?.get(name);
        return given === undefined || given.kind === 'none' ? null : given;
      };
      return {
        kind: 'property',
        getter: part(0, 'fget'),
        setter: part(1, 'fset'),
        deleter: part(2, 'fdel'),
        doc: part(3, 'doc'),
      };
    }),
  );
  builtinClasses.slice.attributes.set(
    '__new__',
    openBuiltin('__new__', (_, [, first = none, second, step = none]) =>
      second === undefined
        ? { kind: 'slice', start: none, stop: first, step: none }
        : { kind: 'slice', start: first, stop: second, step },
    ),
  );
  builtinClasses.super.attributes.set('__new__', openBuiltin('__new__', newSuper));
}

/** super() and super(cls, self). */
const newSuper: BuiltinValue['call'] = (machine, [, cls, self]) => {
  const frame = frameOf(machine);
  const after = cls ?? frame.holder?.cls ?? undefined;
  if (cls === undefined && frame.slots.length === 0)
    throw fail(machine, 'RuntimeError', 'super(): no arguments');
  if (after === undefined) throw fail(machine, 'RuntimeError', 'super(): __class__ cell not found');
  if (after.kind === 'unknown') return after;
  if (after.kind !== 'class') throw fail(machine, 'TypeError', 'super() argument 1 must be a type');
  const object = self ?? firstArgument(frame);
  if (object === undefined) throw fail(machine, 'RuntimeError', 'super(): no arguments');
  if (object.kind === 'unknown') return object;
  const selfClass = object.kind === 'class' && isSubclass(object, after) ? object : classOf(object);
  if (!isSubclass(selfClass, after)) {
    throw fail(machine, 'TypeError', 'super(type, obj): obj must be an instance or subtype of type');
  }
  return { kind: 'super', after, self: object, selfClass };
};

/** The first argument of the method that is running; in a comprehension that of the method around it. */
function firstArgument(frame: Frame): Value | undefined {
  return frame.slots[0];
}
