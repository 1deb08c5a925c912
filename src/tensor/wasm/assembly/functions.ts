/**
 * Functions of two float64 lanes to a relative error below 1e-9, so that a result rounded to float32 is the nearest float32 but for
 * one case in a hundred. The polynomials interpolate at Chebyshev's points (made with mpmath at 50 digits).
 */
import { Lanes } from './lanes';

/** Adding it leaves the nearest whole number in the lowest bits. */
const rounder: usize = memory.data<f64>([6755399441055744]);

/** Beyond it 2^n is no normal float64; e^x itself is far outside float32 by then. */
const furthest: usize = memory.data<f64>([708]);
const nearest: usize = memory.data<f64>([-708]);
const halvingsPerUnit: usize = memory.data<f64>([1.4426950408889634]);
const halving: usize = memory.data<f64>([-0.6931471805599453]);
const one: usize = memory.data<f64>([1]);
const two: usize = memory.data<f64>([2]);
/** Nothing but the bit of the sign. */
const sign: usize = memory.data<f64>([-0.0]);

/** Coefficients, highest power first: (e^r - 1) / r for |r| <= ln(2) / 2, to 9e-14. */
const slopeTerms: usize = memory.data<f64>([
  2.762511557828763e-6, 2.4876178959085513e-5, 0.00019841208732536384, 0.001388882165071769,
  0.008333333353729397, 0.0416666668910917, 0.1666666666664829, 0.49999999999797773, 1,
]);

/** artanh(s) / s over s^2 <= 1/9, to 7e-14. */
const artanhTerms: usize = memory.data<f64>([
  0.10034077847425321, 0.07035379662321815, 0.0915502181938133, 0.11107700090055997, 0.14285812013750593,
  0.19999998632121246, 0.3333333334059967, 0.9999999999999368,
]);

/** (1 + 2z) e^(z^2) erfc z over t = (z - 3) / (z + 3), to 2.1e-10. */
const complementTerms: usize = memory.data<f64>([
  -1.1481641468961008e-5, 3.858826870501334e-6, 0.00011462995701111817, -0.00010412154102442731,
  -0.000773109938915649, 0.0018881023957935195, 0.0025271155205983213, -0.02377032914854471,
  0.06830839969281499, -0.11927369264668239, 0.12964513564845567, -0.0475622925783465, -0.13562110588976525,
  1.253008058251719,
]);

export abstract class Functions {
  /** (e^r - 1) / r for |r| <= ln(2) / 2, to 9e-14. */
  @inline private static slope(r: v128): v128 {
    let p = Lanes.constant(slopeTerms);
    p = Lanes.next(p, r, slopeTerms + 8);
    p = Lanes.next(p, r, slopeTerms + 16);
    p = Lanes.next(p, r, slopeTerms + 24);
    p = Lanes.next(p, r, slopeTerms + 32);
    p = Lanes.next(p, r, slopeTerms + 40);
    p = Lanes.next(p, r, slopeTerms + 48);
    p = Lanes.next(p, r, slopeTerms + 56);
    return Lanes.next(p, r, slopeTerms + 64);
  }

  /** x between the limits of `rounder`'s use; what is not a number stays. */
  @inline private static within(x: v128): v128 {
    return f64x2.pmin(f64x2.pmax(x, Lanes.constant(nearest)), Lanes.constant(furthest));
  }

  /** The whole number next to x / ln 2, in the lowest bits of the sum with `rounder`. */
  @inline private static halvings(x: v128): v128 {
    return Lanes.next(x, Lanes.constant(halvingsPerUnit), rounder);
  }

  @inline private static remainder(x: v128, n: v128): v128 {
    const whole = f64x2.sub(n, Lanes.constant(rounder));
    return Lanes.multiplyAdd2(whole, Lanes.constant(halving), x);
  }

  /** e^x: 2^n e^r, the power added to the exponent's bits; exactly 0 below -708. */
  @inline static exp(x: v128): v128 {
    return Functions.expBelow(f64x2.pmin(x, Lanes.constant(furthest)));
  }

  /** e^x for x <= 708. */
  @inline private static expBelow(x: v128): v128 {
    const least = Lanes.constant(nearest);
    const near = f64x2.pmax(x, least);
    const n = Functions.halvings(near);
    const r = Functions.remainder(near, n);
    const power = Lanes.multiplyAdd2(r, Functions.slope(r), Lanes.constant(one));
    return v128.andnot(i64x2.add(power, i64x2.shl(n, 52)), f64x2.lt(x, least));
  }

  /** e^x - 1 = 2^n (e^r - 1) + (2^n - 1), which keeps its digits near 0. */
  @inline static expm1(x: v128): v128 {
    const near = Functions.within(x);
    const n = Functions.halvings(near);
    const r = Functions.remainder(near, n);
    const scale = i64x2.add(Lanes.constant(one), i64x2.shl(n, 52));
    const rest = f64x2.sub(scale, Lanes.constant(one));
    return Lanes.multiplyAdd2(scale, f64x2.mul(r, Functions.slope(r)), rest);
  }

  /** ln(1 + x) = 2 artanh(s), s = x / (2 + x), for x in [0, 1], to 7e-14. */
  @inline static log1p(x: v128): v128 {
    const s = f64x2.div(x, f64x2.add(x, f64x2.splat(2)));
    const square = f64x2.mul(s, s);
    let p = Lanes.constant(artanhTerms);
    p = Lanes.next(p, square, artanhTerms + 8);
    p = Lanes.next(p, square, artanhTerms + 16);
    p = Lanes.next(p, square, artanhTerms + 24);
    p = Lanes.next(p, square, artanhTerms + 32);
    p = Lanes.next(p, square, artanhTerms + 40);
    p = Lanes.next(p, square, artanhTerms + 48);
    p = Lanes.next(p, square, artanhTerms + 56);
    return f64x2.mul(f64x2.add(s, s), p);
  }

  /** e^-|x|, in (0, 1]. */
  @inline static decay(x: v128): v128 {
    return Functions.expBelow(v128.or(x, Lanes.constant(sign)));
  }

  /** 1 / (1 + e^-x) by the e^-|x| of `decay`. */
  @inline static logistic(x: v128, power: v128): v128 {
    const unit = Lanes.constant(one);
    // Where x is not a number, neither is the power.
    return f64x2.div(Lanes.whenPositive(x, unit, power), f64x2.add(unit, power));
  }

  /** Its derivative, even in x. */
  @inline static logisticDerivative(power: v128): v128 {
    const sum = f64x2.add(power, Lanes.constant(one));
    return f64x2.div(power, f64x2.mul(sum, sum));
  }

  /** tanh x = -q / (q + 2) of |x| with q = e^-2|x| - 1, under the sign of x. */
  @inline static tanh(x: v128): v128 {
    const size = v128.or(x, Lanes.constant(sign));
    const q = Functions.expm1(f64x2.add(size, size));
    const result = f64x2.div(q, f64x2.add(q, Lanes.constant(two)));
    return v128.bitselect(x, result, Lanes.constant(sign));
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
    const bottom = f64x2.add(f64x2.add(near, near), Lanes.constant(one));
    const tail = f64x2.div(f64x2.mul(power, Functions.scaledComplement(t)), f64x2.add(bottom, bottom));
    return Lanes.whenPositive(x, f64x2.sub(Lanes.constant(one), tail), tail);
  }

  @inline private static scaledComplement(t: v128): v128 {
    let p = Lanes.constant(complementTerms);
    p = Lanes.next(p, t, complementTerms + 8);
    p = Lanes.next(p, t, complementTerms + 16);
    p = Lanes.next(p, t, complementTerms + 24);
    p = Lanes.next(p, t, complementTerms + 32);
    p = Lanes.next(p, t, complementTerms + 40);
    p = Lanes.next(p, t, complementTerms + 48);
    p = Lanes.next(p, t, complementTerms + 56);
    p = Lanes.next(p, t, complementTerms + 64);
    p = Lanes.next(p, t, complementTerms + 72);
    p = Lanes.next(p, t, complementTerms + 80);
    p = Lanes.next(p, t, complementTerms + 88);
    p = Lanes.next(p, t, complementTerms + 96);
    return Lanes.next(p, t, complementTerms + 104);
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
