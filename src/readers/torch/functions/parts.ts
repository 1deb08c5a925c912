/** Parts of a tensor: narrow, select, windows, diagonals and triangles. */
import { fail } from '../../python/values/exceptions';
import { sizeOf } from '../../../tensor/tensor';
import type { OpCall } from '../../../ops/table';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { axisOf } from '../values/arguments';
import { whole, wholes } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { stridesOf } from '../values/strides';
import { everywhere, torchFunction, usual, type TorchFunction } from './row';

function on(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: torchFlavour });
}

function narrowed(
  recorder: Recorder,
  input: Shaped,
  axis: number,
  given: number,
  length: number,
): TensorValue {
  const { machine } = recorder;
  const size = input.shape[axis] ?? 0;
  if (length < 0) throw fail(machine, 'RuntimeError', 'narrow(): length must be non-negative.');
  if (given < -size || given > size) {
    const message = `start out of range (expected to be in range of [-${size}, ${size}], but got ${given})`;
    throw fail(machine, 'IndexError', message);
  }
  const start = given < 0 ? given + size : given;
  if (start + length > size) {
    const message = `start (${start}) + length (${length}) exceeds dimension size (${size}).`;
    throw fail(machine, 'RuntimeError', message);
  }
  return viewOf(recorder, input, { op: 'slice', attributes: { axis, start, end: start + length, step: 1 } });
}

/** Windows along an axis, as a new last axis (Tensor.unfold). */
function windows(recorder: Recorder, input: Shaped, axis: number, size: number, step: number): TensorValue {
  const { machine } = recorder;
  const { shape } = input;
  const length = shape[axis] ?? 1;
  if (size < 0) throw fail(machine, 'RuntimeError', `size is ${size} but must be >= 0`);
  if (size > length) {
    const message = `maximum size for tensor at dimension ${axis} is ${length} but size is ${size}`;
    throw fail(machine, 'RuntimeError', message);
  }
  if (step <= 0) throw fail(machine, 'RuntimeError', `step is ${step} but must be > 0`);
  const count = Math.floor((length - size) / step) + 1;
  machine.allocate(count * size, 'indices');
  const places = Array.from(
    { length: count * size },
    (_, place) => Math.floor(place / size) * step + (place % size),
  );
  const indices = recorder.constant(torchFlavour, 'int64', [places.length], places);
  const rows = on(recorder, { op: 'index-select', attributes: { axis } }, [input, indices]);
  const sizes = shape.toSpliced(axis, 1, count, size);
  const apart = on(recorder, { op: 'reshape', attributes: { sizes } }, [rows]);
  const axes = [...sizes.keys()].filter((at) => at !== axis + 1);
  return on(recorder, { op: 'permute', attributes: { axes: [...axes, axis + 1] } }, [apart]);
}

/** The diagonals of the matrices in two axes, as a new last axis. */
function diagonals(
  recorder: Recorder,
  input: Shaped,
  offset: number,
  first: number,
  second: number,
): TensorValue {
  if (first === second) {
    const message = `diagonal dimensions cannot be identical ${first}, ${second}`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  const others = [...input.shape.keys()].filter((axis) => axis !== first && axis !== second);
  const axes = [...others, first, second];
  const moved = axes.every((axis, place) => axis === place)
    ? input
    : viewOf(recorder, input, { op: 'permute', attributes: { axes } });
  return viewOf(recorder, moved, { op: 'diagonal', attributes: { offset } });
}

/** Rows of an axis as the diagonals of matrices; zeros elsewhere. */
function embedded(
  recorder: Recorder,
  input: Shaped,
  offset: number,
  first: number,
  second: number,
): TensorValue {
  if (first === second) {
    const message = `diagonal dimensions cannot be identical ${first}, ${second}`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  const { shape } = input;
  const length = shape.at(-1) ?? 1;
  const width = length + Math.abs(offset);
  // The diagonal's elements stand width + 1 apart in a matrix that is written out row by row.
  const column = on(recorder, { op: 'unsqueeze', attributes: { axis: -1 } }, [input]);
  const padded = on(recorder, padding([0, width]), [column]);
  const flat = on(recorder, { op: 'reshape', attributes: { sizes: [...shape.slice(0, -1), -1] } }, [padded]);
  const before = offset >= 0 ? offset : -offset * width;
  const total = width * width;
  const rest = total - before - length * (width + 1);
  const whole = on(recorder, padding([before, rest]), [flat]);
  const sizes = [...shape.slice(0, -1), width, width];
  const matrices = on(recorder, { op: 'reshape', attributes: { sizes } }, [whole]);
  const rank = sizes.length;
  if (first === rank - 2 && second === rank - 1) return matrices;
  const others = [...shape.slice(0, -1).keys()].values();
  const axes = sizes.map((_, place) =>
    place === first ? rank - 2 : place === second ? rank - 1 : (others.next().value ?? 0),
  );
  return on(recorder, { op: 'permute', attributes: { axes } }, [matrices]);
}

function padding(amounts: readonly number[]): OpCall {
  return { op: 'pad', attributes: { mode: 'constant', amounts, value: 0 } };
}

/** The elements of PyTorch's storage at sizes and strides; of a view only where it begins with its base. */
function strided(
  recorder: Recorder,
  input: Shaped,
  sizes: readonly number[],
  strides: readonly number[],
  offset: number,
): TensorValue {
  const { machine } = recorder;
  if (input.view || !stridesOf(input)) {
    const message = 'as_strided of what is a view is not understood.';
    return recorder.opaque(
      machine.unknown('unsupported', message, 'torch.as_strided'),
      [input],
      torchFlavour,
    );
  }
  const total = sizeOf(sizes);
  machine.allocate(total, 'indices');
  const last = sizes.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), offset);
  const count = sizeOf(input.shape);
  if (total > 0 && last >= count) {
    const message = `setStorage: sizes [${sizes.join(', ')}], strides [${strides.join(', ')}], storage offset ${offset}, and itemsize 4 requiring a storage size of ${4 * (last + 1)} are out of bounds for storage of size ${4 * count}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const places = Array.from({ length: total }, (_, place) => {
    let [rest, at] = [place, offset];
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      const size = sizes[axis] ?? 1;
      at += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    return at;
  });
  const flat = on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, [input]);
  const indices = recorder.constant(torchFlavour, 'int64', [total], places);
  const chosen = on(recorder, { op: 'index-select', attributes: { axis: 0 } }, [flat, indices]);
  return on(recorder, { op: 'reshape', attributes: { sizes } }, [chosen]);
}

function triangle(name: 'tril' | 'triu', op: 'lower-triangle' | 'upper-triangle'): TorchFunction {
  return torchFunction(name, 'input, diagonal=0', everywhere, (recorder, self, given) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, name);
    if (input.shape.length < 2) {
      throw fail(machine, 'RuntimeError', `${name}: input tensor must have at least 2 dimensions`);
    }
    const call = { op, attributes: { diagonal: whole(machine, given) } } as const;
    return recorder.apply(call, [input], { flavour: torchFlavour, dtype: input.dtype }).value;
  });
}

export const partFunctions: readonly TorchFunction[] = [
  torchFunction('narrow', 'input, dim, start, length', usual, (recorder, self, dim, start, length) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'narrow');
    const axis = axisOf(machine, dim, input.shape.length);
    return narrowed(recorder, input, axis, whole(machine, start), whole(machine, length)).value;
  }),
  torchFunction('select', 'input, dim, index', usual, (recorder, self, dim, given) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'select');
    const axis = axisOf(machine, dim, input.shape.length);
    const index = whole(machine, given);
    const size = input.shape[axis] ?? 0;
    if (index < -size || index >= size) {
      const message = `select(): index ${index} out of range for tensor of size [${input.shape.join(', ')}] at dimension ${axis}`;
      throw fail(machine, 'IndexError', message);
    }
    return viewOf(recorder, input, { op: 'select', attributes: { axis, index } }).value;
  }),
  torchFunction('unfold', 'self, dimension, size, step', ['method'], (recorder, self, dim, size, step) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'unfold', 'self');
    const axis = axisOf(machine, dim, input.shape.length);
    return windows(recorder, input, axis, whole(machine, size), whole(machine, step)).value;
  }),
  torchFunction(
    'as_strided',
    'input, size, stride, storage_offset=None',
    usual,
    (recorder, self, size, stride, offset) => {
      const { machine } = recorder;
      const input = shapedArgument(recorder, self, 'as_strided');
      const start = offset.kind === 'none' ? 0 : whole(machine, offset);
      return strided(recorder, input, wholes(machine, size), wholes(machine, stride), start).value;
    },
  ),
  torchFunction(
    'diagonal',
    'input, offset=0, dim1=0, dim2=1',
    usual,
    (recorder, self, offset, dim1, dim2) => {
      const { machine } = recorder;
      const input = shapedArgument(recorder, self, 'diagonal');
      const rank = input.shape.length;
      const [first, second] = [axisOf(machine, dim1, rank), axisOf(machine, dim2, rank)];
      return diagonals(recorder, input, whole(machine, offset), first, second).value;
    },
  ),
  torchFunction('diag', 'input, diagonal=0', usual, (recorder, self, given) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'diag');
    const rank = input.shape.length;
    const offset = whole(machine, given);
    if (rank === 1) return embedded(recorder, input, offset, 0, 1).value;
    if (rank === 2) return on(recorder, { op: 'diagonal', attributes: { offset } }, [input]).value;
    throw fail(machine, 'RuntimeError', `diag(): Supports 1D or 2D tensors. Got ${rank}D`);
  }),
  torchFunction(
    'diag_embed',
    'input, offset=0, dim1=-2, dim2=-1',
    usual,
    (recorder, self, offset, dim1, dim2) => {
      const { machine } = recorder;
      const input = shapedArgument(recorder, self, 'diag_embed');
      const rank = input.shape.length + 1;
      const [first, second] = [axisOf(machine, dim1, rank), axisOf(machine, dim2, rank)];
      return embedded(recorder, input, whole(machine, offset), first, second).value;
    },
  ),
  torchFunction('trace', 'input', usual, (recorder, self) => {
    const input = shapedArgument(recorder, self, 'trace');
    if (input.shape.length !== 2) {
      const message = `trace: expected a matrix, but got tensor with dim ${input.shape.length}`;
      throw fail(recorder.machine, 'RuntimeError', message);
    }
    return on(recorder, { op: 'trace', attributes: {} }, [input]).value;
  }),
  triangle('tril', 'lower-triangle'),
  triangle('triu', 'upper-triangle'),
];
