/** What the comparison of initialisations and activations answers, as plain data. */
import type { Finding } from '../../analysis/report';
import type { ActivationChoice, InitialisationChoice } from './choices';

export type { ActivationChoice, InitialisationChoice };

/** The question. */
export interface CompareQuestion {
  /** Training steps before the last loss; 0: none. */
  readonly steps: number;
}

/** The grid so far. */
export interface CompareAnswer {
  readonly initialisations: readonly InitialisationChoice[];
  readonly activations: readonly ActivationChoice[];
  /** Names of the layers that delta passes, from the first to the last; the numbers of a cell stand in this order. */
  readonly layers: readonly string[];
  /** By column, then by row: `cells[column][row]`; null: not yet, or never (see `left`). */
  readonly cells: readonly (readonly (CompareCell | null)[])[];
  readonly size: CompareSize;
  /** Why some cells or their training are left out, one sentence each; empty when all is to come. */
  readonly left: readonly string[];
}

/** What the numbers were measured on. */
export interface CompareSize {
  /** Seeds over which numbers are medians, and samples of each of these runs. */
  readonly seeds: number;
  readonly batch: number;
  /** Samples of the run that the verdict looks at in detail. */
  readonly verdictBatch: number;
  /** Floating-point operations of the whole grid, without training. */
  readonly work: number;
  /** How the losses after some steps come about; null where nothing is trained. */
  readonly training: CompareTraining | null;
}

/** How each cell is trained, in a few words for people. */
export interface CompareTraining {
  readonly steps: number;
  readonly batch: number;
  readonly how: string;
  /** Floating-point operations of all trainings. */
  readonly work: number;
}

/** One initialisation with one activation. Numbers by layer are medians over the seeds; null where the loss is not reached. */
export interface CompareCell {
  /** The gravest finding of the rules on this network, error or warning; null: healthy. */
  readonly verdict: Pick<Finding, 'rule' | 'severity' | 'message' | 'layer'> | null;
  readonly delta: readonly (number | null)[];
  /** delta(layer) / delta(next layer); null for the last. */
  readonly gain: readonly (number | null)[];
  readonly saturated: readonly (number | null)[];
  readonly dead: readonly (number | null)[];
  /** Standard deviation of the outputs. */
  readonly outputStd: readonly number[];
  /** delta(first) / delta(last); NaN where the last has none. */
  readonly ratio: number;
  /** The loss before the first step. */
  readonly loss: number;
  /** Share of the seeds with numbers that are not finite. */
  readonly nonFinite: number;
  /** The losses of one training, from step 0; null where none was made. */
  readonly trained: TrainedLosses | null;
}

/** Losses along a training. */
export interface TrainedLosses {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  /** Share of right answers at the end, for classes; else null. */
  readonly accuracy: number | null;
}
