/** Convolutions whose outputs see one channel each: too few products per number for panels, so they run along the rows of the images. */
import { Lanes } from './lanes';

abstract class Row {
  /** Four numbers of a row, `step` 4 or 8 bytes apart; with 8 one more is read behind the last. */
  @inline static four(from: usize, step: usize): v128 {
    if (step == 4) return v128.load(from);
    return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
  }

  /** Puts four numbers evenly apart. */
  @inline static put(into: usize, step: usize, numbers: v128): void {
    if (step == 4) {
      v128.store(into, numbers);
      return;
    }
    v128.store32_lane(into, numbers, 0);
    v128.store32_lane(into + step, numbers, 1);
    v128.store32_lane(into + 2 * step, numbers, 2);
    v128.store32_lane(into + 3 * step, numbers, 3);
  }
}

/**
 * For every channel and place: out = sum over taps of weight times source. `bases` and `targets` have a byte offset per place in a plane,
 * rows of `rowPlaces` evenly spaced places each; `offsets` and `weightOffsets` one per tap. The other steps lead from channel to channel.
 */
export function depthwise(
  weights: usize,
  weightStep: usize,
  weightOffsets: usize,
  source: usize,
  sourceStep: usize,
  bases: usize,
  offsets: usize,
  taps: i32,
  out: usize,
  outStep: usize,
  targets: usize,
  rows: i32,
  rowPlaces: i32,
  channels: i32,
): void {
  const tableStep = (<usize>rowPlaces) << 2;
  const step: usize = rowPlaces < 2 ? 4 : load<u32>(bases, 4) - load<u32>(bases);
  const targetStep: usize = rowPlaces < 2 ? 4 : load<u32>(targets, 4) - load<u32>(targets);
  const vectors = rowPlaces > 3 && (step == 4 || step == 8);
  for (; channels > 0; channels--, weights += weightStep, source += sourceStep, out += outStep) {
    let base = bases;
    let target = targets;
    for (let row = 0; row < rows; row++, base += tableStep, target += tableStep) {
      const from = source + load<u32>(base);
      const into = out + load<u32>(target);
      if (vectors) {
        alongRow(weights, weightOffsets, from, step, offsets, taps, into, targetStep, rowPlaces);
      } else {
        oneByOne(weights, weightOffsets, from, step, offsets, taps, into, targetStep, rowPlaces);
      }
    }
  }
}

/** A row in vectors; the last ones overlap those before where the row is no multiple of their length. */
function alongRow(
  weights: usize,
  weightOffsets: usize,
  from: usize,
  step: usize,
  offsets: usize,
  taps: i32,
  into: usize,
  intoStep: usize,
  count: i32,
): void {
  const tableBytes = (<usize>taps) << 2;
  const width = count < 8 ? 4 : 8;
  for (let place = 0; place < count; place += width) {
    const first = <usize>min(place, count - width);
    const low = from + first * step;
    // In a row of less than eight both are the same.
    const high = low + <usize>(width - 4) * step;
    let lowSums = f32x4.splat(0);
    let highSums = f32x4.splat(0);
    for (let tap: usize = 0; tap < tableBytes; tap += 4) {
      const offset = <usize>load<u32>(offsets + tap);
      const weight = v128.load32_splat(weights + load<u32>(weightOffsets + tap));
      lowSums = Lanes.multiplyAdd(weight, Row.four(low + offset, step), lowSums);
      highSums = Lanes.multiplyAdd(weight, Row.four(high + offset, step), highSums);
    }
    const target = into + first * intoStep;
    Row.put(target, intoStep, lowSums);
    Row.put(target + <usize>(width - 4) * intoStep, intoStep, highSums);
  }
}

function oneByOne(
  weights: usize,
  weightOffsets: usize,
  from: usize,
  step: usize,
  offsets: usize,
  taps: i32,
  into: usize,
  intoStep: usize,
  count: i32,
): void {
  const tableBytes = (<usize>taps) << 2;
  for (; count > 0; count--, from += step, into += intoStep) {
    let sum: f32 = 0;
    for (let tap: usize = 0; tap < tableBytes; tap += 4) {
      sum += load<f32>(weights + load<u32>(weightOffsets + tap)) * load<f32>(from + load<u32>(offsets + tap));
    }
    store<f32>(into, sum);
  }
}

/**
 * For every channel and tap: out = (or +=) sum over places of dy times source; `dy` lies row after row without gaps, the rest as for
 * `depthwise`.
 */
export function depthwiseWeights(
  dy: usize,
  dyStep: usize,
  source: usize,
  sourceStep: usize,
  bases: usize,
  offsets: usize,
  taps: i32,
  out: usize,
  outStep: usize,
  rows: i32,
  rowPlaces: i32,
  channels: i32,
  adds: bool,
): void {
  const step: usize = rowPlaces < 2 ? 4 : load<u32>(bases, 4) - load<u32>(bases);
  for (; channels > 0; channels--, dy += dyStep, source += sourceStep, out += outStep) {
    for (let tap: usize = 0; tap < (<usize>taps) << 2; tap += 4) {
      const sum = productSum(dy, source + load<u32>(offsets + tap), bases, step, rows, rowPlaces);
      const place = out + tap;
      store<f32>(place, adds ? load<f32>(place) + sum : sum);
    }
  }
}

/** The sum over all rows of dy times source, in two times four lanes that are added at the end, and what is left of each row apart. */
function productSum(dy: usize, source: usize, bases: usize, step: usize, rows: i32, rowPlaces: i32): f32 {
  const vectors = step == 4 || step == 8;
  let sums = f32x4.splat(0);
  let others = f32x4.splat(0);
  let rest: f32 = 0;
  for (; rows > 0; rows--, bases += (<usize>rowPlaces) << 2) {
    let from = source + load<u32>(bases);
    let left = rowPlaces;
    for (; vectors && left > 7; left -= 8, dy += 32, from += 8 * step) {
      sums = Lanes.multiplyAdd(v128.load(dy), Row.four(from, step), sums);
      others = Lanes.multiplyAdd(v128.load(dy, 16), Row.four(from + 4 * step, step), others);
    }
    for (; vectors && left > 3; left -= 4, dy += 16, from += 4 * step) {
      sums = Lanes.multiplyAdd(v128.load(dy), Row.four(from, step), sums);
    }
    for (; left > 0; left--, dy += 4, from += step) rest += load<f32>(dy) * load<f32>(from);
  }
  const both = f32x4.add(sums, others);
  const low = f32x4.extract_lane(both, 0) + f32x4.extract_lane(both, 1);
  return low + (f32x4.extract_lane(both, 2) + f32x4.extract_lane(both, 3)) + rest;
}
