/** Data of programs: arrays whose shapes are known and whose numbers are not, and how many classes labels have. */
import { native } from '../../python/builtins/native';
import type { Machine } from '../../python/values/machine';
import { int, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { numpyFlavour } from '../../numpy/flavour';
import { dtypeIn } from '../../numpy/dtypes';
import { classesNoted, noteClasses } from '../../numpy/labels';
import { recorderOf } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { wholes } from '../../tensors/arguments';

/** `_array(shape, dtype, classes)`: an array without numbers. */
const arrayWithoutNumbers = native(
  '_array',
  'shape, dtype="float64", classes=0',
  (machine, shape, dtype, classes) => {
    const tensor = recorderOf(machine).make({
      ...{ flavour: numpyFlavour, shape: wholes(machine, shape), dtype: dtypeIn(dtype) ?? 'float64' },
      ...{ content: { kind: 'placeholder' }, differentiable: false },
    });
    const count = classes.kind === 'int' ? Number(classes.value) : 0;
    if (count > 0) noteClasses(tensor, count);
    return tensor.value;
  },
);

/** How many classes the labels have that an array was made of; null where nobody knows. */
export function classesIn(machine: Machine, tensor: TensorValue): number | null {
  const noted = classesNoted(tensor);
  if (noted !== null) return noted;
  const known = recorderOf(machine).known(tensor);
  if (!known) return null;
  machine.step(known.data.length);
  let most = -1;
  for (const value of known.data) most = Math.max(most, value);
  return most + 1;
}

const classesOf = native('_classes_of', 'y', (machine, y) => {
  const tensor = tensorIn(y);
  const count = tensor ? classesIn(machine, tensor) : null;
  return count === null || count < 1 ? none : int(count);
});

/** What our Python text of data runs with. */
export const dataValues: readonly (readonly [string, Value])[] = [
  ['_array', arrayWithoutNumbers],
  ['_classes_of', classesOf],
];
