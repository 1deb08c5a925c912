/** Arrays that NumPy makes of sizes, numbers and lists. */
import { none } from '../python/values/make';
import type { Value } from '../python/values/value';
import { toIndex } from '../python/evaluate/indices';
import { cast } from '../tensors/arithmetic';
import { isFloating, type DtypeName } from '../tensors/elementTypes';
import type { Recorder } from '../tensors/recorder';
import { type TensorValue } from '../tensors/tensorValue';
import { dtypeIn } from './dtypes';
import { numpyFlavour } from './flavour';
import { arrayOf, flagOf, numberOf, numpyFunction, wholes, type NumpyFunction } from './row';

const flavour = numpyFlavour;

/** One number everywhere. */
export function filled(
  recorder: Recorder,
  sizes: readonly number[],
  value: number,
  dtype: DtypeName,
): TensorValue {
  const call = { op: 'full', attributes: { sizes, value } } as const;
  return cast(recorder, recorder.apply(call, [], { flavour }), dtype);
}

export function typed(recorder: Recorder, array: TensorValue, dtype: Value | undefined): TensorValue {
  const wanted = dtypeIn(dtype);
  return wanted ? cast(recorder, array, wanted) : array;
}

/** A copy that shares nothing. */
export function copyOf(recorder: Recorder, array: TensorValue): TensorValue {
  recorder.refresh(array);
  const { shape, dtype, content } = array;
  return recorder.make({ flavour, shape, dtype, content, differentiable: false });
}

export const makingFunctions: readonly NumpyFunction[] = [
  ...['array', 'asarray', 'ascontiguousarray', 'asfortranarray'].map((name) =>
    numpyFunction(
      name,
      'object, dtype=None, copy=True, ndmin=0',
      ['numpy'],
      (recorder, object = none, dtype) => {
        const array = arrayOf(recorder, object);
        return typed(recorder, name === 'array' ? copyOf(recorder, array) : array, dtype).value;
      },
    ),
  ),
  ...(
    [
      ['zeros', 0],
      ['empty', 0],
      ['ones', 1],
    ] as const
  ).flatMap(([name, value]) => [
    numpyFunction(
      name,
      "shape, dtype='float64', order='C'",
      ['numpy'],
      (recorder, shape = none, dtype) =>
        filled(recorder, wholes(recorder.machine, shape), value, dtypeIn(dtype) ?? 'float64').value,
    ),
    numpyFunction(`${name}_like`, 'a, dtype=None', ['numpy'], (recorder, a = none, dtype) => {
      const like = arrayOf(recorder, a);
      return filled(recorder, like.shape ?? [], value, dtypeIn(dtype) ?? like.dtype).value;
    }),
  ]),
  numpyFunction(
    'full',
    'shape, fill_value, dtype=None',
    ['numpy'],
    (recorder, shape = none, value = none, dtype) => {
      const own = arrayOf(recorder, value);
      const sizes = wholes(recorder.machine, shape);
      return filled(recorder, sizes, numberOf(recorder.machine, value), dtypeIn(dtype) ?? own.dtype).value;
    },
  ),
  numpyFunction(
    'full_like',
    'a, fill_value, dtype=None',
    ['numpy'],
    (recorder, a = none, value = none, dtype) => {
      const like = arrayOf(recorder, a);
      return filled(
        recorder,
        like.shape ?? [],
        numberOf(recorder.machine, value),
        dtypeIn(dtype) ?? like.dtype,
      ).value;
    },
  ),
  numpyFunction(
    'arange',
    'start, stop=None, step=1, dtype=None',
    ['numpy'],
    (recorder, first = none, second = none, by = none, dtype) => {
      const { machine } = recorder;
      const [start, end] =
        second.kind === 'none'
          ? [0, numberOf(machine, first)]
          : [numberOf(machine, first), numberOf(machine, second)];
      const step = numberOf(machine, by);
      const count = Math.max(0, Math.ceil((end - start) / step));
      machine.allocate(count, 'numbers');
      const isWhole = [first, second, by].every(
        (value) => value.kind === 'none' || !isFloating(arrayOf(recorder, value).dtype),
      );
      const numbers = Array.from({ length: count }, (_, place) => start + place * step);
      return recorder.constant(flavour, dtypeIn(dtype) ?? (isWhole ? 'int64' : 'float64'), [count], numbers)
        .value;
    },
  ),
  numpyFunction(
    'linspace',
    'start, stop, num=50, endpoint=True, dtype=None',
    ['numpy'],
    (recorder, ...bound) => {
      const { machine } = recorder;
      const [start = none, stop = none, num = none, endpoint, dtype] = bound;
      const [from, to, count] = [numberOf(machine, start), numberOf(machine, stop), toIndex(machine, num)];
      machine.allocate(count, 'numbers');
      const step = (to - from) / Math.max(1, flagOf(endpoint) ? count - 1 : count);
      const numbers = Array.from({ length: count }, (_, place) =>
        flagOf(endpoint) && place === count - 1 && count > 1 ? to : from + place * step,
      );
      return recorder.constant(flavour, dtypeIn(dtype) ?? 'float64', [count], numbers).value;
    },
  ),
  ...['eye', 'identity'].map((name) =>
    numpyFunction(
      name,
      'N, M=None, dtype=None',
      ['numpy'],
      (recorder, rows = none, columns = none, dtype) => {
        const { machine } = recorder;
        const count = toIndex(machine, rows);
        const attributes = {
          rows: count,
          columns: columns.kind === 'none' ? count : toIndex(machine, columns),
        };
        return typed(recorder, recorder.apply({ op: 'eye', attributes }, [], { flavour }), dtype).value;
      },
    ),
  ),
];
