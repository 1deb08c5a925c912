/** Smooth activations that are unbounded on one side; none counts as saturated, their flat tails pass no units for good. */
import { normalProbability } from '../../tensor/erf';
import type { NoAttributes } from '../op';
import { logistic, logisticDerivative } from './bounded';
import { elementwise } from '../elementwise';

/** The standard normal density. */
function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** x Phi(x) with the exact normal distribution function (Hendrycks and Gimpel 2016; PyTorch's GELU); f' = Phi + x phi, at most 1.1290. */
export const gelu = elementwise<NoAttributes>('gelu', [], () => ({
  value: (x) => x * normalProbability(x),
  derivative: (x) => normalProbability(x) + x * normalDensity(x),
}));

const geluScale = Math.sqrt(2 / Math.PI);
const geluCubic = 0.044715;

/** 2u of the approximation Phi(x) ~ (1 + tanh u) / 2 = logistic(2u), u = sqrt(2/pi) (x + 0.044715 x^3). */
function geluExponent(x: number): number {
  return 2 * geluScale * x * (1 + geluCubic * x * x);
}

/** GELU by its tanh approximation, x logistic(2u) (Hendrycks and Gimpel 2016; PyTorch's GELU with approximate="tanh"). */
export const geluTanh = elementwise<NoAttributes>('gelu-tanh', [], () => ({
  value: (x) => x * logistic(geluExponent(x)),
  derivative: (x) => {
    const slope = logisticDerivative(geluExponent(x));
    // Far out the slope is exactly 0 and x^3 overflows; their product is 0.
    const inner = slope === 0 ? 0 : slope * 2 * geluScale * x * (1 + 3 * geluCubic * x * x);
    return logistic(geluExponent(x)) + inner;
  },
}));

/** x sigma(x) (Elfwing et al. 2017; Ramachandran et al. 2017, "swish"; PyTorch's SiLU); f' = sigma + x sigma', at most 1.0998. */
export const silu = elementwise<NoAttributes>('silu', [], () => ({
  value: (x) => x * logistic(x),
  derivative: (x) => logistic(x) + x * logisticDerivative(x),
}));

/**
 * The pieces of tanh(softplus(x)) = ((1 + e^x)^2 - 1) / ((1 + e^x)^2 + 1), written with e^-|x| so that nothing overflows or cancels:
 * the ratio itself and 1 minus its square.
 */
function mishGate(x: number): { readonly gate: number; readonly rest: number } {
  const power = Math.exp(-Math.abs(x));
  const top = x > 0 ? 1 + 2 * power : power * (power + 2);
  const gap = x > 0 ? 2 * power * power : 2;
  const bottom = top + gap;
  return { gate: top / bottom, rest: (gap / bottom) * ((2 * top + gap) / bottom) };
}

/** x tanh(softplus(x)) (Misra 2019; PyTorch's Mish); f' = gate + x (1 - gate^2) sigma(x), at most 1.0885. */
export const mish = elementwise<NoAttributes>('mish', [], () => ({
  value: (x) => x * mishGate(x).gate,
  derivative: (x) => {
    const { gate, rest } = mishGate(x);
    return gate + x * rest * logistic(x);
  },
}));

/** ln(1 + e^x) without overflow. */
export function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * ln(1 + e^(beta x)) / beta (Dugas et al. 2001), and x itself where beta x exceeds the threshold (PyTorch's Softplus); f' = sigma(beta x).
 * The seam at the threshold (2e-9 for PyTorch's 20) is no kink to draw.
 */
export const softplus = elementwise<{ readonly beta: number; readonly threshold: number }>(
  'softplus',
  ['beta', 'threshold'],
  ({ beta, threshold }) => ({
    value: (x) => (beta * x > threshold ? x : softplusOf(beta * x) / beta),
    derivative: (x) => (beta * x > threshold ? 1 : logistic(beta * x)),
    ...(beta === 0 && { problem: 'softplus needs a beta other than 0' }),
  }),
);

/** ln sigma(x) = -softplus(-x) (PyTorch's LogSigmoid); f' = sigma(-x). */
export const logSigmoid = elementwise<NoAttributes>('log-sigmoid', [], () => ({
  value: (x) => -softplusOf(-x),
  derivative: (x) => logistic(-x),
}));

/** e^x (Keras's exponential). */
export const exponential = elementwise<NoAttributes>('exponential', [], () => ({
  value: Math.exp,
  derivative: Math.exp,
}));
