/** Trainability: whether a network can memorise one batch, told by the course of the loss at a few rates. */
import { counted, shortNumber } from '../base/numbers';
import { listed } from '../base/words';
import type { OptimizerName } from '../graph/training';
import { median } from './statistics';

/**
 * What became of the loss of one batch. A network that sends its gradient back memorises a small batch quickly whatever the labels are
 * (Zhang et al., "Understanding deep learning requires rethinking generalization", ICLR 2017); one that does not learns the bias of its
 * output and then stays at the loss of the best constant guess. "Overfit a single batch" is the check of Karpathy's "A recipe for training
 * neural networks" (2019).
 */
export type RateOutcome = 'trains' | 'stuck' | 'diverges';

/** Updates that are made at each rate. */
export const trainabilitySteps = 45;

/** Samples in the batch, at most. */
export const trainabilitySamples = 32;

/**
 * The share of the starting point (the loss of the best constant guess) that may be left of the loss. After 45 updates of Adam on 32
 * samples at the best of three rates the healthy networks of rules.md have 0.24 and less left of it, the stuck ones 0.38 and more
 * (test/inspect/trainability.test.ts).
 */
export const memorisedShare = 0.3;

/** Losses at the end that are taken together: Adam's swing. */
const lastSteps = 5;

/** A loss that ends this much over where it began grows. */
const grown = 1.1;

/** The course of the loss at one rate. */
export interface RateCourse {
  readonly rate: number;
  /** The loss of the batch before each update and after the last; one that is not finite ends it. */
  readonly losses: readonly number[];
  readonly outcome: RateOutcome;
  /** The median of the last losses; NaN where the last is not finite. */
  readonly end: number;
}

/** What memorising one batch showed. */
export interface Trainability {
  readonly samples: number;
  readonly steps: number;
  readonly optimizer: OptimizerName;
  /** Whether the source writes optimizer and rate. */
  readonly written: boolean;
  /** What the loss is compared with: that of the best constant guess on this batch, or where that is not known, the loss at first. */
  readonly reference: { readonly loss: number; readonly from: 'guess' | 'start' };
  /** From the smallest rate; those that have been tried. */
  readonly rates: readonly RateCourse[];
  /** The same network as ReLU and He throughout, at the same rates; empty where it was not asked. */
  readonly control: readonly RateCourse[];
  /** `unclear`: it does not train, but neither does the control, so that these steps tell nothing. */
  readonly outcome: RateOutcome | 'unclear';
  readonly sentence: string;
}

/** Judges the course of one rate. */
export function rateCourse(
  rate: number,
  losses: readonly number[],
  { loss: reference }: Trainability['reference'],
): RateCourse {
  const [first = NaN] = losses;
  const finite = losses.every((loss) => Number.isFinite(loss));
  const end = finite ? median(losses.slice(-lastSteps)) : NaN;
  const highest = Math.max(first, reference);
  const outcome =
    !finite || end > highest + (grown - 1) * Math.abs(highest)
      ? 'diverges'
      : end <= reference - (1 - memorisedShare) * Math.abs(reference)
        ? 'trains'
        : 'stuck';
  return { rate, losses, outcome, end };
}

/** Puts the courses together under one verdict. */
export function trainabilityOf(found: Omit<Trainability, 'outcome' | 'sentence'>): Trainability {
  const { rates, control } = found;
  const has = (courses: readonly RateCourse[], outcome: RateOutcome): boolean =>
    courses.some((course) => course.outcome === outcome);
  const own = has(rates, 'trains') ? 'trains' : has(rates, 'stuck') ? 'stuck' : 'diverges';
  const tells = own !== 'stuck' || control.length === 0 || has(control, 'trains');
  const outcome = tells ? own : 'unclear';
  return { ...found, outcome, sentence: sentenceOf(found, outcome) };
}

/** The course that ends lowest. */
export function bestCourse(courses: readonly RateCourse[]): RateCourse | null {
  return courses.reduce<RateCourse | null>(
    (best, course) =>
      best === null || !(course.end >= best.end) ? (Number.isNaN(course.end) ? best : course) : best,
    null,
  );
}

function sentenceOf(
  found: Omit<Trainability, 'outcome' | 'sentence'>,
  outcome: Trainability['outcome'],
): string {
  const { samples, steps, optimizer, rates, reference, control } = found;
  const batch = `one batch of ${counted(samples, 'sample')}`;
  const best = bestCourse(rates);
  const within = `within ${counted(steps, 'step')} of ${optimizer}`;
  const level =
    reference.from === 'guess' ? `; the best constant guess has ${shortNumber(reference.loss)}` : '';
  const tried = listed(
    rates.map(({ rate }) => shortNumber(rate)),
    'or',
  );
  if (best === null || outcome === 'diverges') {
    return `It does not memorise ${batch}: ${within} the loss grows at rate ${tried}.`;
  }
  const fall = `from ${shortNumber(best.losses[0] ?? NaN)} to ${shortNumber(best.end)}`;
  if (outcome === 'trains') {
    return `It memorises ${batch}: ${within} at rate ${shortNumber(best.rate)} the loss goes ${fall}${level}.`;
  }
  const stuck = `${within} at rate ${tried} the loss goes ${fall} at best${level}`;
  if (outcome === 'unclear') {
    return `It does not memorise ${batch}: ${stuck}. With ReLU and He throughout it does not either, so these steps are too few to tell.`;
  }
  const other = bestCourse(control);
  const twin = other === null ? '' : ` With ReLU and He throughout it goes to ${shortNumber(other.end)}.`;
  return `It is stuck on ${batch}: ${stuck}.${twin}`;
}
