/** Convolutions whose outputs see one channel each: too few products per number for panels, so they run along the rows of the images. */
import { Lanes } from './lanes';

abstract class Row {
  /** Four numbers of a row, `step` 4 or 8 bytes apart; with 8 one more is read behind the last. */
  @inline static four(from: usize, step: usize): v128 {
    if (step == 4) return v128.load(from);
    return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
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
        fourByFour(weights, weightOffsets, from, step, offsets, taps, into, targetStep, rowPlaces);
      } else {
        oneByOne(weights, weightOffsets, from, step, offsets, taps, into, targetStep, rowPlaces);
      }
    }
  }
}

/** A row in vectors; the last one overlaps the one before where the row is no multiple of four. */
function fourByFour(
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
  for (let place = 0; place < count; place += 4) {
    const first = <usize>min(place, count - 4);
    const start = from + first * step;
    let sums = f32x4.splat(0);
    for (let tap: usize = 0; tap < tableBytes; tap += 4) {
      const weight = v128.load32_splat(weights + load<u32>(weightOffsets + tap));
      sums = Lanes.multiplyAdd(weight, Row.four(start + load<u32>(offsets + tap), step), sums);
    }
    const target = into + first * intoStep;
    if (intoStep == 4) {
      v128.store(target, sums);
    } else {
      v128.store32_lane(target, sums, 0);
      v128.store32_lane(target + intoStep, sums, 1);
      v128.store32_lane(target + 2 * intoStep, sums, 2);
      v128.store32_lane(target + 3 * intoStep, sums, 3);
    }
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

/** The sum over all rows of dy times source, in four lanes that are added at the end, and what is left of each row apart. */
function productSum(dy: usize, source: usize, bases: usize, step: usize, rows: i32, rowPlaces: i32): f32 {
  const vectors = step == 4 || step == 8;
  let sums = f32x4.splat(0);
  let rest: f32 = 0;
  for (; rows > 0; rows--, bases += (<usize>rowPlaces) << 2) {
    let from = source + load<u32>(bases);
    let left = rowPlaces;
    for (; vectors && left > 3; left -= 4, dy += 16, from += 4 * step) {
      sums = Lanes.multiplyAdd(v128.load(dy), Row.four(from, step), sums);
    }
    for (; left > 0; left--, dy += 4, from += step) rest += load<f32>(dy) * load<f32>(from);
  }
  const low = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  return low + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3)) + rest;
}
