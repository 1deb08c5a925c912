/** Statistics of tensors: every element is counted, numbers that are not finite apart from the others. */
import { inPieces, unhurried, type Pace } from '../tensor/pace';
import { normOf, summaryOf, type Summary } from '../tensor/summary';
import type { Tensor } from '../tensor/tensor';
import type { Statistics } from './report';

/** Mean, standard deviation (population) and range of the finite elements, with counts of the others. */
export function statisticsOf({ data }: Pick<Tensor, 'data'>): Statistics {
  return statisticsFrom(summaryOf(data));
}

/** The same from a summary. */
export function statisticsFrom(summary: Summary): Statistics {
  const { count, mean, std, minimum, maximum, notANumber, infinite } = summary;
  return { count, mean, std, minimum, maximum, notANumber, infinite };
}

/** Root mean square over all elements; NaN or infinite as soon as one element is. 0 for an empty tensor. */
export function rootMeanSquare({ data }: Pick<Tensor, 'data'>): number {
  return data.length === 0 ? 0 : euclideanNorm(data) / Math.sqrt(data.length);
}

/** L2 norm, scaled by the largest magnitude first: gradients of 1e-200 are still told from zero. */
export function euclideanNorm(data: ArrayLike<number>): number {
  return normOf(data);
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

/**
 * Float16 rounds magnitudes up to this one to zero: its smallest number is 2^-24, and what lies in the middle goes to the even side
 * (IEEE 754, round to nearest, ties to even).
 */
export const flushedByHalf = 2 ** -25;
