/** Elements several times: expand, repeat, tile, repeat_interleave; and elements in another order: flip, roll, rot90. */
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { axisOf, checkedAxis, sizesOf } from '../values/arguments';
import { whole, wholes } from '../../tensors/arguments';
import { sizeValue } from '../values/flavour';
import { shapedArgument, shapedList } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { distinctAxes } from './axes';
import { torchFunction, usual, type TorchFunction } from './row';

function on(recorder: Recorder, call: OpCall, input: TensorValue): TensorValue {
  return recorder.apply(call, [input], { flavour: input.flavour });
}

/** The tensor stretched to sizes, -1 for those that stay. Raises PyTorch's RuntimeError. */
export function expanded(recorder: Recorder, input: Shaped, asked: readonly number[]): TensorValue {
  const { machine } = recorder;
  const { shape } = input;
  const surplus = asked.length - shape.length;
  if (surplus < 0) {
    const message = `expand(torch.FloatTensor{[${shape.join(', ')}]}, size=[${asked.join(', ')}]): the number of sizes provided (${asked.length}) must be greater or equal to the number of dimensions in the tensor (${shape.length})`;
    throw fail(machine, 'RuntimeError', message);
  }
  const sizes = asked.map((size, axis) =>
    size === -1 && axis >= surplus ? (shape[axis - surplus] ?? 1) : size,
  );
  for (let axis = asked.length - 1; axis >= 0; axis -= 1) {
    const [own, size] = [axis < surplus ? 1 : (shape[axis - surplus] ?? 1), sizes[axis] ?? 1];
    if (size < 0 && axis < surplus) {
      const message = `The expanded size of the tensor (${size}) isn't allowed in a leading, non-existing dimension ${axis}`;
      throw fail(machine, 'RuntimeError', message);
    }
    if (own === size || (own === 1 && size >= 0)) continue;
    const message = `The expanded size of the tensor (${size}) must match the existing size (${own}) at non-singleton dimension ${axis}.  Target sizes: [${asked.join(', ')}].  Tensor sizes: [${shape.join(', ')}]`;
    throw fail(machine, 'RuntimeError', message);
  }
  if (sizes.join() === shape.join()) return viewOf(recorder, input, { op: 'reshape', attributes: { sizes } });
  return viewOf(recorder, input, { op: 'expand', attributes: { sizes } });
}

/** The shape that several stretch to; RuntimeError where they do not. */
export function commonShape(
  { machine }: Recorder,
  shapes: readonly (readonly number[])[],
): readonly number[] {
  return shapes.reduce<readonly number[]>((common, shape) => {
    const rank = Math.max(common.length, shape.length);
    return Array.from({ length: rank }, (_, place) => {
      const axis = rank - 1 - place;
      return [common[common.length - 1 - axis] ?? 1, shape[shape.length - 1 - axis] ?? 1] as const;
    }).map(([left, right], axis) => {
      if (left === right || right === 1) return left;
      if (left === 1) return right;
      const message = `The size of tensor a (${left}) must match the size of tensor b (${right}) at non-singleton dimension ${axis}`;
      throw fail(machine, 'RuntimeError', message);
    });
  }, []);
}

function repeated(recorder: Recorder, input: Shaped, repeats: readonly number[]): TensorValue {
  const { machine } = recorder;
  const surplus = repeats.length - input.shape.length;
  if (surplus < 0) {
    const message =
      'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor';
    throw fail(machine, 'RuntimeError', message);
  }
  const sizes = repeats.map(
    (count, axis) => count * (axis < surplus ? 1 : (input.shape[axis - surplus] ?? 1)),
  );
  const negative = sizes.find((size) => size < 0);
  if (negative !== undefined) {
    const message = `Trying to create tensor with negative dimension ${negative}: [${sizes.join(', ')}]`;
    throw fail(machine, 'RuntimeError', message);
  }
  return on(recorder, { op: 'repeat', attributes: { repeats } }, input);
}

function tiled(recorder: Recorder, input: Shaped, repeats: readonly number[]): TensorValue {
  const missing = Math.max(0, input.shape.length - repeats.length);
  return repeated(recorder, input, [...new Array<number>(missing).fill(1), ...repeats]);
}

/** Every element so often in a row; a number for each where there is a list. */
function interleaved(recorder: Recorder, input: Shaped, repeats: Value, dim: Value): TensorValue {
  const { machine } = recorder;
  const axis = dim.kind === 'none' ? null : axisOf(machine, dim, input.shape.length);
  const counts = tensorIn(repeats);
  if (!counts || counts.shape?.length === 0 || (counts.shape?.[0] === 1 && counts.shape.length === 1)) {
    const known = counts && recorder.known(counts);
    const count = known ? (known.data[0] ?? 0) : whole(machine, repeats);
    if (count < 0) throw fail(machine, 'RuntimeError', 'Repeats must be non-negative');
    return on(recorder, { op: 'repeat-interleave', attributes: { repeats: count, axis } }, input);
  }
  const known = recorder.known(counts);
  if (!known) return byData(recorder, input, 'repeat_interleave');
  const size = axis === null ? sizeOf(input.shape) : (input.shape[axis] ?? 1);
  if (known.data.length !== size) {
    const message = `repeats must have the same size as input along dim, but got repeats.size(0) = ${known.data.length} and input.size(${axis ?? 0}) = ${size}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const flat = axis === null ? on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, input) : input;
  machine.allocate(
    Array.from(known.data).reduce((sum, count) => sum + Math.max(0, count), 0),
    'indices',
  );
  const order = Array.from(known.data).flatMap((count, place) =>
    new Array<number>(Math.max(0, count)).fill(place),
  );
  const indices = recorder.constant(input.flavour, 'int64', [order.length], order);
  const call = { op: 'index-select', attributes: { axis: axis ?? 0 } } as const;
  return recorder.apply(call, [flat, indices], { flavour: input.flavour });
}

/** A grey node: its shape depends on numbers of the run. */
export function byData(recorder: Recorder, input: TensorValue, name: string): TensorValue {
  const message = `The shape of what ${name} gives depends on the values of inputs or parameters.`;
  const cause = recorder.machine.unknown('data', message, `torch.${name}`);
  return recorder.opaque(cause, [input], input.flavour);
}

function flipped(recorder: Recorder, input: Shaped, dims: readonly number[]): TensorValue {
  const axes = distinctAxes(recorder, dims, input.shape.length).filter((axis) => axis < input.shape.length);
  return on(recorder, { op: 'flip', attributes: { axes } }, input);
}

function rolled(recorder: Recorder, input: Shaped, by: Value, dims: Value): TensorValue {
  const { machine } = recorder;
  const shifts = wholes(machine, by);
  const given = dims.kind === 'none' ? [] : wholes(machine, dims);
  if (given.length === 0 ? shifts.length !== 1 : shifts.length !== given.length) {
    const message = `shifts and dimensions must align. shifts: ${shifts.length}, dims:${given.length}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const axes = given.map((axis) => checkedAxis(machine, axis, input.shape.length));
  return on(recorder, { op: 'roll', attributes: { shifts, axes } }, input);
}

function rotated(recorder: Recorder, input: Shaped, times: number, dims: readonly number[]): TensorValue {
  const { machine } = recorder;
  if (dims.length !== 2) {
    throw fail(machine, 'RuntimeError', `expected total rotation dims == 2, but got dims = ${dims.length}`);
  }
  const [first = 0, second = 1] = dims.map((axis) => checkedAxis(machine, axis, input.shape.length));
  if (first === second) {
    const message = `expected rotation dims to be different, but got dim0 = ${dims[0] ?? 0} and dim1 = ${dims[1] ?? 0}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const turns = ((times % 4) + 4) % 4;
  const flip = (of: TensorValue, axes: readonly number[]): TensorValue =>
    on(recorder, { op: 'flip', attributes: { axes } }, of);
  if (turns === 0) return flip(input, []);
  if (turns === 2) return flip(input, [first, second]);
  const swap = { op: 'transpose', attributes: { firstAxis: first, secondAxis: second } } as const;
  return on(recorder, swap, flip(input, [turns === 1 ? second : first]));
}

export const repeatFunctions: readonly TorchFunction[] = [
  torchFunction(
    'expand',
    'self, *sizes, implicit=False, size=None',
    ['method'],
    (recorder, self, _implicit, size, rest) => {
      const { machine } = recorder;
      const input = shapedArgument(recorder, self, 'expand', 'self');
      const sizes =
        size.kind === 'none' ? sizesOf(machine, rest, "expand(): argument 'size'") : wholes(machine, size);
      return expanded(recorder, input, sizes).value;
    },
  ),
  torchFunction('expand_as', 'self, other', ['method'], (recorder, self, other) => {
    const { shape } = shapedArgument(recorder, other, 'expand_as', 'other');
    return expanded(recorder, shapedArgument(recorder, self, 'expand_as', 'self'), shape).value;
  }),
  torchFunction(
    'broadcast_to',
    'input, size',
    usual,
    (recorder, self, size) =>
      expanded(recorder, shapedArgument(recorder, self, 'broadcast_to'), wholes(recorder.machine, size))
        .value,
  ),
  torchFunction('broadcast_tensors', '*tensors', ['torch'], (recorder, rest) => {
    const given = shapedList(recorder, rest, 'broadcast_tensors');
    const shape = commonShape(
      recorder,
      given.map((tensor) => tensor.shape),
    );
    return tuple(given.map((tensor) => expanded(recorder, tensor, shape).value));
  }),
  torchFunction('broadcast_shapes', '*shapes', ['torch'], (recorder, rest) => {
    const shapes = rest.kind === 'tuple' ? rest.items.map((shape) => wholes(recorder.machine, shape)) : [];
    return sizeValue(commonShape(recorder, shapes));
  }),
  torchFunction('repeat', 'self, *rest, repeats=None', ['method'], (recorder, self, keyword, rest) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'repeat', 'self');
    const repeats =
      keyword.kind === 'none'
        ? sizesOf(machine, rest, "repeat(): argument 'repeats'")
        : wholes(machine, keyword);
    return repeated(recorder, input, repeats).value;
  }),
  torchFunction('tile', 'input, *rest, dims=None', usual, (recorder, self, dims, rest) => {
    const { machine } = recorder;
    const repeats =
      dims.kind === 'none' ? sizesOf(machine, rest, "tile(): argument 'dims'") : wholes(machine, dims);
    return tiled(recorder, shapedArgument(recorder, self, 'tile'), repeats).value;
  }),
  torchFunction(
    'repeat_interleave',
    'input, repeats, dim=None, *, output_size=None',
    usual,
    (recorder, self, repeats, dim) =>
      interleaved(recorder, shapedArgument(recorder, self, 'repeat_interleave'), repeats, dim).value,
  ),
  torchFunction('flip', 'input, *rest, dims=None', usual, (recorder, self, dims, rest) => {
    const { machine } = recorder;
    const axes =
      dims.kind === 'none' ? sizesOf(machine, rest, "flip(): argument 'dims'") : wholes(machine, dims);
    return flipped(recorder, shapedArgument(recorder, self, 'flip'), axes).value;
  }),
  ...(['fliplr', 'flipud'] as const).map((name) =>
    torchFunction(name, 'input', usual, (recorder, self) => {
      const input = shapedArgument(recorder, self, name);
      const least = name === 'fliplr' ? 2 : 1;
      if (input.shape.length < least) {
        throw fail(recorder.machine, 'RuntimeError', `Input must be >= ${least}-d.`);
      }
      return flipped(recorder, input, [least - 1]).value;
    }),
  ),
  torchFunction(
    'roll',
    'input, shifts, dims=None',
    usual,
    (recorder, self, shifts, dims) =>
      rolled(recorder, shapedArgument(recorder, self, 'roll'), shifts, dims).value,
  ),
  torchFunction('rot90', 'input, k=1, dims=(0, 1)', usual, (recorder, self, times, dims) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'rot90');
    return rotated(recorder, input, whole(machine, times), wholes(machine, dims)).value;
  }),
];
