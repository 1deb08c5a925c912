/** Arguments of torch's functions: tensors, sizes and axes, refused in PyTorch's words. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { whole, wholes } from '../../tensors/arguments';
import type { DtypeName } from '../../tensors/elementTypes';
import { complexIn } from '../../tensors/complexTensor';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { dtypeIn } from './dtypes';

/** A tensor; TypeError for all else. `what` names function and argument: `linear(): argument 'input' (position 1)`. */
export function tensorArgument(machine: Machine, value: Value, what: string): TensorValue {
  const tensor = tensorIn(value);
  if (tensor) return tensor;
  if (value.kind === 'unknown') throw new Encountered(value);
  if (complexIn(value)) {
    const call = what.replace(/\(.*/, '');
    throw new Encountered(
      machine.unknown('unsupported', `${call} of complex numbers is not understood yet.`, call),
    );
  }
  throw fail(machine, 'TypeError', `${what} must be Tensor, not ${classOf(value).name}`);
}

/** A tensor or None. */
export function optionalTensor(machine: Machine, value: Value, what: string): TensorValue | null {
  return value.kind === 'none' ? null : tensorArgument(machine, value, what);
}

/** The tensors of a list or tuple. */
export function tensorList(machine: Machine, value: Value, what: string): readonly TensorValue[] {
  return itemsOf(machine, value, what).map((item) => tensorArgument(machine, item, what));
}

/** The items of a list or tuple. */
export function itemsOf(machine: Machine, value: Value, what: string): readonly Value[] {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') return plain.items;
  if (plain.kind === 'unknown') throw new Encountered(plain);
  throw fail(machine, 'TypeError', `${what} must be tuple of Tensors, not ${classOf(value).name}`);
}

/**
 * Whole numbers as `*sizes`: `(2, 3)` and `((2, 3),)` say the same. `what` names function and argument in the TypeError for others:
 * `view(): argument 'size'`.
 */
export function sizesOf(machine: Machine, rest: Value, what: string | null = null): readonly number[] {
  const plain = unwrap(rest);
  if (plain.kind !== 'tuple' && plain.kind !== 'list') return wholes(machine, rest);
  const [only] = plain.items;
  const inner = only && unwrap(only);
  const isNested = plain.items.length === 1 && inner && (inner.kind === 'tuple' || inner.kind === 'list');
  const items = isNested ? inner.items : plain.items;
  const odd = items.findIndex((item) => unwrap(item).kind === 'float' || unwrap(item).kind === 'str');
  const found = items[odd];
  if (found && what !== null) {
    const message = `${what} failed to unpack the object at pos ${odd + 1} with error "type must be tuple of ints,but got ${classOf(found).name}"`;
    throw fail(machine, 'TypeError', message);
  }
  return items.map((item) => whole(machine, item));
}

/** An element type, or undefined for None. */
export function dtypeArgument(value: Value): DtypeName | undefined {
  return dtypeIn(value);
}

/** An axis counted from the front. Raises PyTorch's IndexError. */
export function axisOf(machine: Machine, value: Value, rank: number): number {
  return checkedAxis(machine, whole(machine, value), rank);
}

/** The same for a number. */
export function checkedAxis(machine: Machine, axis: number, rank: number): number {
  const most = Math.max(rank, 1);
  if (axis >= -most && axis < most) return axis < 0 ? axis + most : axis;
  throw fail(
    machine,
    'IndexError',
    `Dimension out of range (expected to be in range of [${-most}, ${most - 1}], but got ${axis})`,
  );
}
