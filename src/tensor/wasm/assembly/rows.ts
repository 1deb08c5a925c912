/** Softmax and its logarithm over rows, in float64 with the row's maximum subtracted. */
import { Functions } from './functions';
import { Lanes } from './lanes';

/** The largest number of a row; NaN if one is NaN. */
function largestOf(x: usize, count: i32): f64 {
  let lanes = f32x4.splat(-Infinity);
  for (; count > 3; count -= 4, x += 16) lanes = f32x4.max(lanes, v128.load(x));
  let largest = max<f32>(
    max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; count > 0; count--, x += 4) largest = max<f32>(largest, load<f32>(x));
  return <f64>largest;
}

/** The sum of e^(x - largest) over a row; the powers stay in `work`, as float64. */
function powersOf(x: usize, count: i32, largest: f64, work: usize): f64 {
  const shift = f64x2.splat(largest);
  let sums = f64x2.splat(0);
  for (; count > 1; count -= 2, x += 8, work += 16) {
    const powers = Functions.exp(f64x2.sub(Lanes.pair(x), shift));
    v128.store(work, powers);
    sums = f64x2.add(sums, powers);
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (count == 0) return sum;
  const last = f64x2.extract_lane(Functions.exp(f64x2.sub(Lanes.single(x), shift)), 0);
  store<f64>(work, last);
  return sum + last;
}

/** out = softmax(x) for every row; `work` holds one row of float64. */
export function softmax(x: usize, out: usize, rows: i32, columns: i32, work: usize): void {
  for (; rows > 0; rows--, x += (<usize>columns) << 2) {
    const sum = powersOf(x, columns, largestOf(x, columns), work);
    for (let place = 0; place < columns; place++, out += 4) {
      store<f32>(out, <f32>(load<f64>(work + ((<usize>place) << 3)) / sum));
    }
  }
}

/** out = x - ln sum e^x for every row; `work` holds one row of float64. */
export function logSoftmax(x: usize, out: usize, rows: i32, columns: i32, work: usize): void {
  for (; rows > 0; rows--) {
    const largest = largestOf(x, columns);
    const shift = largest + Functions.log(powersOf(x, columns, largest, work));
    for (let place = 0; place < columns; place++, x += 4, out += 4) {
      store<f32>(out, <f32>(<f64>load<f32>(x) - shift));
    }
  }
}
