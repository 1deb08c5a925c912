/** Numbers in order, unit matrices, triangles and grids. */
import { isBatchSize } from '../../../graph/batchSizes';
import type { OpCall } from '../../../ops/table';
import { fail } from '../../python/values/exceptions';
import { none, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { cast } from '../../tensors/arithmetic';
import { isFloating, type DtypeName } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { tensorArgument, tensorList } from '../values/arguments';
import { number, whole, wholeOr, word } from '../../tensors/arguments';
import { defaultDtype } from '../values/defaultDtype';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';
import { withShape } from '../../tensors/shaped';
import { asLeaf, made, newDtype } from './made';
import { torchFunction, type TorchFunction } from './row';

const flavour = torchFlavour;
const tail = 'dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False';

function isWhole(value: Value): boolean {
  const tensor = tensorIn(value);
  return tensor
    ? !isFloating(tensor.dtype)
    : value.kind === 'int' || value.kind === 'bool' || value.kind === 'none';
}

/** start, start + step ... before `end`, or up to it. */
function ranged(recorder: Recorder, given: readonly Value[], dtype: Value, inclusive: boolean): TensorValue {
  const { machine } = recorder;
  const [first = none, second = none, third = none] = given;
  const [from, to] = second.kind === 'none' ? [none, first] : [first, second];
  const start = from.kind === 'none' ? 0 : number(machine, from);
  const end = number(machine, to);
  const step = third.kind === 'none' ? 1 : number(machine, third);
  if (step === 0) throw fail(machine, 'RuntimeError', 'step must be nonzero');
  if ((end - start) / step < 0)
    throw fail(machine, 'RuntimeError', 'upper bound and lower bound inconsistent with step sign');
  const whole = !inclusive && given.every(isWhole);
  const type = dtypeIn(dtype) ?? (whole ? 'int64' : defaultDtype(machine));
  if ([start, end].some(isBatchSize)) {
    const call: OpCall = { op: 'arange', attributes: { start, end, step, whole: !isFloating(type) } };
    return made(recorder, call, type);
  }
  const count = inclusive ? Math.floor((end - start) / step) + 1 : Math.ceil((end - start) / step);
  machine.allocate(count, 'numbers');
  machine.step(count >> 3);
  const numbers = Float64Array.from({ length: count }, (_, index) => start + index * step);
  return recorder.constant(flavour, type, [count], roundedAs(type, numbers));
}

/** Numbers as an element type holds them. */
function roundedAs(dtype: DtypeName, numbers: Float64Array): ArrayLike<number> {
  return dtype === 'float32' ? Float32Array.from(numbers) : numbers;
}

/** PyTorch's arithmetic of linspace: from both ends, each number rounded once. */
function spaced(
  recorder: Recorder,
  start: number,
  end: number,
  count: number,
  dtype: DtypeName,
): TensorValue {
  const { machine } = recorder;
  if (count < 0) throw fail(machine, 'RuntimeError', 'number of steps must be non-negative');
  if (isBatchSize(count)) return made(recorder, { op: 'linspace', attributes: { start, end, count } }, dtype);
  machine.allocate(count, 'numbers');
  const round = dtype === 'float32' ? Math.fround : (value: number): number => value;
  const step = count > 1 ? round((round(end) - round(start)) / (count - 1)) : 0;
  const numbers = Array.from({ length: count }, (_, index) =>
    index < count / 2 ? round(round(start) + step * index) : round(round(end) - step * (count - index - 1)),
  );
  if (count === 1) numbers[0] = start;
  return recorder.constant(flavour, dtype, [count], numbers);
}

function indicesOf(
  recorder: Recorder,
  rows: number,
  columns: number,
  belongs: (offset: number) => boolean,
): Value {
  const pairs: [number, number][] = [];
  recorder.machine.allocate(rows * columns, 'numbers');
  recorder.machine.step((rows * columns) >> 3);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) if (belongs(column - row)) pairs.push([row, column]);
  }
  const numbers = [...pairs.map(([row]) => row), ...pairs.map(([, column]) => column)];
  return recorder.constant(flavour, 'int64', [2, pairs.length], numbers).value;
}

function triangleIndices(name: 'tril' | 'triu'): TorchFunction {
  return torchFunction(
    `${name}_indices`,
    `row, col, offset=0, *, ${tail}`,
    ['torch'],
    (recorder, row, column, offset) => {
      const { machine } = recorder;
      const shift = whole(machine, offset);
      return indicesOf(recorder, whole(machine, row), whole(machine, column), (place) =>
        name === 'tril' ? place <= shift : place >= shift,
      );
    },
  );
}

/** One grid for each tensor, all of one shape. */
function grids(recorder: Recorder, rest: Value, indexing: Value): Value {
  const { machine } = recorder;
  const items = rest.kind === 'tuple' ? rest.items : [];
  const [only] = items;
  const isList = items.length === 1 && only !== undefined && (only.kind === 'list' || only.kind === 'tuple');
  const tensors = tensorList(machine, isList ? only : rest, 'meshgrid()').map((tensor) =>
    withShape(recorder, tensor),
  );
  const order = indexing.kind === 'none' ? 'ij' : word(machine, indexing);
  if (order !== 'ij' && order !== 'xy')
    throw fail(
      machine,
      'RuntimeError',
      'torch.meshgrid: indexing must be one of "xy" or "ij", but received: ' + order,
    );
  const swap = (axis: number): number => (order === 'xy' && tensors.length > 1 && axis < 2 ? 1 - axis : axis);
  const counts = tensors.map(({ shape }) => shape[0] ?? 1);
  const sizes = counts.map((_, axis) => counts[swap(axis)] ?? 1);
  return tuple(
    tensors.map((tensor, place) => {
      const own = sizes.map((size, axis) => (axis === swap(place) ? size : 1));
      const column = recorder.apply({ op: 'reshape', attributes: { sizes: own } }, [tensor], { flavour });
      return recorder.apply({ op: 'expand', attributes: { sizes } }, [column], { flavour }).value;
    }),
  );
}

function rangeFunction(name: 'arange' | 'range'): TorchFunction {
  return torchFunction(
    name,
    `*args, start=None, end=None, step=None, out=None, ${tail}`,
    ['torch'],
    (
      recorder,
      ...[start = none, end = none, step = none, , dtype = none, , , requiresGrad = none, , args = none]
    ) => {
      const places = args.kind === 'tuple' ? args.items : [];
      const named = [start, end, step].some(({ kind }) => kind !== 'none');
      const [first = none, second = none, third = none] = places;
      const given = named
        ? [
            start.kind === 'none' && places.length > 0 && (end.kind !== 'none' || places.length > 1)
              ? first
              : start,
            end.kind === 'none' ? (places.length > 1 ? second : first) : end,
            step.kind === 'none' ? third : step,
          ]
        : places;
      const ordered = named && given[0]?.kind === 'none' ? [int0, ...given.slice(1)] : given;
      return asLeaf(recorder, ranged(recorder, ordered, dtype, name === 'range'), requiresGrad);
    },
  );
}

const int0: Value = { kind: 'int', value: 0 };

export const rangeFunctions: readonly TorchFunction[] = [
  rangeFunction('arange'),
  rangeFunction('range'),
  torchFunction(
    'linspace',
    `start, end, steps, *, out=None, ${tail}`,
    ['torch'],
    (recorder, ...[start = none, end = none, steps = none, , dtype = none, , , requiresGrad = none]) => {
      const { machine } = recorder;
      const line = spaced(
        recorder,
        number(machine, start),
        number(machine, end),
        whole(machine, steps),
        newDtype(recorder, dtype),
      );
      return asLeaf(recorder, line, requiresGrad);
    },
  ),
  torchFunction(
    'logspace',
    `start, end, steps, base=10.0, *, out=None, ${tail}`,
    ['torch'],
    (recorder, ...[start = none, end = none, steps = none, base = none, , dtype = none]) => {
      const { machine } = recorder;
      const exponents = recorder.known(
        spaced(recorder, number(machine, start), number(machine, end), whole(machine, steps), 'float64'),
      );
      const numbers = Array.from(exponents?.data ?? [], (exponent) => number(machine, base) ** exponent);
      return recorder.constant(flavour, newDtype(recorder, dtype), [numbers.length], numbers).value;
    },
  ),
  torchFunction(
    'eye',
    `n, m=None, *, out=None, ${tail}`,
    ['torch'],
    (recorder, ...[n = none, m = none, , dtype = none, , , requiresGrad = none]) => {
      const rows = whole(recorder.machine, n);
      const columns = wholeOr(recorder.machine, m, rows);
      return asLeaf(
        recorder,
        made(recorder, { op: 'eye', attributes: { rows, columns } }, newDtype(recorder, dtype)),
        requiresGrad,
      );
    },
  ),
  triangleIndices('tril'),
  triangleIndices('triu'),
  torchFunction('meshgrid', '*tensors, indexing=None', ['torch'], (recorder, indexing, rest = none) =>
    grids(recorder, rest, indexing),
  ),
  torchFunction('vander', 'x, N=None, increasing=False', ['torch'], (recorder, x, count, increasing) => {
    const { machine } = recorder;
    const tensor = withShape(recorder, tensorArgument(machine, x, 'vander()'));
    const columns = wholeOr(machine, count, tensor.shape[0] ?? 0);
    const powers = Array.from({ length: columns }, (_, place) =>
      increasing.kind === 'bool' && increasing.value ? place : columns - 1 - place,
    );
    const floats = cast(recorder, tensor, isFloating(tensor.dtype) ? tensor.dtype : flavour.usualFloat);
    const parts = powers.map((exponent) =>
      recorder.apply({ op: 'constant-power', attributes: { exponent } }, [floats], { flavour }),
    );
    return recorder.apply({ op: 'stack', attributes: { axis: 1 } }, parts, { flavour }).value;
  }),
];
