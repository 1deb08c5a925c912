/** The largest and the smallest number over axes. */
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import type { BoundOp } from '../op';
import { foldOp, numberType, type FoldAttributes } from './fold';

/** The largest number; several largest ones share the gradient evenly (torch.amax). */
export const max = extreme('max', 'maximum');

/** The smallest number; several smallest ones share the gradient evenly (torch.amin). */
export const min = extreme('min', 'minimum');

function extreme(name: string, by: 'maximum' | 'minimum'): BoundOp<FoldAttributes> {
  return foldOp<Tensor>({
    name,
    result: 'numbers',
    needsNumbers: true,
    forward: (kernels, x, { kept }) => {
      const y = kernels.allocate(kept, numberType(x));
      kernels.reduce(by, x, y);
      return { y, saved: y };
    },
    backward: (kernels, dy, x, y) => sharedAmong(kernels, dy, x, y),
  });
}

/** dy in equal shares to every x that equals the y of its fold. */
export function sharedAmong(kernels: Kernels, dy: Tensor, x: Tensor, y: Tensor): Tensor {
  const dx = kernels.allocate(x.shape);
  kernels.pairwise('equal', x, y, dx);
  const share = kernels.allocate(y.shape);
  kernels.reduce('sum', dx, share);
  kernels.pairwise('divide', dy, share, share);
  kernels.pairwise('multiply', dx, share, dx);
  return dx;
}
