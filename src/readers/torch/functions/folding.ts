/** What reductions share: their axes, PyTorch's words for wrong ones, and results of two tensors by name. */
import type { OpCall } from '../../../ops/table';
import { declareOwnMethods } from '../../python/evaluate/special';
import { builtinClasses, nativeClass, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import { native } from '../../python/builtins/native';
import type { ClassValue, Value } from '../../python/values/value';
import { cast } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { checkedAxis, tensorArgument } from '../values/arguments';
import { wholes } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';

const flavour = torchFlavour;

export { typeWord } from '../values/typeWords';

/** The first argument of a function. */
export function inputOf(recorder: Recorder, value: Value, name: string): TensorValue {
  return tensorArgument(recorder.machine, value, `${name}(): argument 'input' (position 1)`);
}

/** The first of two names of one argument that is given. */
export function either(value: Value, alias: Value | undefined): Value {
  return value.kind === 'none' && alias !== undefined ? alias : value;
}

/** The axes to fold; null for all of them. Raises PyTorch's errors for wrong ones. */
export function axesOf(recorder: Recorder, { shape }: TensorValue, dim: Value): readonly number[] | null {
  const { machine } = recorder;
  if (dim.kind === 'none') return null;
  const given = wholes(machine, dim);
  if (given.length === 0) return null;
  if (!shape) return given;
  const axes = given.map((axis) => checkedAxis(machine, axis, shape.length));
  const twice = axes.find((axis, place) => axes.indexOf(axis) !== place);
  if (twice !== undefined)
    throw fail(machine, 'RuntimeError', `dim ${twice} appears multiple times in the list of dims`);
  return shape.length === 0 ? null : axes;
}

/** The axis to run along; that of a single number does not exist, but is accepted. */
export function laneAxis(recorder: Recorder, { shape }: TensorValue, dim: Value): number {
  const [axis = -1] = wholes(recorder.machine, dim);
  return shape ? checkedAxis(recorder.machine, axis, shape.length) : axis;
}

/** The same as floats, which it must be or become. */
export function asFloats(recorder: Recorder, tensor: TensorValue): TensorValue {
  return isFloating(tensor.dtype) ? tensor : cast(recorder, tensor, flavour.usualFloat);
}

/** One op on one tensor; whole numbers stay what they are. */
export function on(recorder: Recorder, call: OpCall, tensor: TensorValue, dtype = tensor.dtype): TensorValue {
  return recorder.apply(call, [tensor], { flavour, dtype });
}

const resultClasses = new Map<string, ClassValue>();

/** torch.return_types.NAME: a tuple whose items also have names. */
export function named(name: string, entries: readonly (readonly [string, TensorValue])[]): Value {
  const cls = resultClasses.get(name) ?? nativeClass(name, [builtinClasses.tuple]);
  if (!resultClasses.has(name)) {
    resultClasses.set(name, cls);
    declareOwnMethods(cls);
    cls.attributes.set(
      '__repr__',
      native(
        '__repr__',
        'self',
        (machine, self) => {
          const plain = unwrap(self);
          const items = plain.kind === 'tuple' ? plain.items : [];
          const lines = entries.map(([key], place) => {
            const tensor = items[place] && tensorIn(items[place]);
            return `${key}=${tensor ? tensor.repr(machine) : ''}`;
          });
          return { kind: 'str', value: `torch.return_types.${name}(\n${lines.join(',\n')})` };
        },
        { binds: true, owner: name },
      ),
    );
  }
  return {
    kind: 'instance',
    cls,
    attributes: new Map(entries.map(([key, tensor]) => [key, tensor.value])),
    payload: tuple(entries.map(([, tensor]) => tensor.value)),
    origin: null,
  };
}
