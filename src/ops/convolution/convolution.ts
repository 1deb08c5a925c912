/** The convolution over one, two or three axes of places, with groups, strides, dilations and every kind of padding. */
import type { Kernels } from '../../tensor/kernels';
import { reshaped, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import {
  padded,
  paddedGradient,
  paddedShape,
  paddingError,
  padsWithInput,
  type PaddingMode,
} from './padding';
import { biasError, groupsError, numbersError, operandError, positionsOf } from './windows';
import { workingNumbers } from './workingStorage';

/** A number for each axis of places, unless said otherwise. */
export type ConvolutionAttributes = Readonly<{
  strides: readonly number[];
  dilations: readonly number[];
  /** Places added before the first of each axis, then those behind the last. */
  padding: readonly number[];
  paddingMode: PaddingMode;
  /** Channels and outputs are split into so many groups that do not see each other. */
  groups: number;
}>;

interface Saved {
  /** The shape of the argument. */
  readonly shape: Shape;
  /** The input, padded where it is padded with its own numbers. */
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
}

/**
 * Arguments: x (batch, channels, ...places), weight (outputs, channels / groups, ...kernel), optionally bias (outputs). Output:
 * (batch, outputs, ...positions), as PyTorch's conv1d, conv2d and conv3d (a cross-correlation).
 */
export const convolution = defineOp<ConvolutionAttributes, Saved>({
  role: 'weighted',
  unitAxis: () => 1,
  shape: (args, attributes) => convolutionShape(args, attributes),
  work: (args, attributes) => {
    const types = convolutionShape(args, attributes);
    const weights = args[1]?.shape ?? [];
    return 'error' in types ? 0 : sizeOf(types[0]?.shape ?? []) * (2 * sizeOf(weights.slice(1)) + 1);
  },
  extra: (args, attributes) => {
    const [x, weight] = args;
    const types = convolutionShape(args, attributes);
    if (!x || !weight || 'error' in types) return { saved: 0, passing: 0 };
    const { paddingMode, padding } = attributes;
    const copies = padsWithInput(paddingMode, padding);
    const shape = copies ? paddedShape(x.shape, padding) : x.shape;
    const working = workingNumbers(shape, weight.shape, types[0]?.shape ?? [], geometryOf(attributes));
    const copy = copies ? sizeOf(shape) : 0;
    // Backward holds the gradient of the copy beside it.
    return { saved: copy, passing: copy + working };
  },
  forward: (kernels, args, attributes) => {
    const [given, weight, bias = null] = args;
    const types = convolutionShape(args, attributes);
    if (!given || !weight || 'error' in types) throw new RangeError('convolution takes fitting arguments');
    const { paddingMode, padding } = attributes;
    const copies = padsWithInput(paddingMode, padding);
    const x = copies ? padded(kernels, given, paddingMode, padding) : given;
    const y = kernels.allocate(types[0]?.shape ?? []);
    kernels.convolution(x, weight, bias, y, geometryOf(attributes));
    return { outputs: [y], saved: { shape: given.shape, x, weight, bias } };
  },
  backward: (kernels, [dy], saved, attributes, wanted) => {
    if (!dy) return [null, null, null];
    return [
      wanted[0] === true ? inputGradient(kernels, dy, saved, attributes) : null,
      wanted[1] === true ? weightGradient(kernels, dy, saved, attributes) : null,
      wanted[2] === true && saved.bias ? biasGradient(kernels, dy, saved.bias) : null,
    ];
  },
});

function convolutionShape(
  [x, weight, bias]: readonly TensorType[],
  { strides, dilations, padding, paddingMode, groups }: ConvolutionAttributes,
): readonly TensorType[] | ShapeError {
  const name = 'convolution';
  const unfit = operandError(name, x, weight);
  if (unfit || !x || !weight) return unfit ?? { error: `${name} takes an input and a weight` };
  const [batch = 0, channels = 0, ...places] = x.shape;
  const [outputs = 0, perGroup = 0, ...kernel] = weight.shape;
  const axes = kernel.length;
  const wrong =
    numbersError(name, 'strides', strides, axes, 1) ??
    numbersError(name, 'dilations', dilations, axes, 1) ??
    numbersError(name, 'padding', padding, 2 * axes, 0) ??
    paddingError(name, paddingMode, padding, places) ??
    groupsError(name, groups, { channels, outputs });
  if (wrong) return wrong;
  if (perGroup * groups !== channels) {
    return { error: `${name} expects ${perGroup * groups} channels, the input has ${channels}` };
  }
  const biasUnfit = biasError(name, bias, outputs);
  if (biasUnfit) return biasUnfit;
  const windows = kernel.map((size, axis) => ({
    kernel: size,
    stride: strides[axis] ?? 1,
    before: padding[axis] ?? 0,
    after: padding[axes + axis] ?? 0,
    dilation: dilations[axis] ?? 1,
  }));
  const positions = positionsOf(name, places, windows);
  if ('error' in positions) return positions;
  return [{ elementType: x.elementType, shape: [batch, outputs, ...positions] }];
}

/** What the kernels are told: padding with the input's own numbers has been done before. */
function geometryOf({ strides, dilations, padding, paddingMode, groups }: ConvolutionAttributes): {
  strides: readonly number[];
  dilations: readonly number[];
  padding: readonly number[];
  groups: number;
} {
  const before = padding.slice(0, strides.length);
  return { strides, dilations, groups, padding: paddingMode === 'zeros' ? before : before.map(() => 0) };
}

function inputGradient(
  kernels: Kernels,
  dy: Tensor,
  { shape, x, weight }: Saved,
  attributes: ConvolutionAttributes,
): Tensor {
  const dx = kernels.allocate(x.shape);
  kernels.convolutionInputGradient(dy, weight, dx, geometryOf(attributes));
  const { paddingMode, padding } = attributes;
  return padsWithInput(paddingMode, padding) ? paddedGradient(kernels, dx, shape, paddingMode, padding) : dx;
}

function weightGradient(
  kernels: Kernels,
  dy: Tensor,
  { x, weight }: Saved,
  attributes: ConvolutionAttributes,
): Tensor {
  const dW = kernels.allocate(weight.shape);
  kernels.convolutionWeightGradient(dy, x, dW, geometryOf(attributes));
  return dW;
}

/** The sum over the batch and all places. */
export function biasGradient(kernels: Kernels, dy: Tensor, { shape }: Tensor): Tensor {
  const [batch = 0, outputs = 0, ...places] = dy.shape;
  const db = kernels.allocate([outputs, 1]);
  kernels.reduce('sum', reshaped(dy, [batch, outputs, sizeOf(places)]), db);
  return reshaped(db, shape);
}
