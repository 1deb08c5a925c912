/** Mean squared error over all elements (PyTorch's MSELoss with reduction "mean"). */
import { sameShape, sizeOf, type Tensor } from '../../tensor/tensor';
import { defineOp } from '../op';

type None = Readonly<Record<string, never>>;

/** Arguments: prediction, target of the same shape. Output: one number. dL/dprediction = 2 (prediction - target) / size. */
export const meanSquaredError = defineOp<None, Tensor>({
  role: 'loss',
  shape: ([prediction, target]) => {
    if (!prediction || !target) return { error: 'mse takes a prediction and a target' };
    if (!sameShape(prediction.shape, target.shape)) {
      return {
        error: `mse compares values of one shape, the prediction has (${prediction.shape.join(', ')}), the target (${target.shape.join(', ')})`,
      };
    }
    return [{ elementType: prediction.elementType, shape: [] }];
  },
  work: ([prediction]) => 3 * sizeOf(prediction?.shape ?? []),
  forward: (kernels, [prediction, target]) => {
    if (!prediction || !target) throw new RangeError('mse takes a prediction and a target');
    const difference = kernels.allocate(prediction.shape);
    kernels.pairwise('subtract', prediction, target, difference);
    const squares = kernels.allocate(prediction.shape);
    kernels.pairwise('multiply', difference, difference, squares);
    const loss = kernels.allocate([]);
    kernels.reduce('sum', squares, loss);
    kernels.affine(loss, 1 / sizeOf(prediction.shape), 0, loss);
    return { outputs: [loss], saved: difference };
  },
  backward: (kernels, [dy], difference, _attributes, wanted) => {
    if (!dy) return [null, null];
    const scale = 2 / difference.data.length;
    const gradient = (sign: number): Tensor => {
      const out = kernels.allocate(difference.shape);
      kernels.pairwise('multiply', difference, dy, out);
      kernels.affine(out, sign * scale, 0, out);
      return out;
    };
    return [wanted[0] === true ? gradient(1) : null, wanted[1] === true ? gradient(-1) : null];
  },
});
