/** Tensors side by side: cat, stack and their kin. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import { cast } from '../../tensors/arithmetic';
import { promoted } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { axisOf } from '../values/arguments';
import { whole } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { shapedList } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { torchFunction, type TorchFunction } from './row';

/** All of one element type, the widest of theirs. */
function alike(recorder: Recorder, tensors: readonly Shaped[]): readonly TensorValue[] {
  const dtype = tensors.map((tensor) => tensor.dtype).reduce(promoted);
  return tensors.map((tensor) => cast(recorder, tensor, dtype));
}

function on(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: torchFlavour });
}

/** torch.cat. Raises what PyTorch raises where sizes do not fit. */
export function concatenated(recorder: Recorder, given: readonly Shaped[], dim: Value): TensorValue {
  const { machine } = recorder;
  if (given.length === 0) {
    throw fail(machine, 'ValueError', 'torch.cat(): expected a non-empty list of Tensors');
  }
  // An empty list of numbers joins anything, whatever its axes (legacy, still in PyTorch).
  const full = given.filter(({ shape }) => shape.length !== 1 || shape[0] !== 0);
  const tensors = full.length === 0 ? given.slice(0, 1) : full;
  const [first] = tensors;
  if (!first) throw new RangeError('there is at least one tensor');
  const rank = first.shape.length;
  if (tensors.some(({ shape }) => shape.length === 0)) {
    const place = tensors.findIndex(({ shape }) => shape.length === 0);
    const message = `zero-dimensional tensor (at position ${place}) cannot be concatenated`;
    throw fail(machine, 'RuntimeError', message);
  }
  const axis = axisOf(machine, dim, rank);
  for (const [place, { shape }] of given.entries()) {
    if (shape.length === 1 && shape[0] === 0) continue;
    if (shape.length !== rank) {
      const message = `Tensors must have same number of dimensions: got ${rank} and ${shape.length}`;
      throw fail(machine, 'RuntimeError', message);
    }
    const odd = shape.findIndex((size, at) => at !== axis && size !== first.shape[at]);
    if (odd === -1) continue;
    const message = `Sizes of tensors must match except in dimension ${axis}. Expected size ${first.shape[odd] ?? 0} but got size ${shape[odd] ?? 0} for tensor number ${place} in the list.`;
    throw fail(machine, 'RuntimeError', message);
  }
  return on(recorder, { op: 'concat', attributes: { axis } }, alike(recorder, tensors));
}

function stacked(recorder: Recorder, tensors: readonly Shaped[], dim: Value): TensorValue {
  const { machine } = recorder;
  const [first] = tensors;
  if (!first) throw fail(machine, 'RuntimeError', 'stack expects a non-empty TensorList');
  const axis = axisOf(machine, dim, first.shape.length + 1);
  const odd = tensors.findIndex(({ shape }) => shape.join() !== first.shape.join());
  if (odd !== -1) {
    const message = `stack expects each tensor to be equal size, but got [${first.shape.join(', ')}] at entry 0 and [${tensors[odd]?.shape.join(', ') ?? ''}] at entry ${odd}`;
    throw fail(machine, 'RuntimeError', message);
  }
  return on(recorder, { op: 'stack', attributes: { axis } }, alike(recorder, tensors));
}

/** The same tensor with at least so many axes; new ones stand where NumPy's atleast_1d and its kin put them. */
function atLeast(recorder: Recorder, tensor: Shaped, rank: 1 | 2 | 3): Shaped {
  const { shape } = tensor;
  if (shape.length >= rank) return tensor;
  const [only = 1] = shape;
  const three = shape.length === 2 ? [...shape, 1] : [1, only, 1];
  const sizes = rank === 1 ? [1] : rank === 2 ? [1, only] : three;
  return on(recorder, { op: 'reshape', attributes: { sizes } }, [tensor]) as Shaped; // reshape gives the asked shape
}

function asColumn(recorder: Recorder, tensor: Shaped): Shaped {
  const { shape } = tensor;
  if (shape.length >= 2) return tensor;
  return on(recorder, { op: 'reshape', attributes: { sizes: [shape[0] ?? 1, 1] } }, [tensor]) as Shaped; // as above
}

function int(value: number): Value {
  return { kind: 'int', value };
}

/** Matrices along a diagonal, zeros elsewhere. */
function blockDiagonal(recorder: Recorder, given: readonly Shaped[]): TensorValue {
  const { machine } = recorder;
  const wrong = given.findIndex(({ shape }) => shape.length > 2);
  if (wrong !== -1) {
    const message = `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ${wrong} has ${given[wrong]?.shape.length ?? 0} dimensions`;
    throw fail(machine, 'RuntimeError', message);
  }
  const matrices = given.map((tensor) => atLeast(recorder, tensor, 2));
  const width = matrices.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0);
  let before = 0;
  const rows = matrices.map((matrix) => {
    const own = matrix.shape[1] ?? 0;
    const amounts = [before, width - before - own];
    before += own;
    return on(recorder, { op: 'pad', attributes: { mode: 'constant', amounts, value: 0 } }, [matrix]);
  });
  return on(recorder, { op: 'concat', attributes: { axis: 0 } }, rows);
}

/** All combinations of one element each, as rows. */
function cartesianProduct(recorder: Recorder, given: readonly Shaped[]): TensorValue {
  const wrong = given.find(({ shape }) => shape.length !== 1);
  if (wrong) {
    const message = `Expect a 1D vector, but got shape [${wrong.shape.join(', ')}]`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  const [only] = given;
  if (only && given.length === 1) return only;
  const sizes = given.map(({ shape }) => shape[0] ?? 0);
  const columns = given.map((tensor, place) => {
    const axes = sizes.map((size, at) => (at === place ? size : 1));
    const spread = on(recorder, { op: 'reshape', attributes: { sizes: axes } }, [tensor]);
    const whole = on(recorder, { op: 'expand', attributes: { sizes } }, [spread]);
    return on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, [whole]);
  });
  return on(recorder, { op: 'stack', attributes: { axis: 1 } }, columns);
}

/** Every choice of `count` elements, as rows. */
function combinations(
  recorder: Recorder,
  [input]: readonly Shaped[],
  count: number,
  again: boolean,
): TensorValue {
  const { machine } = recorder;
  if (!input || input.shape.length !== 1) {
    const message = `Expect a 1D vector, but got shape [${input?.shape.join(', ') ?? ''}]`;
    throw fail(machine, 'RuntimeError', message);
  }
  const size = input.shape[0] ?? 0;
  const rows: number[] = [];
  const choose = (from: number, chosen: readonly number[]): void => {
    machine.step();
    if (chosen.length === count) {
      machine.allocate(rows.length + count, 'numbers');
      rows.push(...chosen);
      return;
    }
    for (let next = from; next < size; next += 1) choose(again ? next : next + 1, [...chosen, next]);
  };
  choose(0, []);
  const indices = recorder.constant(torchFlavour, 'int64', [rows.length], rows);
  const chosen = on(recorder, { op: 'index-select', attributes: { axis: 0 } }, [input, indices]);
  const sizes = [count === 0 ? 0 : rows.length / count, count];
  return on(recorder, { op: 'reshape', attributes: { sizes } }, [chosen]);
}

/** A function of several tensors, one after the other or in a list. */
function ofTensors(
  name: string,
  run: (recorder: Recorder, tensors: readonly Shaped[]) => TensorValue,
): TorchFunction {
  return torchFunction(name, '*tensors', ['torch'], (recorder, rest) => {
    const [only] = rest.kind === 'tuple' ? rest.items : [];
    const nested = rest.kind === 'tuple' && rest.items.length === 1 && only && only.kind !== 'host';
    return run(recorder, shapedList(recorder, nested ? only : rest, name)).value;
  });
}

export const joinFunctions: readonly TorchFunction[] = [
  ...['cat', 'concat', 'concatenate'].map((name) =>
    torchFunction(
      name,
      'tensors, dim=0, *, out=None, axis=None',
      ['torch'],
      (recorder, tensors, dim, _out, axis) =>
        concatenated(recorder, shapedList(recorder, tensors, name), axis.kind === 'none' ? dim : axis).value,
    ),
  ),
  torchFunction(
    'stack',
    'tensors, dim=0, *, out=None, axis=None',
    ['torch'],
    (recorder, tensors, dim, _out, axis) =>
      stacked(recorder, shapedList(recorder, tensors, 'stack'), axis.kind === 'none' ? dim : axis).value,
  ),
  torchFunction('hstack', 'tensors', ['torch'], (recorder, tensors) => {
    const rows = shapedList(recorder, tensors, 'hstack').map((tensor) => atLeast(recorder, tensor, 1));
    return concatenated(recorder, rows, int(rows[0]?.shape.length === 1 ? 0 : 1)).value;
  }),
  ...['vstack', 'row_stack'].map((name) =>
    torchFunction(name, 'tensors', ['torch'], (recorder, tensors) => {
      const rows = shapedList(recorder, tensors, name).map((tensor) => atLeast(recorder, tensor, 2));
      return concatenated(recorder, rows, int(0)).value;
    }),
  ),
  torchFunction('dstack', 'tensors', ['torch'], (recorder, tensors) => {
    const rows = shapedList(recorder, tensors, 'dstack').map((tensor) => atLeast(recorder, tensor, 3));
    return concatenated(recorder, rows, int(2)).value;
  }),
  torchFunction('column_stack', 'tensors', ['torch'], (recorder, tensors) => {
    const columns = shapedList(recorder, tensors, 'column_stack').map((tensor) => asColumn(recorder, tensor));
    return concatenated(recorder, columns, int(1)).value;
  }),
  ofTensors('block_diag', blockDiagonal),
  ofTensors('cartesian_prod', cartesianProduct),
  torchFunction(
    'combinations',
    'input, r=2, with_replacement=False',
    ['torch'],
    (recorder, input, count, again) =>
      combinations(
        recorder,
        shapedList(recorder, { kind: 'tuple', items: [input] }, 'combinations'),
        whole(recorder.machine, count),
        again.kind === 'bool' && again.value,
      ).value,
  ),
];
