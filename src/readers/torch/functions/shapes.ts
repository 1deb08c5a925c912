/** The same elements under another shape. */
import { fail } from '../../python/values/exceptions';
import { bool, int, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { sizeOf } from '../../../tensor/tensor';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { axisOf, checkedAxis, sizesOf, tensorArgument } from '../values/arguments';
import { whole, wholes } from '../../tensors/arguments';
import { sizeValue } from '../values/flavour';
import { shapeOf } from '../values/properties';
import { shapedArgument } from '../values/shaped';
import { withShape, type Shaped } from '../../tensors/shaped';
import { denseStrides, isContiguous, stridesOf, viewedStrides } from '../values/strides';
import { torchFunction, usual, type TorchFunction } from './row';

/** Sizes with what -1 stands for. Raises PyTorch's RuntimeError where they are too many or too few. */
function filledSizes(
  { machine }: Recorder,
  shape: readonly number[],
  asked: readonly number[],
): readonly number[] {
  const total = sizeOf(shape);
  const text = `[${asked.join(', ')}]`;
  const wrong = asked.findIndex((size) => size < -1);
  if (wrong !== -1) {
    const message = `invalid shape dimension ${asked[wrong] ?? -1} at index ${wrong} of shape ${text}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const open = asked.filter((size) => size === -1).length;
  if (open > 1) throw fail(machine, 'RuntimeError', 'only one dimension can be inferred');
  const known = asked.reduce((product, size) => (size === -1 ? product : product * size), 1);
  if (open === 1 && total === 0 && known === 0) {
    const message = `cannot reshape tensor of 0 elements into shape ${text} because the unspecified dimension size -1 can be any value and is ambiguous`;
    throw fail(machine, 'RuntimeError', message);
  }
  const fits = open === 0 ? known === total : known !== 0 && total % known === 0;
  if (!fits) throw fail(machine, 'RuntimeError', `shape '${text}' is invalid for input of size ${total}`);
  return asked.map((size) => (size === -1 ? total / known : size));
}

const notLaidOut =
  "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.";

/** The same elements under another shape: a view where the layout allows it, or else a copy. */
export function reshaped(recorder: Recorder, tensor: TensorValue, asked: readonly number[]): TensorValue {
  const input = withShape(recorder, tensor);
  const sizes = filledSizes(recorder, input.shape, asked);
  const call = { op: 'reshape', attributes: { sizes } } as const;
  return isViewable(input, sizes)
    ? viewOf(recorder, input, call)
    : recorder.apply(call, [input], { flavour: input.flavour });
}

function isViewable(input: Shaped, sizes: readonly number[]): boolean {
  const strides = stridesOf(input);
  return strides === null || viewedStrides(input.shape, strides, sizes) !== null;
}

/** `x.view(sizes)`: refuses what would need a copy. */
function viewed(recorder: Recorder, input: Shaped, asked: readonly number[]): TensorValue {
  const sizes = filledSizes(recorder, input.shape, asked);
  if (!isViewable(input, sizes)) throw fail(recorder.machine, 'RuntimeError', notLaidOut);
  return viewOf(recorder, input, { op: 'reshape', attributes: { sizes } });
}

/** Sizes from `*rest` or a keyword. */
function sizesIn({ machine }: Recorder, rest: Value, keyword: Value, what: string): readonly number[] {
  if (keyword.kind !== 'none') return wholes(machine, keyword);
  return sizesOf(machine, rest, what);
}

/** An axis as several. */
function unflattened(recorder: Recorder, input: Shaped, dim: Value, sizes: Value): TensorValue {
  const { machine } = recorder;
  const axis = axisOf(machine, dim, input.shape.length);
  const asked = wholes(machine, sizes);
  if (asked.length === 0) throw fail(machine, 'RuntimeError', 'unflatten: sizes must be non-empty');
  const size = input.shape[axis] ?? 1;
  const known = asked.reduce((product, one) => (one === -1 ? product : product * one), 1);
  const open = asked.filter((one) => one === -1).length;
  if (open > 1 || (open === 0 ? known !== size : known === 0 || size % known !== 0)) {
    const message = `unflatten: Provided sizes [${asked.join(', ')}] don't multiply up to the size of dim ${axis} (${size}) in the input tensor`;
    throw fail(machine, 'RuntimeError', message);
  }
  const filled = asked.map((one) => (one === -1 ? size / known : one));
  return reshaped(recorder, input, input.shape.toSpliced(axis, 1, ...filled));
}

/** The axes from one to another as one. */
export function flattened(recorder: Recorder, input: Shaped, start: Value, end: Value): TensorValue {
  const { machine } = recorder;
  const rank = input.shape.length;
  const startAxis = axisOf(machine, start, rank);
  const endAxis = axisOf(machine, end, rank);
  if (startAxis > endAxis) {
    throw fail(machine, 'RuntimeError', 'flatten() has invalid args: start_dim cannot come after end_dim');
  }
  const call = { op: 'flatten', attributes: { startAxis, endAxis } } as const;
  const sizes = input.shape.toSpliced(
    startAxis,
    endAxis - startAxis + 1,
    sizeOf(input.shape.slice(startAxis, endAxis + 1)),
  );
  return isViewable(input, sizes)
    ? viewOf(recorder, input, call)
    : recorder.apply(call, [input], { flavour: input.flavour });
}

function strideValue(tensor: Shaped): readonly number[] {
  return stridesOf(tensor) ?? denseStrides(tensor.shape);
}

export const shapeFunctions: readonly TorchFunction[] = [
  torchFunction('view', 'self, *shape, size=None', ['method'], (recorder, self, size, rest) => {
    const input = shapedArgument(recorder, self, 'view', 'self');
    return viewed(recorder, input, sizesIn(recorder, rest, size, "view(): argument 'size'")).value;
  }),
  torchFunction('reshape', 'input, *rest, shape=None', usual, (recorder, self, shape, rest) => {
    const input = shapedArgument(recorder, self, 'reshape');
    return reshaped(recorder, input, sizesIn(recorder, rest, shape, "reshape(): argument 'shape'")).value;
  }),
  ...['view_as', 'reshape_as'].map((name) =>
    torchFunction(name, 'self, other', ['method'], (recorder, self, other) => {
      const input = shapedArgument(recorder, self, name, 'self');
      const { shape } = shapedArgument(recorder, other, name, 'other');
      return (name === 'view_as' ? viewed : reshaped)(recorder, input, shape).value;
    }),
  ),
  torchFunction('flatten', 'input, start_dim=0, end_dim=-1', usual, (recorder, self, start, end) => {
    const input = shapedArgument(recorder, self, 'flatten');
    return flattened(recorder, input, start, end).value;
  }),
  torchFunction(
    'unflatten',
    'input, dim, sizes',
    usual,
    (recorder, self, dim, sizes) =>
      unflattened(recorder, shapedArgument(recorder, self, 'unflatten'), dim, sizes).value,
  ),
  torchFunction(
    'ravel',
    'input',
    usual,
    (recorder, self) => reshaped(recorder, shapedArgument(recorder, self, 'ravel'), [-1]).value,
  ),
  torchFunction('size', 'self, dim=None', ['method'], (recorder, self, dim) => {
    const { machine } = recorder;
    const tensor = tensorArgument(machine, self, 'size()');
    if (!tensor.shape) return shapeOf(recorder, tensor);
    if (dim.kind === 'none') return sizeValue(tensor.shape);
    return int(tensor.shape[checkedAxis(machine, whole(machine, dim), tensor.shape.length)] ?? 0);
  }),
  torchFunction('stride', 'self, dim=None', ['method'], (recorder, self, dim) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'stride', 'self');
    const strides = strideValue(input);
    if (dim.kind === 'none') return tuple(strides.map(int));
    return int(strides[axisOf(machine, dim, input.shape.length)] ?? 1);
  }),
  torchFunction('contiguous', 'self, memory_format=None', ['method'], (recorder, self) => {
    const input = tensorArgument(recorder.machine, self, 'contiguous()');
    if (isContiguous(input)) return input.value;
    recorder.refresh(input);
    const { flavour, shape, dtype, content, differentiable } = input;
    return recorder.make({ flavour, shape, dtype, content, differentiable }).value;
  }),
  torchFunction('is_contiguous', 'self, memory_format=None', ['method'], (recorder, self) =>
    bool(isContiguous(tensorArgument(recorder.machine, self, 'is_contiguous()'))),
  ),
];
