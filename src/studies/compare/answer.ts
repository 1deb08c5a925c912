/** What the comparison of initialisations and activations answers, as plain data. */
import type { Finding } from '../../analysis/report';
import type { ShortTraining } from '../training/shortTraining';
import type { ActivationChoice, InitialisationChoice } from './choices';

export type { ActivationChoice, InitialisationChoice };

/** The question; there is nothing to choose. */
export type CompareQuestion = object;

/** What the cells come to when they are trained. */
export interface CompareLossesQuestion {
  readonly steps: number;
}

/** Losses of the same grid, so far. */
export interface CompareLossesAnswer {
  readonly steps: number;
  /** By column, then by row as in the grid; null: not yet, or never (see `left`). */
  readonly cells: readonly (readonly (TrainedLosses | null)[])[];
  /** How each cell is trained, in a few words. */
  readonly how: string;
  readonly seed: number;
  /** Floating-point operations of all trainings. */
  readonly work: number;
  /** Why some cells are left out, in a sentence; empty when all are to come. */
  readonly left: readonly string[];
}

/** The grid so far. */
export interface CompareAnswer {
  readonly initialisations: readonly InitialisationChoice[];
  readonly activations: readonly ActivationChoice[];
  /** Indices of `Network.layers`: those whose weights are initialised, and the hidden activations. For whoever edits the source. */
  readonly places: { readonly weights: readonly number[]; readonly activations: readonly number[] };
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
}

/** Losses along a training, over (at most 512 of) the training samples. */
export type TrainedLosses = Pick<ShortTraining, 'steps' | 'losses' | 'accuracy'>;
