/** One node of a file as its operator sees it: inputs, attributes and what it can do with them. */
import type { OpCall } from '../../../ops/table';
import { sizeOf, type Shape } from '../../../tensor/tensor';
import { computedType, readTensor, type Computed, type FileTensor } from '../format/elements';
import type { NodeMessage } from '../format/messages';
import {
  BehindGrey,
  computedOf,
  shapeOf,
  Unspellable,
  type Grey,
  type Known,
  type Operand,
} from './operands';
import type { Recording } from './recording';

/** What surrounds a node. */
export interface Surroundings {
  readonly record: Recording;
  /** Whether the node only brings weights into another form, which is computed while reading. */
  readonly foldsWeights: boolean;
  /** The version of the standard operator set. */
  readonly version: number;
  /** The number that the file has in place of the batch, which is left open; null where it says none, or the batch is that number. */
  readonly bakedBatch: number | null;
  /** The node that alone takes a value, if there is only one and the value is no output of the graph. */
  soleUser(name: string): NodeMessage | null;
  operandNamed(name: string): Operand | null;
  /** Says that another node is spelled with this one: its output is the one of this. */
  absorb(node: NodeMessage): void;
}

/** What is asked of an operator. */
export class Asked {
  readonly node: NodeMessage;
  readonly around: Surroundings;
  private readonly inputs: readonly (Operand | null)[];

  constructor(node: NodeMessage, inputs: readonly (Operand | null)[], around: Surroundings) {
    this.node = node;
    this.inputs = inputs;
    this.around = around;
  }

  get record(): Recording {
    return this.around.record;
  }

  get version(): number {
    return this.around.version;
  }

  /** All inputs that are given. */
  get all(): readonly Operand[] {
    return this.inputs.filter((input) => input !== null);
  }

  /** How many outputs anybody names. */
  get outputCount(): number {
    return this.node.outputs.length;
  }

  /** An input that must be there. */
  input(place: number): Exclude<Operand, Grey> {
    const found = this.optional(place);
    if (!found) throw new Unspellable(`${this.node.operator} lacks its input ${place + 1}.`);
    return found;
  }

  /** An input, or null where it is left out. @throws BehindGrey */
  optional(place: number): Exclude<Operand, Grey> | null {
    const found = this.inputs[place] ?? null;
    if (found?.kind === 'grey') throw new BehindGrey();
    return found;
  }

  /** The known numbers of an input; null where it is left out. */
  numbers(place: number): readonly number[] | null {
    const operand = this.optional(place);
    if (!operand) return null;
    const tensor = this.record.known(operand);
    if (tensor) return Array.from(tensor.data);
    throw new Unspellable(
      `${this.node.operator} takes its input ${place + 1} from what the network computes; it must be known before.`,
    );
  }

  /** The one known number of an input; null where it is left out. */
  number(place: number): number | null {
    return this.numbers(place)?.[0] ?? null;
  }

  /** A whole number among the attributes. */
  whole(name: string, usual: number): number {
    return this.node.attributes.get(name)?.whole ?? usual;
  }

  float(name: string, usual: number): number {
    return this.node.attributes.get(name)?.float ?? usual;
  }

  text(name: string, usual: string): string {
    return this.node.attributes.get(name)?.text ?? usual;
  }

  texts(name: string): readonly string[] {
    return this.node.attributes.get(name)?.texts ?? [];
  }

  /** Whole numbers among the attributes; null where there are none. */
  wholes(name: string): readonly number[] | null {
    return this.node.attributes.get(name)?.wholes ?? null;
  }

  floats(name: string): readonly number[] | null {
    return this.node.attributes.get(name)?.floats ?? null;
  }

  has(name: string): boolean {
    return this.node.attributes.has(name);
  }

  /** A tensor among the attributes. @throws TensorFileError */
  tensor(name: string): FileTensor | null {
    const message = this.node.attributes.get(name)?.tensor;
    if (!message) return null;
    return readTensor(message, { files: new Map(), need: () => undefined });
  }

  /** The element type that an attribute names by its number. */
  type(name: string, usual: number): Computed {
    const type = computedType(this.whole(name, usual));
    if (type) return type;
    throw new Unspellable(`${this.node.operator} asks for an element type that we do not compute with.`);
  }

  apply(call: OpCall, ...args: readonly Operand[]): Exclude<Operand, Grey> {
    const result = this.record.apply(call, args);
    if (result.kind === 'grey') throw new BehindGrey();
    return result;
  }

  /** An operand with elements of another type. */
  as(type: Computed, operand: Exclude<Operand, Grey>): Exclude<Operand, Grey> {
    if (computedOf(operand) === type) return operand;
    return this.apply({ op: 'cast', attributes: { elementType: type } }, operand);
  }

  /** An op for floats, of whole numbers by way of floats. */
  inFloats(call: OpCall, ...args: readonly Exclude<Operand, Grey>[]): Exclude<Operand, Grey> {
    const [first] = args;
    const type = first ? computedOf(first) : 'float';
    const result = this.apply(call, ...args.map((arg) => this.as('float', arg)));
    return type === 'float' ? result : this.as('int32', result);
  }

  /** An axis counted from 0. */
  axis(axis: number, rank: number): number {
    const place = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(place) && place >= 0 && place < Math.max(1, rank)) return place;
    throw new Unspellable(`${this.node.operator} names axis ${axis} of an input with ${rank} axes.`);
  }

  /** Known numbers as an operand. */
  known(computed: Computed, shape: Shape, values: ArrayLike<number>): Known {
    const elementType = computed === 'float' ? 'float64' : computed;
    const data = computed === 'bool' ? Uint8Array.from(values) : Float64Array.from(values);
    if (data.length !== sizeOf(shape)) throw new RangeError('values must fill their shape');
    return { kind: 'known', computed, tensor: { elementType, shape, data } };
  }
}

/** How an operator of the standard is spelled in ops of ours. */
export interface Operator {
  /** The version of the operator set that brought it. */
  readonly since: number;
  /** The outputs, as many as are named. @throws Unspellable, BehindGrey */
  readonly spell: (asked: Asked) => Operand | readonly Operand[];
}

export { computedOf, shapeOf };
