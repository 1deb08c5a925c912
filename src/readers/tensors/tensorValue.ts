/** A tensor of an evaluated program: a shape, an element type, and what is known of its numbers; views see what is written into their bases. */
import type { OpCall } from '../../ops/table';
import type { BinaryOperator, Comparison, UnaryOperator } from '../python/parse/syntax';
import type { Host } from '../python/values/host';
import type { Machine } from '../python/values/machine';
import type { Place } from '../python/values/place';
import type { ClassValue, HostValue, Value } from '../python/values/value';
import type { Content } from './content';
import type { DtypeName } from './elementTypes';

/** How tensors of a framework behave in Python: torch, numpy and Keras each have theirs. See `Host` for the methods. */
export interface TensorBehaviour {
  getAttribute(self: TensorValue, machine: Machine, name: string): Value | undefined;
  /** Whether the framework itself has taken it; all else the tensor keeps. */
  setAttribute(self: TensorValue, machine: Machine, name: string, value: Value): boolean;
  binary(
    self: TensorValue,
    machine: Machine,
    operator: BinaryOperator,
    other: Value,
    reflected: boolean,
  ): Value | undefined;
  inPlace(self: TensorValue, machine: Machine, operator: BinaryOperator, other: Value): Value | undefined;
  unary(self: TensorValue, machine: Machine, operator: Exclude<UnaryOperator, 'Not'>): Value | undefined;
  compare(self: TensorValue, machine: Machine, comparison: Comparison, other: Value): Value | undefined;
  getItem(self: TensorValue, machine: Machine, key: Value): Value;
  setItem(self: TensorValue, machine: Machine, key: Value, value: Value): void;
  iterate(self: TensorValue, machine: Machine): { next(): Value | undefined };
  contains(self: TensorValue, machine: Machine, item: Value): Value;
  truth(self: TensorValue, machine: Machine): Value;
  length(self: TensorValue, machine: Machine): Value;
  toNumber(self: TensorValue, machine: Machine): Value;
  repr(self: TensorValue, machine: Machine): string;
  format(self: TensorValue, machine: Machine, specification: string): string;
  copy(self: TensorValue, machine: Machine, deep: boolean): Value;
}

/** What a framework says of its tensors. */
export interface Flavour {
  readonly type: ClassValue;
  readonly behaviour: TensorBehaviour;
  /** What floats are that nobody has given a type. */
  readonly usualFloat: DtypeName;
}

/** The part of another tensor that a view shows. */
export interface ViewOf {
  readonly base: TensorValue;
  readonly call: OpCall;
  readonly output: number;
}

/** What a tensor is made of. */
export interface TensorParts {
  readonly flavour: Flavour;
  /** Its class where that is not the flavour's own: a parameter, a subclass of the program. */
  readonly type?: ClassValue;
  /** Sizes; null where they are not known. */
  readonly shape: readonly number[] | null;
  readonly dtype: DtypeName;
  readonly content: Content;
  /** Whether it depends on something that training changes, and no `no_grad` or `detach` stands between. */
  readonly differentiable: boolean;
  readonly view?: ViewOf | null;
  readonly origin: Place | null;
}

/** One tensor; identity is that of the object in the program. */
export class TensorValue implements Host {
  type: ClassValue;
  readonly flavour: Flavour;
  shape: readonly number[] | null;
  dtype: DtypeName;
  content: Content;
  differentiable: boolean;
  view: ViewOf | null;
  /** Grows with every write. */
  version = 0;
  /** The version of the base that a view was last made of. */
  seen: number;
  readonly origin: Place | null;
  /** What the program sets on it: `p.no_weight_decay = True`. */
  readonly attributes = new Map<string, Value>();
  /** Itself as a value of the program. */
  readonly value: HostValue;

  constructor(parts: TensorParts) {
    this.type = parts.type ?? parts.flavour.type;
    this.flavour = parts.flavour;
    this.shape = parts.shape;
    this.dtype = parts.dtype;
    this.content = parts.content;
    this.differentiable = parts.differentiable;
    this.view = parts.view ?? null;
    this.seen = this.view?.base.version ?? 0;
    this.origin = parts.origin;
    this.value = { kind: 'host', host: this };
  }

  getAttribute(machine: Machine, name: string): Value | undefined {
    return this.attributes.get(name) ?? this.flavour.behaviour.getAttribute(this, machine, name);
  }

  setAttribute(machine: Machine, name: string, value: Value): boolean {
    if (!this.flavour.behaviour.setAttribute(this, machine, name, value)) this.attributes.set(name, value);
    return true;
  }

  binary(machine: Machine, operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    return this.flavour.behaviour.binary(this, machine, operator, other, reflected);
  }

  inPlace(machine: Machine, operator: BinaryOperator, other: Value): Value | undefined {
    return this.flavour.behaviour.inPlace(this, machine, operator, other);
  }

  unary(machine: Machine, operator: Exclude<UnaryOperator, 'Not'>): Value | undefined {
    return this.flavour.behaviour.unary(this, machine, operator);
  }

  compare(machine: Machine, comparison: Comparison, other: Value): Value | undefined {
    return this.flavour.behaviour.compare(this, machine, comparison, other);
  }

  getItem(machine: Machine, key: Value): Value {
    return this.flavour.behaviour.getItem(this, machine, key);
  }

  setItem(machine: Machine, key: Value, value: Value): void {
    this.flavour.behaviour.setItem(this, machine, key, value);
  }

  iterate(machine: Machine): { next(): Value | undefined } {
    return this.flavour.behaviour.iterate(this, machine);
  }

  contains(machine: Machine, item: Value): Value {
    return this.flavour.behaviour.contains(this, machine, item);
  }

  truth(machine: Machine): Value {
    return this.flavour.behaviour.truth(this, machine);
  }

  length(machine: Machine): Value {
    return this.flavour.behaviour.length(this, machine);
  }

  toNumber(machine: Machine): Value {
    return this.flavour.behaviour.toNumber(this, machine);
  }

  repr(machine: Machine): string {
    return this.flavour.behaviour.repr(this, machine);
  }

  format(machine: Machine, specification: string): string {
    return this.flavour.behaviour.format(this, machine, specification);
  }

  copy(machine: Machine, deep: boolean): Value {
    return this.flavour.behaviour.copy(this, machine, deep);
  }
}

/** The tensor behind a value, or undefined. */
export function tensorIn(value: Value): TensorValue | undefined {
  return value.kind === 'host' && value.host instanceof TensorValue ? value.host : undefined;
}

/** The same numbers as a tensor of another framework: torch.from_numpy and back. */
export function inFlavour(tensor: TensorValue, flavour: Flavour): TensorValue {
  if (tensor.flavour === flavour) return tensor;
  const { shape, dtype, content, origin } = tensor;
  return new TensorValue({ flavour, shape, dtype, content, differentiable: false, origin });
}
