/** The names of one running block: slots for functions and comprehensions, a map for modules and class bodies. */
import type { Activation, Machine } from '../values/machine';
import { none } from '../values/make';
import type { ClassValue, UnknownValue, Value } from '../values/value';

/** The class whose body a function stands in; filled once the class is there, for zero-argument super(). */
export interface ClassHolder {
  cls: ClassValue | null;
}

/** How a block ended. */
export type Signal = 'next' | 'break' | 'continue' | 'return';

/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;

/** A compiled statement or block. */
export type Execute = (frame: Frame) => Signal;

/** A compiled target of an assignment. */
export type Assign = (frame: Frame, value: Value) => void;

/** Frames of one running block. Those of functions are made often: everything that is the same for most of them is set afterwards. */
export class Frame {
  readonly machine: Machine;
  activation: Activation;
  readonly globals: Map<string, Value>;
  /** The frame of the enclosing function, if there is one. */
  readonly parent: Frame | null;
  readonly holder: ClassHolder | null;
  readonly slots: (Value | undefined)[];
  /** The names of the slots. */
  layout: readonly string[] = [];
  /** Names by text, where the block is a module or a class body. */
  names: Map<string, Value> | null = null;
  /** What `return` gave. */
  result: Value = none;
  /** What was sent in for the yields of the running statement. */
  sent: readonly Value[] = [];
  /** Why nobody knows what else a generator yields; null where that is known. */
  unknownEnd: UnknownValue | null = null;
  /** The exception being handled, for a bare `raise`. */
  handled: unknown = null;

  constructor(machine: Machine, activation: Activation, from: FrameOrigin, slots: (Value | undefined)[]) {
    this.machine = machine;
    this.activation = activation;
    this.globals = from.globals;
    this.parent = from.parent;
    this.holder = from.holder;
    this.slots = slots;
  }
}

/** What a frame takes over from where its code was defined. */
export interface FrameOrigin {
  readonly globals: Map<string, Value>;
  readonly parent: Frame | null;
  readonly holder: ClassHolder | null;
}

/** A frame for a module's top level or anything else that keeps its names in a map. */
export function topFrame(machine: Machine, activation: Activation, names: Map<string, Value>): Frame {
  const frame = new Frame(machine, activation, { globals: names, parent: null, holder: null }, []);
  frame.names = names;
  return frame;
}

/** The local names of a frame that have values, in their order. */
export function localNames(frame: Frame): ReadonlyMap<string, Value> {
  if (frame.names) return frame.names;
  const names = new Map<string, Value>();
  for (const [index, name] of frame.layout.entries()) {
    const value = frame.slots[index];
    if (value !== undefined) names.set(name, value);
  }
  return names;
}
