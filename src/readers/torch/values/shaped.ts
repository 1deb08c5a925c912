/** Arguments of torch's functions that must be tensors of known shapes. */
import { classOf } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { withShape, type Shaped } from '../../tensors/shaped';
import { tensorIn } from '../../tensors/tensorValue';
import { itemsOf, tensorArgument } from './arguments';

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
