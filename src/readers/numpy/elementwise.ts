/** NumPy's functions of one number and of two, and what folds arrays. */
import type { OpName } from '../../ops/table';
import { none } from '../python/values/make';
import type { Value } from '../python/values/value';
import { cast, pair, plainCall, type PairName } from '../tensors/arithmetic';
import { isFloating } from '../tensors/elementTypes';
import { numpyFlavour } from './flavour';
import { classesNoted } from './labels';
import type { Recorder } from '../tensors/recorder';
import type { TensorValue } from '../tensors/tensorValue';
import { dtypeIn } from './dtypes';
import {
  arrayOf,
  axesOf,
  both,
  flagOf,
  mapped,
  numberOf,
  numpyFunction,
  on,
  type NumpyFunction,
} from './row';

const byOp: Readonly<Record<string, OpName>> = {
  sqrt: 'sqrt',
  exp: 'exp',
  log: 'log',
  log1p: 'log1p',
  expm1: 'expm1',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  tanh: 'tanh',
  reciprocal: 'reciprocal',
};

/** Those that leave whole numbers whole. */
const keeping: Readonly<Record<string, OpName>> = {
  abs: 'abs',
  absolute: 'abs',
  fabs: 'abs',
  sign: 'sign',
  square: 'square',
  negative: 'negate',
  floor: 'floor',
  ceil: 'ceil',
  rint: 'round',
  isnan: 'is-nan',
  isfinite: 'is-finite',
  logical_not: 'not',
};

const byNumber: Readonly<Record<string, (x: number) => number>> = {
  log2: Math.log2,
  log10: Math.log10,
  exp2: (x) => 2 ** x,
  sinh: Math.sinh,
  cosh: Math.cosh,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  cbrt: Math.cbrt,
  trunc: Math.trunc,
  radians: (x) => (x * Math.PI) / 180,
  deg2rad: (x) => (x * Math.PI) / 180,
  degrees: (x) => (x * 180) / Math.PI,
};

const pairs: Readonly<Record<string, PairName>> = {
  add: 'add',
  subtract: 'subtract',
  multiply: 'multiply',
  divide: 'divide',
  true_divide: 'divide',
  floor_divide: 'floor-divide',
  power: 'power',
  mod: 'remainder',
  remainder: 'remainder',
  maximum: 'maximum',
  minimum: 'minimum',
  equal: 'equal',
  not_equal: 'not-equal',
  less: 'less',
  less_equal: 'less-equal',
  greater: 'greater',
  greater_equal: 'greater-equal',
  logical_and: 'and',
  logical_or: 'or',
  logical_xor: 'xor',
};

function asFloat(recorder: Recorder, value: Value): TensorValue {
  const array = arrayOf(recorder, value);
  return isFloating(array.dtype) ? array : cast(recorder, array, 'float64');
}

function rounded(recorder: Recorder, array: TensorValue, decimals: number): TensorValue {
  if (decimals === 0 || !isFloating(array.dtype)) return on(recorder, plainCall('round'), [array]);
  const scale = 10 ** decimals;
  const whole = on(recorder, plainCall('round'), [
    pair(recorder, 'multiply', array, { kind: 'float', value: scale }),
  ]);
  return pair(recorder, 'divide', whole, { kind: 'float', value: scale });
}

const folds = {
  sum: 'sum',
  mean: 'mean',
  prod: 'product',
  max: 'max',
  amax: 'max',
  min: 'min',
  amin: 'min',
  any: 'any',
  all: 'all',
} as const;

function folded(
  recorder: Recorder,
  array: TensorValue,
  name: keyof typeof folds,
  axis: Value | undefined,
  keeps: boolean,
): TensorValue {
  const axes = axesOf(recorder.machine, axis);
  const attributes = { axes, keepDimensions: keeps };
  const logical = name === 'any' || name === 'all';
  const whole = name === 'mean' && !isFloating(array.dtype);
  const masks = array.dtype === 'bool' && !logical;
  const given = whole ? cast(recorder, array, 'float64') : masks ? cast(recorder, array, 'int64') : array;
  return on(recorder, { op: folds[name], attributes }, [given]);
}

function foldOf(name: keyof typeof folds): NumpyFunction {
  return numpyFunction(
    name,
    'a, axis=None, dtype=None, out=None, keepdims=False',
    name.startsWith('a') && name !== 'any' && name !== 'all' ? ['numpy'] : both,
    (recorder, a = none, axis, dtype, _out, keeps) => {
      const array = arrayOf(recorder, a);
      const classes = folds[name] === 'max' && axis.kind === 'none' ? classesNoted(array) : null;
      const result =
        classes === null
          ? folded(recorder, array, name, axis, flagOf(keeps))
          : recorder.constant(numpyFlavour, array.dtype, [], [classes - 1]);
      const wanted = dtypeIn(dtype);
      return (wanted ? cast(recorder, result, wanted) : result).value;
    },
  );
}

/** The sum of squares around the mean over the count less `ddof`. */
function variance(
  recorder: Recorder,
  array: TensorValue,
  axis: Value,
  ddof: number,
  keeps: boolean,
): TensorValue {
  const shape = array.shape ?? [];
  const axes = axesOf(recorder.machine, axis);
  const mean = on(recorder, { op: 'mean', attributes: { axes, keepDimensions: true } }, [array]);
  const squares = on(recorder, plainCall('square'), [pair(recorder, 'subtract', array, mean)]);
  const sum = on(recorder, { op: 'sum', attributes: { axes, keepDimensions: keeps } }, [squares]);
  const count = (axes ?? shape.map((_, each) => each)).reduce(
    (product, each) => product * (shape.at(each) ?? 1),
    1,
  );
  return pair(recorder, 'divide', sum, { kind: 'float', value: count - ddof });
}

function spread(name: 'var' | 'std'): NumpyFunction {
  return numpyFunction(
    name,
    'a, axis=None, dtype=None, out=None, ddof=0, keepdims=False',
    both,
    (recorder, a = none, axis = none, ...rest) => {
      const [, , ddof = none, keeps] = rest;
      const found = variance(
        recorder,
        asFloat(recorder, a),
        axis,
        numberOf(recorder.machine, ddof),
        flagOf(keeps),
      );
      return (name === 'std' ? on(recorder, plainCall('sqrt'), [found]) : found).value;
    },
  );
}

function flat(recorder: Recorder, array: TensorValue): TensorValue {
  return on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, [array]);
}

export const elementwiseFunctions: readonly NumpyFunction[] = [
  ...Object.entries(byOp).map(([name, op]) =>
    numpyFunction(
      name,
      'x',
      ['numpy'],
      (recorder, x = none) => on(recorder, plainCall(op), [asFloat(recorder, x)]).value,
    ),
  ),
  ...Object.entries(keeping).map(([name, op]) =>
    numpyFunction(name, 'x', ['numpy'], (recorder, x = none) => {
      const array = arrayOf(recorder, x);
      return on(recorder, plainCall(op), [name === 'fabs' ? asFloat(recorder, x) : array]).value;
    }),
  ),
  ...Object.entries(byNumber).map(([name, f]) =>
    numpyFunction(
      name,
      'x',
      ['numpy'],
      (recorder, x = none) => mapped(recorder, arrayOf(recorder, x), f).value,
    ),
  ),
  ...Object.entries(pairs).map(([name, op]) =>
    numpyFunction(
      name,
      'x1, x2',
      ['numpy'],
      (recorder, a = none, b = none) => pair(recorder, op, arrayOf(recorder, a), arrayOf(recorder, b)).value,
    ),
  ),
  ...['round', 'around'].map((name) =>
    numpyFunction(
      name,
      'a, decimals=0',
      name === 'round' ? both : ['numpy'],
      (recorder, a = none, decimals = none) =>
        rounded(recorder, arrayOf(recorder, a), numberOf(recorder.machine, decimals)).value,
    ),
  ),
  ...(Object.keys(folds) as (keyof typeof folds)[]).map(foldOf), // the keys of a constant object are exactly its names
  spread('var'),
  spread('std'),
  ...(['argmax', 'argmin'] as const).map((op) =>
    numpyFunction(op, 'a, axis=None', both, (recorder, a = none, axis) => {
      const [along = null] = axesOf(recorder.machine, axis) ?? [];
      return on(recorder, { op, attributes: { axis: along, keepDimensions: false } }, [arrayOf(recorder, a)])
        .value;
    }),
  ),
  ...(['cumsum', 'cumprod'] as const).map((op) =>
    numpyFunction(op, 'a, axis=None', both, (recorder, a = none, axis) => {
      const [along] = axesOf(recorder.machine, axis) ?? [];
      const array = arrayOf(recorder, a);
      const given = along === undefined ? flat(recorder, array) : array;
      return on(recorder, { op, attributes: { axis: along ?? 0 } }, [given]).value;
    }),
  ),
  numpyFunction('clip', 'a, a_min=None, a_max=None', both, (recorder, a = none, low = none, high = none) => {
    let array = arrayOf(recorder, a);
    if (low.kind !== 'none') array = pair(recorder, 'maximum', array, arrayOf(recorder, low));
    return (high.kind === 'none' ? array : pair(recorder, 'minimum', array, arrayOf(recorder, high))).value;
  }),
  numpyFunction('where', 'condition, x, y', ['numpy'], (recorder, condition = none, x = none, y = none) => {
    const [a, b] = [arrayOf(recorder, x), arrayOf(recorder, y)];
    const float = isFloating(a.dtype) || isFloating(b.dtype);
    const [first, second] = float ? [cast(recorder, a, 'float64'), cast(recorder, b, 'float64')] : [a, b];
    const mask = cast(recorder, arrayOf(recorder, condition), 'bool');
    return on(recorder, plainCall('where'), [mask, first, second]).value;
  }),
];
