/** Walking over tensors of different shapes at once under NumPy's broadcasting rule. */
import { inPieces, unhurried, type Pace } from './pace';
import type { Shape } from './tensor';

/** Steps in elements per axis of `target` through a tensor of `shape` that is stretched to it; 0 along a stretched axis. */
export function broadcastStrides(shape: Shape, target: Shape): readonly number[] {
  const strides = new Array<number>(target.length).fill(0);
  let step = 1;
  for (let axis = -1; axis >= -shape.length; axis -= 1) {
    const size = shape.at(axis) ?? 1;
    strides[target.length + axis] = size === 1 ? 0 : step;
    step *= size;
  }
  return strides;
}

/** One number per walked tensor, in the order of the strides. */
export type PerTensor<Strides extends readonly (readonly number[])[]> = {
  readonly [Index in keyof Strides]: number;
};

/**
 * Visits every position of `shape` in row-major order, a run of `length` positions at a time: the first stands at `starts`, each
 * next one `steps` further. Axes that all tensors cross evenly count as one, so that tensors of equal shape are a single run, or
 * several of equal length where it is very long.
 */
export function walkRuns<Strides extends readonly (readonly number[])[]>(
  shape: Shape,
  strides: Strides,
  visit: (starts: PerTensor<Strides>, steps: PerTensor<Strides>, length: number) => void,
  pace: Pace = unhurried,
): void {
  if (shape.includes(0)) return;
  const axes = mergedAxes(shape, strides);
  const inner = axes.pop() ?? { size: 1, steps: strides.map(() => 0) };
  const index = new Array<number>(axes.length).fill(0);
  const starts = strides.map(() => 0);
  const runs = axes.reduce((product, { size }) => product * size, 1);
  for (let run = 0; run < runs; run += 1) {
    inPieces(inner.size, pace, (from, to) => {
      const first =
        from === 0 ? starts : starts.map((start, which) => start + from * (inner.steps[which] ?? 0));
      // The arrays have one number per entry of `strides`, which the types of map and fill cannot say.
      visit(first as unknown as PerTensor<Strides>, inner.steps as unknown as PerTensor<Strides>, to - from);
    });
    advance(axes, index, starts);
  }
}

interface Axis {
  readonly size: number;
  readonly steps: readonly number[];
}

/** The axes longer than 1, each merged with the one before it wherever every tensor steps evenly from one to the other. */
function mergedAxes(shape: Shape, strides: readonly (readonly number[])[]): Axis[] {
  const axes: Axis[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const steps = strides.map((stride) => stride[axis] ?? 0);
    const outer = axes.at(-1);
    if (outer?.steps.every((step, which) => step === (steps[which] ?? 0) * size) === true) {
      axes[axes.length - 1] = { size: outer.size * size, steps };
    } else {
      axes.push({ size, steps });
    }
  });
  return axes;
}

/** Counts `index` up by one, last axis fastest, and moves `starts` along. */
function advance(axes: readonly Axis[], index: number[], starts: number[]): void {
  for (let axis = axes.length - 1; axis >= 0; axis -= 1) {
    const { size, steps } = axes[axis] ?? { size: 1, steps: [] };
    const next = (index[axis] ?? 0) + 1;
    const wraps = next === size;
    index[axis] = wraps ? 0 : next;
    for (let which = 0; which < starts.length; which += 1) {
      const step = steps[which] ?? 0;
      starts[which] = (starts[which] ?? 0) + (wraps ? -step * (next - 1) : step);
    }
    if (!wraps) return;
  }
}
