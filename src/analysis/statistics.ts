/** Statistics of tensors: every element is counted, numbers that are not finite apart from the others. */
import { inPieces, unhurried, type Pace } from '../tensor/pace';
import type { Tensor } from '../tensor/tensor';
import type { Statistics } from './report';

/** Mean, standard deviation (population) and range of the finite elements, with counts of the others; two passes in float64. */
export function statisticsOf({ data }: Pick<Tensor, 'data'>, pace: Pace = unhurried): Statistics {
  let notANumber = 0;
  let infinite = 0;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  inPieces(data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      const value = data[position] ?? NaN;
      if (Number.isFinite(value)) {
        sum += value;
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
      } else if (Number.isNaN(value)) notANumber += 1;
      else infinite += 1;
    }
  });
  const finite = data.length - notANumber - infinite;
  const mean = sum / finite;
  let squares = 0;
  inPieces(data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      const value = data[position] ?? NaN;
      if (Number.isFinite(value)) squares += (value - mean) ** 2;
    }
  });
  const known = finite > 0;
  return {
    count: data.length,
    mean: known ? mean : NaN,
    std: known ? Math.sqrt(squares / finite) : NaN,
    minimum: known ? minimum : NaN,
    maximum: known ? maximum : NaN,
    notANumber,
    infinite,
  };
}

/** Root mean square over all elements; NaN or infinite as soon as one element is. 0 for an empty tensor. */
export function rootMeanSquare({ data }: Pick<Tensor, 'data'>): number {
  return data.length === 0 ? 0 : euclideanNorm(data) / Math.sqrt(data.length);
}

/** A part of an array, all of it if nothing is said, and who hears of the work on it. */
export interface Extract {
  readonly start?: number;
  readonly end?: number;
  readonly pace?: Pace;
}

/** L2 norm, scaled by the largest magnitude first: gradients of 1e-200 are still told from zero. */
export function euclideanNorm(data: ArrayLike<number>, extract: Extract = {}): number {
  const { start = 0, end = data.length, pace = unhurried } = extract;
  const largest = largestMagnitude(data, extract);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  inPieces(end - start, pace, (from, to) => {
    for (let position = start + from; position < start + to; position += 1) {
      sum += ((data[position] ?? NaN) / largest) ** 2;
    }
  });
  return largest * Math.sqrt(sum);
}

/** Largest magnitude; NaN if an element is NaN. */
export function largestMagnitude(data: ArrayLike<number>, extract: Extract = {}): number {
  const { start = 0, end = data.length, pace = unhurried } = extract;
  let largest = 0;
  let notANumber = 0;
  inPieces(end - start, pace, (from, to) => {
    for (let position = start + from; position < start + to; position += 1) {
      const magnitude = Math.abs(data[position] ?? NaN);
      if (magnitude > largest) largest = magnitude;
      else if (Number.isNaN(magnitude)) notANumber += 1;
    }
  });
  return notANumber > 0 ? NaN : largest;
}

/** Share of the elements for which a test holds; 0 for an empty tensor. */
export function shareOf(
  { data }: Pick<Tensor, 'data'>,
  holds: (value: number) => boolean,
  pace: Pace = unhurried,
): number {
  let count = 0;
  inPieces(data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) if (holds(data[position] ?? NaN)) count += 1;
  });
  return data.length === 0 ? 0 : count / data.length;
}

/** How many elements are NaN or infinite. */
export function countNotFinite({ data }: Pick<Tensor, 'data'>, pace: Pace = unhurried): number {
  let count = 0;
  inPieces(data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      if (!Number.isFinite(data[position])) count += 1;
    }
  });
  return count;
}

/** Whether all elements are equal. */
export function isConstant({ data }: Pick<Tensor, 'data'>, pace: Pace = unhurried): boolean {
  const [first] = data;
  let others = 0;
  inPieces(data.length, pace, (from, to) => {
    for (let position = from; position < to && others === 0; position += 1) {
      if (data[position] !== first) others += 1;
    }
  });
  return others === 0;
}

/** The value below which `share` of the sorted numbers lie, by linear interpolation. NaN when there is none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

/** The median of numbers in any order; NaN when there is none. */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

const sampleSize = 65_536;
/** The golden ratio's fractional part: its multiples fall evenly and in step with no row length (Weyl 1916). */
const golden = 0.6180339887498949;

/** Finite elements in ascending order; of more than 65,536 elements as many, taken all over, and the smallest and largest of all. */
export function sortedSample(
  data: ArrayLike<number>,
  of: (value: number) => number = (value) => value,
): Float64Array {
  const sample: number[] = [];
  const take = (value: number): void => {
    if (Number.isFinite(value)) sample.push(of(value));
  };
  if (data.length <= sampleSize) {
    for (let position = 0; position < data.length; position += 1) take(data[position] ?? NaN);
    return Float64Array.from(sample).sort();
  }
  for (let index = 0; index < sampleSize; index += 1) {
    take(data[Math.floor(((index * golden) % 1) * data.length)] ?? NaN);
  }
  let least = Infinity;
  let most = -Infinity;
  for (let position = 0; position < data.length; position += 1) {
    const value = data[position] ?? NaN;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, of(value));
    most = Math.max(most, of(value));
  }
  if (least <= most) sample.push(least, most);
  return Float64Array.from(sample).sort();
}
