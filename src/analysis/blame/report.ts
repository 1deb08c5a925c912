/** What the blame chain says: which layers and which of their parts the signal loses its decades in, on delta's way back. */

/**
 * What multiplies the gradient on its way: the derivative of an activation, weights, a norm, a pool, other ops (moves, sums, dropout), and
 * the gradients of other ways that join at a value with several users, as a skip does.
 */
export type BlameFactor = 'activation' | 'weights' | 'normalisation' | 'pooling' | 'other' | 'paths';

/** The way of delta from the last weight layer to the first, in decades (log10 of RMS over RMS): negative loses, positive adds. */
export interface BlameReport {
  /** log10 of delta(first) / delta(last): the sum over all steps and factors. -Infinity where the way is cut off. */
  readonly decades: number;
  /** The layers that the way passes, in the order of running; a step counts where its op is written. */
  readonly steps: readonly BlameStep[];
  /** The values on the way that several ops take, in the order of running. */
  readonly splits: readonly BlameSplit[];
}

/** One layer of the way. */
export interface BlameStep {
  /** Index of the layer. */
  readonly layer: number;
  /** Decades by factor; what the way does not meet here is left out. */
  readonly factors: Readonly<Partial<Record<BlameFactor, number>>>;
  /** Their sum. */
  readonly decades: number;
}

/** A value that several ops take: its gradient is the sum of what comes back from each. */
export interface BlameSplit {
  /** Index of the layer whose output it is. */
  readonly layer: number;
  readonly ways: readonly BlameWay[];
  /**
   * The gradient's energy (sum of squares) is that of its parts and twice their inner products: 1 - the sum of the shares. Negative where the
   * parts cancel.
   */
  readonly cross: number;
}

/** One of the ways that lead on from a value. */
export interface BlameWay {
  /** Index of the layer that takes the value; null for ops of no layer. */
  readonly layer: number | null;
  /** RMS of the gradient that comes back from it. */
  readonly rms: number;
  /** Its energy over that of the whole gradient. */
  readonly share: number;
  /** Whether the way of the blame goes on here: most comes from it. */
  readonly taken: boolean;
}
