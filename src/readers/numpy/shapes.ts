/** What gives arrays another shape, joins and parts them, and what they can be asked. */
import { sizeOf } from '../../tensor/tensor';
import { fail } from '../python/values/exceptions';
import { bool, int, none, list, tuple } from '../python/values/make';
import { toIndex } from '../python/evaluate/indices';
import { cast, pair } from '../tensors/arithmetic';
import { promoted } from '../tensors/elementTypes';
import { nestedOf } from '../tensors/nested';
import type { Recorder } from '../tensors/recorder';
import { tensorIn, type TensorValue } from '../tensors/tensorValue';
import { assign, viewOf } from '../tensors/views';
import { numpyFlavour } from './flavour';
import { product } from './product';
import { copyOf, filled, typed } from './making';
import {
  arrayOf,
  arraysOf,
  axesOf,
  both,
  numberOf,
  numpyFunction,
  on,
  sizesOf,
  wholes,
  type NumpyFunction,
} from './row';

const flavour = numpyFlavour;

function reshaped(recorder: Recorder, array: TensorValue, asked: readonly number[]): TensorValue {
  const total = sizeOf(array.shape ?? []);
  const known = asked.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const open = asked.includes(-1);
  if (open ? known === 0 || total % known !== 0 : known !== total) {
    const message = `cannot reshape array of size ${total} into shape (${asked.join(',')}${asked.length === 1 ? ',' : ''})`;
    throw fail(recorder.machine, 'ValueError', message);
  }
  const sizes = asked.map((size) => (size === -1 ? total / known : size));
  return viewOf(recorder, array, { op: 'reshape', attributes: { sizes } });
}

/** All of the type that they have together. */
function alike(recorder: Recorder, arrays: readonly TensorValue[]): readonly TensorValue[] {
  const dtype = arrays.map((array) => array.dtype).reduce(promoted, 'bool');
  return arrays.map((array) => cast(recorder, array, dtype));
}

const joins: readonly NumpyFunction[] = [
  numpyFunction('concatenate', 'arrays, axis=0', ['numpy'], (recorder, arrays = none, axis) => {
    const all = alike(recorder, arraysOf(recorder, arrays));
    const [along] = axesOf(recorder.machine, axis) ?? [];
    const flat = along === undefined ? all.map((of) => reshaped(recorder, of, [-1])) : all;
    return on(recorder, { op: 'concat', attributes: { axis: along ?? 0 } }, flat).value;
  }),
  numpyFunction(
    'stack',
    'arrays, axis=0',
    ['numpy'],
    (recorder, arrays = none, axis = none) =>
      on(
        recorder,
        { op: 'stack', attributes: { axis: toIndex(recorder.machine, axis) } },
        alike(recorder, arraysOf(recorder, arrays)),
      ).value,
  ),
  ...(
    [
      ['vstack', 0],
      ['hstack', 1],
    ] as const
  ).map(([name, axis]) =>
    numpyFunction(name, 'tup', ['numpy'], (recorder, arrays = none) => {
      const all = alike(recorder, arraysOf(recorder, arrays));
      const flat = all.every(({ shape }) => (shape?.length ?? 0) < 2);
      const rows = flat && axis === 0 ? all.map((of) => reshaped(recorder, of, [1, -1])) : all;
      return on(recorder, { op: 'concat', attributes: { axis: flat ? 0 : axis } }, rows).value;
    }),
  ),
  ...['split', 'array_split'].map((name) =>
    numpyFunction(
      name,
      'ary, indices_or_sections, axis=0',
      ['numpy'],
      (recorder, a = none, parts = none, axis = none) => {
        const { machine } = recorder;
        const array = arrayOf(recorder, a);
        const along = toIndex(machine, axis);
        const size = array.shape?.at(along) ?? 0;
        const single = parts.kind === 'int' ? Number(parts.value) : 0;
        const ends =
          single > 0
            ? Array.from({ length: single }, (_, place) => Math.ceil(((place + 1) * size) / single))
            : [...wholes(machine, parts), size];
        const sizes = ends.map((end, place) => end - (ends[place - 1] ?? 0));
        const pieces = recorder.applyAll({ op: 'split', attributes: { sizes, axis: along } }, [array], {
          flavour,
        });
        return list(pieces.map(({ value }) => value));
      },
    ),
  ),
  numpyFunction('meshgrid', "*xi, indexing='xy'", ['numpy'], (recorder, indexing, given = none) => {
    const arrays = arraysOf(recorder, given);
    const swapped = indexing.kind === 'str' && indexing.value === 'xy' && arrays.length > 1;
    const counts = arrays.map(({ shape }) => sizeOf(shape ?? []));
    const place = (index: number): number => (swapped && index < 2 ? 1 - index : index);
    const sizes = counts.map((_, axis) => counts[place(axis)] ?? 1);
    return list(
      arrays.map((array, index) => {
        const own = sizes.map((_, axis) => (axis === place(index) ? (counts[index] ?? 1) : 1));
        return on(recorder, { op: 'expand', attributes: { sizes } }, [reshaped(recorder, array, own)]).value;
      }),
    );
  }),
];

const moves: readonly NumpyFunction[] = [
  numpyFunction(
    'reshape',
    'a, *shape, order=None',
    both,
    (recorder, a = none, _order, shape = none) =>
      reshaped(recorder, arrayOf(recorder, a), sizesOf(recorder.machine, shape)).value,
  ),
  numpyFunction('transpose', 'a, *axes', both, (recorder, a = none, axes = none) => {
    const array = arrayOf(recorder, a);
    const given =
      axes.kind === 'tuple' && axes.items.some(({ kind }) => kind !== 'none')
        ? sizesOf(recorder.machine, axes)
        : null;
    const order = given ?? [...(array.shape ?? []).keys()].reverse();
    return viewOf(recorder, array, { op: 'permute', attributes: { axes: order } }).value;
  }),
  ...['ravel', 'flatten'].map((name) =>
    numpyFunction(name, 'a, order=None', name === 'ravel' ? both : ['method'], (recorder, a = none) => {
      const array = arrayOf(recorder, a);
      return reshaped(recorder, name === 'ravel' ? array : copyOf(recorder, array), [-1]).value;
    }),
  ),
  numpyFunction('squeeze', 'a, axis=None', both, (recorder, a = none, axis) => {
    const array = arrayOf(recorder, a);
    const axes =
      axesOf(recorder.machine, axis) ??
      [...(array.shape ?? []).entries()].flatMap(([each, size]) => (size === 1 ? [each] : []));
    return axes.length === 0
      ? array.value
      : viewOf(recorder, array, { op: 'squeeze', attributes: { axes } }).value;
  }),
  numpyFunction('expand_dims', 'a, axis', ['numpy'], (recorder, a = none, axis = none) => {
    let array = arrayOf(recorder, a);
    for (const each of wholes(recorder.machine, axis))
      array = viewOf(recorder, array, { op: 'unsqueeze', attributes: { axis: each } });
    return array.value;
  }),
  numpyFunction('swapaxes', 'a, axis1, axis2', both, (recorder, a = none, one = none, two = none) => {
    const attributes = {
      firstAxis: toIndex(recorder.machine, one),
      secondAxis: toIndex(recorder.machine, two),
    };
    return viewOf(recorder, arrayOf(recorder, a), { op: 'transpose', attributes }).value;
  }),
  numpyFunction('tile', 'A, reps', ['numpy'], (recorder, a = none, reps = none) => {
    const array = arrayOf(recorder, a);
    const given = wholes(recorder.machine, reps);
    const missing = Math.max(0, (array.shape?.length ?? 0) - given.length);
    const repeats = [...Array.from({ length: missing }, () => 1), ...given];
    return on(recorder, { op: 'repeat', attributes: { repeats } }, [array]).value;
  }),
  numpyFunction('repeat', 'a, repeats, axis=None', both, (recorder, a = none, repeats = none, axis) => {
    const [along = null] = axesOf(recorder.machine, axis) ?? [];
    const attributes = { repeats: toIndex(recorder.machine, repeats), axis: along };
    return on(recorder, { op: 'repeat-interleave', attributes }, [arrayOf(recorder, a)]).value;
  }),
  numpyFunction(
    'broadcast_to',
    'array, shape',
    ['numpy'],
    (recorder, a = none, shape = none) =>
      on(recorder, { op: 'expand', attributes: { sizes: wholes(recorder.machine, shape) } }, [
        arrayOf(recorder, a),
      ]).value,
  ),
  numpyFunction('flip', 'm, axis=None', ['numpy'], (recorder, a = none, axis) => {
    const array = arrayOf(recorder, a);
    const axes = axesOf(recorder.machine, axis) ?? [...(array.shape ?? []).keys()];
    return on(recorder, { op: 'flip', attributes: { axes } }, [array]).value;
  }),
  ...(['tril', 'triu'] as const).map((name) =>
    numpyFunction(name, 'm, k=0', ['numpy'], (recorder, a = none, k = none) => {
      const op = name === 'tril' ? 'lower-triangle' : 'upper-triangle';
      return on(recorder, { op, attributes: { diagonal: toIndex(recorder.machine, k) } }, [
        arrayOf(recorder, a),
      ]).value;
    }),
  ),
  ...['dot', 'matmul'].map((name) =>
    numpyFunction(name, 'a, b', name === 'dot' ? both : ['numpy'], (recorder, a = none, b = none) => {
      const [left, right] = [arrayOf(recorder, a), arrayOf(recorder, b)];
      const plain = left.shape?.length === 0 || right.shape?.length === 0;
      return (plain ? pair(recorder, 'multiply', left, right) : product(recorder, left, right)).value;
    }),
  ),
];

const methods: readonly NumpyFunction[] = [
  numpyFunction(
    'astype',
    'self, dtype, copy=True',
    ['method'],
    (recorder, self = none, dtype) => typed(recorder, copyOf(recorder, arrayOf(recorder, self)), dtype).value,
  ),
  numpyFunction('tolist', 'self', ['method'], (recorder, self = none) =>
    nestedOf(recorder, arrayOf(recorder, self)),
  ),
  numpyFunction('item', 'self', ['method'], (recorder, self = none) =>
    nestedOf(recorder, reshaped(recorder, arrayOf(recorder, self), [])),
  ),
  numpyFunction('copy', 'a', both, (recorder, a = none) => copyOf(recorder, arrayOf(recorder, a)).value),
  numpyFunction('fill', 'self, value', ['method'], (recorder, self = none, value = none) => {
    const array = tensorIn(self);
    if (array)
      assign(
        recorder,
        array,
        filled(recorder, array.shape ?? [], numberOf(recorder.machine, value), array.dtype),
      );
    return none;
  }),
  numpyFunction('shape', 'a', ['numpy'], (recorder, a = none) =>
    tuple((arrayOf(recorder, a).shape ?? []).map(int)),
  ),
  numpyFunction('ndim', 'a', ['numpy'], (recorder, a = none) => int(arrayOf(recorder, a).shape?.length ?? 0)),
  numpyFunction('size', 'a', ['numpy'], (recorder, a = none) =>
    int(sizeOf(arrayOf(recorder, a).shape ?? [])),
  ),
  ...['isclose', 'allclose', 'array_equal'].map((name) =>
    numpyFunction(
      name,
      'a, b, rtol=1e-05, atol=1e-08',
      ['numpy'],
      (recorder, a = none, b = none, rtol = none, atol = none) => {
        const [left, right] = [a, b].map((value) => recorder.known(arrayOf(recorder, value)));
        if (!left || !right)
          return recorder.machine.unknown('data', 'It depends on numbers that are not known.');
        const [relative, absolute] =
          name === 'array_equal'
            ? [0, 0]
            : [numberOf(recorder.machine, rtol), numberOf(recorder.machine, atol)];
        const near = Array.from(left.data, (value, place) => {
          const other = right.data[right.data.length === 1 ? 0 : place] ?? NaN;
          return value === other || Math.abs(value - other) <= absolute + relative * Math.abs(other) ? 1 : 0;
        });
        if (name === 'isclose') return recorder.constant(flavour, 'bool', left.shape, near).value;
        return bool(
          near.every((each) => each === 1) &&
            (name === 'allclose' || left.shape.join() === right.shape.join()),
        );
      },
    ),
  ),
];

export const shapeFunctions: readonly NumpyFunction[] = [...joins, ...moves, ...methods];
