/** Activations with a bounded range; all saturate. */
import { elementwise } from './elementwise';

type None = Readonly<Record<string, never>>;

/** 1 / (1 + e^-x), computed so that neither tail overflows. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/** The logistic sigmoid; f' = sigma (1 - sigma) = e^-|x| / (1 + e^-|x|)^2, at most 0.25. Saturated beyond |x| = 5 (f' < 0.0067). */
export const sigmoid = elementwise<None>('sigmoid', [], () => ({
  value: logistic,
  derivative: (x) => {
    const power = Math.exp(-Math.abs(x));
    return power / (1 + power) ** 2;
  },
  saturated: [
    [-Infinity, -5],
    [5, Infinity],
  ],
}));
