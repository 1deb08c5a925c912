/** The passes of attention over its scores: softmax with scale, mask and causality, and the way back; the plain loops say what each means. */
import { broadcastStrides, walkRuns } from './broadcast';
import { unhurried, type Pace } from './pace';
import type { Tensor } from './tensor';

/** What happens to scores before their softmax. */
export interface MaskedSoftmaxOptions {
  readonly scale: number;
  /** Whether row t keeps only the columns 0 to t. */
  readonly causal: boolean;
  /** Broadcast to the scores: floats are added to the scaled scores, where bools are 0 the score does not count; null: none. */
  readonly mask: Tensor | null;
}

/** Passes over scores (..., rows, columns), for the contract in kernels.ts. */
export interface AttentionKernels {
  /**
   * out = softmax(scale scores + mask) over the last axis; rows of which nothing counts are 0, as in PyTorch. `out` may be `scores`.
   */
  maskedSoftmax(scores: Tensor, options: MaskedSoftmaxOptions, out: Tensor): void;
  /** out = scale y (dy - sum of dy y) over the last axis, the gradient of x in y = softmax(scale x). `out` may be `dy`. */
  softmaxGradient(dy: Tensor, y: Tensor, scale: number, out: Tensor): void;
}

/** The plain loops, in float64 whatever the storage. */
export function attentionLoops(pace: Pace = unhurried): AttentionKernels {
  return {
    maskedSoftmax: (scores, options, out) => maskedSoftmax(scores, options, out, pace),
    softmaxGradient: (dy, y, scale, out) => softmaxGradient(dy, y, scale, out, pace),
  };
}

function maskedSoftmax(
  scores: Tensor,
  { scale, causal, mask }: MaskedSoftmaxOptions,
  out: Tensor,
  pace: Pace,
): void {
  const { shape, data } = scores;
  const columns = shape.at(-1) ?? 1;
  if (columns === 0) return;
  const row = new Float64Array(columns);
  eachRow(shape, mask, (index, maskStart, maskStep) => {
    const first = index * columns;
    const kept = causal ? Math.min(columns, (index % (shape.at(-2) ?? 1)) + 1) : columns;
    for (let column = 0; column < kept; column += 1) row[column] = scale * (data[first + column] ?? NaN);
    if (mask) addMask(row, kept, mask, maskStart, maskStep);
    const divisor = powers(row, kept);
    for (let column = 0; column < columns; column += 1) {
      out.data[first + column] = column < kept && divisor !== 0 ? (row[column] ?? NaN) / divisor : 0;
    }
    pace(7 * columns);
  });
}

/** Calls `visit` for every row of scores, with the place of its mask. */
export function eachRow(
  shape: readonly number[],
  mask: Tensor | null,
  visit: (row: number, maskStart: number, maskStep: number) => void,
): void {
  const rows = shape.slice(0, -1);
  const maskStrides = mask ? broadcastStrides(mask.shape, shape) : shape.map(() => 0);
  const strides = [broadcastStrides(rows, rows), maskStrides.slice(0, -1)] as const;
  walkRuns(rows, strides, (starts, steps, length) => {
    for (let place = 0; place < length; place += 1) {
      visit(starts[0] + place * steps[0], starts[1] + place * steps[1], maskStrides.at(-1) ?? 0);
    }
  });
}

function addMask(row: Float64Array, kept: number, mask: Tensor, start: number, step: number): void {
  const isBool = mask.elementType === 'bool';
  for (let column = 0, place = start; column < kept; column += 1, place += step) {
    const value = mask.data[place] ?? NaN;
    if (!isBool) row[column] = (row[column] ?? NaN) + value;
    else if (value === 0) row[column] = -Infinity;
  }
}

/** Puts e^(value - largest) in the place of the first `kept` values; gives their sum, 0 where all of them are minus infinity. */
function powers(row: Float64Array, kept: number): number {
  let largest = -Infinity;
  for (let column = 0; column < kept; column += 1) largest = Math.max(largest, row[column] ?? NaN);
  if (largest === -Infinity) return 0;
  let sum = 0;
  for (let column = 0; column < kept; column += 1) {
    const power = Math.exp((row[column] ?? NaN) - largest);
    row[column] = power;
    sum += power;
  }
  return sum;
}

function softmaxGradient(dy: Tensor, y: Tensor, scale: number, out: Tensor, pace: Pace): void {
  const columns = y.shape.at(-1) ?? 1;
  for (let first = 0; columns > 0 && first < y.data.length; first += columns) {
    let sum = 0;
    for (let place = first; place < first + columns; place += 1) {
      sum += (dy.data[place] ?? NaN) * (y.data[place] ?? NaN);
    }
    for (let place = first; place < first + columns; place += 1) {
      out.data[place] = scale * (y.data[place] ?? NaN) * ((dy.data[place] ?? NaN) - sum);
    }
    pace(2 * columns);
  }
}
