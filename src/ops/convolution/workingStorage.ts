/** What the fast kernels hold while they convolve (src/tensor/wasm/imageBlocks.ts), known before anything is computed. */
import type { WindowGeometry } from '../../tensor/slidingWindows';
import { sizeOf, type Shape } from '../../tensor/tensor';

/** Places that are computed together, and with them the images that they come from. */
const blockPlaces = 1024;

/**
 * An upper bound of the working storage of all three passes, in elements: a block of images with zeros around them, and tables of where
 * places and taps stand. `x` is what the windows slide over, `y` has their positions, both (batch, channels, ...places).
 */
export function workingNumbers(x: Shape, weight: Shape, y: Shape, geometry: WindowGeometry): number {
  const { strides, padding, dilations } = geometry;
  const [images = 0, channels = 0, ...places] = x;
  const [, outputs = 0, ...positions] = y;
  const kernel = weight.slice(2);
  const at = (numbers: readonly number[], axis: number): number => numbers[axis] ?? 1;
  const spans = kernel.map((size, axis) => (size - 1) * at(dilations, axis));
  const read = positions.map((count, axis) => (count - 1) * at(strides, axis) + (spans[axis] ?? 0) + 1);
  // The gradient of x reads the gradient of y, one phase of places for each rest of the stride.
  const readBack = places.map((size, axis) => {
    const [stride, before] = [at(strides, axis), padding[axis] ?? 0];
    const ahead = Math.max(0, Math.ceil(((spans[axis] ?? 0) - before) / stride));
    return Math.floor((size - 1 + before) / stride) + 1 + ahead;
  });
  const phase = places.map((size, axis) => Math.ceil(size / at(strides, axis)));
  const taps = sizeOf(kernel);
  const held = (count: number, depth: number, stored: Shape, targets: Shape, largest: Shape): number => {
    const block = Math.min(count, Math.max(1, Math.floor(blockPlaces / Math.max(1, sizeOf(largest)))));
    return block * (depth * sizeOf(stored) + 2 * sizeOf(targets)) + 2 * depth * taps + 32;
  };
  return Math.max(
    held(images, channels, read, positions, positions),
    held(images, outputs, readBack, places, phase),
  );
}
