/** What functions over places share (convolutions, pools, windows): numbers for each axis, and inputs with or without a batch. */
import type { OpCall } from '../../../ops/table';
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { int, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { whole } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { withShape, type Shaped } from '../../tensors/shaped';

/** An argument of a function: `avg_pool2d(): argument 'kernel_size' (position 2)`. */
export interface ArgumentName {
  readonly call: string;
  readonly name: string;
  readonly place: number;
}

/** Whole numbers, or a single one. Raises PyTorch's TypeError for all else. */
export function intsArgument(
  machine: Machine,
  value: Value,
  { call, name, place }: ArgumentName,
): readonly number[] {
  const plain = unwrap(value);
  if (plain.kind === 'unknown') throw new Encountered(plain);
  const what = `${call}(): argument '${name}' (position ${place}) must be tuple of ints`;
  if (plain.kind !== 'list' && plain.kind !== 'tuple') {
    if (isWhole(plain)) return [whole(machine, plain)];
    throw fail(machine, 'TypeError', `${what}, not ${classOf(plain).name}`);
  }
  const odd = plain.items.findIndex((item) => !isWhole(unwrap(item)));
  const found = plain.items[odd];
  if (found?.kind === 'unknown') throw new Encountered(found);
  if (found) {
    const message = `${what}, but found element of type ${classOf(found).name} at pos ${odd}`;
    throw fail(machine, 'TypeError', message);
  }
  return plain.items.map((item) => whole(machine, item));
}

function isWhole({ kind }: Value): boolean {
  return kind === 'int' || kind === 'bool' || kind === 'host' || kind === 'instance';
}

/** One number for each of `count` axes, where a single one stands for all; null where they are more or fewer. */
export function spread(values: readonly number[], count: number): readonly number[] | null {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return new Array<number>(count).fill(only);
  return values.length === count ? values : null;
}

/** A tuple of the program with a number for each axis, as layers keep theirs; what is no single number stays, as a tuple. */
export function ntuple(machine: Machine, value: Value, count: number): Value {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') return tuple(plain.items);
  if (plain.kind === 'float' || plain.kind === 'str') return tuple(new Array<Value>(count).fill(plain));
  return tuple(new Array<Value>(count).fill(int(whole(machine, plain))));
}

/** The first output of an op. */
export function applied(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: torchFlavour });
}

/** What `run` makes of (batch, channels, ...places) for an input that may lack the batch; it is then taken away from the results again. */
export function withBatch(
  recorder: Recorder,
  input: Shaped,
  axes: number,
  run: (batched: Shaped) => readonly TensorValue[],
): readonly TensorValue[] {
  if (input.shape.length !== axes + 1) return run(input);
  const batched = applied(recorder, { op: 'unsqueeze', attributes: { axis: 0 } }, [input]);
  return run(withShape(recorder, batched)).map((result) =>
    applied(recorder, { op: 'squeeze', attributes: { axes: [0] } }, [result]),
  );
}

/** The only or first of several results. */
export function firstOf([first]: readonly TensorValue[]): TensorValue {
  if (!first) throw new RangeError('an op gives at least one output');
  return first;
}

/** A shape as PyTorch prints it: `[2, 3]`. */
export function listText(sizes: readonly number[]): string {
  return `[${sizes.join(', ')}]`;
}

/** A value as Python's str() has it. */
export function textOf(machine: Machine, value: Value): string {
  const text = machine.call(machine.getAttribute(machine.builtins, 'str'), [value]);
  return text.kind === 'str' ? text.value : '';
}
