/** A data set in memory: all samples with their targets, as a reader made them from a file, from the source or from a seed. */
import type { Span } from '../base/span';
import type { Shape } from '../tensor/tensor';

/** All samples of one data set; every array is row-major with the sample as outermost axis. */
export interface Dataset {
  /** For the user: the file's name, or the named set with its numbers. */
  readonly name: string;
  readonly count: number;
  readonly sampleShape: Shape;
  /** Of the network's first input: count x sampleShape; sampleShape alone where it has no batch axis. */
  readonly inputs: Float64Array;
  /** Of each further input, in the same way; absent: they are drawn. */
  readonly otherInputs?: readonly Float64Array[];
  /** What the source multiplied every input with, where it can say so. */
  readonly scale?: number;
  /** count x targetShape; null when the data have no targets, or none that the loss can use. */
  readonly targets: Float64Array | null;
  /** The sample shape of the network's target, once a reader has made the data fit. */
  readonly targetShape: Shape;
  /** Names of the input columns, where the data have them. */
  readonly columns: readonly string[];
  /**
   * Indices of the samples that probe and training may use, in seeded order (samples written in the file keep theirs); the others
   * are held out for testing.
   */
  readonly training: readonly number[];
  /** The probe takes the samples as they stand, not in seeded order: they are given as one batch, whose samples may hang together. */
  readonly inOrder?: true;
  readonly testing: readonly number[];
  /** Where the source names the data. */
  readonly span: Span;
}
