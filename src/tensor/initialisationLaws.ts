/** The laws that initial values are drawn from: constants, uniform and normal numbers, cut normal numbers, and patterns of zeros. */
import type { Law } from './draws';
import { normalProbability } from './erf';
import { orthogonal } from './orthogonal';
import type { Pace } from './pace';
import { shuffled, type RandomStream } from './random';
import { sizeOf, type Shape } from './tensor';

/** The number of inputs and outputs that one weight tensor connects. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** What the values of one tensor depend on. */
export interface Asked {
  readonly fans: Fans;
  /** The number that goes with the initialisation's name. */
  readonly argument: number;
  /** Where the values lie around. */
  readonly centre: number;
  /** How far from the centre they lie at most; NaN when nothing is said. */
  readonly limit: number;
  readonly shape: Shape;
  /** Hears of long work before the first number. */
  readonly pace?: Pace;
}

/** One initialisation. */
export interface InitialisationRow {
  /** What `argument` means, or null when there is none. */
  readonly argument: string | null;
  readonly fallback: number;
  /** The root mean square distance of the values from the centre; NaN where values are given. */
  deviation(asked: Asked): number;
  fill(asked: Asked, random: RandomStream): Law | ((position: number) => number);
}

/** Standard deviation of a standard normal number cut at 2. */
const deviationCutAtTwo = cutDeviation(2);

/** The standard deviation of a standard normal number cut at plus and minus `limit`: 1 - 2 c p(c) / (2 P(c) - 1) under the root. */
function cutDeviation(limit: number): number {
  const density = Math.exp(-(limit ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const inside = 1 - 2 * normalProbability(-limit);
  return limit === 0 ? 0 : Math.sqrt(Math.max(0, 1 - (2 * limit * density) / inside));
}

/** The same number everywhere. */
export const constant = (
  value: (argument: number) => number,
  argument: string | null,
): InitialisationRow => ({
  argument,
  fallback: 0,
  deviation: () => 0,
  fill: ({ argument: given }) => {
    const same = value(given);
    return () => same;
  },
});

/** The centre and so many times a formula of the position, counted from 1, whose root mean square is `rms`. */
export const formula = (of: (position: number) => number, rms: number): InitialisationRow => ({
  argument: 'factor',
  fallback: 1,
  deviation: ({ argument: factor }) => Math.abs(factor) * rms,
  fill:
    ({ argument: factor, centre }) =>
    (position) =>
      centre + factor * of(position + 1),
});

/** Uniform within a bound around the centre. */
export const uniform = (
  bound: (fans: Fans, argument: number) => number,
  argument: string,
  fallback: number,
): InitialisationRow => ({
  argument,
  fallback,
  deviation: ({ fans, argument: given }) => bound(fans, given) / Math.sqrt(3),
  fill: ({ fans, argument: given, centre }) => {
    const limit = bound(fans, given);
    return { kind: 'uniform', centre, half: limit };
  },
});

/** Normal around the centre. */
export const normal = (
  std: (fans: Fans, argument: number) => number,
  argument: string,
  fallback: number,
): InitialisationRow => ({
  argument,
  fallback,
  deviation: ({ fans, argument: given }) => std(fans, given),
  fill: ({ fans, argument: given, centre }) => {
    return { kind: 'normal', centre, scale: std(fans, given), cut: Infinity };
  },
});

/** Normal, cut at two standard deviations of the uncut numbers, which are drawn so much wider that the given deviation remains. */
export const truncated = (
  std: (fans: Fans, argument: number) => number,
  argument: string,
  fallback: number,
): InitialisationRow => ({
  argument,
  fallback,
  deviation: ({ fans, argument: given }) => std(fans, given),
  fill: ({ fans, argument: given }) => {
    const scale = std(fans, given) / deviationCutAtTwo;
    return { kind: 'normal', centre: 0, scale, cut: 2 };
  },
});

/** So many deviations out a cut cannot be seen: a stream's normal numbers end at 6.3. */
const unseen = 6;

/** A normal number of the given deviation before it is cut at the limit, two deviations unless said. */
export const cutNormal: InitialisationRow = {
  argument: 'std',
  fallback: 1,
  deviation: ({ argument: std, limit }) => {
    if (std === 0) return 0;
    const cut = Number.isNaN(limit) ? 2 : limit / Math.abs(std);
    return Math.abs(std) * (cut < unseen ? cutDeviation(cut) : 1);
  },
  fill: ({ argument: std, centre, limit }) => {
    const cut = Number.isNaN(limit) ? 2 : limit / Math.abs(std);
    if (std === 0 || cut === 0) return () => centre;
    return { kind: 'normal', centre, scale: std, cut: cut < unseen ? cut : Infinity };
  },
};

/** A random orthogonal matrix times a gain; the first axis against all others. */
export const orthogonalTimesGain: InitialisationRow = {
  argument: 'gain',
  fallback: 1,
  deviation: ({ argument: gain, shape }) => Math.abs(gain) / Math.sqrt(Math.max(...sidesOf(shape))),
  fill: ({ argument: gain, shape, pace }, random) => {
    const values = orthogonal(shape, random, pace);
    return (position) => gain * (values[position] ?? 0);
  },
};

/** The first axis, and the product of the others. */
function sidesOf(shape: Shape): readonly [rows: number, columns: number] {
  const rows = shape[0] ?? 1;
  return [rows, sizeOf(shape.slice(1))];
}

/**
 * Output d takes input d alone: ones on the diagonal, of a kernel at its middle (torch.nn.init.eye_ and dirac_, Keras' Identity), times a
 * gain.
 */
export const identity: InitialisationRow = {
  argument: 'gain',
  fallback: 1,
  deviation: ({ argument: gain, shape }) => {
    const [outputs = 1, inputs = 1] = shape;
    const size = sizeOf(shape);
    return size === 0 ? 0 : Math.abs(gain) * Math.sqrt(Math.min(outputs, inputs) / size);
  },
  fill: ({ argument: gain, shape }) => {
    const [, inputs = 1, ...kernel] = shape;
    const places = sizeOf(kernel);
    const middle = kernel.reduce((place, size) => place * size + Math.floor(size / 2), 0);
    return (position) => {
      const matrix = Math.floor(position / places);
      const onDiagonal = Math.floor(matrix / inputs) === matrix % inputs;
      return onDiagonal && position % places === middle ? gain : 0;
    };
  },
};

/** The standard deviation of the numbers of a sparse matrix that are not zero. */
const sparseDeviation = 0.01;

/** How many of each column's rows are zero. */
function zerosPerColumn(sparsity: number, rows: number): number {
  return Math.min(rows, Math.max(0, Math.ceil(sparsity * rows)));
}

/** In every column (input) a share of the rows, rounded up, is zero, the rest normal (Martens 2010; torch.nn.init.sparse_). */
export const sparse: InitialisationRow = {
  argument: 'sparsity',
  fallback: 0.1,
  deviation: ({ argument: sparsity, shape }) => {
    const [rows] = sidesOf(shape);
    return rows === 0 ? 0 : sparseDeviation * Math.sqrt(1 - zerosPerColumn(sparsity, rows) / rows);
  },
  fill: ({ argument: sparsity, shape }, random) => {
    const [rows, columns] = sidesOf(shape);
    const zeros = zerosPerColumn(sparsity, rows);
    const kept = new Uint8Array(rows * columns).fill(1);
    for (let column = 0; column < columns; column += 1) {
      const order = shuffled(rows, random.fork(column));
      for (const row of order.slice(0, zeros)) kept[row * columns + column] = 0;
    }
    return (position) => (kept[position] === 1 ? sparseDeviation * random.normal(position) : 0);
  },
};

/** Zeros, but for the second quarter: the forget gate's bias of an LSTM (Jozefowicz et al. 2015; Keras' unit_forget_bias). */
export const forgetGate: InitialisationRow = {
  argument: 'value',
  fallback: 1,
  deviation: ({ argument: value }) => Math.abs(value) / 2,
  fill: ({ argument: value, shape }) => {
    const quarter = sizeOf(shape) / 4;
    return (position) => (position >= quarter && position < 2 * quarter ? value : 0);
  },
};
