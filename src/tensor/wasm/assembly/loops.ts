/** The loops of elementwise kernels over a class with the methods `value` and `derivative` of two float64 lanes. */
import { Lanes } from './lanes';

export abstract class Loops {
  /** out = f(x) for `count` numbers. */
  @inline static value<F>(x: usize, out: usize, count: i32, first: f64, second: f64): void {
    // The classes have no fields, so that no object is needed to call their methods.
    const f = changetype<F>(0);
    const a = f64x2.splat(first);
    const b = f64x2.splat(second);
    for (; count > 1; count -= 2, x += 8, out += 8) Lanes.putPair(out, f.value(Lanes.pair(x), a, b));
    if (count > 0) Lanes.putSingle(out, f.value(Lanes.single(x), a, b));
  }

  /** out = dy f'(x) for `count` numbers. */
  @inline static gradient<F>(dy: usize, x: usize, out: usize, count: i32, first: f64, second: f64): void {
    const f = changetype<F>(0);
    const a = f64x2.splat(first);
    const b = f64x2.splat(second);
    for (; count > 1; count -= 2, dy += 8, x += 8, out += 8) {
      Lanes.putPair(out, f64x2.mul(Lanes.pair(dy), f.derivative(Lanes.pair(x), a, b)));
    }
    if (count > 0) Lanes.putSingle(out, f64x2.mul(Lanes.single(dy), f.derivative(Lanes.single(x), a, b)));
  }
}
