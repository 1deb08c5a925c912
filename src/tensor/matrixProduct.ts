/**
 * The reference matrix product: float64 sums whatever the storage, every element summed in the order of k, so that the blocking
 * cannot be seen in the result.
 *
 * Blocks of both operands are packed into panels of two rows or four columns, k outermost, and a tile of 2 x 4 sums is kept in
 * registers (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008, in its simplest form).
 */
import type { MatrixProductOptions } from './kernels';
import { unhurried, type Pace } from './pace';
import type { Tensor, TensorData } from './tensor';

const tileRows = 2;
const tileColumns = 4;
const blockLanes = 64;
/** Products and sums in registers that take the time of one step of a plain loop. */
const operationsPerStep = 8;

/** One operand: `lane` counts its rows (left) or columns (right), `inner` the axis that is summed over. */
interface Operand {
  readonly data: TensorData;
  readonly start: number;
  readonly lanes: number;
  readonly laneStep: number;
  readonly inner: number;
  readonly innerStep: number;
}

/** out[..., m, n] = sum over k of a[..., m, k] b[..., k, n]; see Kernels.matrixProduct. */
export function matrixProduct(
  a: Tensor,
  b: Tensor,
  out: Tensor,
  options: MatrixProductOptions = {},
  pace: Pace = unhurried,
): void {
  const { transposeA = false, transposeB = false } = options;
  const rows = out.shape.at(-2) ?? 1;
  const columns = out.shape.at(-1) ?? 1;
  const inner = a.shape.at(transposeA ? -2 : -1) ?? 1;
  const batches = rows * columns === 0 ? 0 : out.data.length / (rows * columns);
  const [rowStep, aStep] = transposeA ? [1, rows] : [inner, 1];
  const [bStep, columnStep] = transposeB ? [1, inner] : [columns, 1];
  const bBatch = b.shape.length > 2 ? inner * columns : 0;
  for (let batch = 0; batch < batches; batch += 1) {
    const left = {
      data: a.data,
      start: batch * rows * inner,
      lanes: rows,
      laneStep: rowStep,
      inner,
      innerStep: aStep,
    };
    const right = {
      data: b.data,
      start: batch * bBatch,
      lanes: columns,
      laneStep: columnStep,
      inner,
      innerStep: bStep,
    };
    productInto(left, right, out.data, batch * rows * columns, pace);
  }
}

function productInto(left: Operand, right: Operand, out: TensorData, start: number, pace: Pace): void {
  const leftPanels = panelsFor(left, tileRows);
  const rightPanels = panelsFor(right, tileColumns);
  for (let row = 0; row < left.lanes; row += blockLanes) {
    pack(left, row, tileRows, leftPanels);
    const rows = Math.min(blockLanes, left.lanes - row);
    for (let column = 0; column < right.lanes; column += blockLanes) {
      pack(right, column, tileColumns, rightPanels);
      const columns = Math.min(blockLanes, right.lanes - column);
      const block = {
        data: out,
        start: start + row * right.lanes + column,
        rowStep: right.lanes,
        rows,
        columns,
      };
      multiplyPanels(leftPanels, rightPanels, left.inner, block, pace);
    }
  }
}

/** Storage for one packed block of an operand, its lanes rounded up to whole panels. */
function panelsFor({ lanes, inner }: Operand, width: number): Float64Array {
  return new Float64Array(Math.ceil(Math.min(lanes, blockLanes) / width) * width * inner);
}

/** Lays the block of lanes from `first` on as panels of [inner][width]; lanes past the end are zeros, whose sums nobody reads. */
function pack(operand: Operand, first: number, width: number, panels: Float64Array): void {
  const { data, start, lanes, laneStep, inner, innerStep } = operand;
  const count = inner === 0 ? 0 : panels.length / inner;
  for (let lane = 0; lane < count; lane += 1) {
    const inside = first + lane < lanes;
    let from = start + (first + lane) * laneStep;
    let into = (lane - (lane % width)) * inner + (lane % width);
    for (let k = 0; k < inner; k += 1, from += innerStep, into += width) {
      panels[into] = inside ? (data[from] ?? NaN) : 0;
    }
  }
}

/** A rectangle of the result. */
interface Block {
  readonly data: TensorData;
  readonly start: number;
  readonly rowStep: number;
  readonly rows: number;
  readonly columns: number;
}

function multiplyPanels(
  left: Float64Array,
  right: Float64Array,
  inner: number,
  block: Block,
  pace: Pace,
): void {
  const { data, start, rowStep, rows, columns } = block;
  const tile = new Float64Array(tileRows * tileColumns);
  for (let row = 0; row < rows; row += tileRows) {
    for (let column = 0; column < columns; column += tileColumns) {
      multiplyTile(left, row * inner, right, column * inner, inner, tile);
      for (let i = 0; i < Math.min(tileRows, rows - row); i += 1) {
        const into = start + (row + i) * rowStep + column;
        for (let j = 0; j < Math.min(tileColumns, columns - column); j += 1) {
          data[into + j] = tile[i * tileColumns + j] ?? NaN;
        }
      }
    }
    pace((tileRows * columns * inner) / operationsPerStep);
  }
}

/** Eight sums at once, each over k in order; a zero on one side does not hide a NaN on the other. */
function multiplyTile(
  left: Float64Array,
  leftStart: number,
  right: Float64Array,
  rightStart: number,
  inner: number,
  tile: Float64Array,
): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = 0, i = leftStart, j = rightStart; k < inner; k += 1, i += tileRows, j += tileColumns) {
    const r0 = right[j] ?? NaN;
    const r1 = right[j + 1] ?? NaN;
    const r2 = right[j + 2] ?? NaN;
    const r3 = right[j + 3] ?? NaN;
    const l0 = left[i] ?? NaN;
    s00 += l0 * r0;
    s01 += l0 * r1;
    s02 += l0 * r2;
    s03 += l0 * r3;
    const l1 = left[i + 1] ?? NaN;
    s10 += l1 * r0;
    s11 += l1 * r1;
    s12 += l1 * r2;
    s13 += l1 * r3;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
}
