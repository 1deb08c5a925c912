/** The innermost loop of the matrix product: a tile of 6 x 8 sums that stays in registers. */
import { Lanes } from './lanes';

/** Rows of a tile: with 2 vectors a row, 12 of the 16 registers of a processor without AVX-512 hold sums. */
export const tileRows: i32 = 6;

/** Columns of a tile: two vectors. */
export const tileColumns: i32 = 8;

abstract class Tile {
  /** Writes a row of sums, or adds it to what stands there. */
  @inline static put(out: usize, adds: bool, low: v128, high: v128): void {
    if (adds) {
      v128.store(out, f32x4.add(v128.load(out), low));
      v128.store(out, f32x4.add(v128.load(out, 16), high), 16);
    } else {
      v128.store(out, low);
      v128.store(out, high, 16);
    }
  }
}

/**
 * out = (or +=) the product of a panel of 6 rows and one of 8 columns, both laid out [k][lane], each element summed in the order of k.
 * Not called from one place only, and exported, so that no optimiser dissolves it in its caller: engines replace their first, slow
 * code at calls.
 */
export function multiplyTile(
  left: usize,
  right: usize,
  inner: usize,
  out: usize,
  rowBytes: usize,
  adds: bool,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let s40 = f32x4.splat(0);
  let s41 = f32x4.splat(0);
  let s50 = f32x4.splat(0);
  let s51 = f32x4.splat(0);
  for (const end = left + inner * 24; left < end; left += 24, right += 32) {
    const low = v128.load(right);
    const high = v128.load(right, 16);
    let a = v128.load32_splat(left);
    s00 = Lanes.multiplyAdd(a, low, s00);
    s01 = Lanes.multiplyAdd(a, high, s01);
    a = v128.load32_splat(left, 4);
    s10 = Lanes.multiplyAdd(a, low, s10);
    s11 = Lanes.multiplyAdd(a, high, s11);
    a = v128.load32_splat(left, 8);
    s20 = Lanes.multiplyAdd(a, low, s20);
    s21 = Lanes.multiplyAdd(a, high, s21);
    a = v128.load32_splat(left, 12);
    s30 = Lanes.multiplyAdd(a, low, s30);
    s31 = Lanes.multiplyAdd(a, high, s31);
    a = v128.load32_splat(left, 16);
    s40 = Lanes.multiplyAdd(a, low, s40);
    s41 = Lanes.multiplyAdd(a, high, s41);
    a = v128.load32_splat(left, 20);
    s50 = Lanes.multiplyAdd(a, low, s50);
    s51 = Lanes.multiplyAdd(a, high, s51);
  }
  Tile.put(out, adds, s00, s01);
  Tile.put((out += rowBytes), adds, s10, s11);
  Tile.put((out += rowBytes), adds, s20, s21);
  Tile.put((out += rowBytes), adds, s30, s31);
  Tile.put((out += rowBytes), adds, s40, s41);
  Tile.put(out + rowBytes, adds, s50, s51);
}
