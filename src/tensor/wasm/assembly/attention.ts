/** The passes of attention over its scores, in float64 with the row's maximum subtracted. */
import { Functions } from './functions';
import { Lanes } from './lanes';

/**
 * out = softmax(scale x + mask) for every row, 0 where no score is left. With `causalRows` above 0 row t of so many keeps the columns 0
 * to t; the first row here is number `firstRow`. Kinds of masks: 0 none, 1 float32 numbers that are added, 2 bytes of which 0 closes a
 * score; steps are in bytes. `work` holds one row of float64.
 */
export function maskedSoftmax(
  x: usize,
  out: usize,
  rows: i32,
  columns: i32,
  scale: f64,
  firstRow: i32,
  causalRows: i32,
  mask: usize,
  maskRow: usize,
  maskStep: usize,
  maskKind: i32,
  work: usize,
): void {
  for (; rows > 0; rows--, x += (<usize>columns) << 2, out += (<usize>columns) << 2, mask += maskRow) {
    let kept = columns;
    if (causalRows > 0) {
      kept = min(columns, firstRow + 1);
      firstRow = firstRow + 1 == causalRows ? 0 : firstRow + 1;
    }
    let largest = weighed(x, kept, scale, work);
    if (maskKind != 0) largest = closed(kept, mask, maskStep, maskKind, work);
    if (largest == -Infinity) {
      memory.fill(out, 0, (<usize>columns) << 2);
      continue;
    }
    writeShares(kept, columns, largest, work, out);
  }
}

/** Puts scale x into `work` as float64; gives the largest, NaN if one is NaN. */
function weighed(x: usize, count: i32, scale: f64, work: usize): f64 {
  const factor = f64x2.splat(scale);
  let lanes = f64x2.splat(-Infinity);
  for (; count > 1; count -= 2, x += 8, work += 16) {
    const scores = f64x2.mul(Lanes.pair(x), factor);
    v128.store(work, scores);
    lanes = f64x2.max(lanes, scores);
  }
  let largest = max<f64>(f64x2.extract_lane(lanes, 0), f64x2.extract_lane(lanes, 1));
  if (count > 0) {
    const score = scale * <f64>load<f32>(x);
    store<f64>(work, score);
    largest = max<f64>(largest, score);
  }
  return largest;
}

/** Applies a mask to the scores in `work`; gives the largest that is left. */
function closed(count: i32, mask: usize, step: usize, kind: i32, work: usize): f64 {
  let largest: f64 = -Infinity;
  for (; count > 0; count--, mask += step, work += 8) {
    let score = load<f64>(work);
    if (kind == 1) score += <f64>load<f32>(mask);
    else if (load<u8>(mask) == 0) score = -Infinity;
    store<f64>(work, score);
    largest = max<f64>(largest, score);
  }
  return largest;
}

/** out = e^(score - largest) over their sum for the first `kept` scores in `work`, 0 for the others. */
function writeShares(kept: i32, columns: i32, largest: f64, work: usize, out: usize): void {
  const shift = f64x2.splat(largest);
  let sums = f64x2.splat(0);
  let place = work;
  let left = kept;
  for (; left > 1; left -= 2, place += 16) {
    const powers = Functions.exp(f64x2.sub(v128.load(place), shift));
    v128.store(place, powers);
    sums = f64x2.add(sums, powers);
  }
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (left > 0) {
    const power = f64x2.extract_lane(Functions.exp(f64x2.sub(v128.load64_splat(place), shift)), 0);
    store<f64>(place, power);
    sum += power;
  }
  const divisor = f64x2.splat(sum);
  place = work;
  for (left = kept; left > 1; left -= 2, place += 16, out += 8) {
    Lanes.putPair(out, f64x2.div(v128.load(place), divisor));
  }
  if (left > 0) {
    store<f32>(out, <f32>(load<f64>(place) / sum));
    out += 4;
  }
  memory.fill(out, 0, (<usize>(columns - kept)) << 2);
}

/** out = scale y (dy - sum of dy y) for every row. */
export function softmaxGradient(dy: usize, y: usize, out: usize, rows: i32, columns: i32, scale: f64): void {
  const factor = f64x2.splat(scale);
  const rowBytes = (<usize>columns) << 2;
  for (; rows > 0; rows--, dy += rowBytes, y += rowBytes, out += rowBytes) {
    const middle = f64x2.splat(productSum(dy, y, columns));
    let at: usize = 0;
    let left = columns;
    for (; left > 1; left -= 2, at += 8) {
      const flow = f64x2.sub(Lanes.pair(dy + at), middle);
      Lanes.putPair(out + at, f64x2.mul(f64x2.mul(factor, Lanes.pair(y + at)), flow));
    }
    if (left > 0) {
      const flow = f64x2.sub(Lanes.single(dy + at), middle);
      Lanes.putSingle(out + at, f64x2.mul(f64x2.mul(factor, Lanes.single(y + at)), flow));
    }
  }
}

function productSum(a: usize, b: usize, count: i32): f64 {
  let sums = f64x2.splat(0);
  let others = f64x2.splat(0);
  for (; count > 3; count -= 4, a += 16, b += 16) {
    sums = f64x2.add(sums, f64x2.mul(Lanes.pair(a), Lanes.pair(b)));
    others = f64x2.add(others, f64x2.mul(Lanes.pair(a + 8), Lanes.pair(b + 8)));
  }
  const both = f64x2.add(sums, others);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; count > 0; count--, a += 4, b += 4) sum += <f64>load<f32>(a) * <f64>load<f32>(b);
  return sum;
}
