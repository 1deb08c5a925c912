/** Ops that make masks: comparisons, logic and tests of single numbers. No gradient passes them. */
import type { Kernels, PairwiseName } from '../../tensor/kernels';
import { tensorOf, zeros, type Tensor } from '../../tensor/tensor';
import { defineOp, type BoundOp, type NoAttributes } from '../op';
import { bothOf, paired, pairType } from './pairs';

/** a = b. */
export const equal = comparison('equal', 'equal');

/** a differs from b. */
export const notEqual = comparison('not-equal', 'notEqual');

/** a < b. */
export const less = comparison('less', 'less');

/** a <= b. */
export const lessEqual = comparison('less-equal', 'lessEqual');

/** a > b. */
export const greater = comparison('greater', 'less', true);

/** a >= b. */
export const greaterEqual = comparison('greater-equal', 'lessEqual', true);

/** Both. What is not 0 counts as true. */
export const and = logic('and', 'multiply');

/** One or both. */
export const or = logic('or', 'maximum');

/** One and not both. */
export const xor = logic('xor', 'notEqual');

/** True where x is 0. */
export const not = test('not', (kernels, x, out) => kernels.pairwise('equal', x, zeros('int32', []), out));

/** True where x is not a number. */
export const isNaN = test('is-nan', (kernels, x, out) => kernels.pairwise('notEqual', x, x, out));

/** True where x is neither infinite nor NaN. */
export const isFinite = test('is-finite', (kernels, x, out) => {
  const bounded = zeros('bool', x.shape);
  kernels.pairwise('less', x, tensorOf('float64', [], [Infinity]), bounded);
  kernels.pairwise('less', tensorOf('float64', [], [-Infinity]), x, out);
  kernels.pairwise('multiply', out, bounded, out);
});

/** Whether a tensor's numbers are not 0, as a mask; masks stay. */
export function maskOf(kernels: Kernels, x: Tensor): Tensor {
  if (x.elementType === 'bool') return x;
  const mask = kernels.allocate(x.shape, 'bool');
  kernels.pairwise('notEqual', x, zeros('int32', []), mask);
  return mask;
}

function comparison(name: string, by: PairwiseName, swapped = false): BoundOp<NoAttributes> {
  return withoutGradient(name, (kernels, a, b) =>
    swapped ? paired(kernels, by, b, a, 'bool') : paired(kernels, by, a, b, 'bool'),
  );
}

function logic(name: string, by: PairwiseName): BoundOp<NoAttributes> {
  return withoutGradient(name, (kernels, a, b) =>
    paired(kernels, by, maskOf(kernels, a), maskOf(kernels, b), 'bool'),
  );
}

/** Arguments: two values that broadcast together. Output: a mask. */
function withoutGradient(
  name: string,
  maskOfPair: (kernels: Kernels, a: Tensor, b: Tensor) => Tensor,
): BoundOp<NoAttributes> {
  return defineOp<NoAttributes, null>({
    role: 'arithmetic',
    shape: (args) => pairType(name, args, 'bool'),
    forward: (kernels, args) => ({ outputs: [maskOfPair(kernels, ...bothOf(name, args))], saved: null }),
    backward: () => [null, null],
  });
}

/** Argument: x. Output: a mask of the same shape. */
function test(
  name: string,
  write: (kernels: Kernels, x: Tensor, out: Tensor) => void,
): BoundOp<NoAttributes> {
  return defineOp<NoAttributes, null>({
    role: 'arithmetic',
    shape: ([x]) => (x ? [{ elementType: 'bool', shape: x.shape }] : { error: `${name} takes one input` }),
    forward: (kernels, [x]) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const out = kernels.allocate(x.shape, 'bool');
      write(kernels, x, out);
      return { outputs: [out], saved: null };
    },
    backward: () => [null],
  });
}
