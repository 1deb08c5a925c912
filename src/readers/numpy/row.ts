/** A function of NumPy as one row, and how its arguments become arrays. */
import { unwrap } from '../python/values/classes';
import { toIndex } from '../python/evaluate/indices';
import { fail } from '../python/values/exceptions';
import type { Machine } from '../python/values/machine';
import type { Value } from '../python/values/value';
import type { OpCall } from '../../ops/table';
import { operandOf, tensorOf } from '../tensors/arithmetic';
import { tensorOfNested } from '../tensors/nested';
import type { Recorder } from '../tensors/recorder';
import { inFlavour, tensorIn, type TensorValue } from '../tensors/tensorValue';
import { numpyFlavour } from './flavour';

/** Where programs find a function. */
export type Home = 'numpy' | 'method';

/** One function. */
export interface NumpyFunction {
  readonly name: string;
  readonly signature: string;
  readonly homes: readonly Home[];
  readonly run: (recorder: Recorder, ...bound: Value[]) => Value;
}

export const both: readonly Home[] = ['numpy', 'method'];

/** A row of a table of functions. */
export function numpyFunction(
  name: string,
  signature: string,
  homes: readonly Home[],
  run: NumpyFunction['run'],
): NumpyFunction {
  return { name, signature, homes, run };
}

/** An argument as an array: itself, numbers in lists, a number, or a tensor of another framework. */
export function arrayOf(recorder: Recorder, value: Value): TensorValue {
  const tensor = tensorIn(value);
  if (tensor) {
    recorder.refresh(tensor);
    return inFlavour(tensor, numpyFlavour);
  }
  const operand = operandOf(value);
  if (operand && !('content' in operand)) {
    const dtype = { bool: 'bool', int: 'int64', float: 'float64' } as const;
    return tensorOf(recorder, operand, dtype[operand.kind], numpyFlavour);
  }
  return tensorOfNested(recorder, value, numpyFlavour);
}

/** The first output of an op on arrays. */
export function on(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: numpyFlavour });
}

/** The arrays of a list or tuple. */
export function arraysOf(recorder: Recorder, value: Value): readonly TensorValue[] {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple')
    return plain.items.map((item) => arrayOf(recorder, item));
  const array = arrayOf(recorder, value);
  return recorder.applyAll({ op: 'unbind', attributes: { axis: 0 } }, [array], { flavour: numpyFlavour });
}

/** Whole numbers: a tuple, list or array of them, or one. */
export function wholes(machine: Machine, value: Value): readonly number[] {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple')
    return plain.items.map((item) => toIndex(machine, item));
  const tensor = tensorIn(value);
  if (tensor && tensor.shape?.length === 1 && tensor.content.kind === 'constant') {
    return Array.from(tensor.content.tensor.data);
  }
  return [toIndex(machine, value)];
}

/** Whole numbers as `*sizes`: `(2, 3)` and `((2, 3),)` say the same. */
export function sizesOf(machine: Machine, rest: Value): readonly number[] {
  const plain = unwrap(rest);
  const [only] = plain.kind === 'tuple' ? plain.items : [];
  return plain.kind === 'tuple' && plain.items.length === 1 && only
    ? wholes(machine, only)
    : wholes(machine, rest);
}

/** One number. */
export function numberOf(machine: Machine, value: Value): number {
  const operand = operandOf(value);
  if (operand && !('content' in operand)) return operand.value;
  const own = value.kind === 'host' ? value.host.toNumber?.(machine) : undefined;
  if (own && own.kind !== 'host') return numberOf(machine, own);
  throw fail(machine, 'TypeError', 'must be real number');
}

/** Axes, or null for None. */
export function axesOf(machine: Machine, value: Value | undefined): readonly number[] | null {
  return !value || value.kind === 'none' ? null : wholes(machine, value);
}

/** A truth value. */
export function flagOf(value: Value | undefined): boolean {
  return value?.kind === 'bool' && value.value;
}

/** A function of every known number; the op's own where there is one is better, since networks can have it. */
export function mapped(recorder: Recorder, array: TensorValue, f: (x: number) => number): TensorValue {
  const known = recorder.known(array);
  if (!known) {
    const cause = recorder.machine.unknown('data', 'It depends on numbers that are not known.');
    return recorder.opaque(cause, [array], numpyFlavour);
  }
  recorder.machine.step(known.data.length);
  return recorder.constant(numpyFlavour, 'float64', known.shape, Array.from(known.data, f));
}
