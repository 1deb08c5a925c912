/** Making classes: ancestors, inherited metaclasses, slots, and the hooks that Python calls on the way. */
import { builtinClasses, isSubclass, linearOrder, lookup } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { none, set, str, tuple } from '../values/make';
import { Table } from '../values/table';
import type { Place } from '../values/place';
import type { ClassValue, Keywords, UnknownValue, Value } from '../values/value';
import { iterate } from './iterate';
import { missingAttribute } from './changeAttributes';

/** Everything that a class statement says. */
export interface ClassParts {
  readonly name: string;
  readonly bases: readonly Value[];
  readonly namespace: ReadonlyMap<string, Value>;
  readonly keywords: Keywords;
  readonly origin: Place | null;
}

/** Builds a class by its metaclass: the one that is named, or the most derived one of its bases. */
export function buildClass(machine: Machine, parts: ClassParts): Value {
  const keywords = new Map(parts.keywords ?? []);
  const named = keywords.get('metaclass');
  keywords.delete('metaclass');
  const bases = parts.bases.map(baseBehind);
  const metaclass = metaclassOf(named, bases);
  const rest = keywords.size > 0 ? keywords : null;
  if (metaclass === null) return makeClass(machine, { ...parts, bases, keywords: rest }, null);
  if (
    lookup(metaclass, '__new__')?.kind !== 'function' &&
    lookup(metaclass, '__init__')?.kind !== 'function'
  ) {
    return makeClass(machine, { ...parts, bases, keywords: rest }, metaclass);
  }
  const namespace = new Table();
  for (const [name, value] of parts.namespace) namespace.setText(name, value);
  return machine.call(
    metaclass,
    [str(parts.name), tuple(bases), { kind: 'dict', table: namespace, origin: null }],
    rest,
  );
}

/** `Generic[T]` and `List[int]` as bases stand for the class behind them. */
function baseBehind(base: Value): Value {
  if (base.kind === 'generic') return base.base;
  return base;
}

function metaclassOf(named: Value | undefined, bases: readonly Value[]): ClassValue | null {
  let result = named?.kind === 'class' && named !== builtinClasses.type ? named : null;
  for (const base of bases) {
    if (base.kind !== 'class' || base.metaclass === null) continue;
    if (result === null || (base.metaclass !== result && isSubclass(base.metaclass, result)))
      result = base.metaclass;
  }
  return result;
}

/** What type.__new__ does. */
export function makeClass(machine: Machine, parts: ClassParts, metaclass: ClassValue | null): ClassValue {
  const known: ClassValue[] = [];
  let unknownBase: UnknownValue | null = null;
  for (const base of parts.bases.map(baseBehind)) {
    if (base.kind === 'class') {
      known.push(base);
      unknownBase ??= base.unknownBase;
    } else if (base.kind === 'unknown') unknownBase ??= base;
    else if (base.kind !== 'none') throw fail(machine, 'TypeError', badBase(base));
  }
  checkBases(machine, known);
  const bases = known.length > 0 ? known : [builtinClasses.object];
  const order = linearOrder(bases);
  if (!order) {
    const names = known.map(({ name }) => name).join(', ');
    const message = `Cannot create a consistent method resolution\norder (MRO) for bases ${names}`;
    throw fail(machine, 'TypeError', message);
  }
  const qualname = parts.namespace.get('__qualname__');
  const mro: ClassValue[] = [];
  const cls: ClassValue = {
    kind: 'class',
    name: parts.name,
    qualname: qualname?.kind === 'str' ? qualname.value : parts.name,
    bases,
    mro,
    attributes: new Map(parts.namespace),
    metaclass,
    builtin: false,
    origin: parts.origin,
    unknownBase,
    slots: slotsOf(machine, parts.namespace.get('__slots__')),
  };
  mro.push(cls, ...order);
  finish(machine, cls, parts.keywords);
  return cls;
}

function badBase(base: Value): string {
  return base.kind === 'function'
    ? `function() argument 'code' must be code, not str`
    : `metaclass conflict: a base of the class is no class but ${base.kind}`;
}

function checkBases(machine: Machine, bases: readonly ClassValue[]): void {
  for (const [index, base] of bases.entries()) {
    if (base === builtinClasses.bool || base === builtinClasses.range || base === builtinClasses.none) {
      throw fail(machine, 'TypeError', `type '${base.name}' is not an acceptable base type`);
    }
    if (bases.indexOf(base) !== index) throw fail(machine, 'TypeError', `duplicate base class ${base.name}`);
  }
}

function slotsOf(machine: Machine, slots: Value | undefined): ReadonlySet<string> | null {
  if (slots === undefined || slots.kind === 'unknown') return null;
  if (slots.kind === 'str') return new Set([slots.value]);
  const names = new Set<string>();
  const iteration = iterate(machine, slots);
  for (let name = iteration.next(); name !== undefined; name = iteration.next()) {
    if (name.kind === 'str') names.add(name.value);
  }
  return names;
}

function finish(machine: Machine, cls: ClassValue, keywords: Keywords): void {
  const { attributes } = cls;
  if (attributes.has('__eq__') && !attributes.has('__hash__')) attributes.set('__hash__', none);
  for (const hook of ['__init_subclass__', '__class_getitem__']) {
    const found = attributes.get(hook);
    if (found?.kind === 'function')
      attributes.set(hook, { kind: 'wrappedMethod', wrapper: 'classmethod', callable: found });
  }
  if (cls.metaclass !== null) markAbstract(cls);
  for (const [name, value] of [...attributes]) {
    if (value.kind !== 'instance') continue;
    const hook = lookup(value.cls, '__set_name__');
    if (hook !== undefined) machine.call(hook, [value, cls, str(name)]);
  }
  for (const ancestor of cls.mro.slice(1)) {
    const hook = ancestor.attributes.get('__init_subclass__');
    if (hook === undefined) continue;
    const callable = hook.kind === 'wrappedMethod' ? hook.callable : hook;
    machine.call(callable, [cls], keywords);
    return;
  }
  if (keywords !== null && cls.unknownBase === null) {
    throw fail(machine, 'TypeError', `${cls.name}.__init_subclass__() takes no keyword arguments`);
  }
}

/** Remembers which methods are still abstract. */
function markAbstract(cls: ClassValue): void {
  const names = new Set<string>();
  for (const ancestor of [...cls.mro].reverse()) {
    for (const [name, value] of ancestor.attributes) {
      if (isAbstract(value)) names.add(name);
      else names.delete(name);
    }
  }
  const table = new Table();
  for (const name of [...names].sort()) table.setText(name, none);
  cls.attributes.set('__abstractmethods__', set(table, true));
}

function isAbstract(value: Value): boolean {
  if (value.kind === 'function') return value.attributes.has('__isabstractmethod__');
  if (value.kind === 'wrappedMethod') return isAbstract(value.callable);
  return value.kind === 'property' && value.getter !== null && isAbstract(value.getter);
}

/** cls(...) where no metaclass says otherwise: `__new__`, then `__init__`. */
export function instantiate(
  machine: Machine,
  cls: ClassValue,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  if (cls.metaclass !== null) refuseAbstract(machine, cls);
  const maker = lookup(cls, '__new__');
  if (maker === undefined) throw missingAttribute(machine, cls, '__new__');
  const made = machine.call(
    maker.kind === 'wrappedMethod' ? maker.callable : maker,
    [cls, ...positional],
    keywords,
  );
  if (cls.builtin || made.kind === 'unknown') return made;
  const madeClass =
    made.kind === 'instance'
      ? made.cls
      : made.kind === 'class'
        ? (made.metaclass ?? builtinClasses.type)
        : null;
  if (madeClass === null || !isSubclass(madeClass, cls)) return made;
  const initialise = lookup(madeClass, '__init__');
  if (initialise !== undefined) {
    const result = machine.call(initialise, [made, ...positional], keywords);
    if (result.kind !== 'none' && result.kind !== 'unknown') {
      throw fail(
        machine,
        'TypeError',
        `__init__() should return None, not '${result.kind === 'instance' ? result.cls.name : result.kind}'`,
      );
    }
  }
  return made;
}

function refuseAbstract(machine: Machine, cls: ClassValue): void {
  const abstract = cls.attributes.get('__abstractmethods__');
  if (abstract?.kind !== 'set' || abstract.table.size === 0) return;
  const names = [...abstract.table.keys()].map((key) => (key.kind === 'str' ? key.value : ''));
  const noun = names.length === 1 ? 'method' : 'methods';
  const message = `Can't instantiate abstract class ${cls.name} with abstract ${noun} ${names.join(', ')}`;
  throw fail(machine, 'TypeError', message);
}
