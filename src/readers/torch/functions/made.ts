/** What functions share that make tensors of nothing: sizes, element types, one number everywhere. */
import type { OpCall } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { cast } from '../../tensors/arithmetic';
import { isFloating, type DtypeName } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { sizesOf } from '../values/arguments';
import { flag } from '../../tensors/arguments';
import { defaultDtype } from '../values/defaultDtype';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';

const flavour = torchFlavour;

/** The last parameters of most functions that make tensors. */
export const makingTail = 'dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False';

/** The sizes of a new tensor, one by one or as what is called `size`. Raises PyTorch's errors for what are none. */
export function newSizes(
  recorder: Recorder,
  name: string,
  rest: Value,
  size: Value = none,
): readonly number[] {
  const sizes = sizesOf(recorder.machine, size.kind === 'none' ? rest : size, `${name}(): argument 'size'`);
  if (sizes.some((size) => size < 0)) {
    const negative = sizes.find((one) => one < 0) ?? -1;
    const words = name.startsWith('rand')
      ? `Trying to create tensor with negative dimension ${negative}: [${sizes.join(', ')}]`
      : `${name}: Dimension size must be non-negative.`;
    throw fail(recorder.machine, 'RuntimeError', words);
  }
  return sizes;
}

/** The element type that is asked for, or the default one. */
export function newDtype(recorder: Recorder, dtype: Value): DtypeName {
  return dtypeIn(dtype) ?? defaultDtype(recorder.machine);
}

/** What an op without arguments gives, as an element type. */
export function made(recorder: Recorder, call: OpCall, dtype: DtypeName): TensorValue {
  const wished = isFloating(dtype) ? dtype : 'float64';
  return cast(recorder, recorder.apply(call, [], { flavour, dtype: wished }), dtype);
}

/** One number everywhere. */
export function filled(
  recorder: Recorder,
  sizes: readonly number[],
  value: number,
  dtype: DtypeName,
): TensorValue {
  recorder.machine.step(Math.min(sizeOf(sizes), 2 ** 20) >> 4);
  const call: OpCall =
    value === 0
      ? { op: 'zeros', attributes: { sizes } }
      : { op: 'full', attributes: { sizes, value: dtype === 'bool' ? 1 : value } };
  return made(recorder, call, dtype);
}

/** A new tensor as a value; one that asks for gradients is a leaf of its own. */
export function asLeaf(recorder: Recorder, tensor: TensorValue, requiresGrad: Value): Value {
  if (flag(recorder.machine, requiresGrad) && isFloating(tensor.dtype)) tensor.differentiable = true;
  return tensor.value;
}
