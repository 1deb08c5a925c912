/** What a value from another folder (a tensor, an array) has to offer; whatever it leaves out behaves as in a plain Python object. */
import type { BinaryOperator, Comparison, UnaryOperator } from '../parse/syntax';
import type { Machine } from './machine';
import type { ClassValue, Keywords, Value } from './value';

/** A value of another folder. Every method may raise a Python exception through the machine. */
export interface Host {
  /** Its class: what `type(x)` gives and `isinstance` asks; methods of the class bind to it. */
  readonly type: ClassValue;
  /** An attribute that is not in the class; undefined is an AttributeError. */
  getAttribute?(machine: Machine, name: string): Value | undefined;
  /** False where the attribute cannot be set. */
  setAttribute?(machine: Machine, name: string, value: Value): boolean;
  call?(machine: Machine, positional: readonly Value[], keywords: Keywords): Value;
  /** `self op other`, or `other op self` when reflected; undefined where it does not know the other. */
  binary?(machine: Machine, operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined;
  /** `self op= other`; undefined falls back to the binary operator. */
  inPlace?(machine: Machine, operator: BinaryOperator, other: Value): Value | undefined;
  unary?(machine: Machine, operator: Exclude<UnaryOperator, 'Not'>): Value | undefined;
  compare?(machine: Machine, comparison: Comparison, other: Value): Value | undefined;
  getItem?(machine: Machine, key: Value): Value;
  setItem?(machine: Machine, key: Value, value: Value): void;
  deleteItem?(machine: Machine, key: Value): void;
  iterate?(machine: Machine): { next(): Value | undefined };
  contains?(machine: Machine, item: Value): Value;
  /** The truth of it; an unknown where it depends on data. */
  truth?(machine: Machine): Value;
  length?(machine: Machine): Value;
  /** For `int(x)`, `float(x)`, indices. */
  toNumber?(machine: Machine): Value;
  repr?(machine: Machine): string;
  /** `format(x, spec)` and f-strings. */
  format?(machine: Machine, specification: string): string;
  /** What identifies it as a key of a dict; left out, it is itself. */
  hashKey?(): string;
  /** A copy, for copy.copy and copy.deepcopy. */
  copy?(machine: Machine, deep: boolean): Value;
}
