/** The mathematics of functions of one number that are no activations (src/ops/arithmetic), over two float64 lanes and two parameters. */
import { Functions } from './functions';
import { Loops } from './loops';

class Square {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.mul(x, x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.add(x, x);
  }
}

class SquareRoot {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.sqrt(x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(f64x2.splat(0.5), f64x2.sqrt(x));
  }
}

class InverseSquareRoot {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(f64x2.splat(1), f64x2.sqrt(x));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(f64x2.splat(-0.5), f64x2.mul(x, f64x2.sqrt(x)));
  }
}

class Reciprocal {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(f64x2.splat(1), x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(f64x2.splat(-1), f64x2.mul(x, x));
  }
}

class Absolute {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.abs(x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const zero = f64x2.splat(0);
    const one = f64x2.splat(1);
    const sign = f64x2.sub(v128.and(f64x2.gt(x, zero), one), v128.and(f64x2.lt(x, zero), one));
    // All bits set are no number, as x itself is none there.
    return v128.or(sign, f64x2.ne(x, x));
  }
}

class Negative {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.neg(x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.splat(-1);
  }
}

/** a: the minimum, b: the maximum; infinite where there is none. */
class Clamp {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.min(f64x2.max(x, a), b);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return v128.andnot(f64x2.splat(1), v128.or(f64x2.lt(x, a), f64x2.gt(x, b)));
  }
}

class Logarithm {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const first = Functions.log(f64x2.extract_lane(x, 0));
    return f64x2.replace_lane(f64x2.splat(first), 1, Functions.log(f64x2.extract_lane(x, 1)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(f64x2.splat(1), x);
  }
}

export function square(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Square>(x, out, count, a, b);
}
export function squareGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Square>(dy, x, out, count, a, b);
}

export function squareRoot(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<SquareRoot>(x, out, count, a, b);
}
export function squareRootGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<SquareRoot>(dy, x, out, count, a, b);
}

export function inverseSquareRoot(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<InverseSquareRoot>(x, out, count, a, b);
}
export function inverseSquareRootGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<InverseSquareRoot>(dy, x, out, count, a, b);
}

export function reciprocal(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Reciprocal>(x, out, count, a, b);
}
export function reciprocalGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Reciprocal>(dy, x, out, count, a, b);
}

export function absolute(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Absolute>(x, out, count, a, b);
}
export function absoluteGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Absolute>(dy, x, out, count, a, b);
}

export function negative(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Negative>(x, out, count, a, b);
}
export function negativeGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Negative>(dy, x, out, count, a, b);
}

export function clamp(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Clamp>(x, out, count, a, b);
}
export function clampGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Clamp>(dy, x, out, count, a, b);
}

export function logarithm(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Logarithm>(x, out, count, a, b);
}
export function logarithmGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Logarithm>(dy, x, out, count, a, b);
}
