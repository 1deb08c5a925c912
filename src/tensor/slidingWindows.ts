/** Windows that slide over one to three axes: the geometry that convolutions share, lifted to three axes and cut into runs. */
import type { Shape } from './tensor';

/** How windows slide, a number for each axis of places. */
export interface WindowGeometry {
  readonly strides: readonly number[];
  /** Places of zeros before the first place; those behind the last follow from the number of positions. */
  readonly padding: readonly number[];
  readonly dilations: readonly number[];
}

/** Depth, height, width. */
export type Triple = readonly [number, number, number];

/** A geometry over three axes; axes that are not there have size 1. */
export interface SlidingWindows {
  /** Places of one channel of what the windows slide over. */
  readonly source: Triple;
  readonly kernel: Triple;
  /** Positions of the window. */
  readonly target: Triple;
  readonly strides: Triple;
  /** Before the first place; what lies outside counts as zero. */
  readonly padding: Triple;
  readonly dilations: Triple;
}

/** Lifts the geometry of one to three axes of places. */
export function windowsOf(
  source: Shape,
  kernel: Shape,
  target: Shape,
  geometry: WindowGeometry,
): SlidingWindows {
  return {
    source: lifted(source, 1),
    kernel: lifted(kernel, 1),
    target: lifted(target, 1),
    strides: lifted(geometry.strides, 1),
    padding: lifted(geometry.padding, 0),
    dilations: lifted(geometry.dilations, 1),
  };
}

/** One to three numbers as three, the missing ones in front. */
function lifted(numbers: readonly number[], missing: number): Triple {
  const [width = missing, height = missing, depth = missing] = numbers.toReversed();
  return [depth, height, width];
}

/** The product of three sizes. */
export function volume([depth, height, width]: Triple): number {
  return depth * height * width;
}

/** Numbers that describe one run. */
export const runLength = 4;

/**
 * Every pair of places that a tap of the kernel connects, as runs of four numbers: the tap, the first place in the source, the first
 * position of the window, and how many there are; from one to the next the source steps by the stride along the width.
 * Ordered by taps, then by positions.
 */
export function windowRuns({
  source,
  kernel,
  target,
  strides,
  padding,
  dilations,
}: SlidingWindows): Int32Array {
  const runs: number[] = [];
  const [, height, width] = source;
  const [depths, rows, columns] = target;
  let tap = 0;
  for (let kd = 0; kd < kernel[0]; kd += 1) {
    for (let kh = 0; kh < kernel[1]; kh += 1) {
      for (let kw = 0; kw < kernel[2]; kw += 1, tap += 1) {
        const shift = kw * dilations[2] - padding[2];
        const first = Math.max(0, Math.ceil(-shift / strides[2]));
        const last = Math.min(columns - 1, Math.floor((width - 1 - shift) / strides[2]));
        for (let od = 0; first <= last && od < depths; od += 1) {
          const d = od * strides[0] + kd * dilations[0] - padding[0];
          if (d < 0 || d >= source[0]) continue;
          for (let oh = 0; oh < rows; oh += 1) {
            const h = oh * strides[1] + kh * dilations[1] - padding[1];
            if (h < 0 || h >= height) continue;
            const from = (d * height + h) * width + first * strides[2] + shift;
            runs.push(tap, from, (od * rows + oh) * columns + first, last - first + 1);
          }
        }
      }
    }
  }
  return Int32Array.from(runs);
}
