/** Smooth activations with a bounded range, and the step; all saturate. */
import type { NoAttributes } from '../op';
import { elementwise } from '../elementwise';

/** 1 / (1 + e^-x), computed so that neither tail overflows. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/** The derivative of the logistic function, e^-|x| / (1 + e^-|x|)^2, which keeps its digits in both tails. */
export function logisticDerivative(x: number): number {
  const power = Math.exp(-Math.abs(x));
  return power / (1 + power) ** 2;
}

/** The logistic sigmoid; f' = sigma (1 - sigma), at most 0.25. Saturated beyond |x| = 5 (f' < 0.0067). */
export const sigmoid = elementwise<NoAttributes>('sigmoid', [], () => ({
  value: logistic,
  derivative: logisticDerivative,
  saturated: [
    [-Infinity, -5],
    [5, Infinity],
  ],
}));

const tanhSaturation = Math.atanh(0.97);

/** The hyperbolic tangent; f' = 1 - tanh^2 = 4 e^-2|x| / (1 + e^-2|x|)^2, at most 1. Saturated where |f| > 0.97 (|x| > 2.09). */
export const tanh = elementwise<NoAttributes>('tanh', [], () => ({
  value: Math.tanh,
  derivative: (x) => 4 * logisticDerivative(2 * x),
  saturated: [
    [-Infinity, -tanhSaturation],
    [tanhSaturation, Infinity],
  ],
}));

/**
 * x / (1 + |x|) (Bergstra et al. 2009; PyTorch's Softsign); f' = 1 / (1 + |x|)^2, at most 1. Its tails fall slowly; saturated beyond
 * |x| = 5, where f' is 0.028 of its maximum, the same share as the sigmoid's there.
 */
export const softsign = elementwise<NoAttributes>('softsign', [], () => ({
  value: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => 1 / (1 + Math.abs(x)) ** 2,
  saturated: [
    [-Infinity, -5],
    [5, Infinity],
  ],
}));

/**
 * The Heaviside step: 0 up to and including 0, 1 above (PyTorch's heaviside(x, 0)). Its derivative is 0 everywhere, with an impulse at
 * the jump that no gradient sees; so nothing before it learns, and the whole axis counts as saturated.
 */
export const step = elementwise<NoAttributes>('step', [], () => ({
  value: (x) => (x > 0 ? 1 : x <= 0 ? 0 : NaN),
  derivative: () => 0,
  saturated: [[-Infinity, Infinity]],
  silent: [[-Infinity, 0]],
  jumps: [0],
}));
