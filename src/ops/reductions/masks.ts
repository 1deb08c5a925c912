/** Reductions that look only at what is not 0. No gradient passes them. */
import { maskOf } from '../arithmetic/masks';
import type { BoundOp } from '../op';
import { foldOp, type FoldAttributes } from './fold';

/** Whether any number is not 0; false of no numbers. */
export const any = counting('any', 'bool', 'maximum');

/** Whether all numbers are not 0; true of no numbers. */
export const all = counting('all', 'bool', 'product');

/** How many numbers are not 0. */
export const countNonzero = counting('count-nonzero', 'int32', 'sum');

function counting(
  name: string,
  result: 'bool' | 'int32',
  by: 'maximum' | 'product' | 'sum',
): BoundOp<FoldAttributes> {
  return foldOp<null>({
    name,
    result,
    forward: (kernels, x, { kept }) => {
      const y = kernels.allocate(kept, result);
      // The largest of no numbers, minus infinity, is stored as 0.
      kernels.reduce(by, maskOf(kernels, x), y);
      return { y, saved: null };
    },
  });
}
