/** Tensors whose shapes are known: what a function that asks for them makes of others is a grey node of the network. */
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import type { UnknownValue, Value } from '../../python/values/value';
import { itemsOf, tensorArgument } from './arguments';
import { fail } from '../../python/values/exceptions';
import { classOf } from '../../python/values/classes';
import { tensorIn } from '../../tensors/tensorValue';

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

/** An argument that must be a tensor: `cat(): argument 'input' (position 1)`. @throws ShapeUnknown */
export function shapedArgument(
  recorder: Recorder,
  value: Value,
  call: string,
  name = 'input',
  place = 1,
): Shaped {
  const what = `${call}(): argument '${name}' (position ${place})`;
  return withShape(recorder, tensorArgument(recorder.machine, value, what));
}

/** The tensors of a list or tuple. @throws ShapeUnknown */
export function shapedList(recorder: Recorder, value: Value, call: string): readonly Shaped[] {
  const { machine } = recorder;
  return itemsOf(machine, value, `${call}(): argument 'tensors' (position 1)`).map((item, place) => {
    if (!tensorIn(item) && item.kind !== 'unknown') {
      const message = `expected Tensor as element ${place} in argument 0, but got ${classOf(item).name}`;
      throw fail(machine, 'TypeError', message);
    }
    return withShape(recorder, tensorArgument(machine, item, `${call}()`));
  });
}
