/** What the first steps of a training show, as plain data: how far weights move, what clipping cuts, whether the loss falls. */

/** The first steps of the source's own training, made for the report. */
export interface FirstSteps {
  /** Samples in a step. */
  readonly batch: number;
  /** By step: the loss before its update; the last is that of the failed step where one could not be made. */
  readonly losses: readonly number[];
  /** By step: the norm of all gradients before clipping. */
  readonly norms: readonly number[];
  /** By step: what clipping leaves of that norm, 1 where it does not bind. */
  readonly kept: readonly number[];
  /** The rate of the steps that updates are taken from over the one that is written: below 1 while it warms up. */
  readonly rateShare: number;
  /** Of every trainable weight with at least two axes. */
  readonly updates: readonly UpdateRatio[];
  /** The same steps at a smaller rate, where the loss rises at the source's own; null elsewhere. */
  readonly slower: SlowerSteps | null;
}

/** How far the steps move a weight. */
export interface UpdateRatio {
  readonly parameter: string;
  /** The median of RMS(update) / RMS(weight) over the steps behind the first `settling`; NaN where there is none. */
  readonly ratio: number;
  /** The same over RMS(weight) before the first step: steps that are far too long make the weights grow, which hides them in `ratio`. */
  readonly ofFirst: number;
  /** Where that is too much for the weight or hardly anything, with the limit; `above` is meant of `ofFirst`, `below` of `ratio`. */
  readonly beyond: { readonly way: 'above' | 'below'; readonly limit: number } | null;
}

/** What smaller rates do where the source's own is too large. */
export interface SlowerSteps {
  /** The largest tried rate at which the loss falls; null where it falls at none of them. */
  readonly rate: number | null;
  /** Seeds at which the loss rises at the source's own rate, of those that were tried. */
  readonly risen: number;
  readonly seeds: number;
  /** The loss at first and at the end with that rate. */
  readonly first: number;
  readonly last: number;
}

/** Steps that are made, and how many of them settle first: Adam's first steps are as long as the rate whatever the gradient says. */
export const firstStepCount = 15;
export const settling = 5;
