/** What operators of a file are applied to: known numbers, weights of the file, and values of the network that is built. */
import type { Value } from '../../../graph/network';
import type { Shape, Tensor, TensorType } from '../../../tensor/tensor';
import type { Computed, FileTensor } from '../format/elements';

/** Numbers that are known while reading: constants, and what follows from shapes. */
export interface Known {
  readonly kind: 'known';
  readonly tensor: Tensor;
  readonly computed: Computed;
}

/** A tensor that the file gives by name: known numbers where it says how, a parameter where the network computes with it. */
export interface Stored {
  readonly kind: 'stored';
  readonly name: string;
  readonly tensor: FileTensor;
}

/** A value of the network. */
export interface Wired {
  readonly kind: 'wired';
  readonly value: Value;
  readonly type: TensorType;
}

/** Something behind a grey node: nothing is known of it. */
export interface Grey {
  readonly kind: 'grey';
  readonly value: Value;
}

/** An argument or a result of an operator. */
export type Operand = Known | Stored | Wired | Grey;

/** The shape of an operand that is not grey. */
export function shapeOf(operand: Exclude<Operand, Grey>): Shape {
  return operand.kind === 'wired' ? operand.type.shape : operand.tensor.shape;
}

/** How the elements of an operand that is not grey are computed. */
export function computedOf(operand: Exclude<Operand, Grey>): Computed {
  if (operand.kind === 'known') return operand.computed;
  if (operand.kind === 'stored') return operand.tensor.computed;
  const { elementType } = operand.type;
  return elementType === 'int32' || elementType === 'bool' ? elementType : 'float';
}

/** Why a node cannot be spelled in ops of ours, as a sentence; it becomes grey. */
export class Unspellable extends Error {}

/** That a node is behind a grey one. */
export class BehindGrey extends Error {}
