/** What running code needs of the machine that runs it; kept apart from the machine itself so that every part may ask every other. */
import type { Severity } from '../../../base/problem';
import type { Place } from './place';
import type {
  ClassValue,
  InstanceValue,
  Keywords,
  ModuleValue,
  UnknownReason,
  UnknownValue,
  Value,
} from './value';

/** One call that is under way. */
export interface Activation {
  readonly name: string;
  readonly file: Place['file'];
  /** The node that is being evaluated. */
  node: Place['node'];
  /** Who called. */
  back: Activation | null;
  /** The local names, for locals() and zero-argument super(). */
  frame: unknown;
  /** Whether it belongs to our own Python code, which no trace shows. */
  readonly hidden: boolean;
}

/** One line of a trace, innermost last. */
export interface TraceEntry {
  readonly name: string;
  readonly place: Place;
}

/** The running evaluator. */
export interface Machine {
  /** The innermost call. */
  top: Activation | null;
  /** Calls under way. */
  depth: number;
  readonly limits: Limits;
  /** Counts work; throws when the limit is reached or whoever waits has given up. */
  step(count?: number): void;
  /** Asks for room for elements before they are made; raises MemoryError beyond the limit. */
  allocate(elements: number, what: string): void;
  /** A number that stands for a size that is left open; null: there is none. Going through so many ends the evaluation at once. */
  openSize: number | null;
  /** Hears that somebody is about to go through so many values. */
  goThrough(count: number): void;
  call(callee: Value, positional: readonly Value[], keywords?: Keywords): Value;
  /** Calls a method that is looked up in the class, as operators do; undefined where there is none. */
  callSpecial(object: Value, name: string, positional: readonly Value[]): Value | undefined;
  getAttribute(object: Value, name: string): Value;
  /** The attribute, or undefined where Python would raise AttributeError. */
  findAttribute(object: Value, name: string): Value | undefined;
  setAttribute(object: Value, name: string, value: Value): void;
  deleteAttribute(object: Value, name: string): void;
  /** Where evaluation stands: the innermost node of the program's own code. */
  here(): Place | null;
  /** The calls under way, outermost first. */
  trace(): readonly TraceEntry[];
  /** A new unknown that begins here. */
  unknown(reason: UnknownReason, message: string, callee?: string): UnknownValue;
  /** Tells the reader's user about something at a place (where evaluation stands, if left out). */
  report(severity: Severity, message: string, place?: Place | null, calls?: readonly Place[]): void;
  /** An exception class of the builtins by name. */
  exceptionClass(name: string): ClassValue;
  /** A module by its absolute name, loaded if need be; undefined where there is none. */
  importModule(name: string): Value | undefined;
  /** The sentences that unique objects are numbered by. */
  identity(object: object): number;
  /** Things that modules keep for one machine, by a key of theirs. */
  readonly keep: Map<string, unknown>;
  readonly builtins: ModuleValue;
}

/** What one reading may use. */
export interface Limits {
  /** Evaluated nodes, and work that takes as long. */
  readonly steps: number;
  /** Nested calls. */
  readonly depth: number;
  /** Elements of one list or string. */
  readonly elements: number;
  /** Bits of one integer. */
  readonly bits: number;
}

/** An exception of the program on its way up. */
export class Raised extends Error {
  readonly value: InstanceValue;
  /** The calls that were under way, outermost first. */
  readonly trace: readonly TraceEntry[];

  constructor(value: InstanceValue, trace: readonly TraceEntry[]) {
    super('a Python exception');
    this.value = value;
    this.trace = trace;
  }
}

/** The end of a reading's means; no `except` of the program catches it. */
export class LimitReached extends Error {
  readonly place: Place | null;
  /** Whether nobody is to hear of it here: it is said elsewhere, or what ended is done again otherwise. */
  readonly isSilent: boolean;

  constructor(message: string, place: Place | null, isSilent = false) {
    super(message);
    this.place = place;
    this.isSilent = isSilent;
  }
}
