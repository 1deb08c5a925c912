/** The passes of normalisation over a matrix: statistics, standardising and the way back; the plain loops say what each means. */
import { unhurried, type Pace } from './pace';
import type { Tensor } from './tensor';

/** Whether every row or every column of a matrix has numbers of its own. */
export type Per = 'row' | 'column';

/** What is learned of a normalisation over rows: one number per column, or null for ones and zeros. */
export interface ColumnAffine {
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
}

/** What the gradient of a normalisation over rows is written into; null for what is not wanted. */
export interface RowsGradient {
  readonly dx: Tensor | null;
  /** Float64 (2, columns): the gradients of scale and shift. */
  readonly columns: Tensor | null;
}

/**
 * Passes over matrices `x` (rows, columns) of the kernels' float type, for the contract in kernels.ts. Statistics and coefficients are
 * float64 in every variant: a mean of 10,000 rounded to float32 would be off by several standard deviations of 1e-4.
 */
export interface NormalisationKernels {
  /** out (2, rows or columns) = mean, and mean square deviation from it, in two passes over each row or column. */
  moments(per: Per, x: Tensor, out: Tensor): void;
  /** out = (x - centre) factor + shift; `coefficients` (3, rows or columns) are centre, factor, shift. `out` may be `x`. */
  standardise(per: Per, x: Tensor, coefficients: Tensor, out: Tensor): void;
  /** out (2, rows or columns) = the sums of dy and of dy (x - centre); `centres` begins with one number per row or column. */
  deviationSums(per: Per, dy: Tensor, x: Tensor, centres: Tensor, out: Tensor): void;
  /**
   * out = a dy + b (x - centre) + c; `coefficients` (4, rows or columns) are centre, a, b, c. `out` may be `dy` or `x`.
   */
  combine(per: Per, dy: Tensor, x: Tensor, coefficients: Tensor, out: Tensor): void;
  /**
   * Layer normalisation in one pass over each row: out = (x - centre) factor scale + shift, where factor = 1 / sqrt(mean square of
   * x - centre + epsilon) and centre is the row's mean, or 0 unless `centred`. `statistics` (2, rows) receives centre and factor.
   */
  normaliseRows(
    x: Tensor,
    affine: ColumnAffine,
    options: { readonly centred: boolean; readonly epsilon: number },
    out: Tensor,
    statistics: Tensor,
  ): void;
  /** The way back of `normaliseRows` with its statistics. */
  normaliseRowsGradient(
    dy: Tensor,
    x: Tensor,
    scale: Tensor | null,
    options: { readonly centred: boolean },
    statistics: Tensor,
    out: RowsGradient,
  ): void;
}

/** The plain loops, in float64 whatever the storage. */
export function normalisationLoops(pace: Pace = unhurried): NormalisationKernels {
  return {
    moments: (per, x, out) => (per === 'row' ? rowMoments(x, out, pace) : columnMoments(x, out, pace)),
    standardise: (per, x, coefficients, out) => standardise(per, x, coefficients, out, pace),
    deviationSums: (per, dy, x, centres, out) => deviationSums(per, dy, x, centres, out, pace),
    combine: (per, dy, x, coefficients, out) => combine(per, dy, x, coefficients, out, pace),
    normaliseRows: (x, affine, options, out, statistics) =>
      normaliseRows(x, affine, options, out, statistics, pace),
    normaliseRowsGradient: (dy, x, scale, options, statistics, out) =>
      normaliseRowsGradient(dy, x, scale, statistics, out, { ...options, pace }),
  };
}

function rowMoments({ shape, data }: Tensor, { data: out }: Tensor, pace: Pace): void {
  const [rows = 0, columns = 0] = shape;
  for (let row = 0; row < rows; row += 1) {
    pace(2 * columns);
    const first = row * columns;
    let sum = 0;
    for (let place = first; place < first + columns; place += 1) sum += data[place] ?? NaN;
    const mean = sum / columns;
    let squares = 0;
    for (let place = first; place < first + columns; place += 1) {
      const deviation = (data[place] ?? NaN) - mean;
      squares += deviation * deviation;
    }
    out[row] = mean;
    out[rows + row] = squares / columns;
  }
}

function columnMoments({ shape, data }: Tensor, { data: out }: Tensor, pace: Pace): void {
  const [rows = 0, columns = 0] = shape;
  out.fill(0);
  for (let row = 0, place = 0; row < rows; row += 1) {
    pace(columns);
    for (let column = 0; column < columns; column += 1, place += 1) {
      out[column] = (out[column] ?? NaN) + (data[place] ?? NaN);
    }
  }
  for (let column = 0; column < columns; column += 1) out[column] = (out[column] ?? NaN) / rows;
  for (let row = 0, place = 0; row < rows; row += 1) {
    pace(columns);
    for (let column = 0; column < columns; column += 1, place += 1) {
      const deviation = (data[place] ?? NaN) - (out[column] ?? NaN);
      out[columns + column] = (out[columns + column] ?? NaN) + deviation * deviation;
    }
  }
  for (let column = columns; column < 2 * columns; column += 1) out[column] = (out[column] ?? NaN) / rows;
}

function standardise(per: Per, x: Tensor, { data: coefficients }: Tensor, out: Tensor, pace: Pace): void {
  const [rows = 0, columns = 0] = x.shape;
  const count = per === 'row' ? rows : columns;
  for (let row = 0, place = 0; row < rows; row += 1) {
    pace(columns);
    for (let column = 0; column < columns; column += 1, place += 1) {
      const which = per === 'row' ? row : column;
      const deviation = (x.data[place] ?? NaN) - (coefficients[which] ?? NaN);
      out.data[place] =
        deviation * (coefficients[count + which] ?? NaN) + (coefficients[2 * count + which] ?? NaN);
    }
  }
}

function deviationSums(
  per: Per,
  dy: Tensor,
  x: Tensor,
  { data: centres }: Tensor,
  out: Tensor,
  pace: Pace,
): void {
  const [rows = 0, columns = 0] = x.shape;
  const count = per === 'row' ? rows : columns;
  const sums = out.data.fill(0);
  for (let row = 0, place = 0; row < rows; row += 1) {
    pace(columns);
    for (let column = 0; column < columns; column += 1, place += 1) {
      const which = per === 'row' ? row : column;
      const flow = dy.data[place] ?? NaN;
      sums[which] = (sums[which] ?? NaN) + flow;
      sums[count + which] =
        (sums[count + which] ?? NaN) + flow * ((x.data[place] ?? NaN) - (centres[which] ?? NaN));
    }
  }
}

function combine(
  per: Per,
  dy: Tensor,
  x: Tensor,
  { data: coefficients }: Tensor,
  out: Tensor,
  pace: Pace,
): void {
  const [rows = 0, columns = 0] = x.shape;
  const count = per === 'row' ? rows : columns;
  for (let row = 0, place = 0; row < rows; row += 1) {
    pace(columns);
    for (let column = 0; column < columns; column += 1, place += 1) {
      const which = per === 'row' ? row : column;
      const deviation = (x.data[place] ?? NaN) - (coefficients[which] ?? NaN);
      out.data[place] =
        (coefficients[count + which] ?? NaN) * (dy.data[place] ?? NaN) +
        (coefficients[2 * count + which] ?? NaN) * deviation +
        (coefficients[3 * count + which] ?? NaN);
    }
  }
}

function normaliseRows(
  x: Tensor,
  { scale, shift }: ColumnAffine,
  { centred, epsilon }: { readonly centred: boolean; readonly epsilon: number },
  out: Tensor,
  { data: statistics }: Tensor,
  pace: Pace,
): void {
  const [rows = 0, columns = 0] = x.shape;
  for (let row = 0; row < rows; row += 1) {
    pace(columns);
    const first = row * columns;
    const values = x.data.subarray(first, first + columns);
    let sum = 0;
    for (let column = 0; centred && column < columns; column += 1) sum += values[column] ?? NaN;
    const centre = centred ? sum / columns : 0;
    let squares = 0;
    for (let column = 0; column < columns; column += 1) squares += ((values[column] ?? NaN) - centre) ** 2;
    const factor = 1 / Math.sqrt(squares / columns + epsilon);
    for (let column = 0; column < columns; column += 1) {
      const standard = ((values[column] ?? NaN) - centre) * factor;
      const scaled = scale ? standard * (scale.data[column] ?? NaN) : standard;
      out.data[first + column] = shift ? scaled + (shift.data[column] ?? NaN) : scaled;
    }
    statistics[row] = centre;
    statistics[rows + row] = factor;
  }
}

/**
 * With h = (x - centre) factor and g = dy scale: dx = factor (g - mean(g) - h mean(g h)), without mean(g) where nothing was centred;
 * the gradients of scale and shift are the column sums of dy h and of dy.
 */
function normaliseRowsGradient(
  dy: Tensor,
  x: Tensor,
  scale: Tensor | null,
  { data: statistics }: Tensor,
  out: RowsGradient,
  { centred, pace }: { readonly centred: boolean; readonly pace: Pace },
): void {
  const [rows = 0, columns = 0] = x.shape;
  const sums = out.columns?.data.fill(0);
  for (let row = 0; row < rows; row += 1) {
    pace(columns);
    const first = row * columns;
    const centre = statistics[row] ?? NaN;
    const factor = statistics[rows + row] ?? NaN;
    let sum = 0;
    let products = 0;
    for (let column = 0; column < columns; column += 1) {
      const flow = dy.data[first + column] ?? NaN;
      const standard = ((x.data[first + column] ?? NaN) - centre) * factor;
      const scaled = scale ? flow * (scale.data[column] ?? NaN) : flow;
      sum += scaled;
      products += scaled * standard;
      if (sums) {
        sums[column] = (sums[column] ?? NaN) + flow * standard;
        sums[columns + column] = (sums[columns + column] ?? NaN) + flow;
      }
    }
    const mean = centred ? sum / columns : 0;
    const slope = products / columns;
    for (let column = 0; out.dx && column < columns; column += 1) {
      const flow = dy.data[first + column] ?? NaN;
      const standard = ((x.data[first + column] ?? NaN) - centre) * factor;
      const scaled = scale ? flow * (scale.data[column] ?? NaN) : flow;
      out.dx.data[first + column] = factor * (scaled - mean - standard * slope);
    }
  }
}
