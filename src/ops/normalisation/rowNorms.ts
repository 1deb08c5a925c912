/** Normalisations over the last axes of each place: layer norm (Ba et al. 2016) and RMS norm (Zhang and Sennrich 2019). */
import type { Kernels } from '../../tensor/kernels';
import {
  reshaped,
  sizeOf,
  type FloatType,
  type Shape,
  type Tensor,
  type TensorType,
} from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { epsilonMisfit, misfit, missing, named, namesOf, tensorsOf, type Present } from './arguments';

type LayerNormAttributes = {
  /** Over how many of the last axes it runs. */
  readonly axes: number;
  /** Is added to the variance; 1e-5 in PyTorch, 1e-3 in Keras. */
  readonly epsilon: number;
  readonly scale: boolean;
  readonly shift: boolean;
};

type RmsNormAttributes = {
  /** Over how many of the last axes it runs. */
  readonly axes: number;
  /** Is added to the mean square; null: the machine epsilon of the run's float type, as in PyTorch; 1e-6 in Keras. */
  readonly epsilon: number | null;
  readonly scale: boolean;
};

/** The distance from 1 to the next number. */
export const machineEpsilon: Readonly<Record<FloatType, number>> = {
  float32: 2 ** -23,
  float64: Number.EPSILON,
};

interface Saved {
  readonly x: Tensor;
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
  /** Float64 (2, rows): centre and factor. */
  readonly statistics: Tensor;
}

/** Arguments: x, then as the attributes say scale and shift of the shape of x's last axes. y = (x - mean) / sqrt(variance + epsilon) scale + shift. */
export const layerNorm = defineOp<LayerNormAttributes, Saved>({
  role: 'normalisation',
  shape: (args, attributes) =>
    rowNormShape('layer-norm', args, layerNormArguments(attributes), attributes.axes, attributes.epsilon),
  work: ([x], { scale, shift }) => (6 + Number(scale) + Number(shift)) * sizeOf(x?.shape ?? []),
  forward: (kernels, args, attributes) => {
    const { x, scale, shift } = tensorsOf('layer-norm', args, layerNormArguments(attributes));
    return forward(kernels, x, { scale, shift }, { ...attributes, centred: true });
  },
  backward: (kernels, [dy], saved, attributes, wanted) =>
    gradients(kernels, dy ?? null, saved, { axes: attributes.axes, centred: true }, wanted),
});

/** Arguments: x, then as the attributes say a scale of the shape of x's last axes. y = x / sqrt(mean square of x + epsilon) scale. */
export const rmsNorm = defineOp<RmsNormAttributes, Saved>({
  role: 'normalisation',
  shape: (args, attributes) =>
    rowNormShape('rms-norm', args, rmsNormArguments(attributes), attributes.axes, attributes.epsilon ?? 0),
  work: ([x], { scale }) => (4 + Number(scale)) * sizeOf(x?.shape ?? []),
  forward: (kernels, args, attributes) => {
    const { x, scale } = tensorsOf('rms-norm', args, rmsNormArguments(attributes));
    const epsilon = attributes.epsilon ?? machineEpsilon[kernels.floatType];
    return forward(kernels, x, { scale, shift: null }, { axes: attributes.axes, epsilon, centred: false });
  },
  backward: (kernels, [dy], saved, attributes, wanted) =>
    gradients(kernels, dy ?? null, saved, { axes: attributes.axes, centred: false }, wanted),
});

function layerNormArguments({ scale, shift }: LayerNormAttributes): Present {
  return { scale, shift, statistics: false, count: false };
}

function rmsNormArguments({ scale }: RmsNormAttributes): Present {
  return { scale, shift: false, statistics: false, count: false };
}

function rowNormShape(
  op: string,
  args: readonly TensorType[],
  present: Present,
  axes: number,
  epsilon: number,
): readonly TensorType[] | ShapeError {
  const found = named(args, present);
  if (!found) return { error: missing(op, present) };
  const { shape } = found.x;
  if (shape.length === 0) return { error: `${op} needs an axis to run over, the input is a single number` };
  if (!Number.isInteger(axes) || axes < 1 || axes > shape.length) {
    return { error: `${op} needs to run over 1 to ${shape.length} axes here, found ${axes}` };
  }
  const error = epsilonMisfit(op, epsilon) ?? misfit(op, found, sizeOf(shape.slice(-axes)), 'feature');
  return error ?? [found.x];
}

/** The rows over the last axes as a matrix. */
function asRows(tensor: Tensor, axes: number): Tensor {
  return reshaped(tensor, rowsShape(tensor.shape, axes));
}

function rowsShape(shape: Shape, axes: number): readonly [number, number] {
  return [sizeOf(shape.slice(0, -axes)), sizeOf(shape.slice(-axes))];
}

function forward(
  kernels: Kernels,
  x: Tensor,
  affine: { readonly scale: Tensor | null; readonly shift: Tensor | null },
  { axes, epsilon, centred }: { readonly axes: number; readonly epsilon: number; readonly centred: boolean },
): { readonly outputs: readonly Tensor[]; readonly saved: Saved } {
  const y = kernels.allocate(x.shape);
  const rows = asRows(x, axes);
  const statistics = kernels.allocate([2, rows.shape[0] ?? 0], 'float64');
  kernels.normaliseRows(rows, affine, { centred, epsilon }, asRows(y, axes), statistics);
  return { outputs: [y], saved: { x, ...affine, statistics } };
}

function gradients(
  kernels: Kernels,
  dy: Tensor | null,
  { x, scale, shift, statistics }: Saved,
  { axes, centred }: { readonly axes: number; readonly centred: boolean },
  wanted: readonly boolean[],
): readonly (Tensor | null)[] {
  const names = namesOf({ scale: scale !== null, shift: shift !== null, statistics: false, count: false });
  if (!dy) return [null, ...names.map(() => null)];
  const rows = asRows(x, axes);
  const columns = rows.shape[1] ?? 0;
  const dx = wanted[0] === true ? kernels.allocate(x.shape) : null;
  const learns = wanted.slice(1, 1 + names.length).includes(true);
  const sums = learns ? kernels.allocate([2, columns], 'float64') : null;
  if (!dx && !sums) return [null, ...names.map(() => null)];
  const out = { dx: dx && asRows(dx, axes), columns: sums };
  kernels.normaliseRowsGradient(asRows(dy, axes), rows, scale, { centred }, statistics, out);
  const ofColumns = (like: Tensor, which: 0 | 1): Tensor => {
    const gradient = kernels.allocate(like.shape);
    if (sums) gradient.data.set(sums.data.subarray(which * columns, (which + 1) * columns));
    return gradient;
  };
  return [
    dx,
    ...names.map((name, place) => {
      const like = name === 'scale' ? scale : shift;
      return like && wanted[place + 1] === true ? ofColumns(like, name === 'scale' ? 0 : 1) : null;
    }),
  ];
}
