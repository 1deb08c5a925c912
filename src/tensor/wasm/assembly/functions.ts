/**
 * Functions of two float64 lanes to a relative error below 1e-9, so that a result rounded to float32 is the nearest float32 but for
 * one case in a hundred. The polynomials interpolate at Chebyshev's points (made with mpmath at 50 digits).
 */
import { Lanes } from './lanes';

/** Adding it leaves the nearest whole number in the lowest bits. */
const rounder: f64 = 6755399441055744;

/** Beyond it 2^n is no normal float64; e^x itself is far outside float32 by then. */
const furthest: f64 = 708;

export abstract class Functions {
  /** (e^r - 1) / r for |r| <= ln(2) / 2, to 9e-14. */
  @inline private static slope(r: v128): v128 {
    let p = f64x2.splat(2.762511557828763e-6);
    p = Lanes.scaleAdd(p, r, 2.4876178959085513e-5);
    p = Lanes.scaleAdd(p, r, 0.00019841208732536384);
    p = Lanes.scaleAdd(p, r, 0.001388882165071769);
    p = Lanes.scaleAdd(p, r, 0.008333333353729397);
    p = Lanes.scaleAdd(p, r, 0.0416666668910917);
    p = Lanes.scaleAdd(p, r, 0.1666666666664829);
    p = Lanes.scaleAdd(p, r, 0.49999999999797773);
    return Lanes.scaleAdd(p, r, 1);
  }

  /** x between the limits of `rounder`'s use; what is not a number stays. */
  @inline private static within(x: v128): v128 {
    return f64x2.pmin(f64x2.pmax(x, f64x2.splat(-furthest)), f64x2.splat(furthest));
  }

  /** The whole number next to x / ln 2, in the lowest bits of the sum with `rounder`. */
  @inline private static halvings(x: v128): v128 {
    return Lanes.scaleAdd(x, f64x2.splat(1.4426950408889634), rounder);
  }

  @inline private static remainder(x: v128, n: v128): v128 {
    const whole = f64x2.sub(n, f64x2.splat(rounder));
    return f64x2.sub(x, f64x2.mul(whole, f64x2.splat(0.6931471805599453)));
  }

  /** e^x: 2^n e^r, the power added to the exponent's bits; exactly 0 below -708. */
  @inline static exp(x: v128): v128 {
    const near = Functions.within(x);
    const n = Functions.halvings(near);
    const r = Functions.remainder(near, n);
    const power = f64x2.add(f64x2.mul(r, Functions.slope(r)), f64x2.splat(1));
    const result = i64x2.add(power, i64x2.shl(n, 52));
    return v128.andnot(result, f64x2.lt(x, f64x2.splat(-furthest)));
  }

  /** e^x - 1 = 2^n (e^r - 1) + (2^n - 1), which keeps its digits near 0. */
  @inline static expm1(x: v128): v128 {
    const near = Functions.within(x);
    const n = Functions.halvings(near);
    const r = Functions.remainder(near, n);
    const scale = i64x2.add(f64x2.splat(1), i64x2.shl(n, 52));
    const rest = f64x2.sub(scale, f64x2.splat(1));
    return f64x2.add(f64x2.mul(scale, f64x2.mul(r, Functions.slope(r))), rest);
  }

  /** ln(1 + x) = 2 artanh(s), s = x / (2 + x), for x in [0, 1], to 7e-14. */
  @inline static log1p(x: v128): v128 {
    const s = f64x2.div(x, f64x2.add(x, f64x2.splat(2)));
    const square = f64x2.mul(s, s);
    let p = f64x2.splat(0.10034077847425321);
    p = Lanes.scaleAdd(p, square, 0.07035379662321815);
    p = Lanes.scaleAdd(p, square, 0.0915502181938133);
    p = Lanes.scaleAdd(p, square, 0.11107700090055997);
    p = Lanes.scaleAdd(p, square, 0.14285812013750593);
    p = Lanes.scaleAdd(p, square, 0.19999998632121246);
    p = Lanes.scaleAdd(p, square, 0.3333333334059967);
    p = Lanes.scaleAdd(p, square, 0.9999999999999368);
    return f64x2.mul(f64x2.add(s, s), p);
  }

  /** e^-|x|, in (0, 1]. */
  @inline static decay(x: v128): v128 {
    return Functions.exp(f64x2.neg(f64x2.abs(x)));
  }

  /** 1 / (1 + e^-x) by the e^-|x| of `decay`. */
  @inline static logistic(x: v128, power: v128): v128 {
    const one = f64x2.splat(1);
    // Where x is not a number, neither is the power.
    return f64x2.div(Lanes.whenPositive(x, one, power), f64x2.add(one, power));
  }

  /** Its derivative, even in x. */
  @inline static logisticDerivative(power: v128): v128 {
    const sum = f64x2.add(power, f64x2.splat(1));
    return f64x2.div(power, f64x2.mul(sum, sum));
  }

  /** tanh x = -q / (q + 2) of |x| with q = e^-2|x| - 1, under the sign of x. */
  @inline static tanh(x: v128): v128 {
    const q = Functions.expm1(f64x2.mul(f64x2.abs(x), f64x2.splat(-2)));
    const size = f64x2.div(f64x2.neg(q), f64x2.add(q, f64x2.splat(2)));
    return v128.bitselect(x, size, f64x2.splat(-0.0));
  }

  /** ln(1 + e^x). */
  @inline static softplus(x: v128): v128 {
    return f64x2.add(f64x2.max(x, f64x2.splat(0)), Functions.log1p(Functions.decay(x)));
  }

  /**
   * The standard normal distribution function by `power` = e^(-x^2/2): power g(t) / (1 + 2z) / 2 below 0 with z = |x| / sqrt 2,
   * t = (z - 3) / (z + 3) and g = (1 + 2z) e^(z^2) erfc z (the form of Shepherd and Laframboise 1981), to 2.1e-10.
   */
  @inline static normalProbability(x: v128, power: v128): v128 {
    const z = f64x2.mul(f64x2.abs(x), f64x2.splat(Math.SQRT1_2));
    const three = f64x2.splat(3);
    // Beyond 1e9 t is 1; the bound keeps infinity / infinity out.
    const near = f64x2.pmin(z, f64x2.splat(1e9));
    const t = f64x2.div(f64x2.sub(near, three), f64x2.add(near, three));
    const bottom = f64x2.add(f64x2.add(near, near), f64x2.splat(1));
    const tail = f64x2.div(f64x2.mul(power, Functions.scaledComplement(t)), f64x2.add(bottom, bottom));
    return Lanes.whenPositive(x, f64x2.sub(f64x2.splat(1), tail), tail);
  }

  @inline private static scaledComplement(t: v128): v128 {
    let p = f64x2.splat(-1.1481641468961008e-5);
    p = Lanes.scaleAdd(p, t, 3.858826870501334e-6);
    p = Lanes.scaleAdd(p, t, 0.00011462995701111817);
    p = Lanes.scaleAdd(p, t, -0.00010412154102442731);
    p = Lanes.scaleAdd(p, t, -0.000773109938915649);
    p = Lanes.scaleAdd(p, t, 0.0018881023957935195);
    p = Lanes.scaleAdd(p, t, 0.0025271155205983213);
    p = Lanes.scaleAdd(p, t, -0.02377032914854471);
    p = Lanes.scaleAdd(p, t, 0.06830839969281499);
    p = Lanes.scaleAdd(p, t, -0.11927369264668239);
    p = Lanes.scaleAdd(p, t, 0.12964513564845567);
    p = Lanes.scaleAdd(p, t, -0.0475622925783465);
    p = Lanes.scaleAdd(p, t, -0.13562110588976525);
    return Lanes.scaleAdd(p, t, 1.253008058251719);
  }

  /** e^(-x^2/2). */
  @inline static bell(x: v128): v128 {
    return Functions.exp(f64x2.mul(f64x2.mul(x, x), f64x2.splat(-0.5)));
  }

  /** ln x of one number above 0, by its exponent and 2 artanh((m - 1) / (m + 1)); infinities and NaN as they are defined. */
  static log(x: f64): f64 {
    if (!(x > 0) || x == Infinity) return x == 0 ? -Infinity : x > 0 ? x : NaN;
    const bits = reinterpret<u64>(x);
    // Sums of powers, whose logarithm this is, are no subnormal numbers.
    let exponent = <i32>(bits >> 52) - 1023;
    let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
    if (m > Math.SQRT2) {
      m *= 0.5;
      exponent += 1;
    }
    const s = (m - 1) / (m + 1);
    const u = s * s;
    let p: f64 = 0.10034077847425321;
    p = p * u + 0.07035379662321815;
    p = p * u + 0.0915502181938133;
    p = p * u + 0.11107700090055997;
    p = p * u + 0.14285812013750593;
    p = p * u + 0.19999998632121246;
    p = p * u + 0.3333333334059967;
    p = p * u + 0.9999999999999368;
    return <f64>exponent * 0.6931471805599453 + 2 * s * p;
  }
}
