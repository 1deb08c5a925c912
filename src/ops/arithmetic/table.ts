/** All elementwise mathematics besides activations, by its names. */
import { add } from './add';
import { atan2 } from './arctangent';
import { affine, cast } from './constants';
import { maximum, minimum, multiply } from './extremes';
import * as functions from './functions';
import * as inverses from './inverses';
import * as masks from './masks';
import { divide, power, remainder, subtract } from './operators';
import { stopGradient } from './stopGradient';
import { maskedFill, where } from './where';

/** A row per op. */
export const arithmetic = {
  add,
  subtract,
  multiply,
  divide,
  maximum,
  minimum,
  power,
  remainder,
  affine,
  'constant-power': functions.constantPower,
  exp: functions.exp,
  log: functions.log,
  log1p: functions.log1p,
  expm1: functions.expm1,
  sqrt: functions.sqrt,
  rsqrt: functions.rsqrt,
  square: functions.square,
  reciprocal: functions.reciprocal,
  abs: functions.abs,
  sign: functions.sign,
  sin: functions.sin,
  cos: functions.cos,
  tan: functions.tan,
  erf: functions.erf,
  floor: functions.floor,
  ceil: functions.ceil,
  round: functions.round,
  negate: functions.negate,
  exp2: inverses.exp2,
  log2: inverses.log2,
  log10: inverses.log10,
  asin: inverses.asin,
  acos: inverses.acos,
  atan: inverses.atan,
  sinh: inverses.sinh,
  cosh: inverses.cosh,
  asinh: inverses.asinh,
  acosh: inverses.acosh,
  atanh: inverses.atanh,
  erfc: inverses.erfc,
  erfinv: inverses.erfinv,
  lgamma: inverses.lgamma,
  digamma: inverses.digamma,
  trunc: inverses.trunc,
  atan2,
  clamp: functions.clamp,
  where,
  'masked-fill': maskedFill,
  cast,
  'stop-gradient': stopGradient,
  equal: masks.equal,
  'not-equal': masks.notEqual,
  less: masks.less,
  'less-equal': masks.lessEqual,
  greater: masks.greater,
  'greater-equal': masks.greaterEqual,
  and: masks.and,
  or: masks.or,
  xor: masks.xor,
  not: masks.not,
  'is-nan': masks.isNaN,
  'is-finite': masks.isFinite,
} as const;
