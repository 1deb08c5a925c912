/** The sum of two or more values under broadcasting: where residual branches join. */
import { reshaped, sameShape, type Shape, type Tensor } from '../../tensor/tensor';
import { broadcastShape } from '../broadcast';
import { defineOp, type NoAttributes } from '../op';

/** Arguments: any number of values whose shapes broadcast together; add distributes its gradient to each. */
export const add = defineOp<NoAttributes, { readonly shapes: readonly Shape[] }>({
  role: 'join',
  shape: (args) => {
    const [first] = args;
    if (!first) return { error: 'add takes at least one value' };
    const shape = broadcastShape(args.map((arg) => arg.shape));
    return 'error' in shape ? shape : [{ elementType: first.elementType, shape }];
  },
  forward: (kernels, args) => {
    const shapes = args.map((arg) => arg.shape);
    const shape = broadcastShape(shapes);
    if ('error' in shape) throw new RangeError(shape.error);
    const sum = kernels.allocate(shape);
    for (const arg of args) kernels.pairwise('add', sum, arg, sum);
    return { outputs: [sum], saved: { shapes } };
  },
  backward: (kernels, [dy], { shapes }, _attributes, wanted) =>
    shapes.map((shape, index): Tensor | null => {
      if (!dy || wanted[index] !== true) return null;
      if (sameShape(shape, dy.shape)) return reshaped(dy, shape);
      const gradient = kernels.allocate(shape);
      kernels.reduce('sum', dy, gradient);
      return gradient;
    }),
});
