/** Elements read at indices: gather, index_select, take, masked_select, nonzero, searchsorted. */
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import { pair } from '../../tensors/arithmetic';
import { lookUp, nonzero } from '../../tensors/lookUp';
import type { Recorder } from '../../tensors/recorder';
import { strayIndex } from '../../tensors/strayIndices';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { axisOf } from '../values/arguments';
import { flag } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { byData, commonShape, expanded } from './repeats';
import { torchFunction, usual, type TorchFunction } from './row';

function on(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: torchFlavour });
}

/** Indices must be whole numbers. */
export function checkIndices(
  recorder: Recorder,
  name: string,
  { dtype }: TensorValue,
  types = 'int32/int64',
): void {
  if (dtype === 'int64' || dtype === 'int32') return;
  throw fail(recorder.machine, 'RuntimeError', `${name}(): Expected dtype ${types} for index`);
}

/** Indices must lie within the axis, as far as they are known. */
export function checkBounds(
  recorder: Recorder,
  indices: TensorValue,
  size: number,
  wording: (index: number) => readonly ['IndexError' | 'RuntimeError', string],
  least = 0,
): void {
  const wrong = strayIndex(recorder, indices, size, { least });
  if (wrong === null) return;
  throw fail(recorder.machine, ...wording(wrong));
}

/** The words of gather and scatter. */
export function outOfAxis(axis: number, size: number) {
  return (index: number) =>
    ['RuntimeError', `index ${index} is out of bounds for dimension ${axis} with size ${size}`] as const;
}

function gathered(recorder: Recorder, input: Shaped, dim: Value, index: Shaped): TensorValue {
  const { machine } = recorder;
  const axis = axisOf(machine, dim, input.shape.length);
  checkIndices(recorder, 'gather', index);
  if (index.shape.length !== input.shape.length && sizeOf(index.shape) > 0) {
    const message = 'Index tensor must have the same number of dimensions as input tensor';
    throw fail(machine, 'RuntimeError', message);
  }
  const odd = index.shape.some((size, at) => at !== axis && size > (input.shape[at] ?? 0));
  if (odd) {
    const message = `Size does not match at dimension ${index.shape.findIndex((size, at) => at !== axis && size > (input.shape[at] ?? 0))} expected index [${index.shape.join(', ')}] to be no larger than self [${input.shape.join(', ')}] apart from dimension ${axis}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const size = input.shape[axis] ?? 1;
  checkBounds(recorder, index, size, outOfAxis(axis, size));
  return on(recorder, { op: 'gather', attributes: { axis } }, [input, index]);
}

function selected(recorder: Recorder, input: Shaped, dim: Value, index: Shaped): TensorValue {
  const { machine } = recorder;
  const axis = axisOf(machine, dim, input.shape.length);
  checkIndices(recorder, 'index_select', index, 'int32 or int64');
  if (index.shape.length > 1) {
    throw fail(machine, 'IndexError', 'index_select(): Index is supposed to be a vector');
  }
  const size = input.shape[axis] ?? 1;
  checkBounds(recorder, index, size, (wrong) => [
    'RuntimeError',
    `INDICES element is out of DATA bounds, id=${wrong} axis_dim=${size}`,
  ]);
  const list =
    index.shape.length === 0 ? on(recorder, { op: 'reshape', attributes: { sizes: [1] } }, [index]) : index;
  return on(recorder, { op: 'index-select', attributes: { axis } }, [input, list]);
}

/** Elements of the input written out in a row. */
function taken(recorder: Recorder, input: Shaped, index: Shaped): TensorValue {
  const count = sizeOf(input.shape);
  checkBounds(
    recorder,
    index,
    count,
    (wrong) => [
      'IndexError',
      `out of range: tried to access index ${wrong} on a tensor of ${count} elements.`,
    ],
    -count,
  );
  const flat = on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, [input]);
  return lookUp(recorder, flat, [{ axis: 0, indices: index }]);
}

function takenAlong(recorder: Recorder, input: Shaped, index: Shaped, dim: Value): TensorValue {
  const { machine } = recorder;
  if (index.dtype !== 'int64') {
    const message = `torch.take_along_dim(): dtype of indices should be Long but got ${index.dtype === 'float32' ? 'Float' : index.dtype}`;
    throw fail(machine, 'RuntimeError', message);
  }
  if (dim.kind === 'none') return taken(recorder, input, index);
  const axis = axisOf(machine, dim, input.shape.length);
  return on(recorder, { op: 'take-along-axis', attributes: { axis } }, [input, index]);
}

/** What a mask chooses, in a row; a grey node where the mask depends on data. */
function maskSelected(recorder: Recorder, input: Shaped, mask: Shaped): TensorValue {
  const { machine } = recorder;
  if (mask.dtype !== 'bool') {
    throw fail(machine, 'RuntimeError', 'masked_select: expected BoolTensor for mask');
  }
  const shape = commonShape(recorder, [input.shape, mask.shape]);
  if (!recorder.known(mask)) return byData(recorder, input, 'masked_select');
  const [whole, chosen] = [expanded(recorder, input, shape), expanded(recorder, mask, shape)];
  return lookUp(recorder, whole, [{ axis: 0, indices: chosen }]);
}

/** The places of what is not 0; an unknown where that depends on data. */
export function places(recorder: Recorder, input: TensorValue, asTuple: boolean): Value {
  const known = recorder.known(input);
  if (!known) return byData(recorder, input, 'nonzero').value;
  const columns = nonzero(known.data, known.shape);
  const count = columns[0]?.length ?? (known.data[0] === 0 ? 0 : 1);
  if (asTuple) {
    return tuple(columns.map((column) => recorder.constant(torchFlavour, 'int64', [count], column).value));
  }
  const rows = Array.from({ length: count }, (_, row) => columns.map((column) => column[row] ?? 0)).flat();
  return recorder.constant(torchFlavour, 'int64', [count, columns.length], rows).value;
}

/** How many of the sorted boundaries lie before each value: by comparison with all of them, so that it holds for values of the run. */
function searched(recorder: Recorder, boundaries: Shaped, value: TensorValue, right: boolean): TensorValue {
  const [rank, count] = [value.shape?.length ?? 0, boundaries.shape.at(-1) ?? 0];
  const column = on(recorder, { op: 'unsqueeze', attributes: { axis: rank } }, [value]);
  const isRow = boundaries.shape.length === 1;
  const spread = isRow
    ? boundaries
    : on(recorder, { op: 'unsqueeze', attributes: { axis: boundaries.shape.length - 1 } }, [boundaries]);
  const before = pair(recorder, right ? 'less-equal' : 'less', spread, column);
  if (count === 0)
    return on(recorder, { op: 'count-nonzero', attributes: { axes: [-1], keepDimensions: false } }, [before]);
  return recorder.apply(
    { op: 'count-nonzero', attributes: { axes: [-1], keepDimensions: false } },
    [before],
    {
      flavour: torchFlavour,
      dtype: 'int64',
    },
  );
}

/** A value that may be a plain number. */
function valueArgument(recorder: Recorder, value: Value, name: string): TensorValue {
  if (tensorIn(value)) return shapedArgument(recorder, value, name, 'input');
  const number = value.kind === 'int' || value.kind === 'float' ? Number(value.value) : 0;
  return recorder.constant(torchFlavour, 'float32', [], [number]);
}

function searchedIn(recorder: Recorder, boundaries: Shaped, value: TensorValue, right: boolean): TensorValue {
  const { machine } = recorder;
  const own = boundaries.shape;
  const shape = value.shape ?? [];
  if (
    own.length > 1 &&
    (own.length !== shape.length || own.slice(0, -1).join() !== shape.slice(0, -1).join())
  ) {
    const message = `torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor [${own.join(', ')}] and input value tensor [${shape.join(', ')}]`;
    throw fail(machine, 'RuntimeError', message);
  }
  return searched(recorder, boundaries, value, right);
}

export const gatherFunctions: readonly TorchFunction[] = [
  torchFunction('gather', 'input, dim, index, *, sparse_grad=False', usual, (recorder, self, dim, index) => {
    const input = shapedArgument(recorder, self, 'gather');
    return gathered(recorder, input, dim, shapedArgument(recorder, index, 'gather', 'index', 3)).value;
  }),
  torchFunction('index_select', 'input, dim, index', usual, (recorder, self, dim, index) => {
    const input = shapedArgument(recorder, self, 'index_select');
    return selected(recorder, input, dim, shapedArgument(recorder, index, 'index_select', 'index', 3)).value;
  }),
  torchFunction(
    'take',
    'input, index',
    usual,
    (recorder, self, index) =>
      taken(
        recorder,
        shapedArgument(recorder, self, 'take'),
        shapedArgument(recorder, index, 'take', 'index', 2),
      ).value,
  ),
  torchFunction('take_along_dim', 'input, indices, dim=None', usual, (recorder, self, index, dim) => {
    const input = shapedArgument(recorder, self, 'take_along_dim');
    return takenAlong(recorder, input, shapedArgument(recorder, index, 'take_along_dim', 'indices', 2), dim)
      .value;
  }),
  torchFunction('masked_select', 'input, mask', usual, (recorder, self, mask) => {
    const input = shapedArgument(recorder, self, 'masked_select');
    return maskSelected(recorder, input, shapedArgument(recorder, mask, 'masked_select', 'mask', 2)).value;
  }),
  torchFunction('nonzero', 'input, *, as_tuple=False', usual, (recorder, self, asTuple) =>
    places(recorder, shapedArgument(recorder, self, 'nonzero'), flag(recorder.machine, asTuple)),
  ),
  torchFunction('argwhere', 'input', usual, (recorder, self) =>
    places(recorder, shapedArgument(recorder, self, 'argwhere'), false),
  ),
  torchFunction(
    'searchsorted',
    'sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None',
    ['torch'],
    (recorder, sequence, input, _int32, right, side) => {
      const boundaries = shapedArgument(recorder, sequence, 'searchsorted', 'sorted_sequence');
      const isRight = flag(recorder.machine, right) || (side.kind === 'str' && side.value === 'right');
      return searchedIn(recorder, boundaries, valueArgument(recorder, input, 'searchsorted'), isRight).value;
    },
  ),
  torchFunction(
    'bucketize',
    'input, boundaries, *, out_int32=False, right=False',
    ['torch'],
    (recorder, input, limits, _int32, right) => {
      const boundaries = shapedArgument(recorder, limits, 'bucketize', 'boundaries', 2);
      const { length } = boundaries.shape;
      if (length !== 1) {
        const message = `boundaries tensor must be 1 dimension, but got dim(${length})`;
        throw fail(recorder.machine, 'RuntimeError', message);
      }
      const value = valueArgument(recorder, input, 'bucketize');
      return searchedIn(recorder, boundaries, value, flag(recorder.machine, right)).value;
    },
  ),
];
