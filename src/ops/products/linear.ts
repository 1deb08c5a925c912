/** The fully connected layer: y = x W^T + b, weights stored as PyTorch stores them, (outputs, inputs). */
import type { Tensor, TensorType } from '../../tensor/tensor';
import { isFloat, reshaped, sizeOf } from '../../tensor/tensor';
import type { Kernels } from '../../tensor/kernels';
import { defineOp, type NoAttributes, type ShapeError } from '../op';

interface Saved {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
}

/** Arguments: x (..., inputs), weight (outputs, inputs), optionally bias (outputs). Output: (..., outputs). */
export const linear = defineOp<NoAttributes, Saved>({
  role: 'weighted',
  shape: (args) => linearShape(args),
  work: ([x, weight]) => {
    const [outputs = 0, inputs = 0] = weight?.shape ?? [];
    return inputs === 0 ? 0 : (sizeOf(x?.shape ?? []) / inputs) * outputs * (2 * inputs + 1);
  },
  forward: (kernels, args) => {
    const [x, weight, bias = null] = args;
    if (!x || !weight) throw new RangeError('linear takes an input and a weight');
    const [outputs = 0] = weight.shape;
    const y = kernels.allocate([...x.shape.slice(0, -1), outputs]);
    kernels.matrixProduct(asMatrix(x), weight, asMatrix(y), { transposeB: true });
    if (bias) kernels.pairwise('add', y, bias, y);
    return { outputs: [y], saved: { x, weight, bias } };
  },
  backward: (kernels, [dy], saved, _attributes, wanted) => {
    if (!dy) return [null, null, null];
    return [
      wanted[0] === true ? inputGradient(kernels, dy, saved) : null,
      wanted[1] === true ? weightGradient(kernels, dy, saved) : null,
      wanted[2] === true && saved.bias ? biasGradient(kernels, dy, saved.bias) : null,
    ];
  },
});

function linearShape([x, weight, bias]: readonly TensorType[]): readonly TensorType[] | ShapeError {
  if (!x || !weight) return { error: 'linear takes an input and a weight' };
  const strange = [x, weight].find(({ elementType }) => !isFloat(elementType));
  if (strange) return { error: `linear takes floats, found ${strange.elementType} values` };
  const [outputs = 0, inputs = 0] = weight.shape;
  const features = x.shape.at(-1);
  if (x.shape.length < 2 || features === undefined) {
    return { error: 'linear needs an input with features, this one is a single number per sample' };
  }
  if (features !== inputs) {
    return { error: `linear expects ${inputs} features, the input has ${features}` };
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outputs)) {
    return { error: `linear has ${outputs} outputs, its bias has ${sizeOf(bias.shape)}` };
  }
  return [{ elementType: x.elementType, shape: [...x.shape.slice(0, -1), outputs] }];
}

/** dx = dy W. */
function inputGradient(kernels: Kernels, dy: Tensor, { x, weight }: Saved): Tensor {
  const dx = kernels.allocate(x.shape);
  kernels.matrixProduct(asMatrix(dy), weight, asMatrix(dx));
  return dx;
}

/** dW = dy^T x, summed over every axis but the features. */
function weightGradient(kernels: Kernels, dy: Tensor, { x, weight }: Saved): Tensor {
  const dW = kernels.allocate(weight.shape);
  kernels.matrixProduct(asMatrix(dy), asMatrix(x), dW, { transposeA: true });
  return dW;
}

function biasGradient(kernels: Kernels, dy: Tensor, bias: Tensor): Tensor {
  const db = kernels.allocate(bias.shape);
  kernels.reduce('sum', dy, db);
  return db;
}

/** All axes but the last as one. */
function asMatrix(tensor: Tensor): Tensor {
  const columns = tensor.shape.at(-1) ?? 1;
  return reshaped(tensor, [columns === 0 ? 0 : tensor.data.length / columns, columns]);
}
