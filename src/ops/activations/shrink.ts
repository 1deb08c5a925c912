/** Activations that pull small inputs to 0. */
import type { NoAttributes } from '../op';
import { elementwise } from '../elementwise';

type Shrinkage = {
  /** Half the width of the part that becomes 0, at least 0. */
  readonly lambda: number;
};

const problemOf = (name: string, lambda: number): { readonly problem?: string } =>
  lambda >= 0 ? {} : { problem: `${name} needs a lambda of at least 0, found ${lambda}` };

/** x moved towards 0 by lambda, 0 between (PyTorch's Softshrink); f' is 0 between and at both ends. */
export const softshrink = elementwise<Shrinkage>('softshrink', ['lambda'], ({ lambda }) => ({
  value: (x) => (x > lambda ? x - lambda : x < -lambda ? x + lambda : 0 * x), // 0 x keeps NaN visible
  derivative: (x) => (x >= -lambda && x <= lambda ? 0 : 1),
  silent: [[-lambda, lambda]],
  kinks: [-lambda, lambda],
  ...problemOf('softshrink', lambda),
}));

/** x beyond lambda, 0 between (PyTorch's Hardshrink): it jumps by lambda at both ends, where f' is 0. */
export const hardshrink = elementwise<Shrinkage>('hardshrink', ['lambda'], ({ lambda }) => ({
  value: (x) => (x >= -lambda && x <= lambda ? 0 : x),
  derivative: (x) => (x >= -lambda && x <= lambda ? 0 : 1),
  silent: [[-lambda, lambda]],
  jumps: lambda > 0 ? [-lambda, lambda] : [],
  ...problemOf('hardshrink', lambda),
}));

/** (x cosh x - sinh x) / cosh x by the series of its numerator, sum of 2n x^(2n+1) / (2n+1)!, all of one sign, so that nothing cancels. */
function smallTanhshrink(x: number): number {
  let power = x;
  let sum = 0;
  for (let n = 1; n < 12; n += 1) {
    power *= (x * x) / (2 * n * (2 * n + 1));
    sum += 2 * n * power;
  }
  return sum / Math.cosh(x);
}

/** x - tanh x (PyTorch's Tanhshrink); f' = tanh^2 x. Near 0 it is x^3/3, which the difference itself would lose to rounding. */
export const tanhshrink = elementwise<NoAttributes>('tanhshrink', [], () => ({
  value: (x) => (Math.abs(x) < 1 ? smallTanhshrink(x) : x - Math.tanh(x)),
  derivative: (x) => Math.tanh(x) ** 2,
}));
