/** The windows of pooling ops: their attributes, the shapes that follow from them, and where each window lies. */
import { shapeText } from '../../base/numbers';
import type { AxisWindows, Windows } from '../../tensor/pooling';
import { isFloat, type Shape, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { wholeNumbersError } from '../wholeNumbers';

/** Windows of one size at even distances; a number for each axis of places. */
export type SlidingAttributes = Readonly<{
  kernel: readonly number[];
  strides: readonly number[];
  padding: readonly number[];
  dilations: readonly number[];
  /** Whether a last window that only begins inside counts too. */
  ceilMode: boolean;
}>;

/** Why an input is no batch of images, volumes or sequences, or null where it is. */
export function inputError(name: string, x: TensorType | undefined): ShapeError | null {
  if (!x) return { error: `${name} takes one input` };
  if (!isFloat(x.elementType))
    return { error: `${name} takes floats, the input holds elements of type ${x.elementType}` };
  if (x.shape.length < 3 || x.shape.length > 5) {
    return {
      error: `${name} needs an input of (batch, channels) and one to three axes of places, this one has the shape ${shapeText(x.shape)}`,
    };
  }
  const empty = x.shape.slice(2).some((size) => size < 1);
  return empty
    ? { error: `${name} needs at least one place, the input has the shape ${shapeText(x.shape)}` }
    : null;
}

/** Why numbers do not fit the axes of places: one for each, whole, of at least `least`. */
export function numbersError(
  name: string,
  what: string,
  values: readonly number[],
  axes: number,
  least: number,
): ShapeError | null {
  if (values.length !== axes) {
    return {
      error: `${name} needs ${what} for each of ${axes} axes of places, it has ${values.length}`,
    };
  }
  return wholeNumbersError(name, what, values, least);
}

/** The shape of sliding windows over an input, or why they do not fit. */
export function slidingShape(
  name: string,
  x: TensorType | undefined,
  { kernel, strides, padding, dilations, ceilMode }: SlidingAttributes,
): Shape | ShapeError {
  const unfit = inputError(name, x);
  if (unfit || !x) return unfit ?? { error: `${name} takes one input` };
  const places = x.shape.slice(2);
  const wrong =
    numbersError(name, 'a kernel size', kernel, places.length, 1) ??
    numbersError(name, 'a stride', strides, places.length, 1) ??
    numbersError(name, 'a padding', padding, places.length, 0) ??
    numbersError(name, 'a dilation', dilations, places.length, 1);
  if (wrong) return wrong;
  const sizes: number[] = [];
  for (const [axis, size] of places.entries()) {
    const [k = 1, stride = 1, pad = 0, dilation = 1] = [
      kernel[axis],
      strides[axis],
      padding[axis],
      dilations[axis],
    ];
    const reach = (k - 1) * dilation + 1;
    if (pad > Math.floor(reach / 2)) {
      return {
        error: `${name} takes a padding of at most half its kernel, ${pad} is more than half of ${reach}`,
      };
    }
    if (reach > size + 2 * pad) {
      const padded = pad === 0 ? '' : ` with a padding of ${pad}`;
      const dilated = dilation === 1 ? '' : ` with dilation ${dilation}`;
      return {
        error: `${name} needs an input of at least its kernel, ${k}${dilated} is larger than ${size}${padded}`,
      };
    }
    sizes.push(windowCount(size, reach, stride, pad, ceilMode));
  }
  return [...x.shape.slice(0, 2), ...sizes];
}

/** PyTorch's count: in ceil mode the last window must begin inside the input or the padding before it. */
function windowCount(size: number, reach: number, stride: number, pad: number, ceilMode: boolean): number {
  const room = size + 2 * pad - reach;
  const count = Math.floor((room + (ceilMode ? stride - 1 : 0)) / stride) + 1;
  return ceilMode && (count - 1) * stride >= size + pad ? count - 1 : count;
}

/** Sliding windows over the places of an input; counts include the padding where `countPadding`. */
export function slidingWindows(
  shape: Shape,
  { kernel, strides, padding, dilations, ceilMode }: SlidingAttributes,
  countPadding: boolean,
): Windows {
  return threeAxes(
    shape.slice(2).map((size, axis) => {
      const [k = 1, stride = 1, pad = 0, step = 1] = [
        kernel[axis],
        strides[axis],
        padding[axis],
        dilations[axis],
      ];
      const reach = (k - 1) * step + 1;
      const count = windowCount(size, reach, stride, pad, ceilMode);
      const windows = emptyWindows(size, count, step);
      for (let window = 0; window < count; window += 1) {
        const from = window * stride - pad;
        const inside = from < 0 ? from + Math.ceil(-from / step) * step : from;
        windows.starts[window] = inside;
        windows.ends[window] = Math.min(from + reach, size);
        windows.counts[window] = countPadding
          ? Math.min(from + reach, size + pad) - from
          : Math.min(from + reach, size) - inside;
      }
      return { ...windows, steps: stepsOf(windows) };
    }),
  );
}

/** The shape of adaptive windows: the given sizes, or without sizes one number a channel. */
export function adaptiveShape(
  name: string,
  x: TensorType | undefined,
  sizes: readonly number[],
): Shape | ShapeError {
  const unfit = inputError(name, x);
  if (unfit || !x) return unfit ?? { error: `${name} takes one input` };
  const channels = x.shape.slice(0, 2);
  if (sizes.length === 0) return channels;
  return numbersError(name, 'an output size', sizes, x.shape.length - 2, 1) ?? [...channels, ...sizes];
}

/** PyTorch's adaptive windows: from floor(i size / count) to ceil((i + 1) size / count). */
export function adaptiveWindows(shape: Shape, sizes: readonly number[]): Windows {
  return threeAxes(
    shape.slice(2).map((size, axis) => {
      const count = sizes[axis] ?? 1;
      const windows = emptyWindows(size, count, 1);
      for (let window = 0; window < count; window += 1) {
        const start = Math.floor((window * size) / count);
        const end = Math.ceil(((window + 1) * size) / count);
        windows.starts[window] = start;
        windows.ends[window] = end;
        windows.counts[window] = end - start;
      }
      return { ...windows, steps: stepsOf(windows) };
    }),
  );
}

function emptyWindows(places: number, count: number, step: number): AxisWindows {
  return {
    places,
    starts: new Int32Array(count),
    ends: new Int32Array(count),
    step,
    counts: new Int32Array(count),
    steps: 0,
  };
}

function stepsOf({ starts, ends, step }: AxisWindows): number {
  return starts.reduce((sum, start, window) => sum + Math.max(0, (ends[window] ?? 0) - start) / step, 0);
}

/** The axes that an input lacks are one place in one window. */
function threeAxes(axes: readonly AxisWindows[]): Windows {
  const single = (): AxisWindows => ({
    places: 1,
    starts: Int32Array.of(0),
    ends: Int32Array.of(1),
    step: 1,
    counts: Int32Array.of(1),
    steps: 1,
  });
  const [first, second, third] = axes;
  if (first && second && third) return [first, second, third];
  if (first && second) return [single(), first, second];
  return [single(), single(), first ?? single()];
}
