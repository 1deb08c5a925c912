/** Products by a matrix that stays: its panels are packed once, and every product gives the bits of `matrixProduct`. */
import { pack } from './packing';
import { blockColumns, blockInner, blockRows, multiplyBlock } from './product';
import { tileColumns, tileRows } from './tile';

/** The bytes of a packed block of columns. */
function packedBytes(columns: i32, inner: i32): usize {
  return (<usize>(((columns + tileColumns - 1) / tileColumns) * tileColumns * inner)) << 2;
}

/** Packs b of inner x columns, block after block; wants (columns rounded up to 8) x inner numbers of room. Steps are in bytes. */
export function packColumns(
  b: usize,
  bInnerStep: usize,
  bColumnStep: usize,
  columns: i32,
  inner: i32,
  into: usize,
): void {
  for (let column = 0; column < columns; column += blockColumns) {
    const width = min(blockColumns, columns - column);
    for (let k = 0; k < inner; k += blockInner) {
      const depth = min(blockInner, inner - k);
      const block = b + <usize>k * bInnerStep + <usize>column * bColumnStep;
      pack(block, bColumnStep, bInnerStep, width, depth, tileColumns, into);
      into += packedBytes(width, depth);
    }
  }
}

/** out = a b for a of rows x inner without gaps and b as `packColumns` left it, inner at least 1. */
export function multiplyPacked(
  a: usize,
  packed: usize,
  out: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  work: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  const aRowStep = (<usize>inner) << 2;
  for (let column = 0; column < columns; column += blockColumns) {
    const width = min(blockColumns, columns - column);
    for (let k = 0; k < inner; k += blockInner) {
      const depth = min(blockInner, inner - k);
      for (let row = 0; row < rows; row += blockRows) {
        const height = min(blockRows, rows - row);
        pack(a + <usize>row * aRowStep + ((<usize>k) << 2), aRowStep, 4, height, depth, tileRows, work);
        const block = out + <usize>row * rowBytes + ((<usize>column) << 2);
        multiplyBlock(work, packed, height, width, depth, block, rowBytes, k > 0);
      }
      packed += packedBytes(width, depth);
    }
  }
}
