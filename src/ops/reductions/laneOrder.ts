/** The order of a lane's numbers: by insertion where few are wanted, else by merging runs; both keep equal numbers as they stand. */

/** Up to so many wanted numbers are gathered by insertion. */
const mostInserted = 16;

/** Finds orders of lanes of one size; its storage is used again for every lane. */
export interface LaneOrder {
  /** The indices of the lane in order; only as many are right as were asked for. Valid until the next call. */
  of(lane: Float64Array): Int32Array;
  /** Steps of a plain loop that a lane costs, about. */
  readonly steps: number;
}

/** The first `wanted` indices of lanes of `size` numbers, the smallest first, or `descending`. What is not a number counts as largest. */
export function laneOrder(size: number, wanted: number, descending: boolean): LaneOrder {
  const keys = new Float64Array(size);
  const order = new Int32Array(size);
  const spare = new Int32Array(size);
  const inserts = wanted <= mostInserted;
  return {
    steps: inserts ? size * (2 + wanted / 4) : 4 * size * Math.ceil(Math.log2(size + 1)),
    of: (lane) => {
      for (let n = 0; n < size; n += 1) {
        const value = lane[n] ?? NaN;
        keys[n] = descending ? -value : value;
      }
      if (keys.some((key) => Number.isNaN(key))) return orderWithNaN(keys, descending);
      if (inserts) return insertedOrder(keys, wanted, order);
      for (let n = 0; n < size; n += 1) order[n] = n;
      return mergedOrder(keys, order, spare);
    },
  };
}

/** Keeps the best so far in order: most numbers are beaten by the last of them at once. */
function insertedOrder(keys: Float64Array, wanted: number, order: Int32Array): Int32Array {
  let found = 0;
  for (let n = 0; n < keys.length && wanted > 0; n += 1) {
    const key = keys[n] ?? NaN;
    if (found === wanted && key >= (keys[order[found - 1] ?? 0] ?? NaN)) continue;
    let place = found === wanted ? found - 1 : found;
    for (; place > 0 && (keys[order[place - 1] ?? 0] ?? NaN) > key; place -= 1) {
      order[place] = order[place - 1] ?? 0;
    }
    order[place] = n;
    found = Math.min(wanted, found + 1);
  }
  return order;
}

/** Merges runs of 1, 2, 4 ... indices until one is left; gives the storage in which it ends. */
function mergedOrder(keys: Float64Array, order: Int32Array, spare: Int32Array): Int32Array {
  const size = keys.length;
  let [from, into] = [order, spare];
  for (let width = 1; width < size; width *= 2) {
    for (let start = 0; start < size; start += 2 * width) {
      mergeTwo(keys, from, into, start, Math.min(size, start + width), Math.min(size, start + 2 * width));
    }
    [from, into] = [into, from];
  }
  return from;
}

/** Merges the runs start .. middle and middle .. end; of equal numbers those of the first run come first. */
function mergeTwo(
  keys: Float64Array,
  from: Int32Array,
  into: Int32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let n = start; n < end; n += 1) {
    const a = from[left] ?? 0;
    const b = from[right] ?? 0;
    if (left < middle && (right === end || (keys[a] ?? NaN) <= (keys[b] ?? NaN))) {
      into[n] = a;
      left += 1;
    } else {
      into[n] = b;
      right += 1;
    }
  }
}

/** The rare lane with something that is not a number, which counts as largest. */
function orderWithNaN(keys: Float64Array, descending: boolean): Int32Array {
  return Int32Array.from(keys.keys()).sort((a, b) => {
    const [left, right] = [keys[a] ?? NaN, keys[b] ?? NaN];
    if (Number.isNaN(left) !== Number.isNaN(right)) {
      return Number.isNaN(left) === descending ? -1 : 1;
    }
    return left === right || Number.isNaN(left) ? a - b : left < right ? -1 : 1;
  });
}
