/** The output energy: a loss for networks of which nothing is known but their outputs. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sizeOf, type Tensor } from '../../tensor/tensor';
import { defineOp, type NoAttributes } from '../op';
import { square } from '../arithmetic/functions';
import { sumOver } from './terms';

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
      const squares = kernels.allocate(x.shape);
      kernels.map(square.curve({}).f, x, squares);
      kernels.pairwise('add', loss, sumOver(kernels, squares, x.data.length), loss);
    }
    return { outputs: [loss], saved: args };
  },
  backward: (kernels, [dy], outputs, _attributes, wanted) =>
    outputs.map((x, index) =>
      dy && wanted[index] === true && isFloat(x.elementType) ? energyGradient(kernels, x, dy) : null,
    ),
});

function energyGradient(kernels: Kernels, x: Tensor, dy: Tensor): Tensor {
  const out = kernels.allocate(x.shape);
  kernels.affine(x, 2 / x.data.length, 0, out);
  kernels.pairwise('multiply', out, dy, out);
  return out;
}
