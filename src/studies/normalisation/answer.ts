/** What the comparisons of normalisation and of clipping ask and answer, as plain data. */
import type { ShortTraining } from '../training/shortTraining';

/** Without normalisation, with batch norm, with layer norm. */
export type NormalisedAs = 'without' | 'batch-norm' | 'layer-norm';

/** The question. */
export interface NormalisationQuestion {
  /** Samples of each run and of each training step; null: as the network is trained. */
  readonly batch: number | null;
  /** Training steps before the last loss; 0: none. */
  readonly steps: number;
}

/** The variants so far. */
export interface NormalisationAnswer {
  readonly batch: number;
  readonly seeds: number;
  readonly steps: number;
  /** How each variant is trained, in a few words. */
  readonly how: string;
  /** Layers with weights, from the first to the last; numbers by layer stand in this order. */
  readonly layers: readonly string[];
  /** Indices of `Network.layers` behind which a normalisation can be written; empty where the file has one already. */
  readonly places: readonly number[];
  readonly variants: readonly NormalisedVariant[];
  /** Why nothing is trained, in a sentence; empty when it is. */
  readonly left: string;
}

/** The network with one normalisation behind each hidden layer. Numbers by layer are medians over the seeds. */
export interface NormalisedVariant {
  readonly name: NormalisedAs;
  /** Whether the file has it so. */
  readonly own: boolean;
  /** RMS of the loss gradient at the layer's output, before normalisation and activation; null where it is not reached. */
  readonly delta: readonly (number | null)[];
  /** Standard deviation of what goes on to the next layer, behind normalisation and activation. */
  readonly std: readonly number[];
  readonly loss: number;
  /** Whether a channel has but one value in a batch, so that it minus its mean is 0. Only of batch norm. */
  readonly single: boolean;
  /** Null: not yet, or not at all. */
  readonly trained: Pick<ShortTraining, 'steps' | 'losses' | 'accuracy'> | null;
}

/** How gradients are clipped, and for how many steps. */
export interface ClippingQuestion {
  readonly by: 'norm' | 'value';
  readonly limit: number;
  readonly steps: number;
}

/** The same training with and without clipping; null: not yet. */
export interface ClippingAnswer extends ClippingQuestion {
  readonly how: string;
  readonly without: ClippedTraining | null;
  readonly with: ClippedTraining | null;
}

/** A training with what clipping did. */
export interface ClippedTraining extends Pick<ShortTraining, 'steps' | 'losses' | 'accuracy'> {
  /** Norm of all gradients of each step, before clipping. */
  readonly norms: Float64Array;
  /** Share of the steps in which the limit was passed. */
  readonly bound: number;
}
