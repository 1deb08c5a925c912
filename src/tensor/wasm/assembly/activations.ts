/** The mathematics of the activations (src/ops/activations has it with its sources), over two float64 lanes and two parameters. */
import { Functions } from './functions';
import { Lanes } from './lanes';

const sixth: f64 = 1.0 / 6.0;
const seluScale: f64 = 1.0507009873554805;
const seluAlpha: f64 = 1.6732632423543772;
const geluScale: f64 = 1.5957691216057308;
const geluCubic: f64 = 0.044715;
const densityScale: f64 = 0.3989422804014327;

/** One of `inside`'s lanes where low < x < high, else 0; what is not a number counts as inside. */
abstract class Between {
  @inline static open(x: v128, low: v128, high: v128, inside: v128): v128 {
    return v128.andnot(inside, v128.or(f64x2.le(x, low), f64x2.ge(x, high)));
  }

  @inline static clip(x: v128, low: v128, high: v128): v128 {
    return f64x2.min(f64x2.max(x, low), high);
  }
}

export class Identity {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return x;
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.splat(1);
  }
}

export class Relu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.max(x, f64x2.splat(0));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return v128.andnot(f64x2.splat(1), f64x2.le(x, f64x2.splat(0)));
  }
}

/** a: the slope below 0. */
export class LeakyRelu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenPositive(x, x, f64x2.mul(a, x));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenPositive(x, f64x2.splat(1), a);
  }
}

/** a: the threshold, b: the value up to it. */
export class Threshold {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenAtMost(x, a, b, x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return v128.andnot(f64x2.splat(1), f64x2.le(x, a));
  }
}

/** a: the height of the plateau at -infinity. */
export class Elu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenPositive(x, x, f64x2.mul(a, Functions.expm1(x)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenPositive(x, f64x2.splat(1), f64x2.mul(a, Functions.exp(x)));
  }
}

export class Selu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const below = f64x2.mul(f64x2.splat(seluAlpha), Functions.expm1(x));
    return f64x2.mul(f64x2.splat(seluScale), Lanes.whenPositive(x, x, below));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const below = f64x2.mul(f64x2.splat(seluAlpha), Functions.exp(x));
    return f64x2.mul(f64x2.splat(seluScale), Lanes.whenPositive(x, f64x2.splat(1), below));
  }
}

/** a: alpha. */
export class Celu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenPositive(x, x, f64x2.mul(a, Functions.expm1(f64x2.div(x, a))));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Lanes.whenPositive(x, f64x2.splat(1), Functions.exp(f64x2.div(x, a)));
  }
}

export class Gelu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.mul(x, Functions.normalProbability(x, Functions.bell(x)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const bell = Functions.bell(x);
    const density = f64x2.mul(bell, f64x2.splat(densityScale));
    return f64x2.add(Functions.normalProbability(x, bell), f64x2.mul(x, density));
  }
}

export class GeluTanh {
  @inline private exponent(x: v128): v128 {
    const cubic = Lanes.scaleAdd(f64x2.mul(x, x), f64x2.splat(geluCubic), 1);
    return f64x2.mul(f64x2.mul(x, f64x2.splat(geluScale)), cubic);
  }
  @inline value(x: v128, a: v128, b: v128): v128 {
    const u = this.exponent(x);
    return f64x2.mul(x, Functions.logistic(u, Functions.decay(u)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const u = this.exponent(x);
    const power = Functions.decay(u);
    const slope = Functions.logisticDerivative(power);
    const cubic = Lanes.scaleAdd(f64x2.mul(x, x), f64x2.splat(3 * geluCubic), 1);
    const inner = f64x2.mul(f64x2.mul(f64x2.mul(slope, f64x2.splat(geluScale)), x), cubic);
    // Far out the slope is exactly 0 and the cubic overflows; their product is 0.
    const silent = f64x2.eq(slope, f64x2.splat(0));
    return f64x2.add(Functions.logistic(u, power), v128.andnot(inner, silent));
  }
}

export class Silu {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.mul(x, Functions.logistic(x, Functions.decay(x)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const power = Functions.decay(x);
    return f64x2.add(Functions.logistic(x, power), f64x2.mul(x, Functions.logisticDerivative(power)));
  }
}

/** With p = e^-|x|: tanh(softplus x) = top / (top + gap), both written so that nothing cancels. */
export class Mish {
  @inline private top(x: v128, p: v128): v128 {
    const two = f64x2.splat(2);
    const above = Lanes.scaleAdd(p, two, 1);
    return Lanes.whenPositive(x, above, f64x2.mul(p, f64x2.add(p, two)));
  }
  @inline private gap(x: v128, p: v128): v128 {
    return Lanes.whenPositive(x, f64x2.mul(f64x2.add(p, p), p), f64x2.splat(2));
  }
  @inline value(x: v128, a: v128, b: v128): v128 {
    const p = Functions.decay(x);
    const top = this.top(x, p);
    return f64x2.mul(x, f64x2.div(top, f64x2.add(top, this.gap(x, p))));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const p = Functions.decay(x);
    const top = this.top(x, p);
    const gap = this.gap(x, p);
    const bottom = f64x2.add(top, gap);
    const rest = f64x2.mul(f64x2.div(gap, bottom), f64x2.div(f64x2.add(f64x2.add(top, top), gap), bottom));
    const inner = f64x2.mul(f64x2.mul(x, rest), Functions.logistic(x, p));
    return f64x2.add(f64x2.div(top, bottom), inner);
  }
}

/** a: beta, b: the beta x beyond which it is the identity. */
export class Softplus {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const scaled = f64x2.mul(a, x);
    return v128.bitselect(x, f64x2.div(Functions.softplus(scaled), a), f64x2.gt(scaled, b));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const scaled = f64x2.mul(a, x);
    const slope = Functions.logistic(scaled, Functions.decay(scaled));
    return v128.bitselect(f64x2.splat(1), slope, f64x2.gt(scaled, b));
  }
}

export class LogSigmoid {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.neg(Functions.softplus(f64x2.neg(x)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Functions.logistic(f64x2.neg(x), Functions.decay(x));
  }
}

export class Softsign {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.div(x, f64x2.add(f64x2.abs(x), f64x2.splat(1)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const bottom = f64x2.add(f64x2.abs(x), f64x2.splat(1));
    return f64x2.div(f64x2.splat(1), f64x2.mul(bottom, bottom));
  }
}

/** a: half the width of the part that becomes 0. */
export class Softshrink {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const below = v128.bitselect(f64x2.add(x, a), f64x2.mul(x, f64x2.splat(0)), f64x2.lt(x, f64x2.neg(a)));
    return v128.bitselect(f64x2.sub(x, a), below, f64x2.gt(x, a));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return v128.andnot(f64x2.splat(1), f64x2.le(f64x2.abs(x), a));
  }
}

/** a: half the width of the part that becomes 0. */
export class Hardshrink {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return v128.andnot(x, f64x2.le(f64x2.abs(x), a));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return v128.andnot(f64x2.splat(1), f64x2.le(f64x2.abs(x), a));
  }
}

export class Tanhshrink {
  /** Below 0.3 the series of x - tanh x from x^3 / 3 on, to 1e-10; above, the difference loses two digits of fifteen. */
  @inline value(x: v128, a: v128, b: v128): v128 {
    const u = f64x2.mul(x, x);
    let p = f64x2.splat(929569.0 / 638512875.0);
    p = Lanes.scaleAdd(p, u, -21844.0 / 6081075.0);
    p = Lanes.scaleAdd(p, u, 1382.0 / 155925.0);
    p = Lanes.scaleAdd(p, u, -62.0 / 2835.0);
    p = Lanes.scaleAdd(p, u, 17.0 / 315.0);
    p = Lanes.scaleAdd(p, u, -2.0 / 15.0);
    p = Lanes.scaleAdd(p, u, 1.0 / 3.0);
    const series = f64x2.mul(f64x2.mul(x, u), p);
    const difference = f64x2.sub(x, Functions.tanh(x));
    return v128.bitselect(series, difference, f64x2.lt(f64x2.abs(x), f64x2.splat(0.3)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const y = Functions.tanh(x);
    return f64x2.mul(y, y);
  }
}

/** a, b: the ends. */
export class Hardtanh {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Between.clip(x, a, b);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Between.open(x, a, b, f64x2.splat(1));
  }
}

export class Relu6 {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Between.clip(x, f64x2.splat(0), f64x2.splat(6));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Between.open(x, f64x2.splat(0), f64x2.splat(6), f64x2.splat(1));
  }
}

export class HardSigmoid {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const shifted = f64x2.add(x, f64x2.splat(3));
    return f64x2.div(Between.clip(shifted, f64x2.splat(0), f64x2.splat(6)), f64x2.splat(6));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Between.open(x, f64x2.splat(-3), f64x2.splat(3), f64x2.splat(sixth));
  }
}

export class KerasHardSigmoid {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Between.clip(Lanes.scaleAdd(x, f64x2.splat(0.2), 0.5), f64x2.splat(0), f64x2.splat(1));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const outside = v128.or(f64x2.lt(x, f64x2.splat(-2.5)), f64x2.gt(x, f64x2.splat(2.5)));
    return v128.andnot(f64x2.splat(0.2), outside);
  }
}

export class HardSwish {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const inner = f64x2.div(f64x2.mul(x, f64x2.add(x, f64x2.splat(3))), f64x2.splat(6));
    const above = v128.bitselect(x, inner, f64x2.ge(x, f64x2.splat(3)));
    return v128.andnot(above, f64x2.le(x, f64x2.splat(-3)));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const inner = f64x2.add(f64x2.div(x, f64x2.splat(3)), f64x2.splat(0.5));
    const above = v128.bitselect(f64x2.splat(1), inner, f64x2.ge(x, f64x2.splat(3)));
    return v128.andnot(above, f64x2.le(x, f64x2.splat(-3)));
  }
}

export class Sigmoid {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Functions.logistic(x, Functions.decay(x));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Functions.logisticDerivative(Functions.decay(x));
  }
}

export class Tanh {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Functions.tanh(x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    const power = Functions.decay(f64x2.add(x, x));
    return f64x2.mul(Functions.logisticDerivative(power), f64x2.splat(4));
  }
}

export class Step {
  @inline value(x: v128, a: v128, b: v128): v128 {
    const zero = f64x2.splat(0);
    const step = v128.and(f64x2.splat(1), f64x2.gt(x, zero));
    return v128.bitselect(step, x, f64x2.eq(x, x));
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return f64x2.splat(0);
  }
}

export class Exponential {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return Functions.exp(x);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return Functions.exp(x);
  }
}

/** x a + b. */
export class Affine {
  @inline value(x: v128, a: v128, b: v128): v128 {
    return f64x2.add(f64x2.mul(a, x), b);
  }
  @inline derivative(x: v128, a: v128, b: v128): v128 {
    return a;
  }
}
