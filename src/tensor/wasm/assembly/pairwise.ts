/** Functions of two numbers over evenly spaced elements, four at a time where they lie side by side. */

class Add {
  @inline four(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

class Subtract {
  @inline four(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

class Multiply {
  @inline four(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

class Divide {
  @inline four(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

class Maximum {
  @inline four(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

class Minimum {
  @inline four(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

/** Comparisons give 1 where they hold, else 0. */
class Equal {
  @inline four(a: v128, b: v128): v128 {
    return v128.and(f32x4.eq(a, b), f32x4.splat(1));
  }
}

class NotEqual {
  @inline four(a: v128, b: v128): v128 {
    return v128.and(f32x4.ne(a, b), f32x4.splat(1));
  }
}

class Less {
  @inline four(a: v128, b: v128): v128 {
    return v128.and(f32x4.lt(a, b), f32x4.splat(1));
  }
}

class LessEqual {
  @inline four(a: v128, b: v128): v128 {
    return v128.and(f32x4.le(a, b), f32x4.splat(1));
  }
}

/** The loops over a function of four lanes; steps are in bytes. */
abstract class Loop {
  /** out = f(a, b) for a row of `count` elements. */
  @inline private static row<F>(
    a: usize,
    aStep: usize,
    b: usize,
    bStep: usize,
    out: usize,
    outStep: usize,
    count: i32,
  ): void {
    // The classes have no fields, so that no object is needed to call their methods.
    const f = changetype<F>(0);
    if (outStep == 4 && aStep == 4 && bStep == 4) {
      for (; count > 3; count -= 4, a += 16, b += 16, out += 16) {
        v128.store(out, f.four(v128.load(a), v128.load(b)));
      }
    } else if (outStep == 4 && aStep == 4 && bStep == 0) {
      const right = v128.load32_splat(b);
      for (; count > 3; count -= 4, a += 16, out += 16) v128.store(out, f.four(v128.load(a), right));
    } else if (outStep == 4 && aStep == 0 && bStep == 4) {
      const left = v128.load32_splat(a);
      for (; count > 3; count -= 4, b += 16, out += 16) v128.store(out, f.four(left, v128.load(b)));
    }
    for (; count > 0; count--, a += aStep, b += bStep, out += outStep) {
      v128.store32_lane(out, f.four(v128.load32_zero(a), v128.load32_zero(b)), 0);
    }
  }

  /** The same for `rows` rows. Operands as address, bytes from one element to the next, bytes from one row to the next. */
  @inline static over<F>(
    a: usize,
    aStep: usize,
    aRow: usize,
    b: usize,
    bStep: usize,
    bRow: usize,
    out: usize,
    outStep: usize,
    outRow: usize,
    count: i32,
    rows: i32,
  ): void {
    for (; rows > 0; rows--, a += aRow, b += bRow, out += outRow) {
      Loop.row<F>(a, aStep, b, bStep, out, outStep, count);
    }
  }
}

export function add(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Add>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function subtract(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Subtract>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function multiply(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Multiply>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function divide(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Divide>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function maximum(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Maximum>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function minimum(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Minimum>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function equal(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Equal>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function notEqual(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<NotEqual>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function less(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<Less>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}

export function lessEqual(
  a: usize,
  aStep: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  count: i32,
  rows: i32,
): void {
  Loop.over<LessEqual>(a, aStep, aRow, b, bStep, bRow, out, outStep, outRow, count, rows);
}
