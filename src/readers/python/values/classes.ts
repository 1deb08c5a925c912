/** The builtin classes, which every machine shares and no program may change, and how attributes are found along the ancestors. */
import type { ClassValue, InstanceValue, Value } from './value';

/** Makes a class of ours. Its methods are put into `attributes`. */
export function nativeClass(name: string, bases: readonly ClassValue[], builtin = true): ClassValue {
  const attributes = new Map<string, Value>();
  const cls = {
    kind: 'class',
    name,
    qualname: name,
    bases,
    mro: [] as ClassValue[], // filled two lines below, when the class that begins it is there
    attributes,
    metaclass: null,
    builtin,
    origin: null,
    unknownBase: null,
    slots: null,
  } as const satisfies ClassValue;
  cls.mro.push(cls, ...(linearOrder(bases) ?? []));
  return cls;
}

/**
 * Merges the linear orders of the bases (C3, as in "The Python 2.3 method resolution order", M. Simionato, 2003); undefined where there is
 * no consistent one. The class itself is not part of it.
 */
export function linearOrder(bases: readonly ClassValue[]): readonly ClassValue[] | undefined {
  const order: ClassValue[] = [];
  let open = [...bases.map((base) => base.mro), bases].map((sequence) => [...sequence]);
  for (;;) {
    open = open.filter((sequence) => sequence.length > 0);
    if (open.length === 0) return order;
    const next = open
      .map((sequence) => sequence[0])
      .find((head) => head && !open.some((sequence) => sequence.indexOf(head) > 0));
    if (!next) return undefined;
    order.push(next);
    for (const sequence of open) if (sequence[0] === next) sequence.shift();
  }
}

const object = nativeClass('object', []);

function shared(name: string, ...bases: readonly ClassValue[]): ClassValue {
  return nativeClass(name, bases.length > 0 ? bases : [object]);
}

const int = shared('int');

/** The classes of values that are no instances, by the kind of the value. */
export const builtinClasses = {
  object,
  type: shared('type'),
  none: shared('NoneType'),
  ellipsis: shared('ellipsis'),
  notImplemented: shared('NotImplementedType'),
  bool: shared('bool', int),
  int,
  float: shared('float'),
  complex: shared('complex'),
  str: shared('str'),
  bytes: shared('bytes'),
  list: shared('list'),
  tuple: shared('tuple'),
  dict: shared('dict'),
  set: shared('set'),
  frozenset: shared('frozenset'),
  range: shared('range'),
  slice: shared('slice'),
  function: shared('function'),
  builtin: shared('builtin_function_or_method'),
  methodDescriptor: shared('method_descriptor'),
  boundMethod: shared('method'),
  staticmethod: shared('staticmethod'),
  classmethod: shared('classmethod'),
  property: shared('property'),
  super: shared('super'),
  module: shared('module'),
  generic: shared('_GenericAlias'),
  unknown: shared('unknown'),
  generator: shared('generator'),
  keys: shared('dict_keys'),
  values: shared('dict_values'),
  items: shared('dict_items'),
} as const;

const iteratorClasses = new Map<string, ClassValue>([['generator', builtinClasses.generator]]);

/** The class of any value. */
export function classOf(value: Value): ClassValue {
  switch (value.kind) {
    case 'instance':
      return value.cls;
    case 'host':
      return value.host.type;
    case 'class':
      return value.metaclass ?? builtinClasses.type;
    case 'set':
      return value.frozen ? builtinClasses.frozenset : builtinClasses.set;
    case 'builtin':
      return value.binds ? builtinClasses.methodDescriptor : builtinClasses.builtin;
    case 'boundMethod':
      return value.callable.kind === 'builtin' ? builtinClasses.builtin : builtinClasses.boundMethod;
    case 'wrappedMethod':
      return builtinClasses[value.wrapper];
    case 'view':
      return builtinClasses[value.of];
    case 'iterator':
      return iteratorClass(value.typeName);
    default:
      return builtinClasses[value.kind];
  }
}

function iteratorClass(name: string): ClassValue {
  const known = iteratorClasses.get(name) ?? shared(name);
  iteratorClasses.set(name, known);
  return known;
}

/** The attribute of a class or its nearest ancestor. */
export function lookup(cls: ClassValue, name: string): Value | undefined {
  const own = cls.attributes.get(name);
  if (own !== undefined) return own;
  const { mro } = cls;
  for (let index = 1; index < mro.length; index += 1) {
    const found = mro[index]?.attributes.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a class is another or descends from it. */
export function isSubclass(cls: ClassValue, ancestor: ClassValue): boolean {
  return cls === ancestor || cls.mro.includes(ancestor);
}

/** Whether a value is an instance of a class or of its descendants. */
export function isInstance(value: Value, cls: ClassValue): boolean {
  return isSubclass(classOf(value), cls);
}

/** The int, list or dict that an instance of a subclass of a builtin type holds; any other value is itself. */
export function unwrap(value: Value): Value {
  return value.kind === 'instance' && value.payload !== null ? value.payload : value;
}

/** A new instance with nothing in it. */
export function instanceOf(
  cls: ClassValue,
  payload: Value | null = null,
  origin: InstanceValue['origin'] = null,
): InstanceValue {
  return { kind: 'instance', cls, attributes: new Map(), payload, origin };
}
