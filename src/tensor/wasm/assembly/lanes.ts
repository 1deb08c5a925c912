/** Vectors of four float32 or two float64 lanes: the operations that the instruction set spells in several steps. */

export abstract class Lanes {
  /**
   * a b + c: rounded once where the feature is there and the processor has it (relaxed SIMD), else twice. With
   * `multiplyAdd2` the one place in which the two variants of the module differ.
   */
  @inline static multiplyAdd(a: v128, b: v128, c: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
  }

  /** Two float32 numbers as float64. */
  @inline static pair(from: usize): v128 {
    return f64x2.promote_low_f32x4(v128.load64_zero(from));
  }

  /** One float32 number as float64; the other lane is 0. */
  @inline static single(from: usize): v128 {
    return f64x2.promote_low_f32x4(v128.load32_zero(from));
  }

  /** Rounds both lanes to float32. */
  @inline static putPair(out: usize, x: v128): void {
    v128.store64_lane(out, f32x4.demote_f64x2_zero(x), 0);
  }

  /** Rounds the first lane to float32. */
  @inline static putSingle(out: usize, x: v128): void {
    v128.store32_lane(out, f32x4.demote_f64x2_zero(x), 0);
  }

  /** a where x > 0, else b, also where x is not a number. */
  @inline static whenPositive(x: v128, a: v128, b: v128): v128 {
    return v128.bitselect(a, b, f64x2.gt(x, f64x2.splat(0)));
  }

  /** a where x <= bound, else b, also where x is not a number. */
  @inline static whenAtMost(x: v128, bound: v128, a: v128, b: v128): v128 {
    return v128.bitselect(a, b, f64x2.le(x, bound));
  }

  /**
   * A float64 constant in both lanes, from a table: a vector written into the code is put together anew wherever it is used, at several
   * times the price.
   */
  @inline static constant(at: usize): v128 {
    return v128.load64_splat(at);
  }

  /** a b + c in float64, like `multiplyAdd`. */
  @inline static multiplyAdd2(a: v128, b: v128, c: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c);
  }

  /** One step of Horner's scheme, p x + the constant at `at`. */
  @inline static next(p: v128, x: v128, at: usize): v128 {
    return Lanes.multiplyAdd2(p, x, Lanes.constant(at));
  }

  /** a c + b in float64, rounded twice in both variants. */
  @inline static scaleAdd(a: v128, c: v128, b: f64): v128 {
    return f64x2.add(f64x2.mul(a, c), f64x2.splat(b));
  }
}
