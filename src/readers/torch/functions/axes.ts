/** Axes in another order, new ones, and ones that are dropped. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import { unwrap } from '../../python/values/classes';
import type { OpCall } from '../../../ops/table';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { axisOf, checkedAxis, sizesOf } from '../values/arguments';
import { whole, wholes } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { torchFunction, usual, type TorchFunction } from './row';

/** Axes that stand there once each, counted from the front. */
export function distinctAxes(recorder: Recorder, axes: readonly number[], rank: number): readonly number[] {
  const counted = axes.map((axis) => checkedAxis(recorder.machine, axis, rank));
  const twice = counted.find((axis, place) => counted.indexOf(axis) !== place);
  if (twice !== undefined) {
    const message = `dim ${twice} appears multiple times in the list of dims`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  return counted;
}

function permuted(recorder: Recorder, input: Shaped, dims: readonly number[]): OpCall {
  const { machine } = recorder;
  const rank = input.shape.length;
  if (dims.length !== rank) {
    const message = `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${rank} is not equal to len(dims) = ${dims.length}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const axes = dims.map((axis) => checkedAxis(machine, axis, rank));
  if (new Set(axes).size < axes.length) {
    throw fail(machine, 'RuntimeError', 'permute(): duplicate dims are not allowed.');
  }
  return { op: 'permute', attributes: { axes } };
}

function transposed(recorder: Recorder, input: Shaped, first: Value, second: Value): OpCall {
  const rank = input.shape.length;
  const firstAxis = axisOf(recorder.machine, first, rank);
  const secondAxis = axisOf(recorder.machine, second, rank);
  if (rank === 0) return { op: 'permute', attributes: { axes: [] } };
  return { op: 'transpose', attributes: { firstAxis, secondAxis } };
}

function matrixTransposed({ machine }: Recorder, { shape }: Shaped): OpCall {
  if (shape.length > 2) {
    const message = `t() expects a tensor with <= 2 dimensions, but self is ${shape.length}D`;
    throw fail(machine, 'RuntimeError', message);
  }
  return { op: 'permute', attributes: { axes: [...shape.keys()].reverse() } };
}

function moved(recorder: Recorder, input: Shaped, source: Value, destination: Value): OpCall {
  const { machine } = recorder;
  const [from, to] = [wholes(machine, source), wholes(machine, destination)];
  if (from.length !== to.length) {
    const message = `movedim: Invalid source or destination dims: source ([${from.join(', ')}] dims) should contain the same number of dims as destination ([${to.join(', ')}] dims)`;
    throw fail(machine, 'RuntimeError', message);
  }
  const rank = input.shape.length;
  const counted = (axes: readonly number[], name: string): readonly number[] => {
    const found = axes.map((axis) => checkedAxis(machine, axis, rank));
    if (new Set(found).size < found.length) {
      throw fail(machine, 'RuntimeError', `movedim: repeated dim in \`${name}\` ([${axes.join(', ')}])`);
    }
    return found;
  };
  const [sources, destinations] = [counted(from, 'source'), counted(to, 'destination')];
  const others = [...input.shape.keys()].filter((axis) => !sources.includes(axis)).values();
  const axes = [...input.shape.keys()].map((place) => {
    const found = destinations.indexOf(place);
    return found === -1 ? (others.next().value ?? 0) : (sources[found] ?? 0);
  });
  return { op: 'permute', attributes: { axes } };
}

function squeezed(recorder: Recorder, { shape }: Shaped, dim: Value): OpCall {
  const all = dim.kind === 'none';
  const dims = all ? [] : wholes(recorder.machine, dim);
  const axes = all
    ? [...shape.keys()]
    : distinctAxes(recorder, dims, shape.length).filter((axis) => axis < shape.length);
  return { op: 'squeeze', attributes: { axes: axes.filter((axis) => shape[axis] === 1) } };
}

function unsqueezed(recorder: Recorder, { shape }: Shaped, dim: Value): OpCall {
  const { machine } = recorder;
  if (unwrap(dim).kind === 'float') {
    throw fail(machine, 'TypeError', "unsqueeze(): argument 'dim' (position 1) must be int, not float");
  }
  return {
    op: 'unsqueeze',
    attributes: { axis: checkedAxis(machine, whole(machine, dim), shape.length + 1) },
  };
}

/** A function that gives a view; its form with an underscore makes the tensor itself into that view. */
function viewFunction(
  names: readonly string[],
  signature: string,
  callOf: (recorder: Recorder, input: Shaped, ...bound: Value[]) => OpCall,
): readonly TorchFunction[] {
  return names.flatMap((name) => [
    torchFunction(name, signature, usual, (recorder, self, ...bound) => {
      const input = shapedArgument(recorder, self, name);
      return viewOf(recorder, input, callOf(recorder, input, ...bound)).value;
    }),
    torchFunction(`${name}_`, signature, ['method'], (recorder, self, ...bound) => {
      const input = shapedArgument(recorder, self, `${name}_`);
      become(recorder, input, callOf(recorder, input, ...bound));
      return input.value;
    }),
  ]);
}

/** The tensor gets the shape that a call gives it. What else it is a view of no longer sees it. */
function become(recorder: Recorder, target: TensorValue, call: OpCall): void {
  const result = recorder.apply(call, [target], { flavour: target.flavour });
  target.shape = result.shape;
  target.content = result.content;
  target.view = null;
  target.version += 1;
}

function adjoint({ machine }: Recorder, { shape }: Shaped): OpCall {
  if (shape.length < 2) {
    const message = `tensor.adjoint() is only supported on matrices or batches of matrices. Got ${shape.length}-D tensor.`;
    throw fail(machine, 'RuntimeError', message);
  }
  return { op: 'transpose', attributes: { firstAxis: -2, secondAxis: -1 } };
}

export const axisFunctions: readonly TorchFunction[] = [
  torchFunction('permute', 'input, *rest, dims=None', usual, (recorder, self, dims, rest) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, 'permute');
    const order =
      dims.kind === 'none' ? sizesOf(machine, rest, "permute(): argument 'dims'") : wholes(machine, dims);
    return viewOf(recorder, input, permuted(recorder, input, order)).value;
  }),
  ...viewFunction(['transpose', 'swapaxes', 'swapdims'], 'input, dim0, dim1', transposed),
  ...viewFunction(['t'], 'input', matrixTransposed),
  ...viewFunction(['adjoint'], 'input', adjoint),
  ...viewFunction(['movedim', 'moveaxis'], 'input, source, destination', moved),
  ...viewFunction(['squeeze'], 'input, dim=None', squeezed),
  ...viewFunction(['unsqueeze'], 'input, dim', unsqueezed),
];
