/** The sum of two or more values under broadcasting: where residual branches join. */
import { isFloat, type Tensor, type TensorType } from '../../tensor/tensor';
import { broadcastShape, commonType, summedTo } from '../broadcast';
import { defineOp, type NoAttributes } from '../op';
import { joinedType } from './pairs';

/** Arguments: any number of values whose shapes broadcast together; add distributes its gradient to each. */
export const add = defineOp<NoAttributes, { readonly types: readonly TensorType[] }>({
  role: 'join',
  shape: (args) => joinedType('add', args),
  forward: (kernels, args) => {
    const shape = broadcastShape(args.map((arg) => arg.shape));
    if ('error' in shape) throw new RangeError(shape.error);
    const sum = kernels.allocate(shape, commonType(args));
    for (const arg of args) kernels.pairwise('add', sum, arg, sum);
    return {
      outputs: [sum],
      saved: { types: args.map(({ elementType, shape }) => ({ elementType, shape })) },
    };
  },
  backward: (kernels, [dy], { types }, _attributes, wanted) =>
    types.map(({ elementType, shape }, index): Tensor | null =>
      dy && wanted[index] === true && isFloat(elementType) ? summedTo(kernels, dy, shape) : null,
    ),
});
