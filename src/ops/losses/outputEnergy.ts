/** The output energy: a loss for networks of which nothing is known but their outputs. */
import { isFloat, sizeOf, type Tensor } from '../../tensor/tensor';
import { defineOp, type NoAttributes } from '../op';
import { square } from './differences';
import { mapped, shareGradient, shifted, sumOver } from './mean';

/**
 * The sum over the outputs of the mean of their squares. Arguments: one or more outputs; those that are not floats count for nothing.
 * dL/dx = 2 x / size.
 */
export const outputEnergy = defineOp<NoAttributes, readonly Tensor[]>({
  role: 'loss',
  shape: (args) => {
    const first = args.find(({ elementType }) => isFloat(elementType));
    if (!first) return { error: 'output-energy needs an output that holds floats' };
    return [{ elementType: first.elementType, shape: [] }];
  },
  work: (args) => args.reduce((sum, { shape }) => sum + 2 * sizeOf(shape), 0),
  forward: (kernels, args) => {
    const loss = kernels.allocate([]);
    for (const x of args.filter(({ elementType }) => isFloat(elementType))) {
      kernels.pairwise('add', loss, sumOver(kernels, mapped(kernels, square, x), x.data.length), loss);
    }
    return { outputs: [loss], saved: args };
  },
  backward: (kernels, [dy], outputs, _attributes, wanted) =>
    outputs.map((x, index) =>
      dy && wanted[index] === true && isFloat(x.elementType)
        ? shareGradient(kernels, shifted(kernels, x, 2, 0), dy, x.data.length)
        : null,
    ),
});
