/** The transposed convolution: the gradient of a convolution as a layer of its own, which makes images larger. */
import { reshaped, sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { biasGradient } from './convolution';
import { biasError, groupsError, numbersError, operandError, spanOf } from './windows';
import { workingNumbers } from './workingStorage';

/** A number for each axis of places, unless said otherwise. */
export type TransposedAttributes = Readonly<{
  strides: readonly number[];
  dilations: readonly number[];
  /** Places taken away before the first of each axis, then those behind the last. */
  padding: readonly number[];
  /** Places added behind the last, less than the stride or the dilation. */
  outputPadding: readonly number[];
  groups: number;
}>;

interface Saved {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
}

/**
 * Arguments: x (batch, inputs, ...places), weight (inputs, outputs / groups, ...kernel), optionally bias (outputs). Output: (batch,
 * outputs, ...places) with (places - 1) strides - padding + dilations (kernel - 1) + outputPadding + 1 places, as PyTorch's
 * conv_transpose1d, 2d and 3d.
 */
export const transposedConvolution = defineOp<TransposedAttributes, Saved>({
  role: 'weighted',
  unitAxis: () => 1,
  shape: (args, attributes) => transposedShape(args, attributes),
  work: ([x, weight]) => sizeOf(x?.shape ?? []) * (2 * sizeOf((weight?.shape ?? []).slice(1)) + 1),
  extra: (args, attributes) => {
    const [x, weight] = args;
    const types = transposedShape(args, attributes);
    if (!x || !weight || 'error' in types) return { saved: 0, passing: 0 };
    const passing = workingNumbers(types[0]?.shape ?? [], weight.shape, x.shape, geometryOf(attributes));
    return { saved: 0, passing };
  },
  forward: (kernels, args, attributes) => {
    const [x, weight, bias = null] = args;
    const types = transposedShape(args, attributes);
    if (!x || !weight || 'error' in types) {
      throw new RangeError('transposed-convolution takes fitting arguments');
    }
    const y = kernels.allocate(types[0]?.shape ?? []);
    kernels.convolutionInputGradient(x, weight, y, geometryOf(attributes));
    if (bias) {
      const [batch = 0, outputs = 0, ...places] = y.shape;
      const rows = reshaped(y, [batch, outputs, sizeOf(places)]);
      kernels.pairwise('add', rows, reshaped(bias, [outputs, 1]), rows);
    }
    return { outputs: [y], saved: { x, weight, bias } };
  },
  backward: (kernels, [dy], { x, weight, bias }, attributes, wanted) => {
    if (!dy) return [null, null, null];
    const geometry = geometryOf(attributes);
    const dx = wanted[0] === true ? kernels.allocate(x.shape) : null;
    if (dx) kernels.convolution(dy, weight, null, dx, geometry);
    const dW = wanted[1] === true ? kernels.allocate(weight.shape) : null;
    if (dW) kernels.convolutionWeightGradient(x, dy, dW, geometry);
    return [dx, dW, wanted[2] === true && bias ? biasGradient(kernels, dy, bias) : null];
  },
});

function geometryOf({ strides, dilations, padding, groups }: TransposedAttributes): {
  strides: readonly number[];
  dilations: readonly number[];
  padding: readonly number[];
  groups: number;
} {
  return { strides, dilations, groups, padding: padding.slice(0, strides.length) };
}

function transposedShape(
  [x, weight, bias]: readonly TensorType[],
  { strides, dilations, padding, outputPadding, groups }: TransposedAttributes,
): readonly TensorType[] | ShapeError {
  const name = 'transposed-convolution';
  const unfit = operandError(name, x, weight);
  if (unfit || !x || !weight) return unfit ?? { error: `${name} takes an input and a weight` };
  const [batch = 0, channels = 0, ...places] = x.shape;
  const [inputs = 0, perGroup = 0, ...kernel] = weight.shape;
  const axes = kernel.length;
  const wrong =
    numbersError(name, 'strides', strides, axes, 1) ??
    numbersError(name, 'dilations', dilations, axes, 1) ??
    numbersError(name, 'padding', padding, 2 * axes, 0) ??
    numbersError(name, 'output padding', outputPadding, axes, 0) ??
    groupsError(name, groups, { channels });
  if (wrong) return wrong;
  if (inputs !== channels) return { error: `${name} expects ${inputs} channels, the input has ${channels}` };
  const outputs = perGroup * groups;
  const biasUnfit = biasError(name, bias, outputs);
  if (biasUnfit) return biasUnfit;
  const tooMuch = outputPadding.findIndex(
    (count, axis) => count > 0 && count >= Math.max(strides[axis] ?? 1, dilations[axis] ?? 1),
  );
  if (tooMuch !== -1) {
    return {
      error: `${name} needs an output padding below the stride or the dilation, found ${outputPadding[tooMuch] ?? 0}`,
    };
  }
  const sizes = kernel.map(
    (size, axis) =>
      ((places[axis] ?? 0) - 1) * (strides[axis] ?? 1) +
      spanOf({ kernel: size, dilation: dilations[axis] ?? 1 }) +
      (outputPadding[axis] ?? 0) -
      (padding[axis] ?? 0) -
      (padding[axes + axis] ?? 0),
  );
  if (places.some((size) => size < 1) || sizes.some((size) => size < 1)) {
    return { error: `${name} needs an output with at least one place, this one has ${sizes.join(' x ')}` };
  }
  return [{ elementType: x.elementType, shape: [batch, outputs, ...sizes] }];
}
