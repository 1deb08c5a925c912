/** Functions that go along one axis: cumulative ones, sorting, the largest few, medians and quantiles. */
import type { OpCall } from '../../../ops/table';
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { cast, pair, plainCall } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { flag, number, whole } from '../../tensors/arguments';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';
import { withShape } from '../../tensors/shaped';
import { asFloats, either, inputOf, laneAxis, named, on } from './folding';
import { countFunctions } from './counts';
import { concatenated } from './joins';
import { valuesAndPlaces } from './reductions';
import { everywhere, torchFunction, usual, type TorchFunction } from './row';

const flavour = torchFlavour;

function cumulative(name: 'cumsum' | 'cumprod'): TorchFunction {
  return torchFunction(
    name,
    'input, dim=None, *, dtype=None, axis=None, out=None',
    everywhere,
    (recorder, input, dim, dtype, axis) => {
      const given = inputOf(recorder, input, name);
      const type = dtypeIn(dtype) ?? (isFloating(given.dtype) ? given.dtype : 'int64');
      const tensor = cast(recorder, given, type);
      return on(
        recorder,
        { op: name, attributes: { axis: laneAxis(recorder, tensor, either(dim, axis)) } },
        tensor,
        type,
      ).value;
    },
  );
}

/** Slices of size 1 along an axis. */
function slices(recorder: Recorder, tensor: TensorValue, axis: number): readonly TensorValue[] {
  const { shape } = withShape(recorder, tensor);
  const count = shape[axis] ?? 1;
  recorder.machine.step(count * 8);
  return Array.from({ length: count }, (_, start) =>
    on(recorder, { op: 'slice', attributes: { axis, start, end: start + 1, step: 1 } }, tensor),
  );
}

/** The largest or smallest up to each place, and where it stands: the last of several. */
function runningExtreme(name: 'cummax' | 'cummin'): TorchFunction {
  return torchFunction(name, 'input, dim, *, out=None', usual, (recorder, input, dim) => {
    const tensor = inputOf(recorder, input, name);
    const axis = laneAxis(recorder, tensor, dim);
    const [first = tensor, ...rest] = slices(recorder, tensor, axis);
    let [best, at] = [first, recorder.constant(flavour, 'int64', [], [0])];
    at = recorder.apply({ op: 'expand', attributes: { sizes: first.shape ?? [] } }, [at], { flavour });
    const [values, places] = [[best], [at]];
    for (const [place, slice] of rest.entries()) {
      const wins = pair(recorder, name === 'cummax' ? 'greater-equal' : 'less-equal', slice, best);
      const here = recorder.constant(flavour, 'int64', [], [place + 1]);
      at = recorder.apply(plainCall('where'), [wins, here, at], { flavour, dtype: 'int64' });
      best = recorder.apply(plainCall('where'), [wins, slice, best], { flavour, dtype: tensor.dtype });
      values.push(best);
      places.push(at);
    }
    const joined = (parts: readonly TensorValue[]): TensorValue =>
      recorder.apply({ op: 'concat', attributes: { axis } }, parts, { flavour });
    return named(name, [
      ['values', joined(values)],
      ['indices', joined(places)],
    ]);
  });
}

function sorted(
  recorder: Recorder,
  tensor: TensorValue,
  dim: Value,
  descending: Value,
): readonly [TensorValue, TensorValue] {
  const attributes = {
    axis: laneAxis(recorder, tensor, dim),
    descending: flag(recorder.machine, descending),
  };
  const [values, places] = recorder.applyAll({ op: 'sort', attributes }, [tensor], {
    flavour,
    dtype: tensor.dtype,
  });
  if (!values) throw new RangeError('sort gives nothing');
  if (places) places.dtype = 'int64';
  return [values, places ?? values];
}

/** The number at a place of an axis that need not be whole, between two sorted ones. */
function quantile(recorder: Recorder, input: Value, q: Value, dim: Value, keepdim: Value): TensorValue {
  const { machine } = recorder;
  const given = withShape(recorder, inputOf(recorder, input, 'quantile'));
  const tensor =
    dim.kind === 'none'
      ? withShape(recorder, on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, given))
      : given;
  const axis = laneAxis(recorder, tensor, dim.kind === 'none' ? { kind: 'int', value: 0 } : dim);
  const [ordered] = sorted(recorder, tensor, { kind: 'int', value: axis }, none);
  const count = tensor.shape[axis] ?? 1;
  const at = (share: number): TensorValue => {
    const place = share * (count - 1);
    const low = Math.floor(place);
    const pick = (index: number): TensorValue =>
      on(recorder, { op: 'select', attributes: { axis, index } }, ordered);
    const below = pick(low);
    if (low === place) return below;
    const step = pair(recorder, 'multiply', pair(recorder, 'subtract', pick(low + 1), below), {
      kind: 'float',
      value: place - low,
    });
    return pair(recorder, 'add', below, step);
  };
  const shares = tensorIn(q);
  const known = shares ? recorder.known(shares) : null;
  if (shares && !known)
    return recorder.opaque(machine.unknown('data', 'The quantiles are not known.'), [tensor], flavour);
  const all = known ? Array.from(known.data, at) : [at(number(machine, q))];
  const kept = all.map((one) =>
    flag(machine, keepdim) ? on(recorder, { op: 'unsqueeze', attributes: { axis } }, one) : one,
  );
  const [first] = kept;
  if (first && (!shares || shares.shape?.length === 0)) return first;
  return recorder.apply({ op: 'stack', attributes: { axis: 0 } }, kept, { flavour });
}

function topped(name: string): TorchFunction {
  return torchFunction(
    name,
    'input, k, dim=-1, largest=True, sorted=True, *, out=None',
    usual,
    (recorder, input, k, dim, largest) => {
      const { machine } = recorder;
      const tensor = inputOf(recorder, input, name);
      const axis = laneAxis(recorder, tensor, dim);
      const count = whole(machine, k);
      const size = tensor.shape?.[axis] ?? (tensor.shape ? 1 : Infinity);
      if (count > size || count < 0) throw fail(machine, 'RuntimeError', 'selected index k out of range');
      return valuesAndPlaces(
        recorder,
        name,
        { op: 'topk', attributes: { count, axis, largest: flag(machine, largest) } },
        tensor,
      );
    },
  );
}

const sorting: readonly TorchFunction[] = [
  topped('topk'),
  torchFunction(
    'sort',
    'input, dim=-1, descending=False, stable=False, *, out=None',
    usual,
    (recorder, input, dim, descending) => {
      const [values, indices] = sorted(recorder, inputOf(recorder, input, 'sort'), dim, descending);
      return named('sort', [
        ['values', values],
        ['indices', indices],
      ]);
    },
  ),
  torchFunction(
    'msort',
    'input, *, out=None',
    usual,
    (recorder, input) =>
      sorted(recorder, inputOf(recorder, input, 'msort'), { kind: 'int', value: 0 }, none)[0].value,
  ),
  torchFunction(
    'argsort',
    'input, dim=-1, descending=False, stable=False',
    usual,
    (recorder, input, dim, descending) =>
      sorted(recorder, inputOf(recorder, input, 'argsort'), dim, descending)[1].value,
  ),
  torchFunction(
    'kthvalue',
    'input, k, dim=-1, keepdim=False, *, out=None',
    usual,
    (recorder, input, k, dim, keepdim) => {
      const { machine } = recorder;
      const tensor = inputOf(recorder, input, 'kthvalue');
      const axis = laneAxis(recorder, tensor, dim);
      const index = whole(machine, k) - 1;
      const both = sorted(recorder, tensor, dim, none).map((all) => {
        const chosen = on(recorder, { op: 'select', attributes: { axis, index } }, all);
        return flag(machine, keepdim)
          ? on(recorder, { op: 'unsqueeze', attributes: { axis } }, chosen)
          : chosen;
      });
      const [values = tensor, indices = tensor] = both;
      return named('kthvalue', [
        ['values', values],
        ['indices', indices],
      ]);
    },
  ),
  torchFunction(
    'median',
    'input, dim=None, keepdim=False, *, out=None',
    usual,
    (recorder, input, dim, keepdim) => {
      const tensor = inputOf(recorder, input, 'median');
      if (dim.kind !== 'none') {
        const attributes = {
          axis: laneAxis(recorder, tensor, dim),
          keepDimensions: flag(recorder.machine, keepdim),
        };
        return valuesAndPlaces(recorder, 'median', { op: 'median', attributes }, tensor);
      }
      const flat = on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, tensor);
      return on(recorder, { op: 'median', attributes: { axis: 0, keepDimensions: false } }, flat).value;
    },
  ),
  torchFunction(
    'quantile',
    "input, q, dim=None, keepdim=False, *, interpolation='linear', out=None",
    usual,
    (recorder, input, q, dim, keepdim) => quantile(recorder, input, q, dim, keepdim).value,
  ),
];

export const orderFunctions: readonly TorchFunction[] = [
  cumulative('cumsum'),
  cumulative('cumprod'),
  runningExtreme('cummax'),
  runningExtreme('cummin'),
  torchFunction('logcumsumexp', 'input, dim, *, out=None', usual, (recorder, input, dim) => {
    const tensor = asFloats(recorder, inputOf(recorder, input, 'logcumsumexp'));
    const axis = laneAxis(recorder, tensor, dim);
    const largest = on(recorder, { op: 'max', attributes: { axes: [axis], keepDimensions: true } }, tensor);
    const peak = on(recorder, plainCall('stop-gradient'), largest);
    const powers = on(recorder, plainCall('exp'), pair(recorder, 'subtract', tensor, peak));
    const sums: OpCall = { op: 'cumsum', attributes: { axis } };
    return pair(recorder, 'add', on(recorder, plainCall('log'), on(recorder, sums, powers)), peak).value;
  }),
  torchFunction(
    'diff',
    'input, n=1, dim=-1, prepend=None, append=None, *, out=None',
    usual,
    (recorder, input, n, dim, prepend, append) => {
      const given = [prepend, input, append].filter(({ kind }) => kind !== 'none');
      const parts = given.map((part) => withShape(recorder, inputOf(recorder, part, 'diff')));
      const [only] = parts;
      let tensor = withShape(
        recorder,
        only && parts.length === 1 ? only : concatenated(recorder, parts, dim),
      );
      const axis = laneAxis(recorder, tensor, dim);
      for (let times = whole(recorder.machine, n); times > 0; times -= 1) {
        const size = tensor.shape[axis] ?? 1;
        const part = (start: number, end: number): TensorValue =>
          on(recorder, { op: 'slice', attributes: { axis, start, end, step: 1 } }, tensor);
        tensor = withShape(recorder, pair(recorder, 'subtract', part(1, size), part(0, size - 1)));
      }
      return tensor.value;
    },
  ),
  ...sorting,
  ...countFunctions,
];
