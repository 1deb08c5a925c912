/** Layer and RMS normalisation: each row from its statistics to what is written while it is in the cache. */
import { Lanes } from './lanes';
import { Parts, rowMoments } from './normalisation';

/**
 * out = (x - centre) factor scale + shift for every row, with factor = 1 / sqrt(mean square of x - centre + epsilon); `scale` and
 * `shift` are addresses of one number per column, or 0. Centres and factors are float64.
 */
export function normaliseRows(
  x: usize,
  scale: usize,
  shift: usize,
  rows: i32,
  columns: i32,
  centred: bool,
  epsilon: f64,
  out: usize,
  centres: usize,
  factors: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (; rows > 0; rows--, x += rowBytes, out += rowBytes, centres += 8, factors += 8) {
    rowMoments(x, 1, columns, centres, factors);
    let centre = load<f64>(centres);
    let square = load<f64>(factors);
    if (!centred) {
      // Mean square = variance + mean^2; both are sums of what is not negative, so that nothing cancels.
      square += centre * centre;
      centre = 0;
      store<f64>(centres, 0);
    }
    const factor = 1 / sqrt(square + epsilon);
    store<f64>(factors, factor);
    writeRow(x, scale, shift, columns, centre, <f32>factor, out);
  }
}

function writeRow(
  x: usize,
  scale: usize,
  shift: usize,
  columns: i32,
  centre: f64,
  factor: f32,
  out: usize,
): void {
  const high = f32x4.splat(<f32>centre);
  const low = f32x4.splat(Parts.rest(centre));
  const factors = f32x4.splat(factor);
  let left = columns;
  for (; left > 3; left -= 4, x += 16, out += 16) {
    let y = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(x), high), low), factors);
    if (scale != 0) {
      y = f32x4.mul(y, v128.load(scale));
      scale += 16;
    }
    if (shift != 0) {
      y = f32x4.add(y, v128.load(shift));
      shift += 16;
    }
    v128.store(out, y);
  }
  for (; left > 0; left--, x += 4, out += 4) {
    let y = f32x4.mul(f32x4.sub(f32x4.sub(v128.load32_zero(x), high), low), factors);
    if (scale != 0) {
      y = f32x4.mul(y, v128.load32_zero(scale));
      scale += 4;
    }
    if (shift != 0) {
      y = f32x4.add(y, v128.load32_zero(shift));
      shift += 4;
    }
    v128.store32_lane(out, y, 0);
  }
}

/**
 * The way back: with h = (x - centre) factor and g = dy scale, dx = factor (g - mean(g) - h mean(g h)), without mean(g) unless
 * `centred`. `dx` is 0 where it is not wanted, `sums` where the column sums of dy h and of dy, two lists of float64, are not.
 */
export function normaliseRowsGradient(
  dy: usize,
  x: usize,
  scale: usize,
  rows: i32,
  columns: i32,
  centred: bool,
  centres: usize,
  factors: usize,
  dx: usize,
  sums: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (; rows > 0; rows--, dy += rowBytes, x += rowBytes, centres += 8, factors += 8) {
    const centre = load<f64>(centres);
    const factor = load<f64>(factors);
    if (sums != 0) gatherColumns(dy, x, columns, centre, factor, sums);
    if (dx == 0) continue;
    writeGradient(dy, x, scale, columns, centred, centre, factor, dx);
    dx += rowBytes;
  }
}

function gatherColumns(dy: usize, x: usize, columns: i32, centre: f64, factor: f64, sums: usize): void {
  const middle = f64x2.splat(centre);
  const factors = f64x2.splat(factor);
  const apart = (<usize>columns) << 3;
  let left = columns;
  for (; left > 1; left -= 2, dy += 8, x += 8, sums += 16) {
    const flow = Lanes.pair(dy);
    const standard = f64x2.mul(f64x2.sub(Lanes.pair(x), middle), factors);
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(flow, standard)));
    v128.store(sums + apart, f64x2.add(v128.load(sums + apart), flow));
  }
  if (left > 0) {
    const flow = <f64>load<f32>(dy);
    store<f64>(sums, load<f64>(sums) + flow * ((<f64>load<f32>(x) - centre) * factor));
    store<f64>(sums + apart, load<f64>(sums + apart) + flow);
  }
}

function writeGradient(
  dy: usize,
  x: usize,
  scale: usize,
  columns: i32,
  centred: bool,
  centre: f64,
  factor: f64,
  dx: usize,
): void {
  const middle = f64x2.splat(centre);
  let sums = f64x2.splat(0);
  let slopes = f64x2.splat(0);
  let flowAt = dy;
  let from = x;
  let scaleAt = scale;
  let left = columns;
  for (; left > 1; left -= 2, flowAt += 8, from += 8) {
    let flow = Lanes.pair(flowAt);
    if (scale != 0) {
      flow = f64x2.mul(flow, Lanes.pair(scaleAt));
      scaleAt += 8;
    }
    sums = f64x2.add(sums, flow);
    slopes = f64x2.add(slopes, f64x2.mul(flow, f64x2.sub(Lanes.pair(from), middle)));
  }
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  let slope = f64x2.extract_lane(slopes, 0) + f64x2.extract_lane(slopes, 1);
  if (left > 0) {
    const flow = <f64>load<f32>(flowAt) * (scale != 0 ? <f64>load<f32>(scaleAt) : 1);
    sum += flow;
    slope += flow * (<f64>load<f32>(from) - centre);
  }
  const mean = centred ? sum / <f64>columns : 0;
  const high = f32x4.splat(<f32>centre);
  const low = f32x4.splat(Parts.rest(centre));
  const factors = f32x4.splat(<f32>factor);
  const along = f32x4.splat(<f32>((-factor * slope) / <f64>columns));
  const back = f32x4.splat(<f32>-mean);
  for (left = columns; left > 3; left -= 4, dy += 16, x += 16, dx += 16) {
    let flow = v128.load(dy);
    if (scale != 0) {
      flow = f32x4.mul(flow, v128.load(scale));
      scale += 16;
    }
    const distance = f32x4.sub(f32x4.sub(v128.load(x), high), low);
    const both = f32x4.add(flow, f32x4.mul(along, f32x4.mul(distance, factors)));
    v128.store(dx, f32x4.mul(f32x4.add(both, back), factors));
  }
  for (; left > 0; left--, dy += 4, x += 4, dx += 4) {
    let flow = v128.load32_zero(dy);
    if (scale != 0) {
      flow = f32x4.mul(flow, v128.load32_zero(scale));
      scale += 4;
    }
    const distance = f32x4.sub(f32x4.sub(v128.load32_zero(x), high), low);
    const both = f32x4.add(flow, f32x4.mul(along, f32x4.mul(distance, factors)));
    v128.store32_lane(dx, f32x4.mul(f32x4.add(both, back), factors), 0);
  }
}
