/** Tensors whose shapes are known: what a function that asks for them makes of others is a grey node of the network. */
import type { UnknownValue } from '../python/values/value';
import type { Recorder } from './recorder';
import type { TensorValue } from './tensorValue';

/** A tensor with a known shape. */
export type Shaped = TensorValue & { shape: readonly number[] };

/** Says that a shape is asked for that is not known; whoever called the function makes a grey node of it. */
export class ShapeUnknown extends Error {
  readonly unknown: UnknownValue;

  constructor(cause: UnknownValue) {
    super('a shape is not known');
    this.unknown = cause;
  }
}

/** The same tensor, of which the shape is known. @throws ShapeUnknown */
export function withShape({ machine }: Recorder, tensor: TensorValue): Shaped {
  if (isShaped(tensor)) return tensor;
  const { content } = tensor;
  throw new ShapeUnknown(
    content.kind === 'opaque' ? content.cause : machine.unknown('unsupported', 'The shape is not known.'),
  );
}

/** Whether the shape of a tensor is known. */
export function isShaped(tensor: TensorValue): tensor is Shaped {
  return tensor.shape !== null;
}
