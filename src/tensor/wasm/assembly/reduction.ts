/** Sums, maxima and minima in float64, and moves of evenly spaced elements. */
import { Lanes } from './lanes';

/** Numbers that a sum into one place takes at once. */
const stride: i32 = 8;

/**
 * into[i] += x[i] for float64 `into` and float32 `x`, row after row; steps are in bytes. With a step of 0 in `into` all of a row are
 * added to one number, with a row step of 0 all rows to one row.
 */
export function accumulateSum(
  x: usize,
  xStep: usize,
  xRow: usize,
  into: usize,
  intoStep: usize,
  intoRow: usize,
  count: i32,
  rows: i32,
): void {
  for (; rows > 0; rows--, x += xRow, into += intoRow) addRow(x, xStep, into, intoStep, count);
}

function addRow(x: usize, xStep: usize, into: usize, intoStep: usize, count: i32): void {
  if (xStep == 4 && intoStep == 8) {
    for (; count > 1; count -= 2, x += 8, into += 16) {
      v128.store(into, f64x2.add(v128.load(into), Lanes.pair(x)));
    }
  } else if (xStep == 4 && intoStep == 0) {
    store<f64>(into, load<f64>(into) + sumOf(x, count));
    return;
  }
  for (; count > 0; count--, x += xStep, into += intoStep) {
    store<f64>(into, load<f64>(into) + <f64>load<f32>(x));
  }
}

/** The sum of neighbours, in four pairs of lanes that are added at the end. */
function sumOf(x: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (; count >= stride; count -= stride, x += 4 * stride) {
    a = f64x2.add(a, Lanes.pair(x));
    b = f64x2.add(b, Lanes.pair(x + 8));
    c = f64x2.add(c, Lanes.pair(x + 16));
    d = f64x2.add(d, Lanes.pair(x + 24));
  }
  const both = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; count > 0; count--, x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/** into[i] = max(into[i], x[i]), row after row like `accumulateSum`; what is not a number wins. */
export function accumulateMaximum(
  x: usize,
  xStep: usize,
  xRow: usize,
  into: usize,
  intoStep: usize,
  intoRow: usize,
  count: i32,
  rows: i32,
): void {
  for (; rows > 0; rows--, x += xRow, into += intoRow) {
    let from = x;
    let place = into;
    for (let left = count; left > 0; left--, from += xStep, place += intoStep) {
      store<f64>(place, max<f64>(load<f64>(place), <f64>load<f32>(from)));
    }
  }
}

/** into[i] = min(into[i], x[i]), row after row like `accumulateSum`; what is not a number wins. */
export function accumulateMinimum(
  x: usize,
  xStep: usize,
  xRow: usize,
  into: usize,
  intoStep: usize,
  intoRow: usize,
  count: i32,
  rows: i32,
): void {
  for (; rows > 0; rows--, x += xRow, into += intoRow) {
    let from = x;
    let place = into;
    for (let left = count; left > 0; left--, from += xStep, place += intoStep) {
      store<f64>(place, min<f64>(load<f64>(place), <f64>load<f32>(from)));
    }
  }
}

/** out[i] = value for float64 `out`. */
export function fillDoubles(value: f64, out: usize, count: i32): void {
  for (; count > 0; count--, out += 8) store<f64>(out, value);
}

/** out[i] = x[i], float64 rounded to float32. */
export function roundDoubles(x: usize, out: usize, count: i32): void {
  for (; count > 0; count--, x += 8, out += 4) store<f32>(out, <f32>load<f64>(x));
}

/** out[i] = x[i] for elements of four bytes; steps are in bytes. */
export function move(x: usize, xStep: usize, out: usize, outStep: usize, count: i32): void {
  if (xStep == 4 && outStep == 4) {
    memory.copy(out, x, (<usize>count) << 2);
    return;
  }
  for (; count > 0; count--, x += xStep, out += outStep) store<u32>(out, load<u32>(x));
}

/** Rows of fewer elements are copied by vectors: handing a copy to the engine costs more. */
const handedOver: i32 = 128;

/** The same for rows of elements, each row a step further in both. */
export function moveRows(
  x: usize,
  xStep: usize,
  xRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  const isShort = xStep == 4 && outStep == 4 && count < handedOver;
  for (; rows > 0; rows--, x += xRow, out += outRow) {
    if (isShort) moveShort(x, out, count);
    else move(x, xStep, out, outStep, count);
  }
}

function moveShort(x: usize, out: usize, count: i32): void {
  for (; count > 3; count -= 4, x += 16, out += 16) v128.store(out, v128.load(x));
  for (; count > 0; count--, x += 4, out += 4) store<u32>(out, load<u32>(x));
}
