/** Pooling as plain loops: each channel's places are folded window by window, and gradients go back the same ways. */
import type { Pace } from './pace';
import type { Tensor } from './tensor';

/** The windows along one axis of places. */
export interface AxisWindows {
  /** Places of the input along this axis. */
  readonly places: number;
  /** For each window its first place inside the input. */
  readonly starts: Int32Array;
  /** For each window one more than its last place inside the input. */
  readonly ends: Int32Array;
  /** The distance of neighbouring places of a window. */
  readonly step: number;
  /** For each window the places that a mean counts along this axis, with the padding or without. */
  readonly counts: Int32Array;
  /** The places inside the input of all windows together. */
  readonly steps: number;
}

/** The windows along three axes: depth, height and width; what an input does not have is one place in one window. */
export type Windows = readonly [depth: AxisWindows, height: AxisWindows, width: AxisWindows];

/** Kernels that fold windows of places, and send gradients back over them. */
export interface PoolingKernels {
  /**
   * out = the greatest value of each window, `indices` its place in its channel; the first of equals. A NaN is greater than all numbers,
   * a later NaN than an earlier one, as in PyTorch's loops. A window whose places all lie in the padding gives -Infinity and place -1.
   */
  maximumOfWindows(x: Tensor, windows: Windows, out: Tensor, indices: Tensor): void;
  /** out = the sum of each window over what it counts, or over `divisor`; a window without a place inside gives 0. Sums run in float64. */
  meanOfWindows(x: Tensor, windows: Windows, divisor: number | null, out: Tensor): void;
  /** dx += dy over what its window counts, or over `divisor`, at every place of the window; `dx` holds zeros before. */
  spreadOverWindows(dy: Tensor, windows: Windows, divisor: number | null, dx: Tensor): void;
}

/** The plain loops. */
export function poolingLoops(pace: Pace): PoolingKernels {
  return {
    maximumOfWindows: (x, windows, out, indices) => maximumOfWindows(x, windows, out, indices, pace),
    meanOfWindows: (x, windows, divisor, out) => meanOfWindows(x, windows, divisor, out, pace),
    spreadOverWindows: (dy, windows, divisor, dx) => spreadOverWindows(dy, windows, divisor, dx, pace),
  };
}

/** Steps of folding one row of windows: one for each of their places, and one for each window. */
function rowSteps([depth, height, width]: Windows, i: number, j: number): number {
  const rows =
    ((depth.ends[i] ?? 0) - (depth.starts[i] ?? 0)) * ((height.ends[j] ?? 0) - (height.starts[j] ?? 0));
  return width.starts.length + (Math.max(0, rows) * width.steps) / (depth.step * height.step);
}

/** The places of one channel. */
export function placesOf([depth, height, width]: Windows): number {
  return depth.places * height.places * width.places;
}

function maximumOfWindows(x: Tensor, windows: Windows, out: Tensor, indices: Tensor, pace: Pace): void {
  const [depth, height, width] = windows;
  const source = x.data;
  const target = out.data;
  const places = placesOf(windows);
  const [rows, columns] = [height.places, width.places];
  let to = 0;
  for (let plane = 0; plane < source.length; plane += places) {
    for (let i = 0; i < depth.starts.length; i += 1) {
      const [fromD, toD] = rangeOf(depth, i);
      for (let j = 0; j < height.starts.length; j += 1) {
        const [fromH, toH] = rangeOf(height, j);
        pace(rowSteps(windows, i, j));
        for (let k = 0; k < width.starts.length; k += 1, to += 1) {
          const fromW = width.starts[k] ?? 0;
          const toW = width.ends[k] ?? 0;
          const inside = toD > fromD && toH > fromH && toW > fromW;
          let best = inside ? (fromD * rows + fromH) * columns + fromW : -1;
          let greatest = -Infinity;
          for (let d = fromD; d < toD; d += depth.step) {
            for (let h = fromH; h < toH; h += height.step) {
              const row = (d * rows + h) * columns;
              for (let w = fromW; w < toW; w += width.step) {
                const value = source[plane + row + w] ?? NaN;
                // Only NaN is not equal to itself.
                if (value > greatest || value !== value) {
                  greatest = value;
                  best = row + w;
                }
              }
            }
          }
          target[to] = greatest;
          indices.data[to] = best;
        }
      }
    }
  }
}

/** dx[channel, indices] += dy, for channels of `places` places each; `dx` holds zeros before, and places outside are passed over. */
export function scatterToPlaces(dy: Tensor, indices: Tensor, places: number, dx: Tensor, pace: Pace): void {
  const windows = places === 0 ? 0 : (dy.data.length * places) / dx.data.length;
  const target = dx.data;
  for (let from = 0, plane = 0; from < dy.data.length; plane += places) {
    pace(windows);
    for (const end = from + windows; from < end; from += 1) {
      const place = indices.data[from] ?? -1;
      if (place < 0 || place >= places) continue;
      target[plane + place] = (target[plane + place] ?? NaN) + (dy.data[from] ?? NaN);
    }
  }
}

/** out = x[channel, indices], for channels of `places` places each; 0 for places outside. */
export function gatherFromPlaces(x: Tensor, indices: Tensor, places: number, out: Tensor, pace: Pace): void {
  const windows = places === 0 ? 0 : (out.data.length * places) / x.data.length;
  for (let to = 0, plane = 0; to < out.data.length; plane += places) {
    pace(windows);
    for (const end = to + windows; to < end; to += 1) {
      const place = indices.data[to] ?? -1;
      out.data[to] = place < 0 || place >= places ? 0 : (x.data[plane + place] ?? NaN);
    }
  }
}

function meanOfWindows(x: Tensor, windows: Windows, divisor: number | null, out: Tensor, pace: Pace): void {
  const [depth, height, width] = windows;
  const source = x.data;
  const target = out.data;
  const places = placesOf(windows);
  const [rows, columns] = [height.places, width.places];
  let to = 0;
  for (let plane = 0; plane < source.length; plane += places) {
    for (let i = 0; i < depth.starts.length; i += 1) {
      const [fromD, toD] = rangeOf(depth, i);
      for (let j = 0; j < height.starts.length; j += 1) {
        const [fromH, toH] = rangeOf(height, j);
        pace(rowSteps(windows, i, j));
        const counted = (depth.counts[i] ?? 0) * (height.counts[j] ?? 0);
        for (let k = 0; k < width.starts.length; k += 1, to += 1) {
          const fromW = width.starts[k] ?? 0;
          const toW = width.ends[k] ?? 0;
          let sum = 0;
          for (let d = fromD; d < toD; d += depth.step) {
            for (let h = fromH; h < toH; h += height.step) {
              const row = plane + (d * rows + h) * columns;
              for (let w = fromW; w < toW; w += width.step) sum += source[row + w] ?? NaN;
            }
          }
          const inside = toD > fromD && toH > fromH && toW > fromW;
          target[to] = inside ? sum / (divisor ?? counted * (width.counts[k] ?? 0)) : 0;
        }
      }
    }
  }
}

function spreadOverWindows(
  dy: Tensor,
  windows: Windows,
  divisor: number | null,
  dx: Tensor,
  pace: Pace,
): void {
  const [depth, height, width] = windows;
  const source = dy.data;
  const target = dx.data;
  const places = placesOf(windows);
  const [rows, columns] = [height.places, width.places];
  let from = 0;
  for (let plane = 0; plane < target.length; plane += places) {
    for (let i = 0; i < depth.starts.length; i += 1) {
      const [fromD, toD] = rangeOf(depth, i);
      for (let j = 0; j < height.starts.length; j += 1) {
        const [fromH, toH] = rangeOf(height, j);
        pace(rowSteps(windows, i, j));
        const counted = (depth.counts[i] ?? 0) * (height.counts[j] ?? 0);
        for (let k = 0; k < width.starts.length; k += 1, from += 1) {
          const fromW = width.starts[k] ?? 0;
          const toW = width.ends[k] ?? 0;
          const share = (source[from] ?? NaN) / (divisor ?? counted * (width.counts[k] ?? 0));
          for (let d = fromD; d < toD; d += depth.step) {
            for (let h = fromH; h < toH; h += height.step) {
              const row = plane + (d * rows + h) * columns;
              for (let w = fromW; w < toW; w += width.step) {
                target[row + w] = (target[row + w] ?? NaN) + share;
              }
            }
          }
        }
      }
    }
  }
}

function rangeOf({ starts, ends }: AxisWindows, window: number): readonly [from: number, to: number] {
  return [starts[window] ?? 0, ends[window] ?? 0];
}
