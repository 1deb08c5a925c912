/** Walking over tensors of different shapes by whole matrices: a call of the module costs more than the elements of a short row. */
import { walkRuns, type PerTensor } from '../broadcast';
import { pieceSteps, type Pace } from '../pace';
import type { Shape } from '../tensor';

/**
 * Visits every position of `shape`, like `walkRuns`, a matrix of evenly spaced rows at a time: the first element stands at `starts`,
 * each next one `steps`, each next row `rowSteps` further. Large matrices come in pieces.
 */
export function walkRows<Strides extends readonly (readonly number[])[]>(
  shape: Shape,
  strides: Strides,
  pace: Pace,
  visit: (
    starts: PerTensor<Strides>,
    rowSteps: PerTensor<Strides>,
    steps: PerTensor<Strides>,
    rows: number,
    columns: number,
  ) => void,
): void {
  const columns = shape.at(-1) ?? 1;
  if (columns === 0 || strides.every((stride) => isEven(shape, stride))) {
    walkRuns(shape, strides, (starts, steps, length) => visit(starts, steps, steps, 1, length), pace);
    return;
  }
  // The arrays have one entry per entry of `strides`, which the type of map cannot say.
  const outer = strides.map((stride) => stride.slice(0, -1)) as readonly (readonly number[])[] as Strides;
  const steps = strides.map((stride) => stride.at(-1) ?? 0) as readonly number[] as PerTensor<Strides>;
  walkRuns(shape.slice(0, -1), outer, (starts, rowSteps, rows) =>
    inRows(rows, columns, pace, (first, count) => {
      const from = starts.map((start, which) => start + first * (rowSteps[which] ?? 0));
      visit(from as readonly number[] as PerTensor<Strides>, rowSteps, steps, count, columns);
    }),
  );
}

/** Calls `each` with the first row and the number of rows of parts that take a few milliseconds at most, as far as whole rows allow. */
export function inRows(
  rows: number,
  columns: number,
  pace: Pace,
  each: (first: number, count: number) => void,
): void {
  const most = Math.max(1, Math.floor(pieceSteps / columns));
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    each(first, count);
    pace(count * columns);
  }
}

/** Whether the positions are crossed in even steps from the first to the last, so that they are one row. */
function isEven(shape: Shape, stride: readonly number[]): boolean {
  let expected: number | null = null;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const [size = 1, step = 0] = [shape[axis], stride[axis]];
    if (size === 1) continue;
    if (expected !== null && step !== expected) return false;
    expected = step * size;
  }
  return true;
}
