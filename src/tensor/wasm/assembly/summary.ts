/** Summaries of float32 numbers, a part at a call: counts, extremes and sums in float64 go on from where the call before left them. */
import { Lanes } from './lanes';

/** Where each number stands in `state`, in bytes. */
const notANumber: usize = 0;
const infinite: usize = 8;
const zeros: usize = 16;
const minimum: usize = 24;
const maximum: usize = 32;
const distance: usize = 40;
const distanceSquares: usize = 48;
const squares: usize = 56;

function addTo(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** Adds one number. */
function summariseOne(x: f64, shift: f64, state: usize): void {
  if (x - x != 0) {
    addTo(state + (x != x ? notANumber : infinite), 1);
    return;
  }
  if (x == 0) addTo(state + zeros, 1);
  store<f64>(state + minimum, min<f64>(load<f64>(state + minimum), x));
  store<f64>(state + maximum, max<f64>(load<f64>(state + maximum), x));
  const d = x - shift;
  addTo(state + distance, d);
  addTo(state + distanceSquares, d * d);
  addTo(state + squares, x * x);
}

function smallest(x: v128): f64 {
  return <f64>(
    min<f32>(
      min<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
      min<f32>(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
    )
  );
}

function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** The higher two lanes, as float64. */
function highPair(x: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3));
}

/** Adds `count` numbers to a state of eight float64; `shift` is a number among them or near. Sums of squares of float32 neither overflow nor vanish. */
export function summarise(x: usize, count: i32, shift: f64, state: usize): void {
  const shifts = f64x2.splat(shift);
  const infinity = f32x4.splat(Infinity);
  const zero = f32x4.splat(0);
  let least = f32x4.splat(Infinity);
  let most = f32x4.splat(Infinity);
  let none = i32x4.splat(0);
  let d0 = f64x2.splat(0);
  let d1 = f64x2.splat(0);
  let e0 = f64x2.splat(0);
  let e1 = f64x2.splat(0);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (; count > 3; count -= 4, x += 16) {
    const v = v128.load(x);
    if (!v128.all_true<i32>(f32x4.lt(f32x4.abs(v), infinity))) {
      for (let lane: usize = 0; lane < 16; lane += 4) summariseOne(<f64>load<f32>(x + lane), shift, state);
      continue;
    }
    least = f32x4.min(least, v);
    // The largest number is the negative of the least negative.
    most = f32x4.min(most, f32x4.neg(v));
    none = i32x4.sub(none, f32x4.eq(v, zero));
    const low = f64x2.promote_low_f32x4(v);
    const high = highPair(v);
    const lowDistance = f64x2.sub(low, shifts);
    const highDistance = f64x2.sub(high, shifts);
    d0 = f64x2.add(d0, lowDistance);
    d1 = f64x2.add(d1, highDistance);
    e0 = f64x2.add(e0, f64x2.mul(lowDistance, lowDistance));
    e1 = f64x2.add(e1, f64x2.mul(highDistance, highDistance));
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
  }
  store<f64>(state + minimum, min<f64>(load<f64>(state + minimum), smallest(least)));
  store<f64>(state + maximum, max<f64>(load<f64>(state + maximum), -smallest(most)));
  const counted =
    i32x4.extract_lane(none, 0) +
    i32x4.extract_lane(none, 1) +
    i32x4.extract_lane(none, 2) +
    i32x4.extract_lane(none, 3);
  addTo(state + zeros, <f64>counted);
  addTo(state + distance, sumOf(f64x2.add(d0, d1)));
  addTo(state + distanceSquares, sumOf(f64x2.add(e0, e1)));
  addTo(state + squares, sumOf(f64x2.add(s0, s1)));
  for (; count > 0; count--, x += 4) summariseOne(<f64>load<f32>(x), shift, state);
}

/** Adds the sums of the squares of `parts` consecutive parts of `count` numbers each to as many float64. */
export function addSquares(x: usize, parts: i32, count: i32, sums: usize): void {
  for (; parts > 0; parts--, sums += 8) {
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let left = count;
    for (; left > 3; left -= 4, x += 16) {
      const v = v128.load(x);
      const low = f64x2.promote_low_f32x4(v);
      const high = highPair(v);
      s0 = f64x2.add(s0, f64x2.mul(low, low));
      s1 = f64x2.add(s1, f64x2.mul(high, high));
    }
    let sum = sumOf(f64x2.add(s0, s1));
    for (; left > 0; left--, x += 4) sum += <f64>load<f32>(x) * <f64>load<f32>(x);
    addTo(sums, sum);
  }
}

/** How many of `count` numbers lie in the closed interval. */
export function countWithin(x: usize, count: i32, from: f64, to: f64): i32 {
  const low = f64x2.splat(from);
  const high = f64x2.splat(to);
  let counts = i64x2.splat(0);
  for (; count > 1; count -= 2, x += 8) {
    const v = Lanes.pair(x);
    counts = i64x2.sub(counts, v128.and(f64x2.ge(v, low), f64x2.le(v, high)));
  }
  let found = <i32>(i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1));
  if (count > 0) {
    const last = <f64>load<f32>(x);
    if (last >= from && last <= to) found++;
  }
  return found;
}
