/** Functions of one number besides activations; derivatives at kinks and jumps are PyTorch's. */
import { erf as errorFunction } from '../../tensor/erf';
import { power } from '../../tensor/powers';
import { elementwise, type CurvedOp, type ElementwiseDefinition } from '../elementwise';
import type { NoAttributes } from '../op';

function plain(name: string, definition: ElementwiseDefinition): CurvedOp<NoAttributes> {
  return elementwise<NoAttributes>(name, [], () => definition, 'arithmetic');
}

/** The whole numbers of the range in which curves are drawn, each moved by `shift`: where staircases jump. */
function stairs(shift: number): readonly number[] {
  return Array.from({ length: 21 }, (_, index) => index - 10 + shift);
}

/** e^x. */
export const exp = plain('exp', { value: Math.exp, derivative: Math.exp });

/** ln x. */
export const log = plain('log', { value: Math.log, derivative: (x) => 1 / x });

/** ln(1 + x), exact near 0. */
export const log1p = plain('log1p', { value: Math.log1p, derivative: (x) => 1 / (1 + x) });

/** e^x - 1, exact near 0. */
export const expm1 = plain('expm1', { value: Math.expm1, derivative: Math.exp });

/** The square root; f' = 1 / (2 sqrt x). */
export const sqrt = plain('sqrt', { value: Math.sqrt, derivative: (x) => 0.5 / Math.sqrt(x) });

/** 1 / sqrt x; f' = -1 / (2 x sqrt x). */
export const rsqrt = plain('rsqrt', {
  value: (x) => 1 / Math.sqrt(x),
  derivative: (x) => -0.5 / (x * Math.sqrt(x)),
});

/** x^2. */
export const square = plain('square', { value: (x) => x * x, derivative: (x) => 2 * x });

/** 1 / x; f' = -1 / x^2. */
export const reciprocal = plain('reciprocal', {
  value: (x) => 1 / x,
  derivative: (x) => -1 / (x * x),
  jumps: [0],
});

/** |x|; f'(0) = 0. */
export const abs = plain('abs', { value: Math.abs, derivative: Math.sign, kinks: [0] });

/** -1, 0 or 1. */
export const sign = plain('sign', { value: Math.sign, derivative: flat, jumps: [0] });

/** The sine. */
export const sin = plain('sin', { value: Math.sin, derivative: Math.cos });

/** The cosine. */
export const cos = plain('cos', { value: Math.cos, derivative: (x) => -Math.sin(x) });

/** The tangent; f' = 1 + tan^2 x. */
export const tan = plain('tan', {
  value: Math.tan,
  derivative: (x) => 1 + Math.tan(x) ** 2,
  jumps: [-5, -3, -1, 1, 3, 5].map((halves) => (halves * Math.PI) / 2),
});

/** The error function; f' = 2 / sqrt(pi) e^(-x^2). */
export const erf = plain('erf', {
  value: errorFunction,
  derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
});

/** The largest whole number up to x. */
export const floor = plain('floor', { value: Math.floor, derivative: flat, jumps: stairs(0) });

/** The smallest whole number from x on. */
export const ceil = plain('ceil', { value: Math.ceil, derivative: flat, jumps: stairs(0) });

/** The nearest whole number, the even one of two (IEEE 754, as in PyTorch and NumPy). */
export const round = plain('round', { value: roundHalfToEven, derivative: flat, jumps: stairs(0.5) });

/** -x. */
export const negate = plain('negate', { value: (x) => -x, derivative: () => -1 });

function flat(): number {
  return 0;
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest < 0.5) return below;
  if (rest > 0.5) return below + 1;
  // Halves, and what has no whole number next to it: infinities and NaN give NaN as the rest.
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return x;
}

/** x cut to [minimum, maximum], null for no bound (PyTorch's clamp): f' is 1 at both ends, unlike hardtanh's; `maximum` wins over `minimum`. */
export const clamp = elementwise<{ readonly minimum: number | null; readonly maximum: number | null }>(
  'clamp',
  [],
  ({ minimum, maximum }) => {
    const low = minimum ?? -Infinity;
    const high = maximum ?? Infinity;
    return {
      value: (x) => Math.min(Math.max(x, low), high),
      derivative: (x) => (x < low || x > high ? 0 : 1),
      saturated: [
        ...(minimum === null ? [] : [[-Infinity, low] as const]),
        ...(maximum === null ? [] : [[high, Infinity] as const]),
      ],
      silent: [
        ...(low === 0 ? [[-Infinity, 0] as const] : []),
        ...(high === 0 ? [[0, Infinity] as const] : []),
      ],
      constants: [low, high],
      kinks: [minimum, maximum].filter((bound) => bound !== null),
      ...(minimum === null && maximum === null && { problem: 'clamp needs a minimum or a maximum' }),
    };
  },
  'arithmetic',
);

/** x to a constant power; f' = p x^(p-1), and 0 for p = 0. */
export const constantPower = elementwise<{ readonly exponent: number }>(
  'constant-power',
  ['exponent'],
  ({ exponent }) => {
    const slope = powerOf(exponent - 1);
    return {
      value: powerOf(exponent),
      derivative: exponent === 0 ? flat : (x) => exponent * slope(x),
      jumps: exponent < 0 ? [0] : [],
    };
  },
  'arithmetic',
);

/** x^p; the frequent small powers by products, which are several times faster. */
function powerOf(exponent: number): (x: number) => number {
  switch (exponent) {
    case 1:
      return (x) => x;
    case 2:
      return (x) => x * x;
    case 3:
      return (x) => x * x * x;
    case 4:
      return (x) => x * x * (x * x);
    case -1:
      return (x) => 1 / x;
    default:
      return (x) => power(x, exponent);
  }
}
