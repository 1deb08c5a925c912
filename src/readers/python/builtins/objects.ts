/** What every object and every class can do: `object`, `type`, exceptions, and the methods that operators stand for. */
import { functionKey } from '../evaluate/builtinAttributes';
import { compare, hash } from '../evaluate/compare';
import { format } from '../evaluate/format';
import { plainInstanceAttribute } from '../evaluate/attributes';
import { deletePlainAttribute, setPlainAttribute } from '../evaluate/changeAttributes';
import { makeClass } from '../evaluate/makeClass';
import { unary } from '../evaluate/operators';
import { exceptionText, instanceRepr, repr, text } from '../evaluate/repr';
import { builtinClasses, classOf, instanceOf, unwrap } from '../values/classes';
import { baseException, exceptionClasses, fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { int, list, method, none, notImplemented, openBuiltin, str, tuple } from '../values/make';
import type { BuiltinValue, ClassValue, Value } from '../values/value';
import { textOf } from './checks';

type Body = (machine: Machine, self: Value, ...args: Value[]) => Value;

function add(cls: ClassValue, name: string, body: Body): void {
  cls.attributes.set(
    name,
    method(cls.name, name, (machine, [self = none, ...args]) => body(machine, self, ...args)),
  );
}

/** Puts `object`'s and `type`'s methods in place; done once, when the builtins are loaded. */
export function addObjectMethods(): void {
  const { object } = builtinClasses;
  object.attributes.set('__new__', newObject);
  object.attributes.set('__init__', method('object', '__init__', initObject));
  object.attributes.set('__init_subclass__', method('object', '__init_subclass__', initSubclass));
  add(object, '__getattribute__', getAttributeOf);
  add(object, '__setattr__', (machine, self, name = none, value = none) => {
    const wanted = textOf(machine, name, 'attribute name');
    if (self.kind === 'instance') setPlainAttribute(machine, self, wanted, value);
    else if (self.kind === 'class' && !self.builtin) self.attributes.set(wanted, value);
    else machine.setAttribute(self, wanted, value);
    return none;
  });
  add(object, '__delattr__', (machine, self, name = none) => {
    deletePlainAttribute(machine, self, textOf(machine, name, 'attribute name'));
    return none;
  });
  add(object, '__repr__', (machine, self) =>
    str(self.kind === 'instance' ? instanceRepr(machine, self) : repr(machine, self)),
  );
  add(object, '__str__', (machine, self) =>
    str(self.kind === 'instance' ? repr(machine, self) : text(machine, self)),
  );
  add(object, '__format__', (machine, self, specification = none) =>
    str(format(machine, self, textOf(machine, specification, 'format'))),
  );
  add(object, '__hash__', (machine, self) =>
    self.kind === 'instance' && self.payload === null
      ? int(machine.identity(self))
      : hash(machine, plainly(self)),
  );
  add(object, '__eq__', (machine, self, other = none) => {
    const [left, right] = [plainly(self), plainly(other)];
    if (left.kind === 'instance' && left.payload === null)
      return left === other ? { kind: 'bool', value: true } : notImplemented;
    return compare(machine, 'Eq', left, right);
  });
  add(object, '__ne__', (machine, self, other = none) => {
    const equal = machine.callSpecial(self, '__eq__', [other]);
    return equal === undefined
      ? compare(machine, 'NotEq', plainly(self), plainly(other))
      : unary(machine, 'Not', equal);
  });
  add(object, '__dir__', (machine, self) => list(namesOf(machine, self).map(str)));
  add(object, '__sizeof__', () => ({ kind: 'int', value: 16 }));
  add(object, '__reduce_ex__', (machine) =>
    machine.unknown('unsupported', 'Pickling is not supported.', '__reduce_ex__'),
  );
  builtinClasses.function.attributes.set('__new__', openBuiltin('__new__', newFunction));
  addTypeMethods();
  addExceptionMethods();
  addModuleMethods();
}

function addTypeMethods(): void {
  const { type } = builtinClasses;
  type.attributes.set('__new__', openBuiltin('__new__', newClass));
  add(type, '__init__', () => none);
  add(type, '__call__', (machine, self, ...args) =>
    self.kind === 'class' ? callPlainly(machine, self, args) : machine.call(self, args),
  );
  add(type, 'mro', (_, self) => list(self.kind === 'class' ? [...self.mro] : []));
  add(type, '__instancecheck__', (machine, self, value = none) =>
    machine.call(machine.getAttribute(machine.builtins, 'isinstance'), [value, self]),
  );
}

/** An instance of a subclass of int, list and so on as the plain value, so that inherited methods do not call overriding ones. */
function plainly(value: Value): Value {
  return unwrap(value);
}

function callPlainly(machine: Machine, cls: ClassValue, args: readonly Value[]): Value {
  const make =
    cls.mro.find((ancestor) => ancestor.attributes.has('__new__'))?.attributes.get('__new__') ?? newObject;
  const made = machine.call(make, [cls, ...args]);
  const initialise = machine.findAttribute(made, '__init__');
  if (initialise !== undefined) machine.call(initialise, args);
  return made;
}

/** `FunctionType(f.__code__, …)`: a function that does what f does, with attributes of its own. */
const newFunction: BuiltinValue['call'] = (machine, [, code], keywords) => {
  const from = code?.kind === 'module' ? code.attributes.get(functionKey) : undefined;
  if (from?.kind !== 'function')
    return machine.unknown('dynamic', 'Functions are not made of code.', 'FunctionType');
  const name = keywords?.get('name');
  return { ...from, attributes: new Map(), ...(name?.kind === 'str' && { name: name.value }) };
};

const newObject: BuiltinValue = openBuiltin('__new__', (machine, [cls = none, ...args], keywords) => {
  if (cls.kind === 'unknown') return cls;
  if (cls.kind !== 'class') throw fail(machine, 'TypeError', 'object.__new__(X): X is not a type object');
  const extra = args.length + (keywords?.size ?? 0) > 0;
  const own = cls.mro.find((ancestor) => ancestor.attributes.has('__init__'));
  const maker = cls.mro.find((ancestor) => ancestor.attributes.has('__new__'));
  if (
    extra &&
    maker !== undefined &&
    maker !== builtinClasses.object &&
    !maker.builtin &&
    cls.unknownBase === null
  ) {
    const message = 'object.__new__() takes exactly one argument (the type to instantiate)';
    throw fail(machine, 'TypeError', message);
  }
  if (extra && own === builtinClasses.object && maker === builtinClasses.object && cls.unknownBase === null) {
    throw fail(
      machine,
      'TypeError',
      cls === builtinClasses.object ? 'object() takes no arguments' : `${cls.name}() takes no arguments`,
    );
  }
  return instanceOf(cls, null, machine.here());
});

const initObject: BuiltinValue['call'] = (machine, [self = none, ...args], keywords) => {
  const cls = classOf(self);
  const own = cls.mro.find((ancestor) => ancestor.attributes.has('__init__'));
  if (args.length + (keywords?.size ?? 0) > 0 && own !== builtinClasses.object && cls.unknownBase === null) {
    throw fail(
      machine,
      'TypeError',
      'object.__init__() takes exactly one argument (the instance to initialize)',
    );
  }
  return none;
};

const initSubclass: BuiltinValue['call'] = (machine, [cls = none], keywords) => {
  if (keywords !== null && keywords.size > 0 && cls.kind === 'class') {
    throw fail(machine, 'TypeError', `${cls.name}.__init_subclass__() takes no keyword arguments`);
  }
  return none;
};

function getAttributeOf(machine: Machine, self: Value, name: Value = none): Value {
  const wanted = textOf(machine, name, 'attribute name');
  if (self.kind !== 'instance') return machine.getAttribute(self, wanted);
  const found = plainInstanceAttribute(machine, self, wanted);
  if (found !== undefined) return found;
  throw fail(machine, 'AttributeError', `'${self.cls.name}' object has no attribute '${wanted}'`);
}

/** type(name, bases, namespace): called as `type.__new__(metaclass, …)` too. */
const newClass: BuiltinValue['call'] = (
  machine,
  [metaclass = none, name = none, bases = none, namespace = none],
  keywords,
) => {
  const plain = unwrap(namespace);
  if (name.kind === 'unknown' || bases.kind === 'unknown') return name.kind === 'unknown' ? name : bases;
  if (name.kind !== 'str' || bases.kind !== 'tuple' || plain.kind !== 'dict') {
    throw fail(machine, 'TypeError', 'type() takes 1 or 3 arguments');
  }
  const names = new Map<string, Value>();
  for (const { key, value } of plain.table.entries()) if (key.kind === 'str') names.set(key.value, value);
  if (!names.has('__module__')) names.set('__module__', str('__main__'));
  const meta = metaclass.kind === 'class' && metaclass !== builtinClasses.type ? metaclass : null;
  return makeClass(
    machine,
    { name: name.value, bases: bases.items, namespace: names, keywords, origin: machine.here() },
    meta,
  );
};

/** The names that dir() lists. */
export function namesOf(machine: Machine, value: Value): string[] {
  const names = new Set<string>();
  if (value.kind === 'instance' || value.kind === 'module' || value.kind === 'function') {
    for (const name of value.attributes.keys()) names.add(name);
  }
  const cls = value.kind === 'class' ? value : classOf(value);
  for (const ancestor of value.kind === 'module' ? [] : cls.mro)
    for (const name of ancestor.attributes.keys()) names.add(name);
  machine.step(names.size);
  return [...names].sort();
}

/** `ModuleType(name, doc)`, of which libraries derive modules that find their names when they are asked for. */
function addModuleMethods(): void {
  const { module } = builtinClasses;
  const initialise: Body = (machine, self, name?: Value, doc: Value = none) => {
    if (name === undefined)
      throw fail(machine, 'TypeError', "module() missing required argument 'name' (pos 1)");
    if (self.kind === 'instance') self.attributes.set('__name__', name).set('__doc__', doc);
    return none;
  };
  add(module, '__init__', initialise);
  module.attributes.set(
    '__new__',
    openBuiltin('__new__', (machine, [cls = none, ...args]) => {
      if (cls.kind !== 'class') return cls;
      const made = instanceOf(cls, null, machine.here());
      // A builtin class is made by this alone.
      if (cls === module) initialise(machine, made, ...args);
      return made;
    }),
  );
}

function addExceptionMethods(): void {
  baseException.attributes.set(
    '__new__',
    openBuiltin('__new__', (machine, [cls = none, ...args]) => {
      if (cls.kind !== 'class') return cls;
      const made = instanceOf(cls, null, machine.here());
      made.attributes.set('args', tuple(args));
      return made;
    }),
  );
  add(baseException, '__init__', (_, self, ...args) => {
    if (self.kind === 'instance') self.attributes.set('args', tuple(args));
    return none;
  });
  add(baseException, '__str__', (machine, self) =>
    str(self.kind === 'instance' ? exceptionText(machine, self) : text(machine, self)),
  );
  add(baseException, 'with_traceback', (_, self) => self);
  add(baseException, 'add_note', () => none);
  for (const name of ['__cause__', '__context__', '__traceback__']) baseException.attributes.set(name, none);
  exceptionClasses.get('StopIteration')?.attributes.set('value', {
    kind: 'property',
    getter: openBuiltin('value', (_, [self = none]) => {
      const args = self.kind === 'instance' ? self.attributes.get('args') : undefined;
      return (args?.kind === 'tuple' ? args.items[0] : undefined) ?? none;
    }),
    setter: null,
    deleter: null,
    doc: null,
  });
}
