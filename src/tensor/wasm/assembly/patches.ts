/**
 * Packing by tables: panels for the product of tile.ts straight from images, so that no matrix of patches is ever written. An element of
 * the matrix stands at base + offset: `bases` has a byte offset per place of the window, `offsets` one per channel and tap.
 */
import { pack, Transposed } from './packing';
import { tileColumns, tileRows } from './tile';

abstract class Steps {
  /** The distance between each of four places and the next, or 0 where the distances differ. */
  @inline static between(bases: usize): u32 {
    const first = load<u32>(bases);
    const step = load<u32>(bases, 4) - first;
    const even = load<u32>(bases, 8) - first == 2 * step && load<u32>(bases, 12) - first == 3 * step;
    return even ? step : 0;
  }

  /** Four numbers that stand 8 bytes apart; one more is read behind the last. */
  @inline static second(from: usize): v128 {
    return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
  }

  /** The table's entry for a lane, or for the last one there is. */
  @inline static entry(table: usize, lane: i32, lanes: i32): usize {
    return <usize>load<u32>(table + ((<usize>min(lane, lanes - 1)) << 2));
  }
}

/** Four numbers side by side in a panel. */
abstract class Quad {
  /** At four places that stand 4 or 8 bytes apart. */
  @inline static putPlaces(a: usize, b: usize, c: usize, d: usize, step: u32, into: usize): void {
    if (step == 4) {
      Transposed.put(v128.load(a), v128.load(b), v128.load(c), v128.load(d), into, 32);
    } else {
      Transposed.put(Steps.second(a), Steps.second(b), Steps.second(c), Steps.second(d), into, 32);
    }
  }

  /** At one place. */
  @inline static putPlace(a: usize, b: usize, c: usize, d: usize, into: usize): void {
    store<u32>(into, load<u32>(a));
    store<u32>(into, load<u32>(b), 4);
    store<u32>(into, load<u32>(c), 8);
    store<u32>(into, load<u32>(d), 12);
  }
}

/** Panels [k][8 places] of the matrix with a row per offset and a column per base. */
export function packPatches(
  source: usize,
  bases: usize,
  columns: i32,
  offsets: usize,
  inner: i32,
  into: usize,
): void {
  const panelBytes = (<usize>inner * tileColumns) << 2;
  for (; columns > 0; columns -= tileColumns, bases += 4 * tileColumns, into += panelBytes) {
    packHalf(source, bases, columns, offsets, inner, into);
    if (columns > 4) packHalf(source, bases + 16, columns - 4, offsets, inner, into + 16);
  }
}

/** Four of the eight places of a panel. */
function packHalf(source: usize, bases: usize, lanes: i32, offsets: usize, inner: i32, into: usize): void {
  const step = lanes < 4 ? 0 : Steps.between(bases);
  const end = offsets + ((<usize>inner) << 2);
  const a = source + Steps.entry(bases, 0, lanes);
  if (step == 4) {
    for (; offsets < end; offsets += 4, into += 32) {
      v128.store(into, v128.load(a + load<u32>(offsets)));
    }
  } else if (step == 8) {
    for (; offsets < end; offsets += 4, into += 32) {
      v128.store(into, Steps.second(a + load<u32>(offsets)));
    }
  } else {
    const b = source + Steps.entry(bases, 1, lanes);
    const c = source + Steps.entry(bases, 2, lanes);
    const d = source + Steps.entry(bases, 3, lanes);
    for (; offsets < end; offsets += 4, into += 32) {
      const offset = <usize>load<u32>(offsets);
      Quad.putPlace(a + offset, b + offset, c + offset, d + offset, into);
    }
  }
}

/** Panels [place][8 taps] of the transpose of that matrix. */
export function packTaps(
  source: usize,
  bases: usize,
  columns: i32,
  offsets: usize,
  taps: i32,
  into: usize,
): void {
  const panelBytes = (<usize>columns * tileColumns) << 2;
  for (; taps > 0; taps -= tileColumns, offsets += 4 * tileColumns, into += panelBytes) {
    packTapPanel(source, bases, columns, offsets, taps, into);
  }
}

/** A panel of taps, four places at a time where they stand evenly. */
function packTapPanel(
  source: usize,
  bases: usize,
  columns: i32,
  offsets: usize,
  lanes: i32,
  into: usize,
): void {
  const a = source + Steps.entry(offsets, 0, lanes);
  const b = source + Steps.entry(offsets, 1, lanes);
  const c = source + Steps.entry(offsets, 2, lanes);
  const d = source + Steps.entry(offsets, 3, lanes);
  const e = source + Steps.entry(offsets, 4, lanes);
  const f = source + Steps.entry(offsets, 5, lanes);
  const g = source + Steps.entry(offsets, 6, lanes);
  const h = source + Steps.entry(offsets, 7, lanes);
  while (columns > 0) {
    const base = <usize>load<u32>(bases);
    const step = columns < 4 ? 0 : Steps.between(bases);
    if (step == 4 || step == 8) {
      Quad.putPlaces(a + base, b + base, c + base, d + base, step, into);
      Quad.putPlaces(e + base, f + base, g + base, h + base, step, into + 16);
      columns -= 4;
      bases += 16;
      into += 128;
    } else {
      Quad.putPlace(a + base, b + base, c + base, d + base, into);
      Quad.putPlace(e + base, f + base, g + base, h + base, into + 16);
      columns -= 1;
      bases += 4;
      into += 32;
    }
  }
}

/** Panels [k][6 rows] of a matrix whose rows stand `rowStep` apart and whose element k stands at offset k in its row. */
export function packByTable(
  from: usize,
  rowStep: usize,
  offsets: usize,
  rows: i32,
  inner: i32,
  into: usize,
): void {
  const end = offsets + ((<usize>inner) << 2);
  for (; rows > 0; rows -= tileRows, from += <usize>tileRows * rowStep) {
    const last = min(rows, tileRows) - 1;
    const b = from + <usize>min(1, last) * rowStep;
    const c = from + <usize>min(2, last) * rowStep;
    const d = from + <usize>min(3, last) * rowStep;
    const e = from + <usize>min(4, last) * rowStep;
    const f = from + <usize>last * rowStep;
    for (let table = offsets; table < end; table += 4, into += 24) {
      const offset = <usize>load<u32>(table);
      store<u32>(into, load<u32>(from + offset));
      store<u32>(into, load<u32>(b + offset), 4);
      store<u32>(into, load<u32>(c + offset), 8);
      store<u32>(into, load<u32>(d + offset), 12);
      store<u32>(into, load<u32>(e + offset), 16);
      store<u32>(into, load<u32>(f + offset), 20);
    }
  }
}

/** Panels [place][6 channels] of images; `first` counts places from the first image on. */
export function packImages(
  from: usize,
  imageStep: usize,
  channelStep: usize,
  places: i32,
  first: i32,
  columns: i32,
  channels: i32,
  into: usize,
): void {
  for (; channels > 0; channels -= tileRows, from += <usize>tileRows * channelStep) {
    let image = from + <usize>(first / places) * imageStep;
    let place = first % places;
    for (let left = columns; left > 0; image += imageStep, place = 0) {
      const count = min(left, places - place);
      const start = image + ((<usize>place) << 2);
      pack(start, channelStep, 4, min(channels, tileRows), count, tileRows, into);
      into += (<usize>count * tileRows) << 2;
      left -= count;
    }
  }
}
