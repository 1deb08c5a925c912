/** An exported function per activation and direction: engines compile, and replace their first slow code, function by function. */
import {
  Identity,
  Relu,
  LeakyRelu,
  Threshold,
  Elu,
  Selu,
  Celu,
  Gelu,
  GeluTanh,
  Silu,
  Mish,
  Softplus,
  LogSigmoid,
  Softsign,
  Softshrink,
  Hardshrink,
  Tanhshrink,
  Hardtanh,
  Relu6,
  HardSigmoid,
  KerasHardSigmoid,
  HardSwish,
  Sigmoid,
  Tanh,
  Step,
  Exponential,
  Affine,
} from './activations';
import { Loops } from './loops';

export function identity(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Identity>(x, out, count, a, b);
}
export function identityGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Identity>(dy, x, out, count, a, b);
}

export function relu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Relu>(x, out, count, a, b);
}
export function reluGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Relu>(dy, x, out, count, a, b);
}

export function leakyRelu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<LeakyRelu>(x, out, count, a, b);
}
export function leakyReluGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<LeakyRelu>(dy, x, out, count, a, b);
}

export function threshold(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Threshold>(x, out, count, a, b);
}
export function thresholdGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Threshold>(dy, x, out, count, a, b);
}

export function elu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Elu>(x, out, count, a, b);
}
export function eluGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Elu>(dy, x, out, count, a, b);
}

export function selu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Selu>(x, out, count, a, b);
}
export function seluGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Selu>(dy, x, out, count, a, b);
}

export function celu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Celu>(x, out, count, a, b);
}
export function celuGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Celu>(dy, x, out, count, a, b);
}

export function gelu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Gelu>(x, out, count, a, b);
}
export function geluGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Gelu>(dy, x, out, count, a, b);
}

export function geluTanh(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<GeluTanh>(x, out, count, a, b);
}
export function geluTanhGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<GeluTanh>(dy, x, out, count, a, b);
}

export function silu(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Silu>(x, out, count, a, b);
}
export function siluGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Silu>(dy, x, out, count, a, b);
}

export function mish(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Mish>(x, out, count, a, b);
}
export function mishGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Mish>(dy, x, out, count, a, b);
}

export function softplus(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Softplus>(x, out, count, a, b);
}
export function softplusGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Softplus>(dy, x, out, count, a, b);
}

export function logSigmoid(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<LogSigmoid>(x, out, count, a, b);
}
export function logSigmoidGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<LogSigmoid>(dy, x, out, count, a, b);
}

export function softsign(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Softsign>(x, out, count, a, b);
}
export function softsignGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Softsign>(dy, x, out, count, a, b);
}

export function softshrink(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Softshrink>(x, out, count, a, b);
}
export function softshrinkGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Softshrink>(dy, x, out, count, a, b);
}

export function hardshrink(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Hardshrink>(x, out, count, a, b);
}
export function hardshrinkGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Hardshrink>(dy, x, out, count, a, b);
}

export function tanhshrink(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Tanhshrink>(x, out, count, a, b);
}
export function tanhshrinkGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Tanhshrink>(dy, x, out, count, a, b);
}

export function hardtanh(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Hardtanh>(x, out, count, a, b);
}
export function hardtanhGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Hardtanh>(dy, x, out, count, a, b);
}

export function relu6(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Relu6>(x, out, count, a, b);
}
export function relu6Gradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Relu6>(dy, x, out, count, a, b);
}

export function hardSigmoid(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<HardSigmoid>(x, out, count, a, b);
}
export function hardSigmoidGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<HardSigmoid>(dy, x, out, count, a, b);
}

export function kerasHardSigmoid(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<KerasHardSigmoid>(x, out, count, a, b);
}
export function kerasHardSigmoidGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<KerasHardSigmoid>(dy, x, out, count, a, b);
}

export function hardSwish(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<HardSwish>(x, out, count, a, b);
}
export function hardSwishGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<HardSwish>(dy, x, out, count, a, b);
}

export function sigmoid(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Sigmoid>(x, out, count, a, b);
}
export function sigmoidGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Sigmoid>(dy, x, out, count, a, b);
}

export function tanh(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Tanh>(x, out, count, a, b);
}
export function tanhGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Tanh>(dy, x, out, count, a, b);
}

export function step(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Step>(x, out, count, a, b);
}
export function stepGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Step>(dy, x, out, count, a, b);
}

export function exponential(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Exponential>(x, out, count, a, b);
}
export function exponentialGradient(dy: usize, x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.gradient<Exponential>(dy, x, out, count, a, b);
}

export function affine(x: usize, out: usize, count: i32, a: f64, b: f64): void {
  Loops.value<Affine>(x, out, count, a, b);
}
