/** How a network is trained, as plain data: optimizer, rate and its schedule, batches, clipping. Names and meanings are PyTorch's. */
import type { Span } from '../base/span';

/** An optimizer with its constants. */
export type Optimizer =
  | {
      readonly kind: 'sgd';
      readonly momentum: number;
      readonly dampening: number;
      readonly nesterov: boolean;
    }
  | {
      readonly kind: 'rmsprop';
      /** The share of the mean of squares that is kept at each step. */
      readonly alpha: number;
      readonly epsilon: number;
      readonly momentum: number;
      /** Whether the squared mean is taken from the mean of squares. */
      readonly centered: boolean;
    }
  | {
      readonly kind: 'adagrad';
      /** The rate at step n (from 0) is divided by 1 + n times this. */
      readonly rateDecay: number;
      /** What the sums of squares begin with. */
      readonly initialSum: number;
      readonly epsilon: number;
    }
  | AdamKind<'adam'>
  /** Adam whose weight decay is taken off the parameters directly, not added to the gradient. */
  | AdamKind<'adamw'>;

interface AdamKind<Kind extends string> {
  readonly kind: Kind;
  /** The shares of the running mean and of the running mean of squares that are kept at each step. */
  readonly betas: readonly [mean: number, squares: number];
  readonly epsilon: number;
  /** Whether the largest mean of squares so far divides in place of the last. */
  readonly amsgrad: boolean;
}

/** The name of an optimizer. */
export type OptimizerName = Optimizer['kind'];

/** How the rate changes from step to step, behind the warm-up; steps count from 0. */
export type RateSchedule =
  | { readonly kind: 'constant' }
  /** The rate is multiplied by `gamma` after every `every` steps. */
  | { readonly kind: 'step'; readonly every: number; readonly gamma: number }
  /** Half a cosine from the rate down to `minimum` within `period` steps; null: all steps behind the warm-up. */
  | { readonly kind: 'cosine'; readonly period: number | null; readonly minimum: number };

/** The first steps, in which the rate rises linearly from `from` times the rate; none when `steps` is 0. */
export interface WarmUp {
  readonly steps: number;
  readonly from: number;
}

/** How long a network is trained. */
export type TrainingLength = { readonly steps: number } | { readonly epochs: number };

/** How a network is trained. */
export interface Training {
  readonly optimizer: Optimizer;
  readonly rate: number;
  readonly length: TrainingLength;
  /** Samples in one step; null: as the network's probe batch where one is written, else `usualBatch`. */
  readonly batch: number | null;
  readonly weightDecay: number;
  /** The greatest norm of all gradients together, or null. It is kept to before `clipValue`. */
  readonly clipNorm: number | null;
  /** The greatest magnitude of one number of a gradient, or null. */
  readonly clipValue: number | null;
  readonly schedule: RateSchedule;
  readonly warmUp: WarmUp;
  /** Whether every step begins without the gradients of the step before; where not, they add up, as PyTorch's do. */
  readonly zeroGrad: boolean;
  /** Where the source says it; null where it says nothing. */
  readonly span: Span | null;
}

/** Samples in one step where nobody says how many: Keras' default. */
export const usualBatch = 32;

/** Steps where nobody says how many. */
export const usualSteps = 1000;

/** Every optimizer with PyTorch's defaults (2.x), where a source says no more than its name. */
export const optimizerDefaults: {
  readonly [Name in OptimizerName]: Extract<Optimizer, { kind: Name }>;
} = {
  sgd: { kind: 'sgd', momentum: 0, dampening: 0, nesterov: false },
  rmsprop: { kind: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0, centered: false },
  adagrad: { kind: 'adagrad', rateDecay: 0, initialSum: 0, epsilon: 1e-10 },
  adam: { kind: 'adam', betas: [0.9, 0.999], epsilon: 1e-8, amsgrad: false },
  adamw: { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, amsgrad: false },
};

/** PyTorch's rate of every optimizer. */
export const rateDefaults: Readonly<Record<OptimizerName, number>> = {
  sgd: 1e-3,
  rmsprop: 1e-2,
  adagrad: 1e-2,
  adam: 1e-3,
  adamw: 1e-3,
};

/** PyTorch's weight decay of every optimizer. */
export const weightDecayDefaults: Readonly<Record<OptimizerName, number>> = {
  sgd: 0,
  rmsprop: 0,
  adagrad: 0,
  adam: 0,
  adamw: 1e-2,
};

/** How a network is trained whose source says nothing of training: Adam at 0.001, which suits most networks. */
export const usualTraining: Training = {
  optimizer: optimizerDefaults.adam,
  rate: rateDefaults.adam,
  length: { steps: usualSteps },
  batch: null,
  weightDecay: weightDecayDefaults.adam,
  clipNorm: null,
  clipValue: null,
  schedule: { kind: 'constant' },
  warmUp: { steps: 0, from: 1 / 3 },
  zeroGrad: true,
  span: null,
};
