/** Ops of two values under broadcasting. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, type Tensor } from '../../tensor/tensor';
import { pairOp, paired } from './pairs';
import { negated } from '../copies';

/** a - b. */
export const subtract = pairOp('subtract', {
  role: 'join',
  by: 'subtract',
  partials: [(_kernels, dy) => dy, negated],
});

/** a / b, floats also of whole numbers; da = dy / b, db = -dy a / b^2. */
export const divide = pairOp('divide', {
  role: 'arithmetic',
  by: 'divide',
  result: (args, floatType) => args.find(({ elementType }) => isFloat(elementType))?.elementType ?? floatType,
  partials: [
    (kernels, dy, _a, b) => paired(kernels, 'divide', dy, b),
    (kernels, dy, a, b) => {
      const gradient = paired(kernels, 'divide', dy, b);
      kernels.pairwise('multiply', gradient, a, gradient);
      kernels.pairwise('divide', gradient, b, gradient);
      kernels.affine(gradient, -1, 0, gradient);
      return gradient;
    },
  ],
});

/** a^b; da = dy b a^(b-1), db = dy a^b ln a, both as PyTorch has them at 0 (see Kernels.pairwise). */
export const power = pairOp('power', {
  role: 'arithmetic',
  by: 'power',
  partials: [
    (kernels, dy, a, b) => times(kernels, dy, paired(kernels, 'powerByBase', a, b, kernels.floatType)),
    (kernels, dy, a, b) => times(kernels, dy, paired(kernels, 'powerByExponent', a, b, kernels.floatType)),
  ],
});

/** What a / b rounded down leaves, of the sign of b (torch.remainder, Python's %); da = dy, db = -dy floor(a / b). */
export const remainder = pairOp('remainder', {
  role: 'arithmetic',
  by: 'remainder',
  partials: [
    (_kernels, dy) => dy,
    (kernels, dy, a, b) => {
      const quotient = paired(kernels, 'floorDivide', a, b, kernels.floatType);
      kernels.affine(quotient, -1, 0, quotient);
      return times(kernels, dy, quotient);
    },
  ],
});

/** Writes dy x into `x`, which has the shape of dy. */
function times(kernels: Kernels, dy: Tensor, x: Tensor): Tensor {
  kernels.pairwise('multiply', x, dy, x);
  return x;
}
