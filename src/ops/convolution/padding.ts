/** Padding with the input's own numbers: reflected, replicated or circular, as PyTorch's `padding_mode` has it. */
import type { Kernels } from '../../tensor/kernels';
import { sizeOf, type Shape, type Tensor } from '../../tensor/tensor';
import type { ShapeError } from '../op';

/** Where the place of an axis with `size` places lies that stands `place` from its first; null: nowhere, it is zero. */
const modes = {
  zeros: () => null,
  /** Mirrored at the border, which itself is not repeated. */
  reflect: (place: number, size: number) =>
    place < 0 ? -place : place < size ? place : 2 * (size - 1) - place,
  replicate: (place: number, size: number) => Math.max(0, Math.min(size - 1, place)),
  circular: (place: number, size: number) => (place + size) % size,
} as const satisfies Record<string, (place: number, size: number) => number | null>;

/** What stands outside the input. */
export type PaddingMode = keyof typeof modes;

/** All padding modes. */
export const paddingModes = Object.keys(modes) as PaddingMode[]; // the keys of a constant object are exactly its names

/** Whether the input is padded with numbers of its own; zeros need no copy. */
export function padsWithInput(mode: PaddingMode, padding: readonly number[]): boolean {
  return mode !== 'zeros' && padding.some((count) => count > 0);
}

/** The most places that a mode can add to an axis at one end. */
export function paddingError(
  name: string,
  mode: string,
  padding: readonly number[],
  places: Shape,
): ShapeError | null {
  if (!paddingModes.some((known) => known === mode)) {
    return { error: `${name} needs one of ${paddingModes.join(', ')} as padding mode, found ${mode}` };
  }
  for (const [which, count] of padding.entries()) {
    const size = places[which % places.length] ?? 0;
    const most = { reflect: size - 1, circular: size }[mode] ?? (mode === 'zeros' || size > 0 ? Infinity : 0);
    if (count > most) {
      return {
        error: `${name} needs a padding of at most ${Math.max(0, most)} for ${size} places in mode ${mode}, found ${count}`,
      };
    }
  }
  return null;
}

/** For every place of the padded axes, row-major, its place in the input. */
function sourcePlaces(mode: PaddingMode, places: Shape, padding: readonly number[]): Int32Array {
  const axes = places.length;
  let sources = Int32Array.of(0);
  places.forEach((size, axis) => {
    const before = padding[axis] ?? 0;
    const length = size + before + (padding[axes + axis] ?? 0);
    const next = new Int32Array(sources.length * length);
    for (let outer = 0, into = 0; outer < sources.length; outer += 1) {
      for (let place = 0; place < length; place += 1, into += 1) {
        next[into] = (sources[outer] ?? 0) * size + (modes[mode](place - before, size) ?? 0);
      }
    }
    sources = next;
  });
  return sources;
}

/** The shape with `padding` around its places. */
export function paddedShape([batch = 0, channels = 0, ...places]: Shape, padding: readonly number[]): Shape {
  const sizes = places.map(
    (size, axis) => size + (padding[axis] ?? 0) + (padding[places.length + axis] ?? 0),
  );
  return [batch, channels, ...sizes];
}

/** x (batch, channels, ...places) with `padding` ([before..., after...]) around its places. */
export function padded(kernels: Kernels, x: Tensor, mode: PaddingMode, padding: readonly number[]): Tensor {
  const [batch = 0, channels = 0, ...places] = x.shape;
  const out = kernels.allocate(paddedShape(x.shape, padding));
  const sources = sourcePlaces(mode, places, padding);
  const plane = sizeOf(places);
  for (let image = 0, into = 0; image < batch * channels; image += 1) {
    kernels.pace(sources.length);
    for (let place = 0; place < sources.length; place += 1, into += 1) {
      out.data[into] = x.data[image * plane + (sources[place] ?? 0)] ?? NaN;
    }
  }
  return out;
}

/** The gradient of `padded`: every place of the input collects the gradients of all that show it. */
export function paddedGradient(
  kernels: Kernels,
  dy: Tensor,
  shape: Shape,
  mode: PaddingMode,
  padding: readonly number[],
): Tensor {
  const [batch = 0, channels = 0, ...places] = shape;
  const out = kernels.allocate(shape);
  const sources = sourcePlaces(mode, places, padding);
  const plane = sizeOf(places);
  for (let image = 0, from = 0; image < batch * channels; image += 1) {
    kernels.pace(sources.length);
    for (let place = 0; place < sources.length; place += 1, from += 1) {
      const into = image * plane + (sources[place] ?? 0);
      out.data[into] = (out.data[into] ?? NaN) + (dy.data[from] ?? NaN);
    }
  }
  return out;
}
