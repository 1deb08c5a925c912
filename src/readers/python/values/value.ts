/** The values of the evaluated program: a tagged union, every one concrete or an unknown with its cause. */
import type { Place } from './place';
import type { Host } from './host';
import type { Machine } from './machine';
import type { Table } from './table';

/** Keyword arguments of a call, in order; null where there are none. */
export type Keywords = ReadonlyMap<string, Value> | null;

export interface NoneValue {
  readonly kind: 'none';
}

export interface EllipsisValue {
  readonly kind: 'ellipsis';
}

export interface NotImplementedValue {
  readonly kind: 'notImplemented';
}

export interface BoolValue {
  readonly kind: 'bool';
  readonly value: boolean;
}

/** A whole number; a bigint only beyond 2^53. */
export interface IntValue {
  readonly kind: 'int';
  readonly value: number | bigint;
}

export interface FloatValue {
  readonly kind: 'float';
  readonly value: number;
}

export interface StrValue {
  readonly kind: 'str';
  readonly value: string;
}

/** Bytes as a string of code units up to 255. */
export interface BytesValue {
  readonly kind: 'bytes';
  readonly value: string;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  readonly origin: Place | null;
}

export interface TupleValue {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
}

export interface DictValue {
  readonly kind: 'dict';
  readonly table: Table;
  readonly origin: Place | null;
}

export interface SetValue {
  readonly kind: 'set';
  readonly frozen: boolean;
  readonly table: Table;
}

export interface RangeValue {
  readonly kind: 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;
}

export interface SliceValue {
  readonly kind: 'slice';
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

/** Anything that gives values one by one. */
export interface IteratorValue {
  readonly kind: 'iterator';
  /** Its type as Python names it: generator, list_iterator, zip. */
  readonly typeName: string;
  /** The next value, or undefined at the end. */
  next(): Value | undefined;
  /** Only generators: resumes with a value, with an exception, or ends. */
  readonly generator?: GeneratorControl;
}

/** What generators can do beyond giving their next value. */
export interface GeneratorControl {
  readonly name: string;
  send(value: Value): Value | undefined;
  throwIn(error: unknown): Value | undefined;
  close(): void;
  /** What the generator returned, once it has. */
  readonly result: () => Value;
}

/** A view of a dict: what keys(), values() and items() give. */
export interface ViewValue {
  readonly kind: 'view';
  readonly of: 'keys' | 'values' | 'items';
  readonly table: Table;
}

/** A function written in Python. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly code: Code;
  readonly attributes: Map<string, Value>;
  name: string;
  qualname: string;
  /** Default values of the last positional parameters, and of keyword-only ones by name. */
  readonly defaults: readonly Value[];
  readonly keywordDefaults: ReadonlyMap<string, Value>;
  /** Runs the body with arguments already bound to slots. */
  readonly run: (machine: Machine, slots: (Value | undefined)[]) => Value;
  readonly module: string;
  readonly origin: Place;
  /** The places of names in the enclosing scopes (an opaque frame), so that closures can be looked into. */
  readonly closure: unknown;
}

/** What is known of a function's parameters before it is called. */
export interface Code {
  readonly name: string;
  readonly positionalOnly: number;
  /** Names of the positional parameters, positional-only ones first. */
  readonly positional: readonly string[];
  readonly keywordOnly: readonly string[];
  readonly rest: string | null;
  readonly keywordRest: string | null;
  readonly slotCount: number;
  /** Parameter annotations as written, for dataclasses and for input shapes; null where there is none. */
  readonly doc: string | null;
}

/** A function of ours. */
export interface BuiltinValue {
  readonly kind: 'builtin';
  readonly name: string;
  /** Whether it becomes a method when it is found in a class. */
  readonly binds: boolean;
  /** Whether it can do something sensible with unknown arguments; otherwise an unknown argument is the result. */
  readonly takesUnknown: boolean;
  readonly call: (machine: Machine, positional: readonly Value[], keywords: Keywords) => Value;
  /** For display: the class of a method. */
  readonly owner?: string;
}

export interface BoundMethodValue {
  readonly kind: 'boundMethod';
  readonly self: Value;
  readonly callable: FunctionValue | BuiltinValue;
}

/** staticmethod, classmethod. */
export interface WrappedMethodValue {
  readonly kind: 'wrappedMethod';
  readonly wrapper: 'staticmethod' | 'classmethod';
  readonly callable: Value;
}

export interface PropertyValue {
  readonly kind: 'property';
  readonly getter: Value | null;
  readonly setter: Value | null;
  readonly deleter: Value | null;
  readonly doc: Value | null;
}

/** A class, ours or the program's. */
export interface ClassValue {
  readonly kind: 'class';
  name: string;
  qualname: string;
  readonly bases: readonly ClassValue[];
  /** The linear order of ancestors, itself first. */
  readonly mro: readonly ClassValue[];
  readonly attributes: Map<string, Value>;
  /** The class of this class; null stands for `type`. */
  readonly metaclass: ClassValue | null;
  /** Whether programs may not change it. */
  readonly builtin: boolean;
  readonly origin: Place | null;
  /** Where an unknown class stands among its ancestors: what cannot be found elsewhere is unknown for this cause. */
  readonly unknownBase: UnknownValue | null;
  /** Names of instance attributes where `__slots__` forbids all others. */
  readonly slots: ReadonlySet<string> | null;
}

export interface InstanceValue {
  readonly kind: 'instance';
  cls: ClassValue;
  readonly attributes: Map<string, Value>;
  /** What an instance of a subclass of a builtin type holds: the int, list or dict itself. */
  payload: Value | null;
  /** The call that made it. */
  readonly origin: Place | null;
  /** Anything that the maker of a native class keeps with its instances. */
  native?: unknown;
}

export interface SuperValue {
  readonly kind: 'super';
  /** Attributes are looked for behind this class. */
  readonly after: ClassValue;
  readonly self: Value;
  readonly selfClass: ClassValue;
}

/** An imported module. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  readonly attributes: Map<string, Value>;
  /** What is given for names that are not there: lazily loaded parts, or an unknown with the module as its cause. */
  readonly missing: ((machine: Machine, name: string) => Value | undefined) | null;
}

/** A value from another folder: a tensor, an array, a dtype. */
export interface HostValue {
  readonly kind: 'host';
  readonly host: Host;
}

/** A type as annotations write it: `Optional[int]`, `list[str]`, `int | None`. */
export interface GenericValue {
  readonly kind: 'generic';
  readonly text: string;
  readonly base: Value;
  readonly parameters: readonly Value[];
}

/** Why something could not be known. */
export type UnknownReason =
  /** A module that is neither ours nor in the workspace. */
  | 'module'
  /** A file that has been asked for. */
  | 'file'
  /** A function or language feature that the evaluator does not have. */
  | 'unsupported'
  /** Something that reaches outside: input, files, the environment. */
  | 'effect'
  /** Left for later on purpose: training loops, the main block. */
  | 'deferred'
  /** Assigned under a condition that is unknown. */
  | 'branch'
  /** `exec`, `eval` of more than a name or a literal, `__import__`. */
  | 'dynamic'
  /** The code that would have made it raised an exception. */
  | 'raised'
  /** A limit was reached. */
  | 'limit'
  /** A parameter that nobody gave. */
  | 'parameter'
  /** Depends on values of inputs. */
  | 'data';

/** A value that is not known; there is one instance for each cause, and all that is made from it is the same instance. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  /** One sentence without a place: what is not known, and why. */
  readonly message: string;
  readonly place: Place | null;
  /** The text of what was called or imported. */
  readonly callee: string;
}

/** Every value. */
export type Value =
  | NoneValue
  | EllipsisValue
  | NotImplementedValue
  | BoolValue
  | IntValue
  | FloatValue
  | StrValue
  | BytesValue
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | RangeValue
  | SliceValue
  | IteratorValue
  | ViewValue
  | FunctionValue
  | BuiltinValue
  | BoundMethodValue
  | WrappedMethodValue
  | PropertyValue
  | ClassValue
  | InstanceValue
  | SuperValue
  | ModuleValue
  | HostValue
  | GenericValue
  | UnknownValue;
