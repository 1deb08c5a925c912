/** Packing: copies of a part of a matrix in the order in which the tile reads it. */

export abstract class Transposed {
  /** Rows 0 to 3 of the transpose of four vectors, by halves: the 32-bit lanes first interleaved, then the 64-bit ones. */
  @inline static put(a: v128, b: v128, c: v128, d: v128, into: usize, step: usize): void {
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    v128.store(into, v128.shuffle<f64>(ab, cd, 0, 2));
    v128.store(into + step, v128.shuffle<f64>(ab, cd, 1, 3));
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(into + 2 * step, v128.shuffle<f64>(abHigh, cdHigh, 0, 2));
    v128.store(into + 3 * step, v128.shuffle<f64>(abHigh, cdHigh, 1, 3));
  }

  /** The same for two vectors, whose columns are pairs. */
  @inline static putPairs(a: v128, b: v128, into: usize, step: usize): void {
    const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    v128.store64_lane(into, low, 0);
    v128.store64_lane(into + step, low, 1);
    const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    v128.store64_lane(into + 2 * step, high, 0);
    v128.store64_lane(into + 3 * step, high, 1);
  }
}

/**
 * Lays `lanes` rows (or columns) of a matrix out as panels of [inner][width], width 6 or 8. Steps are in bytes, one of them 4. Lanes
 * past the end are zeros, whose sums nobody reads.
 */
export function pack(
  from: usize,
  laneStep: usize,
  innerStep: usize,
  lanes: i32,
  inner: i32,
  width: i32,
  into: usize,
): void {
  const panelBytes = (<usize>inner * width) << 2;
  for (; lanes > 0; lanes -= width, from += laneStep * width, into += panelBytes) {
    if (lanes < width) packEdge(from, laneStep, innerStep, lanes, inner, width, into);
    else if (laneStep == 4) packNeighbours(from, innerStep, inner, width, into);
    else packApart(from, laneStep, innerStep, inner, width, into);
  }
}

/** A panel whose lanes lie side by side. */
function packNeighbours(from: usize, innerStep: usize, inner: i32, width: i32, into: usize): void {
  if (width == 8) {
    for (; inner > 0; inner--, from += innerStep, into += 32) {
      v128.store(into, v128.load(from));
      v128.store(into, v128.load(from, 16), 16);
    }
  } else {
    for (; inner > 0; inner--, from += innerStep, into += 24) {
      v128.store(into, v128.load(from));
      store<u64>(into, load<u64>(from, 16), 16);
    }
  }
}

/** A panel whose lanes lie apart and each of which lies in one piece: transposed by blocks of 4 x 4. */
function packApart(
  from: usize,
  laneStep: usize,
  innerStep: usize,
  inner: i32,
  width: i32,
  into: usize,
): void {
  const step = (<usize>width) << 2;
  for (; inner >= 4; inner -= 4, from += 16, into += 4 * step) {
    let row = from;
    const a = v128.load(row);
    const b = v128.load((row += laneStep));
    const c = v128.load((row += laneStep));
    const d = v128.load((row += laneStep));
    Transposed.put(a, b, c, d, into, step);
    const e = v128.load((row += laneStep));
    const f = v128.load((row += laneStep));
    if (width == 8) {
      const g = v128.load((row += laneStep));
      Transposed.put(e, f, g, v128.load(row + laneStep), into + 16, step);
    } else {
      Transposed.putPairs(e, f, into + 16, step);
    }
  }
  packEdge(from, laneStep, innerStep, width, inner, width, into);
}

/** Whatever is left of a panel, element by element. */
function packEdge(
  from: usize,
  laneStep: usize,
  innerStep: usize,
  lanes: i32,
  inner: i32,
  width: i32,
  into: usize,
): void {
  for (let k = 0; k < inner; k++, from += innerStep) {
    let source = from;
    for (let lane = 0; lane < width; lane++, into += 4, source += laneStep) {
      store<f32>(into, lane < lanes ? load<f32>(source) : 0);
    }
  }
}
