/** Resampling along one axis of (outer, axis, inner), number for number like the plain loops: sums run in float64. */
import { Lanes } from './lanes';

/** The taps of one new place: weights and the places that they belong to. */
class Tap {
  @inline static place(places: usize, tap: i32): usize {
    return load<i32>(places + ((<usize>tap) << 2));
  }

  @inline static weight(weights: usize, tap: i32): f64 {
    return load<f64>(weights + ((<usize>tap) << 3));
  }

  /** The weight in both lanes. */
  @inline static weights(weights: usize, tap: i32): v128 {
    return Lanes.constant(weights + ((<usize>tap) << 3));
  }
}

/** out[o, new, i] = sum over taps of weight x[o, place, i], two neighbours at a time. */
export function resample(
  x: usize,
  outer: i32,
  before: i32,
  after: i32,
  inner: i32,
  taps: i32,
  places: usize,
  weights: usize,
  out: usize,
): void {
  const rowBytes = (<usize>inner) << 2;
  for (; outer > 0; outer--, x += <usize>before * rowBytes) {
    for (let to = 0, first = 0; to < after; to++, first += taps) {
      let at = x;
      let left = inner;
      for (; left > 1; left -= 2, at += 8, out += 8) {
        let sum = f64x2.mul(
          Tap.weights(weights, first),
          Lanes.pair(at + Tap.place(places, first) * rowBytes),
        );
        for (let tap = first + 1; tap < first + taps; tap++) {
          const values = Lanes.pair(at + Tap.place(places, tap) * rowBytes);
          sum = f64x2.add(sum, f64x2.mul(Tap.weights(weights, tap), values));
        }
        Lanes.putPair(out, sum);
      }
      if (left > 0) {
        let sum = Tap.weight(weights, first) * <f64>load<f32>(at + Tap.place(places, first) * rowBytes);
        for (let tap = first + 1; tap < first + taps; tap++) {
          sum += Tap.weight(weights, tap) * <f64>load<f32>(at + Tap.place(places, tap) * rowBytes);
        }
        store<f32>(out, <f32>sum);
        out += 4;
      }
    }
  }
}

/** dx[o, place, i] += weight dy[o, new, i]. */
export function resampleGradient(
  dy: usize,
  outer: i32,
  before: i32,
  after: i32,
  inner: i32,
  taps: i32,
  places: usize,
  weights: usize,
  dx: usize,
): void {
  const rowBytes = (<usize>inner) << 2;
  for (; outer > 0; outer--, dx += <usize>before * rowBytes) {
    for (let from = 0, tap = 0; from < after; from++, dy += rowBytes) {
      for (let end = tap + taps; tap < end; tap++) {
        const weight = Tap.weights(weights, tap);
        let into = dx + Tap.place(places, tap) * rowBytes;
        let source = dy;
        let left = inner;
        for (; left > 1; left -= 2, into += 8, source += 8) {
          Lanes.putPair(into, f64x2.add(Lanes.pair(into), f64x2.mul(weight, Lanes.pair(source))));
        }
        if (left > 0) {
          Lanes.putSingle(into, f64x2.add(Lanes.single(into), f64x2.mul(weight, Lanes.single(source))));
        }
      }
    }
  }
}
