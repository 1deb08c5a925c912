/** The product over axes, with a gradient that is right where factors are zero. */
import { broadcastStrides, walkRuns } from '../../tensor/broadcast';
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import { foldOp, numberType } from './fold';

/** The product; 1 of no numbers. dx = dy times the product of the others. */
export const product = foldOp<Tensor>({
  name: 'product',
  result: 'numbers',
  forward: (kernels, x, { kept }) => {
    const y = kernels.allocate(kept, numberType(x));
    kernels.reduce('product', x, y);
    return { y, saved: y };
  },
  backward: othersTimes,
});

/** A zero gets the product of the others unless there are two; without zeros, all get y / x. */
function othersTimes(kernels: Kernels, dy: Tensor, x: Tensor, y: Tensor): Tensor {
  const strides = [broadcastStrides(x.shape, x.shape), broadcastStrides(y.shape, x.shape)] as const;
  const zeroCounts = new Int32Array(y.data.length);
  const rest = new Float64Array(y.data.length).fill(1);
  walkRuns(
    x.shape,
    strides,
    ([i, o], [di, d], length) => {
      for (let n = 0; n < length; n += 1) {
        const value = x.data[i + n * di] ?? NaN;
        const place = o + n * d;
        if (value === 0) zeroCounts[place] = (zeroCounts[place] ?? 0) + 1;
        else rest[place] = (rest[place] ?? NaN) * value;
      }
    },
    kernels.pace,
  );
  const dx = kernels.allocate(x.shape);
  walkRuns(
    x.shape,
    strides,
    ([i, o], [di, d], length) => {
      for (let n = 0; n < length; n += 1) {
        const value = x.data[i + n * di] ?? NaN;
        const place = o + n * d;
        const zeros = zeroCounts[place] ?? 0;
        const others = (rest[place] ?? NaN) / (value === 0 ? 1 : value);
        const alive = zeros === 0 || (zeros === 1 && value === 0);
        dx.data[i + n * di] = alive ? (dy.data[place] ?? NaN) * others : 0;
      }
    },
    kernels.pace,
  );
  return dx;
}
