/** The angle of a point of the plane. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, zeros, type Shape, type Tensor } from '../../tensor/tensor';
import { summedTo } from '../broadcast';
import { defineOp, type NoAttributes } from '../op';
import { bothOf, paired, pairType } from './pairs';

/**
 * Arguments: y, x, which broadcast together. Output: the angle of (x, y) in [-pi, pi], floats also of whole numbers (torch.atan2);
 * dy = x / (x^2 + y^2), dx = -y / (x^2 + y^2).
 */
export const atan2 = defineOp<NoAttributes, readonly [y: Tensor, x: Tensor]>({
  role: 'arithmetic',
  shape: (args, _attributes, floatType) =>
    pairType('atan2', args, args.find(({ elementType }) => isFloat(elementType))?.elementType ?? floatType),
  forward: (kernels, args) => {
    const [y, x] = bothOf('atan2', args);
    const shape = paired(kernels, 'add', y, x).shape;
    const [opposite, adjacent] = [stretched(kernels, y, shape), stretched(kernels, x, shape)];
    const out = kernels.allocate(shape);
    kernels.pace(out.data.length);
    for (let place = 0; place < out.data.length; place += 1) {
      out.data[place] = Math.atan2(opposite.data[place] ?? NaN, adjacent.data[place] ?? NaN);
    }
    return { outputs: [out], saved: [y, x] };
  },
  backward: (kernels, [dy], [y, x], _attributes, wanted) => {
    if (!dy) return [null, null];
    const share = paired(
      kernels,
      'add',
      paired(kernels, 'multiply', y, y, kernels.floatType),
      paired(kernels, 'multiply', x, x, kernels.floatType),
    );
    kernels.pairwise('divide', dy, share, share);
    return [y, x].map((own, which) => {
      if (wanted[which] !== true || !isFloat(own.elementType)) return null;
      const gradient = paired(kernels, 'multiply', share, which === 0 ? x : y);
      if (which === 1) kernels.affine(gradient, -1, 0, gradient);
      return summedTo(kernels, gradient, own.shape);
    });
  },
});

function stretched(kernels: Kernels, x: Tensor, shape: Shape): Tensor {
  const out = kernels.allocate(shape);
  kernels.pairwise('add', x, zeros(kernels.floatType, []), out);
  return out;
}
