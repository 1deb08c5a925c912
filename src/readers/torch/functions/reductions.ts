/** Functions that fold axes into one number each. */
import type { OpCall } from '../../../ops/table';
import { fail } from '../../python/values/exceptions';
import { bool, int, none, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { cast, operandOf, pair, plainCall } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { flag, number } from '../../tensors/arguments';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';
import { withShape, type Shaped } from '../../tensors/shaped';
import { asFloats, axesOf, either, inputOf, laneAxis, named, on, typeWord } from './folding';
import { torchFunction, usual, type Home, type TorchFunction } from './row';

const flavour = torchFlavour;
const foldingTail = 'dim=None, keepdim=False, *, dtype=None, axis=None, keepdims=None, out=None';

type FoldName = 'sum' | 'mean' | 'product' | 'max' | 'min' | 'any' | 'all' | 'logsumexp' | 'count-nonzero';

function folded(
  recorder: Recorder,
  op: FoldName,
  tensor: TensorValue,
  dim: Value,
  keepdim: Value,
): TensorValue {
  const axes = axesOf(recorder, tensor, dim);
  const keepDimensions = flag(recorder.machine, keepdim);
  const dtype = op === 'count-nonzero' ? 'int64' : tensor.dtype;
  return on(recorder, { op, attributes: { axes, keepDimensions } }, tensor, dtype);
}

function meanOf(recorder: Recorder, tensor: TensorValue, dim: Value, keepdim: Value): TensorValue {
  if (isFloating(tensor.dtype)) return folded(recorder, 'mean', tensor, dim, keepdim);
  const message = `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${typeWord(tensor.dtype)}`;
  throw fail(recorder.machine, 'RuntimeError', message);
}

/** Sums and products of whole numbers are int64. */
function total(
  recorder: Recorder,
  op: 'sum' | 'product',
  tensor: TensorValue,
  dim: Value,
  keepdim: Value,
): TensorValue {
  const whole = isFloating(tensor.dtype) ? tensor : cast(recorder, tensor, 'int64');
  return folded(recorder, op, whole, dim, keepdim);
}

function summing(
  name: string,
  op: (recorder: Recorder, tensor: TensorValue, dim: Value, keepdim: Value) => TensorValue,
  homes: readonly Home[] = usual,
): TorchFunction {
  return torchFunction(
    name,
    `input, ${foldingTail}`,
    homes,
    (recorder, ...[input = none, dim = none, keepdim = none, dtype = none, axis = none, keepdims = none]) => {
      const given = inputOf(recorder, input, name);
      const asked = dtypeIn(dtype);
      const tensor = asked ? cast(recorder, given, asked) : given;
      return op(recorder, tensor, either(dim, axis), flag(recorder.machine, keepdim) ? keepdim : keepdims)
        .value;
    },
  );
}

/** any, all, amax, amin, logsumexp, count_nonzero: one op over axes. */
function plainFold(name: string, op: FoldName, homes?: readonly Home[]): TorchFunction {
  return summing(
    name,
    (recorder, tensor, dim, keepdim) =>
      folded(recorder, op, op === 'logsumexp' ? asFloats(recorder, tensor) : tensor, dim, keepdim),
    homes,
  );
}

/** max and min: of everything, along one axis with the places, or of two tensors. */
function extreme(name: 'max' | 'min'): TorchFunction {
  return torchFunction(
    name,
    'input, dim=None, keepdim=False, *, other=None, axis=None, out=None',
    usual,
    (recorder, input, dim, keepdim, other, axis) => {
      const tensor = inputOf(recorder, input, name);
      const second = tensorIn(dim) ?? tensorIn(other);
      if (second) return pair(recorder, name === 'max' ? 'maximum' : 'minimum', tensor, second).value;
      const along = either(dim, axis);
      if (along.kind === 'none') return folded(recorder, name, tensor, none, none).value;
      const attributes = {
        axis: laneAxis(recorder, tensor, along),
        keepDimensions: flag(recorder.machine, keepdim),
      };
      return valuesAndPlaces(
        recorder,
        name,
        { op: name === 'max' ? 'max-along' : 'min-along', attributes },
        tensor,
      );
    },
  );
}

/** What an op gives that has numbers and their places. */
export function valuesAndPlaces(recorder: Recorder, name: string, call: OpCall, tensor: TensorValue): Value {
  const [values, places] = recorder.applyAll(call, [tensor], {
    flavour,
    dtype: isFloating(tensor.dtype) ? tensor.dtype : 'int64',
  });
  if (!values) throw new RangeError(`${name} gives nothing`);
  // Behind an operation that is not understood neither is known.
  const indices = places ?? values;
  if (places) places.dtype = 'int64';
  if (values.shape && !isFloating(tensor.dtype)) values.dtype = tensor.dtype;
  return named(name, [
    ['values', values],
    ['indices', indices],
  ]);
}

function place(name: 'argmax' | 'argmin'): TorchFunction {
  return torchFunction(
    name,
    'input, dim=None, keepdim=False, *, axis=None',
    usual,
    (recorder, input, dim, keepdim, axis) => {
      const tensor = inputOf(recorder, input, name);
      const along = either(dim, axis);
      const attributes = {
        axis: along.kind === 'none' ? null : laneAxis(recorder, tensor, along),
        keepDimensions: flag(recorder.machine, keepdim),
      };
      return on(recorder, { op: name, attributes }, tensor, 'int64').value;
    },
  );
}

/** How far numbers lie from their mean: var, std, and both with the mean. */
function spread(name: string, op: 'variance' | 'standard-deviation', withMean: boolean): TorchFunction {
  const signature = 'input, dim=None, unbiased=None, keepdim=False, *, correction=None, axis=None, out=None';
  return torchFunction(
    name,
    signature,
    withMean ? ['torch'] : usual,
    (
      recorder,
      ...[input = none, dim = none, unbiased = none, keepdim = none, correction = none, axis = none]
    ) => {
      const { machine } = recorder;
      const tensor = inputOf(recorder, input, name);
      if (!isFloating(tensor.dtype))
        throw fail(
          machine,
          'RuntimeError',
          `${op === 'variance' ? 'var' : 'std'} and ${op === 'variance' ? 'var' : 'std'}_mean only support floating point and complex dtypes`,
        );
      // x.var(False) says `unbiased`, not an axis.
      const [along, plain] = dim.kind === 'bool' ? [none, dim] : [either(dim, axis), unbiased];
      const off =
        correction.kind !== 'none'
          ? number(machine, correction)
          : plain.kind === 'none' || flag(machine, plain)
            ? 1
            : 0;
      const fold = { axes: axesOf(recorder, tensor, along), keepDimensions: flag(machine, keepdim) };
      const result = on(recorder, { op, attributes: { ...fold, correction: off } }, tensor);
      if (!withMean) return result.value;
      return tuple([result.value, on(recorder, { op: 'mean', attributes: fold }, tensor).value]);
    },
  );
}

/** The order of a norm: a number, infinity, or the Frobenius norm. */
function orderOf(recorder: Recorder, order: Value): number {
  const { machine } = recorder;
  if (order.kind === 'none') return 2;
  if (order.kind !== 'str') return number(machine, order);
  if (order.value === 'fro') return 2;
  if (order.value === 'inf' || order.value === '-inf') return Number(order.value.replace('inf', 'Infinity'));
  throw new Encountered(
    machine.unknown('unsupported', `The norm ${order.value} is not understood yet.`, 'norm'),
  );
}

function normOf(
  recorder: Recorder,
  tensor: TensorValue,
  order: Value,
  dim: Value,
  keepdim: Value,
): TensorValue {
  if (!isFloating(tensor.dtype)) {
    const message = `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${typeWord(tensor.dtype)}`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  const attributes = {
    axes: axesOf(recorder, tensor, dim),
    keepDimensions: flag(recorder.machine, keepdim),
    order: orderOf(recorder, order),
  };
  return on(recorder, { op: 'norm', attributes }, tensor);
}

/** The largest or least sum of sizes over columns (1, -1) or rows (inf, -inf); norms by singular values are not understood. */
function matrixNorm(
  recorder: Recorder,
  tensor: Shaped,
  order: Value,
  [rows = -2, columns = -1]: readonly number[],
  keepdim: Value,
): TensorValue {
  const kind = number(recorder.machine, order);
  if (Math.abs(kind) !== 1 && Math.abs(kind) !== Infinity) {
    const words = 'Norms of matrices by their singular values are not understood yet.';
    throw new Encountered(recorder.machine.unknown('unsupported', words, 'torch.linalg.matrix_norm'));
  }
  const [summed, chosen] = Math.abs(kind) === 1 ? [rows, columns] : [columns, rows];
  const sums = folded(recorder, 'sum', on(recorder, plainCall('abs'), tensor), int(summed), bool(true));
  const extremes = folded(recorder, kind > 0 ? 'max' : 'min', sums, int(chosen), bool(true));
  return flag(recorder.machine, keepdim)
    ? extremes
    : on(recorder, { op: 'squeeze', attributes: { axes: [rows, columns] } }, extremes);
}

const norms: readonly TorchFunction[] = [
  torchFunction(
    'norm',
    "input, p='fro', dim=None, keepdim=False, dtype=None, out=None, *, axis=None",
    usual,
    (recorder, ...[input = none, p = none, dim = none, keepdim = none, , , axis = none]) =>
      normOf(recorder, inputOf(recorder, input, 'norm'), p, either(dim, axis), keepdim).value,
  ),
  torchFunction(
    'vector_norm',
    'x, ord=2, dim=None, keepdim=False, *, dtype=None, out=None',
    ['linalg'],
    (recorder, x, order, dim, keepdim) =>
      normOf(recorder, inputOf(recorder, x, 'linalg_vector_norm'), order, dim, keepdim).value,
  ),
  torchFunction(
    'norm',
    'A, ord=None, dim=None, keepdim=False, *, dtype=None, out=None',
    ['linalg'],
    (recorder, a, order, dim, keepdim) => {
      const tensor = withShape(recorder, inputOf(recorder, a, 'linalg_norm'));
      const isMatrix =
        order.kind !== 'none' &&
        order.kind !== 'str' &&
        (axesOf(recorder, tensor, dim) ?? [...tensor.shape.keys()]).length === 2;
      if (isMatrix)
        return matrixNorm(recorder, tensor, order, axesOf(recorder, tensor, dim) ?? [-2, -1], keepdim).value;
      return normOf(recorder, tensor, order, dim, keepdim).value;
    },
  ),
  torchFunction(
    'matrix_norm',
    "A, ord='fro', dim=(-2, -1), keepdim=False, *, dtype=None, out=None",
    ['linalg'],
    (recorder, a, order, dim, keepdim) => {
      const tensor = withShape(recorder, inputOf(recorder, a, 'linalg_matrix_norm'));
      if (order.kind !== 'str')
        return matrixNorm(recorder, tensor, order, axesOf(recorder, tensor, dim) ?? [-2, -1], keepdim).value;
      return normOf(recorder, tensor, order, dim, keepdim).value;
    },
  ),
  torchFunction('dist', 'input, other, p=2', usual, (recorder, input, other, p) => {
    const second = operandOf(other);
    if (!second)
      throw fail(recorder.machine, 'TypeError', "dist(): argument 'other' (position 2) must be Tensor");
    return normOf(
      recorder,
      pair(recorder, 'subtract', inputOf(recorder, input, 'dist'), second),
      p,
      none,
      none,
    ).value;
  }),
];

/** The tensor with 0 where it is not a number. */
function withoutNaN(recorder: Recorder, tensor: TensorValue): TensorValue {
  const mask = recorder.apply(plainCall('is-nan'), [tensor], { flavour });
  return recorder.apply({ op: 'masked-fill', attributes: { value: 0 } }, [tensor, mask], {
    flavour,
    dtype: tensor.dtype,
  });
}

const withoutNaNs: readonly TorchFunction[] = [
  summing('nansum', (recorder, tensor, dim, keepdim) =>
    total(recorder, 'sum', withoutNaN(recorder, tensor), dim, keepdim),
  ),
  summing('nanmean', (recorder, tensor, dim, keepdim) => {
    const numbers = recorder.apply(plainCall('equal'), [tensor, tensor], { flavour });
    const count = total(recorder, 'sum', numbers, dim, keepdim);
    return pair(
      recorder,
      'divide',
      folded(recorder, 'sum', withoutNaN(recorder, tensor), dim, keepdim),
      count,
    );
  }),
];

export const reductionFunctions: readonly TorchFunction[] = [
  summing('sum', (recorder, tensor, dim, keepdim) => total(recorder, 'sum', tensor, dim, keepdim)),
  summing('mean', meanOf),
  summing('prod', (recorder, tensor, dim, keepdim) => total(recorder, 'product', tensor, dim, keepdim)),
  plainFold('amax', 'max'),
  plainFold('amin', 'min'),
  plainFold('any', 'any'),
  plainFold('all', 'all'),
  plainFold('logsumexp', 'logsumexp', ['special', ...usual]),
  plainFold('count_nonzero', 'count-nonzero'),
  extreme('max'),
  extreme('min'),
  place('argmax'),
  place('argmin'),
  spread('var', 'variance', false),
  spread('std', 'standard-deviation', false),
  spread('var_mean', 'variance', true),
  spread('std_mean', 'standard-deviation', true),
  torchFunction(
    'aminmax',
    'input, *, dim=None, keepdim=False, out=None',
    usual,
    (recorder, input, dim, keepdim) => {
      const tensor = inputOf(recorder, input, 'aminmax');
      return named('aminmax', [
        ['min', folded(recorder, 'min', tensor, dim, keepdim)],
        ['max', folded(recorder, 'max', tensor, dim, keepdim)],
      ]);
    },
  ),
  ...norms,
  ...withoutNaNs,
];
