/** Dropout: in training each element is zeroed with probability `rate` and the rest scaled by 1 / (1 - rate) (Srivastava et al. 2014). */
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../op';

type DropoutAttributes = {
  /** Share of the elements that are zeroed, in [0, 1]. */
  readonly rate: number;
};

/** Arguments: x. In evaluation mode it passes x through. `saved` is the scaled mask, or null where nothing was dropped. */
export const dropout = defineOp<DropoutAttributes, Tensor | null>({
  role: 'noise',
  shape: ([x], { rate }) => {
    if (!x) return { error: 'dropout takes one input' };
    return rate >= 0 && rate <= 1 ? [x] : { error: `dropout needs a rate between 0 and 1, found ${rate}` };
  },
  forward: (kernels, [x], { rate }, run) => {
    if (!x) throw new RangeError('dropout takes one input');
    const y = kernels.allocate(x.shape);
    if (!run.training || rate === 0) {
      kernels.affine(x, 1, 0, y);
      return { outputs: [y], saved: null };
    }
    const mask = kernels.allocate(x.shape);
    const scale = rate === 1 ? 0 : 1 / (1 - rate);
    for (let position = 0; position < mask.data.length; position += 1) {
      mask.data[position] = run.random.uniform(position) < rate ? 0 : scale;
    }
    kernels.pairwise('multiply', x, mask, y);
    return { outputs: [y], saved: mask };
  },
  backward: (kernels, [dy], mask, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(dy.shape);
    if (mask) kernels.pairwise('multiply', dy, mask, dx);
    else kernels.affine(dy, 1, 0, dx);
    return [dx];
  },
});
