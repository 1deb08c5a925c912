/** Summaries: what statistics need to know of a tensor's numbers, gathered in one go. */
import { inPieces, unhurried, type Pace } from './pace';
import type { Tensor } from './tensor';

/** The numbers of a tensor; every element is counted, those that are not finite apart from the others. */
export interface Summary {
  readonly count: number;
  readonly notANumber: number;
  readonly infinite: number;
  readonly zeros: number;
  /** Of the finite elements, like the following three; NaN where there is none. */
  readonly mean: number;
  /** Of the population. */
  readonly std: number;
  readonly minimum: number;
  readonly maximum: number;
  /** L2 norm of all elements: NaN or infinite as soon as one element is. */
  readonly norm: number;
}

/** Kernels that only look. */
export interface SummaryKernels {
  /** The numbers of a tensor. */
  summary(x: Tensor): Summary;
  /** The L2 norm of each of `parts` consecutive parts of the same length: NaN or infinite as soon as one element of the part is. */
  partNorms(x: Tensor, parts: number): Float64Array;
  /** How many elements lie in the closed interval. */
  countWithin(x: Tensor, from: number, to: number): number;
}

/** The plain loops. */
export function summaryLoops(pace: Pace = unhurried): SummaryKernels {
  return {
    summary: (x) => summaryOf(x.data, pace),
    partNorms: ({ data }, parts) => {
      const width = parts === 0 ? 0 : data.length / parts;
      return Float64Array.from({ length: parts }, (_, part) =>
        normOf(data, { start: part * width, end: (part + 1) * width, pace }),
      );
    },
    countWithin: ({ data }, from, to) => {
      let count = 0;
      inPieces(data.length, pace, (start, end) => {
        for (let position = start; position < end; position += 1) {
          const value = data[position] ?? NaN;
          if (from <= value && value <= to) count += 1;
        }
      });
      return count;
    },
  };
}

/** The numbers of an array; two passes in float64. */
export function summaryOf(data: Tensor['data'], pace: Pace = unhurried): Summary {
  const { notANumber, infinite, zeros, sum, minimum, maximum } = countsOf(data, pace);
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
    notANumber,
    infinite,
    zeros,
    mean: known ? mean : NaN,
    std: known ? Math.sqrt(squares / finite) : NaN,
    minimum: known ? minimum : NaN,
    maximum: known ? maximum : NaN,
    norm: normOf(data, { pace }),
  };
}

/** What one pass tells. */
interface Counts {
  readonly notANumber: number;
  readonly infinite: number;
  readonly zeros: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

function countsOf(data: Tensor['data'], pace: Pace): Counts {
  let notANumber = 0;
  let infinite = 0;
  let zeros = 0;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  inPieces(data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      const value = data[position] ?? NaN;
      if (Number.isFinite(value)) {
        sum += value;
        if (value === 0) zeros += 1;
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
      } else if (Number.isNaN(value)) notANumber += 1;
      else infinite += 1;
    }
  });
  return { notANumber, infinite, zeros, sum, minimum, maximum };
}

/** A part of an array, all of it if nothing is said, and who hears of the work on it. */
export interface Extract {
  readonly start?: number;
  readonly end?: number;
  readonly pace?: Pace;
}

/** L2 norm, scaled by the largest magnitude first: gradients of 1e-200 are still told from zero. */
export function normOf(data: ArrayLike<number>, extract: Extract = {}): number {
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
function largestMagnitude(data: ArrayLike<number>, extract: Extract): number {
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
