/** Data that a person chose for the networks of a source: what was asked for, and what was made of it. */

import type { TensorEntry } from '../tensor/entry';

/** What inputs are multiplied with or brought to before the network sees them. */
export type Scaling = 'none' | 'standardised' | 'pixels';

/** A file of data, and what of it is used. */
export interface DataChoice {
  /** Its path from the folder of the source. */
  readonly file: string;
  /** The column or array to predict; null: none; absent: guessed. */
  readonly target?: string | null;
  /** The columns of the inputs, or the one array; absent: guessed. */
  readonly features?: readonly string[];
  /** Absent: none. */
  readonly scaling?: Scaling;
}

/** The names of the files that a person chose beside a source, whether they could be used or not. */
export interface ChosenFiles {
  readonly weights: string | null;
  readonly data: string | null;
}

/** What is told of files beside networks. */
export interface FromFiles {
  /** What a file of weights without a network holds; absent where the source is none. */
  readonly tensors?: readonly TensorEntry[];
  /** The data that a person chose for the networks, as they are used; absent where nobody did. */
  readonly data?: ChosenData;
  /** Absent where a person chose neither weights nor data. */
  readonly chosenFiles?: ChosenFiles;
}

/** A column or an array that could be chosen. */
export interface DataColumn {
  readonly name: string;
  /** Numbers, or words that can only be classes to predict. */
  readonly kind: 'numbers' | 'words';
}

/** The data that were chosen, as they are used. */
export interface ChosenData {
  /** The file as people know it. */
  readonly file: string;
  readonly samples: number;
  readonly columns: readonly DataColumn[];
  readonly target: string | null;
  /** Words of the target in the order of their class indices; absent where it holds numbers. */
  readonly classes?: readonly string[];
  readonly features: readonly string[];
  readonly scaling: Scaling;
  /** What was done to the inputs, with numbers: "standardised (mean ± standard deviation before: width 5.84 ± 0.83)". */
  readonly scaled: string;
  /** All of it in words: "150 samples of iris.csv: species (3 classes) from 4 columns, standardised, ...". */
  readonly words: string;
}
