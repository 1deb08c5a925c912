/** Reading, writing and deleting attributes: descriptors, instance dictionaries, `__getattr__` and its kin. */
import { builtinClasses, classOf, isInstance, lookup } from '../values/classes';
import { fail, isRaised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { dict, none, str, tuple } from '../values/make';
import { Table } from '../values/table';
import type { ClassValue, InstanceValue, ModuleValue, Value } from '../values/value';
import { builtinAttribute } from './builtinAttributes';

/** The attribute, or undefined where there is none. */
export function findAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  switch (object.kind) {
    case 'instance':
      return instanceAttribute(machine, object, name);
    case 'class':
      return classAttribute(machine, object, name);
    case 'module':
      return moduleAttribute(machine, object, name);
    case 'host':
      return hostAttribute(machine, object, name);
    case 'super':
      return superAttribute(machine, object, name);
    case 'unknown':
      return object;
    default: {
      const special = builtinAttribute(machine, object, name);
      if (special !== undefined) return special;
      const found = lookup(classOf(object), name);
      return found === undefined ? undefined : bind(machine, found, object, classOf(object));
    }
  }
}

/** Whether something found in a class belongs to instances: what it gives when it is read from one. */
export function bind(machine: Machine, found: Value, self: Value, cls: ClassValue): Value {
  switch (found.kind) {
    case 'function':
      return { kind: 'boundMethod', self, callable: found };
    case 'builtin':
      return found.binds ? { kind: 'boundMethod', self, callable: found } : found;
    case 'wrappedMethod':
      return bindWrapped(machine, found, cls);
    case 'property':
      if (found.getter === null) throw fail(machine, 'AttributeError', 'unreadable attribute');
      return machine.call(found.getter, [self]);
    case 'instance': {
      const getter = lookup(found.cls, '__get__');
      return getter === undefined ? found : machine.call(getter, [found, self, cls]);
    }
    default:
      return found;
  }
}

function bindWrapped(
  machine: Machine,
  found: Extract<Value, { kind: 'wrappedMethod' }>,
  cls: ClassValue,
): Value {
  const { callable } = found;
  if (found.wrapper === 'staticmethod') return callable;
  if (callable.kind === 'function' || callable.kind === 'builtin')
    return { kind: 'boundMethod', self: cls, callable };
  return bind(machine, callable, cls, cls);
}

/** Whether what stands in the class goes before what stands in the instance. */
function isDataDescriptor(found: Value): boolean {
  if (found.kind === 'property') return true;
  return (
    found.kind === 'instance' &&
    (lookup(found.cls, '__set__') ?? lookup(found.cls, '__delete__')) !== undefined
  );
}

function instanceAttribute(machine: Machine, object: InstanceValue, name: string): Value | undefined {
  const { cls } = object;
  const override = lookup(cls, '__getattribute__');
  if (override?.kind === 'function') {
    return attempt(machine, override, object, name) ?? fallback(machine, object, name);
  }
  try {
    const found = plainInstanceAttribute(machine, object, name);
    if (found !== undefined) return found;
  } catch (error) {
    // a property that raises AttributeError gives way to __getattr__
    if (!isRaised(error, 'AttributeError') || lookup(cls, '__getattr__') === undefined) throw error;
  }
  return fallback(machine, object, name);
}

/** What object.__getattribute__ finds. */
export function plainInstanceAttribute(
  machine: Machine,
  object: InstanceValue,
  name: string,
): Value | undefined {
  const { cls } = object;
  const found = lookup(cls, name);
  if (found !== undefined && isDataDescriptor(found)) return bind(machine, found, object, cls);
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  if (found !== undefined) return bind(machine, found, object, cls);
  if (name === '__class__') return cls;
  if (name === '__dict__') return instanceDict(object);
  return undefined;
}

/** __getattr__ and, behind an unknown base class, the unknown itself. */
function fallback(machine: Machine, object: InstanceValue, name: string): Value | undefined {
  const hook = lookup(object.cls, '__getattr__');
  if (hook !== undefined) {
    const found = attempt(machine, hook, object, name);
    if (found !== undefined) return found;
  }
  const special = builtinAttribute(machine, object, name);
  if (special !== undefined) return special;
  return isPrivate(name) ? undefined : (object.cls.unknownBase ?? undefined);
}

function isPrivate(name: string): boolean {
  return name.startsWith('__') && name.endsWith('__');
}

/** The key under which a machine keeps what an object's own hook last raised. */
export const refusedKey = 'refused attribute';

/** An attribute that an object's own hook has refused, with the exception that it raised. */
export interface Refused {
  readonly object: Value;
  readonly name: string;
  readonly error: unknown;
}

function attempt(machine: Machine, hook: Value, object: Value, name: string): Value | undefined {
  try {
    return machine.call(hook, [object, str(name)]);
  } catch (error) {
    if (isRaised(error, 'AttributeError')) {
      machine.keep.set(refusedKey, { object, name, error } satisfies Refused);
      return undefined;
    }
    throw error;
  }
}

/** `x.__dict__` of an instance, without what stands in slots; undefined where there are only slots. */
function instanceDict({ cls, attributes }: InstanceValue): Value | undefined {
  const slotted = cls.mro.filter(({ slots }) => slots !== null);
  if (slotted.length === 0) return attributeDict(attributes);
  if (cls.mro.every(({ slots, builtin }) => builtin || (slots !== null && !slots.has('__dict__'))))
    return undefined;
  const isSlot = (name: string): boolean => slotted.some(({ slots }) => slots?.has(name));
  return attributeDict(new Map([...attributes].filter(([name]) => !isSlot(name))));
}

/** A dict that shares its entries with the attributes of an object as they are now; what is put into it reaches the object. */
function attributeDict(attributes: Map<string, Value>): Value {
  return dict(new AttributeTable(attributes));
}

/** `x.__dict__`: entries that are written through. */
class AttributeTable extends Table {
  private readonly attributes: Map<string, Value>;

  constructor(attributes: Map<string, Value>) {
    super();
    this.attributes = attributes;
    for (const [name, value] of attributes) this.setText(name, value);
  }

  override set(machine: Machine, key: Value, value: Value): void {
    super.set(machine, key, value);
    if (key.kind === 'str') this.attributes.set(key.value, value);
  }

  override delete(machine: Machine, key: Value): boolean {
    if (key.kind === 'str') this.attributes.delete(key.value);
    return super.delete(machine, key);
  }

  override clear(): void {
    super.clear();
    this.attributes.clear();
  }
}

/** `module.__dict__`: what a module gives only when it is asked for is found by its name too, though it is not listed. */
class ModuleTable extends AttributeTable {
  private readonly module: ModuleValue;

  constructor(module: ModuleValue) {
    super(module.attributes);
    this.module = module;
  }

  override get(machine: Machine, key: Value): Value | undefined {
    const own = super.get(machine, key);
    return own ?? (key.kind === 'str' ? this.module.missing?.(machine, key.value) : undefined);
  }

  override has(machine: Machine, key: Value): boolean {
    return this.get(machine, key) !== undefined;
  }
}

function classAttribute(machine: Machine, cls: ClassValue, name: string): Value | undefined {
  const meta = cls.metaclass ?? builtinClasses.type;
  const ofMeta = lookup(meta, name);
  if (ofMeta !== undefined && isDataDescriptor(ofMeta)) return bind(machine, ofMeta, cls, meta);
  const found = lookup(cls, name);
  if (
    found !== undefined &&
    !(cls.metaclass !== null && ofMeta !== undefined && isObjectDefault(cls, name))
  ) {
    return bindToClass(machine, found, cls);
  }
  const special = classFacts(machine, cls, name);
  if (special !== undefined) return special;
  if (ofMeta !== undefined) return bind(machine, ofMeta, cls, meta);
  const hook = lookup(meta, '__getattr__');
  if (hook !== undefined) {
    const own = attempt(machine, hook, cls, name);
    if (own !== undefined) return own;
  }
  return isPrivate(name) ? undefined : (cls.unknownBase ?? undefined);
}

function isObjectDefault(cls: ClassValue, name: string): boolean {
  return !cls.mro.some((ancestor) => ancestor !== builtinClasses.object && ancestor.attributes.has(name));
}

function bindToClass(machine: Machine, found: Value, cls: ClassValue): Value {
  if (found.kind === 'wrappedMethod') return bindWrapped(machine, found, cls);
  if (found.kind === 'instance') {
    const getter = lookup(found.cls, '__get__');
    if (getter !== undefined) return machine.call(getter, [found, none, cls]);
  }
  return found;
}

function classFacts(machine: Machine, cls: ClassValue, name: string): Value | undefined {
  switch (name) {
    case '__name__':
      return str(cls.name);
    case '__qualname__':
      return str(cls.qualname);
    case '__mro__':
      return tuple(cls.mro);
    case '__bases__':
      return tuple(cls.bases);
    case '__base__':
      return cls.bases[0] ?? none;
    case '__class__':
      return classOf(cls);
    case '__module__':
      return str('builtins');
    case '__doc__':
      return none;
    case '__dict__':
      return attributeDict(cls.builtin ? new Map(cls.attributes) : cls.attributes);
    case '__subclasses__':
      return machine.unknown('dynamic', 'The subclasses of a class are not listed.', '__subclasses__');
    default:
      return undefined;
  }
}

function moduleAttribute(machine: Machine, module: ModuleValue, name: string): Value | undefined {
  const own = module.attributes.get(name);
  if (own !== undefined) return own;
  if (name === '__dict__') return dict(new ModuleTable(module));
  const hook = module.attributes.get('__getattr__');
  if (hook !== undefined) return machine.call(hook, [str(name)]);
  return module.missing?.(machine, name) ?? builtinAttribute(machine, module, name);
}

function hostAttribute(
  machine: Machine,
  object: Extract<Value, { kind: 'host' }>,
  name: string,
): Value | undefined {
  const found = lookup(object.host.type, name);
  if (found !== undefined && !(found.kind === 'builtin' && !found.binds && object.host.getAttribute)) {
    return bind(machine, found, object, object.host.type);
  }
  return object.host.getAttribute?.(machine, name) ?? builtinAttribute(machine, object, name);
}

function superAttribute(
  machine: Machine,
  object: Extract<Value, { kind: 'super' }>,
  name: string,
): Value | undefined {
  const { mro } = object.selfClass;
  for (const cls of mro.slice(mro.indexOf(object.after) + 1)) {
    const found = cls.attributes.get(name);
    if (found === undefined) {
      if (cls.unknownBase && cls.bases.length === 0) return cls.unknownBase;
      continue;
    }
    const ofClass = object.self.kind === 'class' && !isInstance(object.self, object.after);
    if (name === '__new__') return found.kind === 'wrappedMethod' ? found.callable : found;
    return ofClass
      ? bindToClass(machine, found, object.selfClass)
      : bind(machine, found, object.self, object.selfClass);
  }
  const unknown = object.after.unknownBase;
  if (unknown) return unknown;
  return name === '__class__' ? builtinClasses.super : undefined;
}
