/** Heatmaps: matrices small enough to draw, pooled by the element of largest magnitude so that no spike is lost. */
import type { Heatmap } from './report';
import { quantile, sortedSample } from './statistics';

const largestSide = 256;

/** A matrix to be drawn: row-major values with words for its axes. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  readonly rowAxis: string;
  readonly columnAxis: string;
}

/** Pools to at most 256 x 256; a cell holds the element of largest magnitude with its sign, or NaN if one is NaN. */
export function heatmapOf(matrix: Matrix): Heatmap {
  const rowsPerCell = Math.max(1, Math.ceil(matrix.rows / largestSide));
  const columnsPerCell = Math.max(1, Math.ceil(matrix.columns / largestSide));
  const rows = Math.ceil(matrix.rows / rowsPerCell);
  const columns = Math.ceil(matrix.columns / columnsPerCell);
  return {
    rows,
    columns,
    values: pooled(matrix, rows, columns, rowsPerCell, columnsPerCell),
    rowsPerCell,
    columnsPerCell,
    rowAxis: matrix.rowAxis,
    columnAxis: matrix.columnAxis,
    ...scaleOf(matrix.values),
  };
}

function pooled(
  matrix: Matrix,
  rows: number,
  columns: number,
  rowsPerCell: number,
  columnsPerCell: number,
): Float32Array {
  const cells = new Float32Array(rows * columns);
  for (let row = 0; row < matrix.rows; row += 1) {
    const cellRow = Math.floor(row / rowsPerCell) * columns;
    for (let column = 0; column < matrix.columns; column += 1) {
      const cell = cellRow + Math.floor(column / columnsPerCell);
      const value = matrix.values[row * matrix.columns + column] ?? NaN;
      const held = cells[cell] ?? 0;
      if (Number.isNaN(value) || Math.abs(value) > Math.abs(held)) cells[cell] = value;
    }
  }
  return cells;
}

/** What the colour scales need: the robust end of the signed scale, the range of the logarithmic one, and what is beyond both. */
export function scaleOf(
  values: ArrayLike<number>,
): Pick<Heatmap, 'robustMaximum' | 'smallest' | 'largest' | 'zeros' | 'outliers' | 'notFinite'> {
  const known = quantile(sortedSample(values, Math.abs), 0.995);
  const robustMaximum = Number.isNaN(known) ? 0 : known;
  let smallest = Infinity;
  let largest = 0;
  let zeros = 0;
  let outliers = 0;
  let notFinite = 0;
  for (let position = 0; position < values.length; position += 1) {
    const magnitude = Math.abs(values[position] ?? NaN);
    if (!Number.isFinite(magnitude)) notFinite += 1;
    else if (magnitude === 0) zeros += 1;
    else {
      if (magnitude < smallest) smallest = magnitude;
      if (magnitude > largest) largest = magnitude;
      if (magnitude > robustMaximum) outliers += 1;
    }
  }
  return { robustMaximum, smallest: largest === 0 ? 0 : smallest, largest, zeros, outliers, notFinite };
}
