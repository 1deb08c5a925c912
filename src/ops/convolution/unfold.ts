/** Sliding windows laid out as columns (im2col), and the way back, as torch.nn.functional.unfold and fold. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { runLength, volume, windowRuns, windowsOf, type SlidingWindows } from '../../tensor/slidingWindows';
import { isFloat, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { inputAxes, numbersError, positionsOf } from './windows';

/** A number for each of one to three axes of places. */
export type UnfoldAttributes = Readonly<{
  kernel: readonly number[];
  dilations: readonly number[];
  /** Zeros at both ends. */
  padding: readonly number[];
  strides: readonly number[];
}>;

/** As `unfold`, with the places of the result. */
export type FoldAttributes = UnfoldAttributes & Readonly<{ places: readonly number[] }>;

/** Arguments: x (batch, channels, ...places). Output: (batch, channels * taps, positions). */
export const unfold = defineOp<UnfoldAttributes, { readonly shape: Shape }>({
  role: 'movement',
  shape: ([x], attributes) => {
    const positions = unfoldedPositions(x, attributes);
    if (!x || 'error' in positions)
      return 'error' in positions ? positions : { error: 'unfold takes one input' };
    const [batch = 0, channels = 0] = x.shape;
    const shape = [batch, channels * sizeOf(attributes.kernel), sizeOf(positions)];
    return [{ elementType: x.elementType, shape }];
  },
  forward: (kernels, [x], attributes) => {
    const positions = unfoldedPositions(x, attributes);
    if (!x || 'error' in positions) throw new RangeError('unfold takes one input');
    const columns = unfolded(kernels, x, windowsFor(x.shape.slice(2), positions, attributes));
    return { outputs: [columns], saved: { shape: x.shape } };
  },
  backward: (kernels, [dy], { shape }, attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const positions = unfoldedPositions({ elementType: dy.elementType, shape }, attributes);
    if ('error' in positions) throw new RangeError(positions.error);
    return [folded(kernels, dy, shape, windowsFor(shape.slice(2), positions, attributes))];
  },
});

/** Arguments: columns (batch, channels * taps, positions). Output: (batch, channels, ...places), overlaps summed. */
export const fold = defineOp<FoldAttributes, { readonly windows: SlidingWindows }>({
  role: 'movement',
  shape: ([columns], attributes) => foldShape(columns, attributes),
  forward: (kernels, args, attributes) => {
    const [columns] = args;
    const types = foldShape(args[0], attributes);
    if (!columns || 'error' in types) throw new RangeError('fold takes one input');
    const positions = positionsOf('fold', attributes.places, axisWindows(attributes));
    if ('error' in positions) throw new RangeError(positions.error);
    const windows = windowsFor(attributes.places, positions, attributes);
    return { outputs: [folded(kernels, columns, types[0]?.shape ?? [], windows)], saved: { windows } };
  },
  backward: (kernels, [dy], { windows }, _attributes, wanted) => [
    dy && wanted[0] === true ? unfolded(kernels, dy, windows) : null,
  ],
});

function unfoldedPositions(
  x: TensorType | undefined,
  attributes: UnfoldAttributes,
): readonly number[] | ShapeError {
  if (!x) return { error: 'unfold takes one input' };
  const unfit = attributesError('unfold', x, attributes);
  if (unfit) return unfit;
  const axes = attributes.kernel.length;
  if (x.shape.length !== axes + 2) {
    return {
      error: `unfold needs an input of ${inputAxes(axes)} for its kernel, this one has the shape ${shapeText(x.shape)}`,
    };
  }
  return positionsOf('unfold', x.shape.slice(2), axisWindows(attributes));
}

function foldShape(
  columns: TensorType | undefined,
  attributes: FoldAttributes,
): readonly TensorType[] | ShapeError {
  if (!columns) return { error: 'fold takes one input' };
  const { kernel, places } = attributes;
  const unfit =
    attributesError('fold', columns, attributes) ?? numbersError('fold', 'places', places, kernel.length, 1);
  if (unfit) return unfit;
  if (columns.shape.length !== 3) {
    return {
      error: `fold needs an input of (batch, channels times taps, positions), this one has the shape ${shapeText(columns.shape)}`,
    };
  }
  const [batch = 0, lines = 0, count = 0] = columns.shape;
  const taps = sizeOf(kernel);
  if (lines % taps !== 0) {
    return { error: `fold needs a multiple of ${taps} lines for its kernel, the input has ${lines}` };
  }
  const positions = positionsOf('fold', places, axisWindows(attributes));
  if ('error' in positions) return positions;
  if (sizeOf(positions) !== count) {
    return { error: `fold expects ${sizeOf(positions)} positions, the input has ${count}` };
  }
  return [{ elementType: columns.elementType, shape: [batch, lines / taps, ...places] }];
}

function attributesError(
  name: string,
  { elementType }: TensorType,
  { kernel, dilations, padding, strides }: UnfoldAttributes,
): ShapeError | null {
  if (!isFloat(elementType)) return { error: `${name} takes floats, found elements of type ${elementType}` };
  const axes = kernel.length;
  if (axes < 1 || axes > 3) return { error: `${name} needs a kernel over one to three axes, found ${axes}` };
  return (
    numbersError(name, 'kernel', kernel, axes, 1) ??
    numbersError(name, 'dilations', dilations, axes, 1) ??
    numbersError(name, 'padding', padding, axes, 0) ??
    numbersError(name, 'strides', strides, axes, 1)
  );
}

function axisWindows({
  kernel,
  dilations,
  padding,
  strides,
}: UnfoldAttributes): Parameters<typeof positionsOf>[2] {
  return kernel.map((size, axis) => ({
    kernel: size,
    stride: strides[axis] ?? 1,
    before: padding[axis] ?? 0,
    after: padding[axis] ?? 0,
    dilation: dilations[axis] ?? 1,
  }));
}

function windowsFor(places: Shape, positions: Shape, attributes: UnfoldAttributes): SlidingWindows {
  return windowsOf(places, attributes.kernel, positions, attributes);
}

function unfolded(kernels: Kernels, x: Tensor, windows: SlidingWindows): Tensor {
  const [batch = 0, channels = 0] = x.shape;
  const [taps, positions, places] = [volume(windows.kernel), volume(windows.target), volume(windows.source)];
  const columns = kernels.allocate([batch, channels * taps, positions]);
  const runs = windowRuns(windows);
  const step = windows.strides[2];
  for (let channel = 0; channel < batch * channels; channel += 1) {
    kernels.pace(taps * positions);
    for (let run = 0; run < runs.length; run += runLength) {
      let into = (channel * taps + (runs[run] ?? 0)) * positions + (runs[run + 2] ?? 0);
      let from = channel * places + (runs[run + 1] ?? 0);
      for (const end = into + (runs[run + 3] ?? 0); into < end; into += 1, from += step) {
        columns.data[into] = x.data[from] ?? NaN;
      }
    }
  }
  return columns;
}

function folded(kernels: Kernels, columns: Tensor, shape: Shape, windows: SlidingWindows): Tensor {
  const [batch = 0, channels = 0] = shape;
  const [taps, positions, places] = [volume(windows.kernel), volume(windows.target), volume(windows.source)];
  const x = kernels.allocate(shape);
  const runs = windowRuns(windows);
  const step = windows.strides[2];
  for (let channel = 0; channel < batch * channels; channel += 1) {
    kernels.pace(taps * positions);
    for (let run = 0; run < runs.length; run += runLength) {
      let from = (channel * taps + (runs[run] ?? 0)) * positions + (runs[run + 2] ?? 0);
      let into = channel * places + (runs[run + 1] ?? 0);
      for (const end = from + (runs[run + 3] ?? 0); from < end; from += 1, into += step) {
        x.data[into] = (x.data[into] ?? NaN) + (columns.data[from] ?? NaN);
      }
    }
  }
  return x;
}
