/**
 * Convolutions as products over packed panels: W times the matrix of patches, which exists in panels only (patches.ts). Every element is
 * summed over channels and taps (a weight's gradient: over places) in order, in the same blocks whichever call computes it.
 */
import { pack } from './packing';
import { packByTable, packImages, packPatches, packTaps } from './patches';
import { blockRows, edgeOf, multiplyBlock, rightOf } from './product';
import { multiplyTile, tileColumns, tileRows } from './tile';

/**
 * The share of a block of places and a block of k in some rows of the result, put there or added to it: element (row, place) stands at
 * row * outRow + the place's entry in `targets`. Weights stand at row * weightRow + the entry of k in `weightOffsets`, or side by side
 * where that is 0. `packs` is false when the patches still lie packed in `work` from the call before.
 */
export function convolutionPart(
  weights: usize,
  weightRow: usize,
  weightOffsets: usize,
  source: usize,
  bases: usize,
  offsets: usize,
  out: usize,
  outRow: usize,
  targets: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  packs: bool,
  adds: bool,
  work: usize,
): void {
  const right = rightOf(work);
  if (packs) packPatches(source, bases, columns, offsets, inner, right);
  for (let row = 0; row < rows; row += blockRows) {
    const height = min(blockRows, rows - row);
    const from = weights + <usize>row * weightRow;
    if (weightOffsets == 0) pack(from, weightRow, 4, height, inner, tileRows, work);
    else packByTable(from, weightRow, weightOffsets, height, inner, work);
    multiplyPlaces(work, right, height, columns, inner, out + <usize>row * outRow, outRow, targets, adds);
  }
}

/** All tiles of a block, each put where the table of places says. */
function multiplyPlaces(
  left: usize,
  right: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  out: usize,
  outRow: usize,
  targets: usize,
  adds: bool,
): void {
  const leftPanel = (<usize>inner * tileRows) << 2;
  const rightPanel = (<usize>inner * tileColumns) << 2;
  const edge = edgeOf(left);
  for (; columns > 0; columns -= tileColumns, right += rightPanel, targets += 4 * tileColumns) {
    const first = load<u32>(targets);
    const whole = columns >= tileColumns && load<u32>(targets, 28) - first == 28;
    let panel = left;
    let into = out;
    for (let row = 0; row < rows; row += tileRows, panel += leftPanel, into += <usize>tileRows * outRow) {
      if (whole && rows - row >= tileRows) {
        multiplyTile(panel, right, inner, into + first, outRow, adds);
      } else {
        multiplyTile(panel, right, inner, edge, 4 * tileColumns, false);
        putPlaces(edge, min(tileRows, rows - row), min(tileColumns, columns), into, outRow, targets, adds);
      }
    }
  }
}

/** Puts the part of a tile that lies inside the result where its places are. */
function putPlaces(
  from: usize,
  rows: i32,
  columns: i32,
  out: usize,
  outRow: usize,
  targets: usize,
  adds: bool,
): void {
  for (let column = 0; column < columns; column++, from += 4, targets += 4) {
    let place = out + load<u32>(targets);
    let sum = from;
    for (let row = 0; row < rows; row++, place += outRow, sum += 4 * tileColumns) {
      store<f32>(place, adds ? load<f32>(place) + load<f32>(sum) : load<f32>(sum));
    }
  }
}

/**
 * The share of a block of places in some rows of a weight's gradient, dy times the transpose of the patches. `first` counts places from
 * the image at `dy` on; `bases` begins with the first of them.
 */
export function convolutionWeightPart(
  dy: usize,
  dyImage: usize,
  dyRow: usize,
  places: i32,
  first: i32,
  source: usize,
  bases: usize,
  offsets: usize,
  out: usize,
  outRow: usize,
  rows: i32,
  taps: i32,
  columns: i32,
  packs: bool,
  adds: bool,
  work: usize,
): void {
  const right = rightOf(work);
  if (packs) packTaps(source, bases, columns, offsets, taps, right);
  for (let row = 0; row < rows; row += blockRows) {
    const height = min(blockRows, rows - row);
    packImages(dy + <usize>row * dyRow, dyImage, dyRow, places, first, columns, height, work);
    multiplyBlock(work, right, height, taps, columns, out + <usize>row * outRow, outRow, adds);
  }
}

/** Copies rows of `count` numbers, plane after plane; steps are in bytes. */
export function copyPlanes(
  from: usize,
  fromPlane: usize,
  fromRow: usize,
  into: usize,
  intoPlane: usize,
  intoRow: usize,
  planes: i32,
  rows: i32,
  count: i32,
): void {
  for (; planes > 0; planes--, from += fromPlane, into += intoPlane) {
    let source = from;
    let target = into;
    for (let row = rows; row > 0; row--, source += fromRow, target += intoRow) copyRow(source, target, count);
  }
}

/** Short rows are many: a call of memory.copy for each costs more than their numbers. */
function copyRow(from: usize, into: usize, count: i32): void {
  for (; count > 3; count -= 4, from += 16, into += 16) v128.store(into, v128.load(from));
  for (; count > 0; count--, from += 4, into += 4) store<u32>(into, load<u32>(from));
}

/** out[row][i] += numbers[row modulo cycle]. */
export function addToRows(out: usize, numbers: usize, cycle: i32, rows: i32, count: i32): void {
  for (let row = 0; row < rows; row++) {
    const term = numbers + ((<usize>(row % cycle)) << 2);
    const terms = v128.load32_splat(term);
    let left = count;
    for (; left > 3; left -= 4, out += 16) v128.store(out, f32x4.add(v128.load(out), terms));
    for (; left > 0; left--, out += 4) store<f32>(out, load<f32>(out) + load<f32>(term));
  }
}
