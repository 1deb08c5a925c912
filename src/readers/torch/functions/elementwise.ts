/** Functions of one number for each element, besides activations. */
import type { OpCall, OpName } from '../../../ops/table';
import { cast, pair, plainCall } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { number, whole } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { asFloats, inputOf, on } from './folding';
import { everywhere, torchFunction, usual, type Home, type TorchFunction } from './row';

const flavour = torchFlavour;
const specially: readonly Home[] = ['special', ...everywhere];

/** Ops that make floats of whole numbers, by the names of their functions. */
const floating: readonly (readonly [names: readonly string[], op: OpName])[] = [
  [['exp'], 'exp'],
  [['exp2'], 'exp2'],
  [['expm1'], 'expm1'],
  [['log'], 'log'],
  [['log2'], 'log2'],
  [['log10'], 'log10'],
  [['log1p'], 'log1p'],
  [['sqrt'], 'sqrt'],
  [['rsqrt'], 'rsqrt'],
  [['reciprocal'], 'reciprocal'],
  [['sin'], 'sin'],
  [['cos'], 'cos'],
  [['tan'], 'tan'],
  [['asin', 'arcsin'], 'asin'],
  [['acos', 'arccos'], 'acos'],
  [['atan', 'arctan'], 'atan'],
  [['sinh'], 'sinh'],
  [['cosh'], 'cosh'],
  [['asinh', 'arcsinh'], 'asinh'],
  [['acosh', 'arccosh'], 'acosh'],
  [['atanh', 'arctanh'], 'atanh'],
  [['erf'], 'erf'],
  [['erfc'], 'erfc'],
  [['erfinv'], 'erfinv'],
  [['lgamma', 'gammaln'], 'lgamma'],
  [['digamma', 'psi'], 'digamma'],
  [['expit'], 'sigmoid'],
];

/** Ops under which whole numbers stay whole. */
const keeping: readonly (readonly [names: readonly string[], op: OpName])[] = [
  [['abs', 'absolute', '__abs__'], 'abs'],
  [['sign', 'sgn'], 'sign'],
  [['square'], 'square'],
  [['floor'], 'floor'],
  [['ceil'], 'ceil'],
  [['trunc', 'fix'], 'trunc'],
];

/** An op of floats on whatever there is; whole numbers come back as what they were. */
export function kept(recorder: Recorder, call: OpCall, tensor: TensorValue): TensorValue {
  if (isFloating(tensor.dtype)) return on(recorder, call, tensor);
  return cast(recorder, on(recorder, call, cast(recorder, tensor, 'float64')), tensor.dtype);
}

/** -x; whole numbers stay whole. */
export function negated(recorder: Recorder, tensor: TensorValue): TensorValue {
  if (isFloating(tensor.dtype)) return on(recorder, plainCall('negate'), tensor);
  return on(recorder, { op: 'affine', attributes: { scale: -1, shift: 0 } }, tensor);
}

function mask(recorder: Recorder, op: 'is-nan' | 'is-finite' | 'not', tensor: TensorValue): TensorValue {
  return recorder.apply(plainCall(op), [tensor], { flavour });
}

function compare(
  recorder: Recorder,
  op: 'equal' | 'greater' | 'less',
  tensor: TensorValue,
  value: number,
): TensorValue {
  return pair(recorder, op, tensor, { kind: 'float', value });
}

/** A function of one tensor without further arguments. */
function ofOne(
  names: readonly string[],
  homes: readonly Home[],
  run: (recorder: Recorder, tensor: TensorValue) => TensorValue,
): readonly TorchFunction[] {
  return names.map((name) =>
    torchFunction(
      name,
      'input, *, out=None',
      homes,
      (recorder, input) => run(recorder, inputOf(recorder, input, name)).value,
    ),
  );
}

const masks: readonly TorchFunction[] = [
  ...ofOne(['isnan'], usual, (recorder, tensor) => mask(recorder, 'is-nan', tensor)),
  ...ofOne(['isfinite'], usual, (recorder, tensor) => mask(recorder, 'is-finite', tensor)),
  ...ofOne(['isinf'], usual, (recorder, tensor) =>
    compare(recorder, 'equal', on(recorder, plainCall('abs'), asFloats(recorder, tensor)), Infinity),
  ),
  ...ofOne(['isposinf'], usual, (recorder, tensor) => compare(recorder, 'equal', tensor, Infinity)),
  ...ofOne(['isneginf'], usual, (recorder, tensor) => compare(recorder, 'equal', tensor, -Infinity)),
  ...ofOne(['signbit'], usual, (recorder, tensor) => compare(recorder, 'less', tensor, 0)),
  ...ofOne(['isreal'], usual, (recorder, tensor) =>
    recorder.apply(
      plainCall('not-equal'),
      [mask(recorder, 'is-nan', tensor), mask(recorder, 'not', mask(recorder, 'is-nan', tensor))],
      { flavour },
    ),
  ),
  ...ofOne(['logical_not'], everywhere, (recorder, tensor) => mask(recorder, 'not', tensor)),
  ...ofOne(['bitwise_not'], everywhere, (recorder, tensor) => inverted(recorder, tensor)),
];

/** ~x: masks turned round, whole numbers as -x - 1. */
export function inverted(recorder: Recorder, tensor: TensorValue): TensorValue {
  if (tensor.dtype === 'bool') return mask(recorder, 'not', tensor);
  return on(recorder, { op: 'affine', attributes: { scale: -1, shift: -1 } }, tensor);
}

/** Functions that are made of several ops. */
const composed: readonly TorchFunction[] = [
  ...ofOne(['neg', 'negative'], everywhere, negated),
  ...ofOne(['positive', 'conj', 'resolve_conj', 'resolve_neg'], usual, (_recorder, tensor) => tensor),
  ...ofOne(['frac'], everywhere, (recorder, tensor) =>
    pair(recorder, 'subtract', tensor, kept(recorder, plainCall('trunc'), tensor)),
  ),
  ...ofOne(['deg2rad'], everywhere, (recorder, tensor) =>
    pair(recorder, 'multiply', tensor, { kind: 'float', value: Math.PI / 180 }),
  ),
  ...ofOne(['rad2deg'], everywhere, (recorder, tensor) =>
    pair(recorder, 'multiply', tensor, { kind: 'float', value: 180 / Math.PI }),
  ),
  ...ofOne(['sinc'], specially, (recorder, tensor) => {
    const angle = pair(recorder, 'multiply', tensor, { kind: 'float', value: Math.PI });
    const isZero = compare(recorder, 'equal', angle, 0);
    // 1 in place of 0, so that nothing is divided by 0 on the way back either.
    const safe = on(
      recorder,
      { op: 'affine', attributes: { scale: 1, shift: 0 } },
      recorder.apply({ op: 'masked-fill', attributes: { value: 1 } }, [angle, isZero], { flavour }),
    );
    const ratio = pair(recorder, 'divide', on(recorder, plainCall('sin'), safe), safe);
    return recorder.apply({ op: 'masked-fill', attributes: { value: 1 } }, [ratio, isZero], { flavour });
  }),
  torchFunction('round', 'input, *, decimals=0, out=None', specially, (recorder, input, decimals) => {
    const tensor = inputOf(recorder, input, 'round');
    const scale = 10 ** whole(recorder.machine, decimals);
    if (scale === 1) return kept(recorder, plainCall('round'), tensor).value;
    const large = pair(recorder, 'multiply', tensor, { kind: 'float', value: scale });
    return pair(recorder, 'divide', on(recorder, plainCall('round'), large), { kind: 'float', value: scale })
      .value;
  }),
  torchFunction('logit', 'input, eps=None, *, out=None', specially, (recorder, input, eps) => {
    const tensor = asFloats(recorder, inputOf(recorder, input, 'logit'));
    const edge = eps.kind === 'none' ? null : number(recorder.machine, eps);
    const clamp: OpCall = {
      op: 'clamp',
      attributes: { minimum: edge, maximum: edge === null ? null : 1 - edge },
    };
    const share = edge === null ? tensor : on(recorder, clamp, tensor);
    const rest = pair(recorder, 'subtract', { kind: 'int', value: 1 }, share);
    return on(recorder, plainCall('log'), pair(recorder, 'divide', share, rest)).value;
  }),
];

export const elementwiseFunctions: readonly TorchFunction[] = [
  ...floating.flatMap(([names, op]) =>
    ofOne(names, specially, (recorder, tensor) => on(recorder, plainCall(op), asFloats(recorder, tensor))),
  ),
  ...keeping.flatMap(([names, op]) =>
    ofOne(names, everywhere, (recorder, tensor) => kept(recorder, plainCall(op), tensor)),
  ),
  ...masks,
  ...composed,
];
