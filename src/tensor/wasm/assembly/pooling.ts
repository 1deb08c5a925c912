/**
 * Pooling over float32 planes, number for number like the plain loops. `table` holds int32: for depth, height and width the number of
 * windows, the step within a window and the places; then for each axis the first place of every window, the place behind its last, and
 * how many places a mean counts.
 */

const axisBytes: usize = 12;

class Axis {
  @inline static windows(table: usize, axis: usize): i32 {
    return load<i32>(table + axis * axisBytes);
  }

  @inline static step(table: usize, axis: usize): i32 {
    return load<i32>(table + axis * axisBytes + 4);
  }

  @inline static places(table: usize, axis: usize): i32 {
    return load<i32>(table + axis * axisBytes + 8);
  }
}

/** An entry of a list of int32. */
class List {
  @inline static at(list: usize, index: i32): i32 {
    return load<i32>(list + ((<usize>index) << 2));
  }
}

/** Where the lists of an axis begin that `windows` windows of the axis before it precede. */
function listsBehind(lists: usize, windows: i32): usize {
  return lists + axisBytes * <usize>windows;
}

/** out = the greatest value of each window, the first of equals, NaN above all; `indices` its place in its plane, or -1. */
export function maximumOfWindows(x: usize, planes: i32, table: usize, out: usize, indices: usize): void {
  const depths = Axis.windows(table, 0);
  const heights = Axis.windows(table, 1);
  const widths = Axis.windows(table, 2);
  const stepD = Axis.step(table, 0);
  const stepH = Axis.step(table, 1);
  const stepW = Axis.step(table, 2);
  const rows = Axis.places(table, 1);
  const columns = Axis.places(table, 2);
  const places = Axis.places(table, 0) * rows * columns;
  const listD = table + 3 * axisBytes;
  const listH = listsBehind(listD, depths);
  const listW = listsBehind(listH, heights);
  for (; planes > 0; planes--, x += (<usize>places) << 2) {
    for (let i = 0; i < depths; i++) {
      const fromD = List.at(listD, i);
      const toD = List.at(listD, depths + i);
      for (let j = 0; j < heights; j++) {
        const fromH = List.at(listH, j);
        const toH = List.at(listH, heights + j);
        for (let k = 0; k < widths; k++, out += 4, indices += 4) {
          const fromW = List.at(listW, k);
          const toW = List.at(listW, widths + k);
          const inside = toD > fromD && toH > fromH && toW > fromW;
          let best = inside ? (fromD * rows + fromH) * columns + fromW : -1;
          let greatest = <f32>-Infinity;
          for (let d = fromD; d < toD; d += stepD) {
            for (let h = fromH; h < toH; h += stepH) {
              const row = (d * rows + h) * columns;
              for (let w = fromW; w < toW; w += stepW) {
                const value = load<f32>(x + ((<usize>(row + w)) << 2));
                // Only NaN is not equal to itself. No branch, since nobody can guess it.
                const wins = i32(value > greatest) | i32(value != value);
                greatest = select<f32>(value, greatest, wins);
                best = select<i32>(row + w, best, wins);
              }
            }
          }
          store<f32>(out, greatest);
          store<i32>(indices, best);
        }
      }
    }
  }
}

/** out = the sum of each window over what it counts, or over `divisor` where that is not 0; 0 for a window without a place. */
export function meanOfWindows(x: usize, planes: i32, table: usize, divisor: f64, out: usize): void {
  const depths = Axis.windows(table, 0);
  const heights = Axis.windows(table, 1);
  const widths = Axis.windows(table, 2);
  const stepD = Axis.step(table, 0);
  const stepH = Axis.step(table, 1);
  const stepW = Axis.step(table, 2);
  const rows = Axis.places(table, 1);
  const columns = Axis.places(table, 2);
  const places = Axis.places(table, 0) * rows * columns;
  const listD = table + 3 * axisBytes;
  const listH = listsBehind(listD, depths);
  const listW = listsBehind(listH, heights);
  for (; planes > 0; planes--, x += (<usize>places) << 2) {
    for (let i = 0; i < depths; i++) {
      const fromD = List.at(listD, i);
      const toD = List.at(listD, depths + i);
      for (let j = 0; j < heights; j++) {
        const fromH = List.at(listH, j);
        const toH = List.at(listH, heights + j);
        const counted = List.at(listD, 2 * depths + i) * List.at(listH, 2 * heights + j);
        for (let k = 0; k < widths; k++, out += 4) {
          const fromW = List.at(listW, k);
          const toW = List.at(listW, widths + k);
          let sum: f64 = 0;
          for (let d = fromD; d < toD; d += stepD) {
            for (let h = fromH; h < toH; h += stepH) {
              const row = (d * rows + h) * columns;
              for (let w = fromW; w < toW; w += stepW) {
                sum += <f64>load<f32>(x + ((<usize>(row + w)) << 2));
              }
            }
          }
          const inside = toD > fromD && toH > fromH && toW > fromW;
          const count = divisor != 0 ? divisor : <f64>(counted * List.at(listW, 2 * widths + k));
          store<f32>(out, inside ? <f32>(sum / count) : 0);
        }
      }
    }
  }
}

/** dx += dy over what its window counts, or over `divisor` where that is not 0, at every place of the window. */
export function spreadOverWindows(dy: usize, planes: i32, table: usize, divisor: f64, dx: usize): void {
  const depths = Axis.windows(table, 0);
  const heights = Axis.windows(table, 1);
  const widths = Axis.windows(table, 2);
  const stepD = Axis.step(table, 0);
  const stepH = Axis.step(table, 1);
  const stepW = Axis.step(table, 2);
  const rows = Axis.places(table, 1);
  const columns = Axis.places(table, 2);
  const places = Axis.places(table, 0) * rows * columns;
  const listD = table + 3 * axisBytes;
  const listH = listsBehind(listD, depths);
  const listW = listsBehind(listH, heights);
  for (; planes > 0; planes--, dx += (<usize>places) << 2) {
    for (let i = 0; i < depths; i++) {
      const fromD = List.at(listD, i);
      const toD = List.at(listD, depths + i);
      for (let j = 0; j < heights; j++) {
        const fromH = List.at(listH, j);
        const toH = List.at(listH, heights + j);
        const counted = List.at(listD, 2 * depths + i) * List.at(listH, 2 * heights + j);
        for (let k = 0; k < widths; k++, dy += 4) {
          const fromW = List.at(listW, k);
          const toW = List.at(listW, widths + k);
          const count = divisor != 0 ? divisor : <f64>(counted * List.at(listW, 2 * widths + k));
          const share = <f64>load<f32>(dy) / count;
          for (let d = fromD; d < toD; d += stepD) {
            for (let h = fromH; h < toH; h += stepH) {
              const row = (d * rows + h) * columns;
              for (let w = fromW; w < toW; w += stepW) {
                const into = dx + ((<usize>(row + w)) << 2);
                store<f32>(into, <f32>(<f64>load<f32>(into) + share));
              }
            }
          }
        }
      }
    }
  }
}
