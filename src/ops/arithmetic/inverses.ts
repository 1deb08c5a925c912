/** Further functions of one number: logarithms and powers of other bases, inverse and hyperbolic functions, and those of statistics. */
import { erfc as complement } from '../../tensor/erf';
import { digamma as digammaOf, logGamma, trigamma } from '../../tensor/gamma';
import { inverseNormal } from '../../tensor/inverseNormal';
import { elementwise, type CurvedOp, type ElementwiseDefinition } from '../elementwise';
import type { NoAttributes } from '../op';

function plain(name: string, definition: ElementwiseDefinition): CurvedOp<NoAttributes> {
  return elementwise<NoAttributes>(name, [], () => definition, 'arithmetic');
}

/** 2^x. */
export const exp2 = plain('exp2', { value: (x) => 2 ** x, derivative: (x) => Math.LN2 * 2 ** x });

/** The logarithm of base 2. */
export const log2 = plain('log2', { value: Math.log2, derivative: (x) => 1 / (x * Math.LN2) });

/** The logarithm of base 10. */
export const log10 = plain('log10', { value: Math.log10, derivative: (x) => 1 / (x * Math.LN10) });

/** The angle in [-pi / 2, pi / 2] with the sine x. */
export const asin = plain('asin', { value: Math.asin, derivative: (x) => 1 / Math.sqrt(1 - x * x) });

/** The angle in [0, pi] with the cosine x. */
export const acos = plain('acos', { value: Math.acos, derivative: (x) => -1 / Math.sqrt(1 - x * x) });

/** The angle in (-pi / 2, pi / 2) with the tangent x. */
export const atan = plain('atan', { value: Math.atan, derivative: (x) => 1 / (1 + x * x) });

/** The hyperbolic sine. */
export const sinh = plain('sinh', { value: Math.sinh, derivative: Math.cosh });

/** The hyperbolic cosine. */
export const cosh = plain('cosh', { value: Math.cosh, derivative: Math.sinh });

/** The inverse of the hyperbolic sine. */
export const asinh = plain('asinh', { value: Math.asinh, derivative: (x) => 1 / Math.sqrt(x * x + 1) });

/** The inverse of the hyperbolic cosine, from 1 on. */
export const acosh = plain('acosh', { value: Math.acosh, derivative: (x) => 1 / Math.sqrt(x * x - 1) });

/** The inverse of the hyperbolic tangent, within (-1, 1). */
export const atanh = plain('atanh', { value: Math.atanh, derivative: (x) => 1 / (1 - x * x) });

/** 1 - erf(x), exact far out; f' = -2 / sqrt(pi) e^(-x^2). */
export const erfc = plain('erfc', {
  value: complement,
  derivative: (x) => (-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
});

/** The inverse of the error function, within (-1, 1); f' = sqrt(pi) / 2 e^(f^2). */
export const erfinv = plain('erfinv', {
  value: inverseErf,
  derivative: (x) => (Math.sqrt(Math.PI) / 2) * Math.exp(inverseErf(x) ** 2),
});

/** ln |gamma(x)|. */
export const lgamma = plain('lgamma', { value: logGamma, derivative: digammaOf });

/** The derivative of lgamma. */
export const digamma = plain('digamma', { value: digammaOf, derivative: trigamma });

/** The whole number next to x on the side of 0. */
export const trunc = plain('trunc', {
  value: Math.trunc,
  derivative: () => 0,
  jumps: Array.from({ length: 21 }, (_, index) => index - 10).filter((place) => place !== 0),
});

/** The inverse of the error function: infinite at -1 and 1, NaN beyond. */
export function inverseErf(x: number): number {
  if (Math.abs(x) === 1) return x * Infinity;
  if (!(Math.abs(x) < 1)) return NaN;
  // Of the two tails the one where the probability is small: it keeps all digits.
  return x < 0 ? -inverseErf(-x) : -inverseNormal((1 - x) / 2) / Math.SQRT2;
}
