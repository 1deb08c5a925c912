/** Examples of the ops of `arithmetic`, away from kinks. A table of data: a row per op, several examples a row. */
import { tensorOf, type Shape, type Tensor } from '../../../src/tensor/tensor';
import { given, normal, shapes, shares } from './draw';

/** Distances from 0 and from the zeros of sine and cosine, where powers and quotients are steep. */
const far = 0.3;

/** Arguments of functions that are defined above 0 only. */
const positive = [[7], [2, 3, 4]].map((shape) => ({ args: [shares(shape)], attributes: {} }));

/** Arguments of functions that are defined between -1 and 1 only. */
const inside = [{ args: [given([2, 4], -0.9, -0.5, -0.1, 0.01, 0.2, 0.4, 0.7, 0.95)], attributes: {} }];

/** Arguments between the poles of the gamma function. */
const gammas = [{ args: [given([8], -2.6, -1.4, -0.5, 0.3, 1.2, 2.5, 9, 40)], attributes: {} }];

/** Every whole and half number near 0. */
const steps = Array.from({ length: 41 }, (_, index) => index / 2 - 10);

/** Two values that broadcast in every way, the second one away from 0. */
const couples = [
  { args: [normal([4, 3]), normal([4, 3], [0], far)], attributes: {} },
  { args: [normal([4, 1]), normal([3], [0], far)], attributes: {} },
  { args: [normal([]), normal([2, 1, 2], [0], far)], attributes: {} },
];

/** Several values of one shape and of shapes that broadcast. */
const several = [
  { args: [normal([4, 3]), normal([4, 3])], attributes: {} },
  { args: [normal([3]), normal([1]), normal([4, 1])], attributes: {} },
  { args: [normal([2, 3]), normal([]), normal([2, 1]), normal([2, 3])], attributes: {} },
  { args: [normal([2, 3])], attributes: {} },
];

const comparisons = [
  { args: [given([4], 1, 2, 3, 4), given([4], 1, 3, 2, 4)], attributes: {}, constants: [0, 1] },
  { args: [whole([3, 1], 1, 2, 3), whole([2], 1, 3)], attributes: {} },
];

const logic = [
  { args: [mask([4], 0, 0, 1, 1), mask([4], 0, 1, 0, 1)], attributes: {} },
  { args: [given([3, 1], 0, 0.5, -1), whole([2], 0, 3)], attributes: {}, constants: [0] },
];

const single = [
  { args: [given([4], 0, 1, -2, 0)], attributes: {}, constants: [0] },
  { args: [mask([2], 0, 1)], attributes: {} },
];

function mask(shape: Shape, ...values: readonly number[]): Tensor {
  return tensorOf('bool', shape, values);
}

function whole(shape: Shape, ...values: readonly number[]): Tensor {
  return tensorOf('int32', shape, values);
}

/** Rows of the gradient check. */
export const arithmetic = {
  add: [
    { args: [normal([4, 3]), normal([4, 3])], attributes: {} },
    { args: [normal([4, 3]), normal([3]), normal([4, 1])], attributes: {} },
    { args: [normal([]), normal([2, 1, 2])], attributes: {} },
    { args: [normal([2]), whole([2], 1, 2)], attributes: {} },
    { args: [whole([2], 1, 2), mask([2], 0, 1)], attributes: {} },
  ],
  subtract: [...couples, { args: [whole([2], 1, 2), normal([2])], attributes: {} }],
  multiply: [...several, { args: [mask([2, 1], 0, 1), normal([2, 2])], attributes: {} }],
  divide: [...couples, { args: [whole([2], 1, 2), whole([2], 3, 4)], attributes: {} }],
  maximum: several,
  minimum: several,
  power: [
    { args: [shares([4, 3]), normal([4, 3])], attributes: {} },
    { args: [shares([4, 1]), normal([3])], attributes: {} },
    { args: [shares([2, 2]), whole([2], 2, 0)], attributes: {} },
  ],
  remainder: [
    { args: [given([2, 2], 7.2, -7.2, 0.4, -3.3), given([2], 2, -3)], attributes: {} },
    { args: [whole([2], 7, -7), whole([2], 3, 3)], attributes: {} },
  ],
  affine: [
    ...shapes({ scale: -1.5, shift: 0.25 }),
    { args: [whole([2], 3, 4)], attributes: { scale: 2, shift: 1 } },
    { args: [whole([2], 3, 4)], attributes: { scale: 0.5, shift: 1 } },
  ],
  'constant-power': [
    ...shapes({ exponent: 3 }),
    ...shapes({ exponent: 0 }),
    { args: [shares([5])], attributes: { exponent: -0.5 } },
    { args: [normal([5], [0], far)], attributes: { exponent: -2 } },
  ],
  exp: shapes({}),
  log: positive,
  log1p: positive,
  expm1: shapes({}),
  sqrt: positive,
  rsqrt: positive,
  square: shapes({}),
  reciprocal: [{ args: [normal([3, 4], [0], far)], attributes: {} }],
  abs: shapes({}, [0]),
  sign: shapes({}, [0]),
  sin: shapes({}),
  cos: shapes({}),
  tan: [
    {
      args: [normal([3, 4], [-1.5 * Math.PI, -0.5 * Math.PI, 0.5 * Math.PI, 1.5 * Math.PI], far)],
      attributes: {},
    },
  ],
  erf: shapes({}),
  floor: shapes({}, steps),
  ceil: shapes({}, steps),
  round: shapes({}, steps),
  negate: shapes({}),
  exp2: shapes({}),
  log2: positive,
  log10: positive,
  asin: inside,
  acos: inside,
  atan: shapes({}),
  sinh: shapes({}),
  cosh: shapes({}),
  asinh: shapes({}),
  acosh: [{ args: [given([4], 1.2, 1.7, 2.5, 9)], attributes: {} }],
  atanh: inside,
  erfc: shapes({}),
  erfinv: inside,
  lgamma: gammas,
  digamma: gammas,
  trunc: shapes({}, steps),
  atan2: couples,
  clamp: [
    ...shapes({ minimum: -1, maximum: 1 }, [-1, 1]),
    ...shapes({ minimum: null, maximum: 0.5 }, [0.5]),
    ...shapes({ minimum: 0, maximum: null }, [0]),
  ],
  where: [
    { args: [mask([2, 1], 0, 1), normal([2, 3]), normal([3])], attributes: {} },
    { args: [whole([3], 0, 5, -1), normal([]), normal([2, 1])], attributes: {} },
    { args: [mask([2], 0, 1), whole([2], 1, 2), normal([2])], attributes: {} },
    { args: [mask([2], 0, 1), mask([2], 1, 0), mask([2], 0, 1)], attributes: {} },
  ],
  'masked-fill': [
    { args: [normal([2, 3]), mask([3], 0, 1, 0)], attributes: { value: -1.5 } },
    { args: [normal([3]), mask([2, 1], 0, 1)], attributes: { value: 0 } },
    { args: [whole([3], 1, 2, 3), mask([3], 0, 1, 1)], attributes: { value: 9 } },
  ],
  'stop-gradient': [{ args: [normal([2, 3])], attributes: {}, constants: [0] }],
  cast: [
    { args: [normal([2, 3])], attributes: { elementType: 'float' as const } },
    { args: [given([4], 0, 1.7, -1.7, 2)], attributes: { elementType: 'int32' as const }, constants: [0] },
    { args: [given([4], 0, 0.1, -1, 0)], attributes: { elementType: 'bool' as const }, constants: [0] },
    { args: [mask([2], 0, 1)], attributes: { elementType: 'float' as const } },
    { args: [whole([2], 0, 7)], attributes: { elementType: 'bool' as const } },
  ],
  equal: comparisons,
  'not-equal': comparisons,
  less: comparisons,
  'less-equal': comparisons,
  greater: comparisons,
  'greater-equal': comparisons,
  and: logic,
  or: logic,
  xor: logic,
  not: single,
  'is-nan': single,
  'is-finite': single,
};
