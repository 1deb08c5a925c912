/** Arguments of torch's functions: tensors, sizes, axes and numbers, refused in PyTorch's words. */
import { toIndex } from '../../python/evaluate/indices';
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { operandOf } from '../../tensors/arithmetic';
import type { DtypeName } from '../../tensors/elementTypes';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { dtypeIn } from './dtypes';

/** A tensor; TypeError for all else. `what` names function and argument: `linear(): argument 'input' (position 1)`. */
export function tensorArgument(machine: Machine, value: Value, what: string): TensorValue {
  const tensor = tensorIn(value);
  if (tensor) return tensor;
  if (value.kind === 'unknown') throw new Encountered(value);
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

/** A whole number. */
export function whole(machine: Machine, value: Value): number {
  return toIndex(machine, value);
}

/** A whole number, or another where there is None. */
export function wholeOr(machine: Machine, value: Value, otherwise: number): number {
  return value.kind === 'none' ? otherwise : toIndex(machine, value);
}

/** One whole number for each of `count` axes; a single number stands for all. */
export function perAxis(machine: Machine, value: Value, count: number): readonly number[] {
  const plain = unwrap(value);
  if (plain.kind !== 'list' && plain.kind !== 'tuple')
    return new Array<number>(count).fill(whole(machine, value));
  const items = plain.items.map((item) => whole(machine, item));
  const [only] = items;
  return items.length === 1 && only !== undefined ? new Array<number>(count).fill(only) : items;
}

/** Whole numbers: a list or tuple of them, or a single one. */
export function wholes(machine: Machine, value: Value): readonly number[] {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') return plain.items.map((item) => whole(machine, item));
  return [whole(machine, value)];
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

/** A number. */
export function number(machine: Machine, value: Value): number {
  const operand = operandOf(value);
  if (operand && !('content' in operand)) return operand.value;
  if (value.kind === 'host') {
    const own = value.host.toNumber?.(machine);
    if (own) return number(machine, own);
  }
  throw fail(machine, 'TypeError', `must be real number, not ${classOf(value).name}`);
}

/** A truth value. */
export function flag(machine: Machine, value: Value): boolean {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'bool') return value.value;
  if (value.kind === 'none') return false;
  return number(machine, value) !== 0;
}

/** A text. */
export function word(machine: Machine, value: Value): string {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'str') return value.value;
  throw fail(machine, 'TypeError', `must be str, not ${classOf(value).name}`);
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
