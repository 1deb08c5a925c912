/** Nested lists of numbers as tensors, and tensors as nested lists. */
import { sizeOf } from '../../tensor/tensor';
import { fail } from '../python/values/exceptions';
import { bool, float, int, list } from '../python/values/make';
import type { Machine } from '../python/values/machine';
import { Encountered } from '../python/values/unknown';
import type { Value } from '../python/values/value';
import { operandOf } from './arithmetic';
import { isFloating, promoted, type DtypeName } from './elementTypes';
import type { Recorder } from './recorder';
import { tensorIn, type Flavour, type TensorValue } from './tensorValue';

/** A tensor of numbers, or of tensors, in nested lists. The type is that of the numbers unless one is given. */
export function tensorOfNested(
  recorder: Recorder,
  value: Value,
  flavour: Flavour,
  dtype?: DtypeName,
): TensorValue {
  const tensors = tensorsOf(recorder.machine, value);
  if (tensors) {
    return recorder.apply({ op: 'stack', attributes: { axis: 0 } }, tensors, {
      flavour,
      ...(dtype && { dtype }),
    });
  }
  const numbers: number[] = [];
  const found: { dtype: DtypeName | null } = { dtype: null };
  const shape = collect(recorder, value, flavour, numbers, found);
  return recorder.constant(flavour, dtype ?? found.dtype ?? flavour.usualFloat, shape, numbers);
}

/** A flat list of tensors whose numbers are not all known. */
function tensorsOf(machine: Machine, value: Value): TensorValue[] | null {
  if (value.kind !== 'list' && value.kind !== 'tuple') return null;
  const tensors = value.items.map(tensorIn);
  if (!tensors.every((tensor) => tensor !== undefined) || tensors.length === 0) return null;
  machine.step(tensors.length);
  return tensors.some(({ content }) => content.kind !== 'constant') ? tensors : null;
}

function collect(
  recorder: Recorder,
  value: Value,
  flavour: Flavour,
  numbers: number[],
  found: { dtype: DtypeName | null },
): readonly number[] {
  const { machine } = recorder;
  const items = itemsOf(machine, value);
  if (items) {
    machine.step(items.length);
    // Each list pays for itself alone: many short ones are no more than one long one.
    machine.allocate(items.length, 'numbers');
    const shapes = items.map((item) => collect(recorder, item, flavour, numbers, found));
    const [first = []] = shapes;
    const odd = shapes.find((shape) => shape.join() !== first.join());
    if (odd) {
      const message = `expected sequence of length ${first[0] ?? 0} at dim 1 (got ${odd[0] ?? 0})`;
      throw fail(machine, 'ValueError', message);
    }
    return [items.length, ...first];
  }
  const tensor = tensorIn(value);
  if (tensor) {
    const known = recorder.known(tensor);
    if (!known) {
      throw new Encountered(
        machine.unknown('data', 'A tensor is made of numbers that depend on inputs or parameters.'),
      );
    }
    for (const number of known.data) numbers.push(number);
    found.dtype = found.dtype ? promoted(found.dtype, tensor.dtype) : tensor.dtype;
    return known.shape;
  }
  const operand = operandOf(value);
  if (!operand || 'content' in operand)
    throw fail(machine, 'TypeError', 'must be real number, not ' + value.kind);
  const own = { bool: 'bool', int: 'int64', float: flavour.usualFloat }[operand.kind] as DtypeName; // three of its names
  found.dtype = found.dtype ? promoted(found.dtype, own) : own;
  numbers.push(operand.value);
  return [];
}

function itemsOf(machine: Machine, value: Value): readonly Value[] | null {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items;
  if (value.kind === 'instance' && value.payload) return itemsOf(machine, value.payload);
  if (value.kind !== 'range') return null;
  machine.allocate(value.length, 'numbers');
  return Array.from({ length: value.length }, (_, index) => int(value.start + index * value.step));
}

/** The numbers of a tensor as nested lists; an unknown where they depend on inputs or parameters. */
export function nestedOf(recorder: Recorder, tensor: TensorValue): Value {
  const known = recorder.known(tensor);
  if (!known) return recorder.machine.unknown('data', 'It depends on the values of inputs or parameters.');
  const { shape, data } = known;
  recorder.machine.allocate(data.length, 'numbers');
  const build = (axis: number, start: number): Value => {
    if (axis === shape.length) return numberValue(data[start] ?? NaN, tensor.dtype);
    const stride = sizeOf(shape.slice(axis + 1));
    return list(
      Array.from({ length: shape[axis] ?? 0 }, (_, index) => build(axis + 1, start + index * stride)),
    );
  };
  return build(0, 0);
}

/** A number of an element type as Python has it. */
export function numberValue(value: number, dtype: DtypeName): Value {
  if (dtype === 'bool') return bool(value !== 0);
  return isFloating(dtype) ? float(value) : int(value);
}
