/** F.pad in all its modes, refused in PyTorch's words (aten/native/PadNd.cpp, ReflectionPad.cpp, ReplicationPadding.cpp). */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { number, word } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { applied, intsArgument, listText } from './places';
import { torchFunction, type TorchFunction } from './row';

type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

function modeOf(machine: Machine, mode: string): PadMode {
  if (mode === 'constant' || mode === 'reflect' || mode === 'replicate' || mode === 'circular') return mode;
  throw fail(machine, 'NotImplementedError', `Unrecognised padding mode ${mode}`);
}

/** Amounts before and behind an axis that is counted from 0. */
function amountsAt(amounts: readonly number[], rank: number, axis: number): readonly [number, number] {
  const pair = 2 * (rank - 1 - axis);
  return [amounts[pair] ?? 0, amounts[pair + 1] ?? 0];
}

function checkConstant(machine: Machine, shape: readonly number[], amounts: readonly number[]): void {
  const rank = shape.length;
  if (amounts.length > 2 * rank) {
    const message = `Padding length should be less than or equal to two times the input dimension but got padding length ${amounts.length} and input of dimension ${rank}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const tooShort = shape.some((size, axis) => {
    const [before, behind] = amountsAt(amounts, rank, axis);
    return size + Math.min(0, before) + Math.min(0, behind) < 0;
  });
  if (tooShort) throw fail(machine, 'RuntimeError', 'narrow(): length must be non-negative.');
}

function checkMirrored(
  machine: Machine,
  shape: readonly number[],
  amounts: readonly number[],
  mode: PadMode,
): void {
  const rank = shape.length;
  const padded = amounts.length / 2;
  if (padded < 1 || padded > 3 || (rank !== padded + 1 && rank !== padded + 2)) {
    const message = `Padding size ${amounts.length} is not supported for ${rank}D input tensor.\nSupported combinations for non-constant padding:\n  - 2D or 3D input: padding size = 2 (pads last dimension)\n  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)`;
    throw fail(machine, 'NotImplementedError', message);
  }
  for (let axis = rank - 1; axis >= rank - padded; axis -= 1) {
    const size = shape[axis] ?? 0;
    const [before, behind] = amountsAt(amounts, rank, axis);
    if (mode === 'circular' && (before > size || behind > size))
      throw fail(machine, 'RuntimeError', 'Padding value causes wrapping around more than once.');
    if (mode === 'reflect' && (before >= size || behind >= size)) {
      const place = 4 + 2 * (rank - 1 - axis);
      const message = `Argument #${place}: Padding size should be less than the corresponding input dimension, but got: padding (${before}, ${behind}) at dimension ${axis} of input ${listText(shape)}`;
      throw fail(machine, 'RuntimeError', message);
    }
    if (mode !== 'circular' && size + before + behind < 1) {
      const name = ['D', 'H', 'W'][axis - rank + 3] ?? 'W';
      const message = `input (${name}: ${size}) is too small. Calculated output ${name}: ${size + before + behind}`;
      throw fail(machine, 'RuntimeError', message);
    }
  }
}

/** An input with more places around it, or with fewer. */
export function padded(
  recorder: Recorder,
  input: Shaped,
  amounts: readonly number[],
  mode: string,
  value: number | null,
): TensorValue {
  const { machine } = recorder;
  if (amounts.length % 2 !== 0) throw fail(machine, 'RuntimeError', 'Padding length must be divisible by 2');
  const own = modeOf(machine, mode);
  if (own === 'constant') checkConstant(machine, input.shape, amounts);
  else {
    if (value !== null && value !== 0)
      throw fail(machine, 'RuntimeError', `Padding mode "${own}" doesn't take in value argument`);
    checkMirrored(machine, input.shape, amounts, own);
  }
  return applied(recorder, { op: 'pad', attributes: { mode: own, amounts, value: value ?? 0 } }, [input]);
}

function padCalled(recorder: Recorder, input: Value, pad: Value, mode: Value, value: Value): Value {
  const { machine } = recorder;
  const image = shapedArgument(recorder, input, 'pad');
  const plain = unwrap(pad);
  if (plain.kind !== 'tuple' && plain.kind !== 'list' && plain.kind !== 'unknown') {
    const message = `pad(): argument 'pad' (position 2) must be tuple of ints, not ${classOf(plain).name}`;
    throw fail(machine, 'TypeError', message);
  }
  const amounts = intsArgument(machine, pad, { call: 'pad', name: 'pad', place: 2 });
  const filler = value.kind === 'none' ? null : number(machine, value);
  return padded(recorder, image, amounts, word(machine, mode), filler).value;
}

export const paddingFunctions: readonly TorchFunction[] = [
  torchFunction('pad', "input, pad, mode='constant', value=None", ['functional'], padCalled),
];
