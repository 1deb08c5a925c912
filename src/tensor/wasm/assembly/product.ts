/**
 * The matrix product over packed panels (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008). Every
 * element is summed over k in order, in blocks whose sums are added in order, wherever it stands and however the operands lie.
 */
import { pack } from './packing';
import { multiplyTile, tileColumns, tileRows } from './tile';

/** Along k: a panel of 8 columns is then 8 KiB and stays in the first cache while the panels of rows pass by. */
export const blockInner: i32 = 256;

/** Rows packed at once, 120 KiB: for the second cache. */
export const blockRows: i32 = 120;

/** Columns packed at once, 1 MiB. */
export const blockColumns: i32 = 1024;

const leftBytes: usize = 4 * blockRows * blockInner;
const rightBytes: usize = 4 * blockColumns * blockInner;
const tileBytes: usize = 4 * tileRows * tileColumns;

/** Bytes of working storage that `matrixProduct` wants, on a boundary of 16. */
export function matrixProductBytes(): usize {
  return leftBytes + rightBytes + tileBytes;
}

/** Where packed columns lie in the working storage, behind the packed rows. */
export function rightOf(work: usize): usize {
  return work + leftBytes;
}

/** Where a tile at an edge is computed, behind the packed columns. */
export function edgeOf(work: usize): usize {
  return work + leftBytes + rightBytes;
}

/** The most columns of a part. */
export function matrixProductColumns(): i32 {
  return blockColumns;
}

/** The most of k in a part. */
export function matrixProductInner(): i32 {
  return blockInner;
}

/** Rows that are packed at once. */
export function matrixProductRows(): i32 {
  return blockRows;
}

/**
 * out = a b for a of rows x inner and b of inner x columns, inner at least 1. Steps are in bytes; `out` is row-major without gaps.
 */
export function matrixProduct(
  a: usize,
  aRowStep: usize,
  aInnerStep: usize,
  b: usize,
  bInnerStep: usize,
  bColumnStep: usize,
  out: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  work: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += blockColumns) {
    const width = min(blockColumns, columns - column);
    for (let k = 0; k < inner; k += blockInner) {
      const depth = min(blockInner, inner - k);
      const aBlock = a + <usize>k * aInnerStep;
      const bBlock = b + <usize>k * bInnerStep + <usize>column * bColumnStep;
      const block = out + ((<usize>column) << 2);
      const adds = k > 0;
      matrixProductPart(
        aBlock,
        aRowStep,
        aInnerStep,
        bBlock,
        bInnerStep,
        bColumnStep,
        block,
        rowBytes,
        rows,
        width,
        depth,
        true,
        adds,
        work,
      );
    }
  }
}

/**
 * The share of one block of columns (at most `blockColumns`) and one block of k (at most `blockInner`) in some rows of the result, put
 * there or added to it. `packs` is false when b still lies packed in `work` from the call before.
 */
export function matrixProductPart(
  a: usize,
  aRowStep: usize,
  aInnerStep: usize,
  b: usize,
  bInnerStep: usize,
  bColumnStep: usize,
  out: usize,
  outRowStep: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  packs: bool,
  adds: bool,
  work: usize,
): void {
  const right = work + leftBytes;
  if (packs) pack(b, bColumnStep, bInnerStep, columns, inner, tileColumns, right);
  for (let row = 0; row < rows; row += blockRows) {
    const height = min(blockRows, rows - row);
    pack(a + <usize>row * aRowStep, aRowStep, aInnerStep, height, inner, tileRows, work);
    multiplyBlock(work, right, height, columns, inner, out + <usize>row * outRowStep, outRowStep, adds);
  }
}

/** All tiles of a block; the working storage for a tile at an edge lies behind the packed columns. */
export function multiplyBlock(
  left: usize,
  right: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  out: usize,
  rowBytes: usize,
  adds: bool,
): void {
  const leftPanel = (<usize>inner * tileRows) << 2;
  const rightPanel = (<usize>inner * tileColumns) << 2;
  const edge = edgeOf(left);
  for (let column = 0; column < columns; column += tileColumns, right += rightPanel) {
    const width = min(tileColumns, columns - column);
    let panel = left;
    let into = out + ((<usize>column) << 2);
    for (let row = 0; row < rows; row += tileRows, panel += leftPanel, into += <usize>tileRows * rowBytes) {
      const height = min(tileRows, rows - row);
      if (width == tileColumns && height == tileRows) {
        multiplyTile(panel, right, inner, into, rowBytes, adds);
      } else {
        multiplyTile(panel, right, inner, edge, 4 * tileColumns, false);
        putEdge(edge, height, width, into, rowBytes, adds);
      }
    }
  }
}

/** Takes the part of a tile that lies inside the matrix. */
function putEdge(from: usize, rows: i32, columns: i32, out: usize, rowBytes: usize, adds: bool): void {
  for (let row = 0; row < rows; row++, from += 4 * tileColumns, out += rowBytes) {
    for (let column = 0; column < columns; column++) {
      const place = (<usize>column) << 2;
      const sum = load<f32>(from + place);
      store<f32>(out + place, adds ? load<f32>(out + place) + sum : sum);
    }
  }
}
