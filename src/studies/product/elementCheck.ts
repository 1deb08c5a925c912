/** One number of a gradient two ways, in double precision: by backprop and by a centred difference of the loss. */
import { planFor, type Plan } from '../../engine/plan';
import type { Network } from '../../graph/network';
import type { Tensor } from '../../tensor/tensor';
import { compare, type Difference } from '../gradientCheck/difference';
import { gradientOf, lossOf, type Place } from '../gradientCheck/loss';
import { exact } from '../gradientCheck/checkedLoss';
import type { Subject } from '../study';

/** The check of one element. */
export interface ElementCheck {
  readonly row: number;
  readonly column: number;
  /** Its value, and its gradient in the run that the report is made of. */
  readonly value: number;
  readonly gradient: number;
  /** The same in double precision; null until it is done, and when one pass costs too much. */
  readonly precise: PreciseCheck | null;
  /** Operations of one pass forward and back in double precision, and whether that is too much. */
  readonly work: number;
  readonly tooDear: boolean;
}

/** Backprop beside the difference quotient. */
export interface PreciseCheck extends Difference {
  /** Samples that it is taken on: the first of the batch. */
  readonly samples: number;
  readonly analytic: number;
}

/** The place of the element of largest magnitude; NaN counts as largest. */
export function largestElement({ data }: Tensor): number {
  let best = 0;
  for (let at = 0; at < data.length; at += 1) {
    const value = Math.abs(data[at] ?? 0);
    if (Number.isNaN(value)) return at;
    if (value > Math.abs(data[best] ?? 0)) best = at;
  }
  return best;
}

/** Operations of one pass in double precision that a check may cost; plain loops do some 3e8 a second. */
const dearest = 3e8;
/** Above this fewer samples are taken: a difference may need thirty passes, and others wait while one runs. */
const comfortable = 3e7;
/** Norms over a batch need two. */
const fewestSamples = 2;

/** How many samples a check can afford, and what a pass over them costs. */
export function affordable(
  network: Network,
  { batch, work }: Plan,
): { readonly samples: number; readonly work: number; readonly tooDear: boolean } {
  let samples = batch;
  let cost = work;
  const free = network.fixedBatch === undefined;
  while (free && cost > comfortable && samples > fewestSamples) {
    samples = Math.max(fewestSamples, samples >> 1);
    cost = planFor(network, samples, 'float64').work;
  }
  return { samples, work: cost, tooDear: cost > dearest };
}

/** Backprop against the difference on the first samples of the batch; yields between runs. */
export function* preciselyChecked(
  subject: Subject,
  network: Network,
  place: Place,
  samples: number,
): Generator<undefined, PreciseCheck> {
  const loss = lossOf(network, samples, exact(subject), subject.checkpoint);
  yield;
  const gradient = gradientOf(loss, subject.checkpoint).get(place.parameter);
  yield;
  const analytic = gradient?.data[place.index] ?? NaN;
  return { samples, analytic, ...(yield* compare(loss, place, analytic)) };
}
