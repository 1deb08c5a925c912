/** All ops that fold or order axes, by their names. */
import { argmax, argmin, maxAlong, minAlong } from './along';
import { cumprod, cumsum } from './cumulative';
import { max, min } from './extremes';
import { all, any, countNonzero } from './masks';
import { norm } from './norm';
import { median, sort, topk } from './order';
import { product } from './product';
import { logSumExp, mean, standardDeviation, sum, variance } from './sums';

/** A row per op. */
export const reductions = {
  sum,
  mean,
  max,
  min,
  product,
  variance,
  'standard-deviation': standardDeviation,
  norm,
  logsumexp: logSumExp,
  any,
  all,
  'count-nonzero': countNonzero,
  'max-along': maxAlong,
  'min-along': minAlong,
  argmax,
  argmin,
  cumsum,
  cumprod,
  sort,
  topk,
  median,
} as const;
