/** The passes of normalisation: sums in float64, and float32 lanes for what is written. */
import { Lanes } from './lanes';

/** Small steps that are written into the loops. */
export abstract class Parts {
  /** What is left of a number when it is rounded to float32: x - rounded - rest loses nothing where x is near the number. */
  @inline static rest(value: f64): f32 {
    return <f32>(value - <f64>(<f32>value));
  }
}

/** The sum of `count` neighbours in float64. */
function sumOf(x: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (; count > 3; count -= 4, x += 16) {
    a = f64x2.add(a, Lanes.pair(x));
    b = f64x2.add(b, Lanes.pair(x + 8));
  }
  const both = f64x2.add(a, b);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; count > 0; count--, x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/** The sum of the squares of `count` neighbours' distances from a centre. */
function squaresOf(x: usize, count: i32, centre: f64): f64 {
  const middle = f64x2.splat(centre);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (; count > 3; count -= 4, x += 16) {
    const first = f64x2.sub(Lanes.pair(x), middle);
    const second = f64x2.sub(Lanes.pair(x + 8), middle);
    a = f64x2.add(a, f64x2.mul(first, first));
    b = f64x2.add(b, f64x2.mul(second, second));
  }
  const both = f64x2.add(a, b);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; count > 0; count--, x += 4) {
    const distance = <f64>load<f32>(x) - centre;
    sum += distance * distance;
  }
  return sum;
}

/** Mean and mean square deviation of every row, into float64 `means` and `variances`. */
export function rowMoments(x: usize, rows: i32, columns: i32, means: usize, variances: usize): void {
  for (; rows > 0; rows--, x += (<usize>columns) << 2, means += 8, variances += 8) {
    const mean = sumOf(x, columns) / <f64>columns;
    store<f64>(means, mean);
    store<f64>(variances, squaresOf(x, columns, mean) / <f64>columns);
  }
}

/** The same of `columns` columns of rows that lie `rowStep` bytes apart. */
export function columnMoments(
  x: usize,
  rowStep: usize,
  rows: i32,
  columns: i32,
  means: usize,
  variances: usize,
): void {
  memory.fill(means, 0, (<usize>columns) << 3);
  memory.fill(variances, 0, (<usize>columns) << 3);
  let left = rows;
  let from = x;
  for (; left > 3; left -= 4, from += 4 * rowStep) addFourRows(from, rowStep, columns, means);
  for (; left > 0; left--, from += rowStep) addRow(from, columns, means);
  divide(means, columns, <f64>rows);
  left = rows;
  from = x;
  for (; left > 1; left -= 2, from += 2 * rowStep) addTwoSquares(from, rowStep, columns, means, variances);
  if (left > 0) addSquares(from, columns, means, variances);
  divide(variances, columns, <f64>rows);
}

function divide(x: usize, count: i32, by: f64): void {
  for (; count > 0; count--, x += 8) store<f64>(x, load<f64>(x) / by);
}

function addRow(x: usize, columns: i32, sums: usize): void {
  for (; columns > 1; columns -= 2, x += 8, sums += 16) {
    v128.store(sums, f64x2.add(v128.load(sums), Lanes.pair(x)));
  }
  if (columns > 0) store<f64>(sums, load<f64>(sums) + <f64>load<f32>(x));
}

/** Four rows at once: the sums are fetched and put back once for all. */
function addFourRows(x: usize, rowStep: usize, columns: i32, sums: usize): void {
  for (; columns > 1; columns -= 2, x += 8, sums += 16) {
    const first = f64x2.add(Lanes.pair(x), Lanes.pair(x + rowStep));
    const second = f64x2.add(Lanes.pair(x + 2 * rowStep), Lanes.pair(x + 3 * rowStep));
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.add(first, second)));
  }
  if (columns == 0) return;
  for (let row: usize = 0; row < 4; row++) {
    store<f64>(sums, load<f64>(sums) + <f64>load<f32>(x + row * rowStep));
  }
}

function addSquares(x: usize, columns: i32, means: usize, squares: usize): void {
  for (; columns > 1; columns -= 2, x += 8, means += 16, squares += 16) {
    const distance = f64x2.sub(Lanes.pair(x), v128.load(means));
    v128.store(squares, f64x2.add(v128.load(squares), f64x2.mul(distance, distance)));
  }
  if (columns > 0) {
    const distance = <f64>load<f32>(x) - load<f64>(means);
    store<f64>(squares, load<f64>(squares) + distance * distance);
  }
}

function addTwoSquares(x: usize, rowStep: usize, columns: i32, means: usize, squares: usize): void {
  let next = x + rowStep;
  for (; columns > 1; columns -= 2, x += 8, next += 8, means += 16, squares += 16) {
    const mean = v128.load(means);
    const first = f64x2.sub(Lanes.pair(x), mean);
    const second = f64x2.sub(Lanes.pair(next), mean);
    const both = f64x2.add(f64x2.mul(first, first), f64x2.mul(second, second));
    v128.store(squares, f64x2.add(v128.load(squares), both));
  }
  addSquares(x, columns, means, squares);
  addSquares(next, columns, means, squares);
}

/**
 * out = (x - centre) factor + shift for `rows` rows; the float64 numbers of the rows lie at `centres`, and `apart` and 2 `apart` bytes
 * behind.
 */
export function standardiseRows(
  x: usize,
  rows: i32,
  columns: i32,
  centres: usize,
  apart: usize,
  out: usize,
): void {
  for (; rows > 0; rows--, centres += 8) {
    const centre = load<f64>(centres);
    const high = f32x4.splat(<f32>centre);
    const low = f32x4.splat(Parts.rest(centre));
    const factor = f32x4.splat(<f32>load<f64>(centres + apart));
    const shift = f32x4.splat(<f32>load<f64>(centres + 2 * apart));
    let left = columns;
    for (; left > 3; left -= 4, x += 16, out += 16) {
      const distance = f32x4.sub(f32x4.sub(v128.load(x), high), low);
      v128.store(out, f32x4.add(f32x4.mul(distance, factor), shift));
    }
    for (; left > 0; left--, x += 4, out += 4) {
      const distance = f32x4.sub(f32x4.sub(v128.load32_zero(x), high), low);
      v128.store32_lane(out, f32x4.add(f32x4.mul(distance, factor), shift), 0);
    }
  }
}

/** Rounds float64 numbers to float32 `high`, and to float32 `low` what is left of them. */
export function splitDoubles(x: usize, count: i32, high: usize, low: usize): void {
  for (; count > 0; count--, x += 8, high += 4, low += 4) {
    const value = load<f64>(x);
    store<f32>(high, <f32>value);
    store<f32>(low, Parts.rest(value));
  }
}

/** The same for columns, whose numbers are float32 in four lists of `columns` one behind the other: centres, what is left of them, factors, shifts. */
export function standardiseColumns(x: usize, rows: i32, columns: i32, lists: usize, out: usize): void {
  const apart = (<usize>columns) << 2;
  for (; rows > 0; rows--) {
    let list = lists;
    let left = columns;
    for (; left > 3; left -= 4, x += 16, out += 16, list += 16) {
      const distance = f32x4.sub(f32x4.sub(v128.load(x), v128.load(list)), v128.load(list + apart));
      const scaled = f32x4.mul(distance, v128.load(list + 2 * apart));
      v128.store(out, f32x4.add(scaled, v128.load(list + 3 * apart)));
    }
    for (; left > 0; left--, x += 4, out += 4, list += 4) {
      const distance = load<f32>(x) - load<f32>(list) - load<f32>(list + apart);
      store<f32>(out, distance * load<f32>(list + 2 * apart) + load<f32>(list + 3 * apart));
    }
  }
}

/** The sums of dy and of dy (x - centre) of every row, into float64 `flows` and `products`. */
export function rowDeviationSums(
  dy: usize,
  x: usize,
  rows: i32,
  columns: i32,
  centres: usize,
  flows: usize,
  products: usize,
): void {
  for (; rows > 0; rows--, centres += 8, flows += 8, products += 8) {
    const centre = load<f64>(centres);
    const middle = f64x2.splat(centre);
    let sums = f64x2.splat(0);
    let slopes = f64x2.splat(0);
    let others = f64x2.splat(0);
    let otherSlopes = f64x2.splat(0);
    let left = columns;
    for (; left > 3; left -= 4, dy += 16, x += 16) {
      const first = Lanes.pair(dy);
      const second = Lanes.pair(dy + 8);
      sums = f64x2.add(sums, first);
      others = f64x2.add(others, second);
      slopes = f64x2.add(slopes, f64x2.mul(first, f64x2.sub(Lanes.pair(x), middle)));
      otherSlopes = f64x2.add(otherSlopes, f64x2.mul(second, f64x2.sub(Lanes.pair(x + 8), middle)));
    }
    sums = f64x2.add(sums, others);
    slopes = f64x2.add(slopes, otherSlopes);
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    let slope = f64x2.extract_lane(slopes, 0) + f64x2.extract_lane(slopes, 1);
    for (; left > 0; left--, dy += 4, x += 4) {
      const flow = <f64>load<f32>(dy);
      sum += flow;
      slope += flow * (<f64>load<f32>(x) - centre);
    }
    store<f64>(flows, sum);
    store<f64>(products, slope);
  }
}

/** The same of `columns` columns of rows that lie `rowStep` bytes apart. */
export function columnDeviationSums(
  dy: usize,
  x: usize,
  rowStep: usize,
  rows: i32,
  columns: i32,
  centres: usize,
  flows: usize,
  products: usize,
): void {
  memory.fill(flows, 0, (<usize>columns) << 3);
  memory.fill(products, 0, (<usize>columns) << 3);
  for (; rows > 1; rows -= 2, dy += 2 * rowStep, x += 2 * rowStep) {
    addTwoFlows(dy, x, rowStep, columns, centres, flows, products);
  }
  if (rows > 0) addFlows(dy, x, columns, centres, flows, products);
}

function addFlows(dy: usize, x: usize, columns: i32, centres: usize, flows: usize, products: usize): void {
  for (; columns > 1; columns -= 2, dy += 8, x += 8, centres += 16, flows += 16, products += 16) {
    const flow = Lanes.pair(dy);
    const product = f64x2.mul(flow, f64x2.sub(Lanes.pair(x), v128.load(centres)));
    v128.store(flows, f64x2.add(v128.load(flows), flow));
    v128.store(products, f64x2.add(v128.load(products), product));
  }
  if (columns > 0) {
    const flow = <f64>load<f32>(dy);
    store<f64>(flows, load<f64>(flows) + flow);
    store<f64>(products, load<f64>(products) + flow * (<f64>load<f32>(x) - load<f64>(centres)));
  }
}

/** Two rows at once: the sums are fetched and put back once for both. */
function addTwoFlows(
  dy: usize,
  x: usize,
  rowStep: usize,
  columns: i32,
  centres: usize,
  flows: usize,
  products: usize,
): void {
  for (; columns > 1; columns -= 2, dy += 8, x += 8, centres += 16, flows += 16, products += 16) {
    const centre = v128.load(centres);
    const first = Lanes.pair(dy);
    const second = Lanes.pair(dy + rowStep);
    const left = f64x2.mul(first, f64x2.sub(Lanes.pair(x), centre));
    const right = f64x2.mul(second, f64x2.sub(Lanes.pair(x + rowStep), centre));
    v128.store(flows, f64x2.add(v128.load(flows), f64x2.add(first, second)));
    v128.store(products, f64x2.add(v128.load(products), f64x2.add(left, right)));
  }
  addFlows(dy, x, columns, centres, flows, products);
  addFlows(dy + rowStep, x + rowStep, columns, centres, flows, products);
}

/** out = a dy + b (x - centre) + c for `rows` rows; centres, a, b and c are float64 lists `apart` bytes apart. */
export function combineRows(
  dy: usize,
  x: usize,
  rows: i32,
  columns: i32,
  centres: usize,
  apart: usize,
  out: usize,
): void {
  for (; rows > 0; rows--, centres += 8) {
    const centre = load<f64>(centres);
    const high = f32x4.splat(<f32>centre);
    const low = f32x4.splat(Parts.rest(centre));
    const a = f32x4.splat(<f32>load<f64>(centres + apart));
    const b = f32x4.splat(<f32>load<f64>(centres + 2 * apart));
    const c = f32x4.splat(<f32>load<f64>(centres + 3 * apart));
    let left = columns;
    for (; left > 3; left -= 4, dy += 16, x += 16, out += 16) {
      const distance = f32x4.sub(f32x4.sub(v128.load(x), high), low);
      const sum = f32x4.add(f32x4.mul(a, v128.load(dy)), f32x4.mul(b, distance));
      v128.store(out, f32x4.add(sum, c));
    }
    for (; left > 0; left--, dy += 4, x += 4, out += 4) {
      const distance = f32x4.sub(f32x4.sub(v128.load32_zero(x), high), low);
      const sum = f32x4.add(f32x4.mul(a, v128.load32_zero(dy)), f32x4.mul(b, distance));
      v128.store32_lane(out, f32x4.add(sum, c), 0);
    }
  }
}

/** The same for columns, whose float32 lists of `columns` lie one behind the other: centres, what is left of them, a, b, c. */
export function combineColumns(dy: usize, x: usize, rows: i32, columns: i32, lists: usize, out: usize): void {
  const apart = (<usize>columns) << 2;
  for (; rows > 0; rows--) {
    let list = lists;
    let left = columns;
    for (; left > 3; left -= 4, dy += 16, x += 16, out += 16, list += 16) {
      const distance = f32x4.sub(f32x4.sub(v128.load(x), v128.load(list)), v128.load(list + apart));
      const flow = f32x4.mul(v128.load(list + 2 * apart), v128.load(dy));
      const sum = f32x4.add(flow, f32x4.mul(v128.load(list + 3 * apart), distance));
      v128.store(out, f32x4.add(sum, v128.load(list + 4 * apart)));
    }
    for (; left > 0; left--, dy += 4, x += 4, out += 4, list += 4) {
      const distance = load<f32>(x) - load<f32>(list) - load<f32>(list + apart);
      const sum = load<f32>(list + 2 * apart) * load<f32>(dy) + load<f32>(list + 3 * apart) * distance;
      store<f32>(out, sum + load<f32>(list + 4 * apart));
    }
  }
}
