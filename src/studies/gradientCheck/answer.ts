/** What a gradient check says: its numbers by tensor and by element, and the verdict in words. */
import { counted, shortNumber, wholeNumber } from '../../base/numbers';
import type { OpName } from '../../ops/table';
import { limit, type Difference, type Outcome } from './difference';
import type { ElementDetail } from './element';
import type { Place } from './loss';

/** One sampled element. */
export interface ElementCheck extends Difference {
  readonly parameter: string;
  /** In row-major order, and along each axis. */
  readonly index: number;
  readonly at: readonly number[];
  readonly value: number;
  readonly analytic: number;
}

/** One parameter tensor. */
export interface TensorCheck {
  readonly parameter: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Elements that are to be checked, and those that have been. */
  readonly sampled: number;
  readonly checked: number;
  readonly outcomes: Outcomes;
  /** The largest relative error of an element whose comparison counts; null while there is none. */
  readonly worst: number | null;
  /** ||analytic - numeric|| / max(||analytic||, ||numeric||) over the same elements. */
  readonly norm: number | null;
  /**
   * The same over the whole tensor between the gradient in the panel's arithmetic and the one in float64; null where it is not finite, and
   * where the gradient is nothing but rounding.
   */
  readonly shown: number | null;
}

/** How many elements had each outcome. */
export type Outcomes = Readonly<Record<Outcome, number>>;

/** The answer; it grows element by element. */
export interface GradientCheckAnswer {
  /** Samples in the batch. */
  readonly batch: number;
  readonly loss: number;
  /** The largest relative error of a right gradient. */
  readonly limit: number;
  /** The first step relative to max(1, |w|). */
  readonly relativeStep: number;
  /** Elements that were asked for, that are checked in the end, and that the network has. */
  readonly asked: number;
  readonly sampled: number;
  readonly elements: number;
  readonly outcomes: Outcomes;
  readonly tensors: readonly TensorCheck[];
  readonly checks: readonly ElementCheck[];
  /** The element that should be looked at first: wrong before right, the larger error first; null before anything was checked. */
  readonly worst: Place | null;
  /** Names of the ops with kinks or jumps, and of those that draw random numbers, which were the same in every run. */
  readonly rough: readonly OpName[];
  readonly random: readonly OpName[];
  /** The arithmetic of the panel's gradients. */
  readonly shownBy: string;
  readonly verdict: Verdict;
  /** The worst element under the lens; null until everything was checked. */
  readonly detail: ElementDetail | null;
}

/** What it comes to. */
export interface Verdict {
  readonly state: 'checking' | 'right' | 'wrong' | 'not-finite' | 'undecided';
  /** One sentence with the numbers. */
  readonly sentence: string;
  /** What else must be known, a sentence each. */
  readonly remarks: readonly string[];
}

/** Counts the outcomes of some elements. */
export function outcomesOf(checks: readonly ElementCheck[]): Outcomes {
  const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
  return {
    right: count('right'),
    wrong: count('wrong'),
    kink: count('kink'),
    unresolved: count('unresolved'),
    'not-finite': count('not-finite'),
  };
}

/** The elements whose comparison counts: kinks and what differences cannot tell are left out. */
export function counting(checks: readonly ElementCheck[]): readonly ElementCheck[] {
  return checks.filter(({ outcome }) => outcome === 'right' || outcome === 'wrong');
}

/** The largest relative error; null without elements. */
export function worstError(checks: readonly ElementCheck[]): number | null {
  return checks.length === 0 ? null : checks.reduce((worst, { error }) => Math.max(worst, error), 0);
}

/** The relative error of the whole as a vector; null without elements. */
export function normError(checks: readonly ElementCheck[]): number | null {
  if (checks.length === 0) return null;
  const gap = Math.hypot(...checks.map(({ analytic, numeric }) => analytic - numeric));
  if (gap === 0) return 0;
  const [analytic, numeric] = [
    Math.hypot(...checks.map((check) => check.analytic)),
    Math.hypot(...checks.map((check) => check.numeric)),
  ];
  return gap / Math.max(analytic, numeric);
}

const gravity = { wrong: 4, 'not-finite': 3, right: 2, kink: 1, unresolved: 0 } as const satisfies Record<
  Outcome,
  number
>;

/** The element that should be looked at first. */
export function worstPlace(checks: readonly ElementCheck[]): Place | null {
  let worst: ElementCheck | null = null;
  for (const check of checks) {
    const difference = worst === null ? 1 : gravity[check.outcome] - gravity[worst.outcome];
    if (worst === null || difference > 0 || (difference === 0 && check.error > worst.error)) worst = check;
  }
  return worst && { parameter: worst.parameter, index: worst.index };
}

/** The relative distance between two whole gradients; null where it is not finite. */
export function distance(one: ArrayLike<number>, other: ArrayLike<number>): number | null {
  let [gap, first, second] = [0, 0, 0];
  for (let place = 0; place < one.length; place += 1) {
    const [a, b] = [one[place] ?? NaN, other[place] ?? NaN];
    gap += (a - b) ** 2;
    first += a * a;
    second += b * b;
  }
  const error = gap === 0 ? 0 : Math.sqrt(gap / Math.max(first, second));
  return Number.isFinite(error) ? error : null;
}

/** What the answer so far comes to. */
export function verdictOf(
  answer: Omit<GradientCheckAnswer, 'verdict' | 'worst' | 'detail'>,
  budgeted: string | null,
): Verdict {
  const { checks, sampled, outcomes, rough, random } = answer;
  const remarks = [
    ...(budgeted === null ? [] : [budgeted]),
    ...kinkRemark(checks, rough),
    ...(outcomes.unresolved > 0
      ? [
          `${wholeNumber(outcomes.unresolved)} cannot be told by differences at any step: what they err by (rounding, curvature) is more than the limit.`,
        ]
      : []),
    ...(random.length > 0 ? [`The random numbers of ${listed(random)} were the same in every run.`] : []),
  ];
  return { ...judgement(answer, checks.length < sampled), remarks };
}

function judgement(
  { checks, sampled, outcomes, loss }: Omit<GradientCheckAnswer, 'verdict' | 'worst' | 'detail'>,
  running: boolean,
): Pick<Verdict, 'state' | 'sentence'> {
  const compared = counting(checks);
  const worst = worstError(compared);
  const limits = `limit ${shortNumber(limit)}`;
  const of = running
    ? `${wholeNumber(checks.length)} of ${wholeNumber(sampled)} sampled`
    : compared.length === sampled
      ? `${wholeNumber(sampled)} sampled`
      : `${wholeNumber(compared.length)} compared of ${wholeNumber(sampled)} sampled`;
  if (!Number.isFinite(loss))
    return {
      state: 'not-finite',
      sentence: `The loss is ${shortNumber(loss)}: there is nothing to compare.`,
    };
  if (outcomes.wrong > 0)
    return {
      state: 'wrong',
      sentence: `Worst relative error ${shortNumber(worst ?? NaN)} of ${of}, ${limits}: the gradient is wrong at ${counted(outcomes.wrong, 'element')}.`,
    };
  if (running)
    return {
      state: 'checking',
      sentence: `Worst relative error ${worst === null ? '–' : shortNumber(worst)} of ${of}, ${limits}.`,
    };
  if (outcomes['not-finite'] > 0)
    return {
      state: 'not-finite',
      sentence: `${wholeNumber(outcomes['not-finite'])} of ${wholeNumber(sampled)} sampled are NaN or infinite and cannot be compared.`,
    };
  if (worst === null)
    return { state: 'undecided', sentence: `None of ${wholeNumber(sampled)} sampled can be compared.` };
  return {
    state: 'right',
    sentence: `Worst relative error ${shortNumber(worst)} of ${of}, ${limits}: the gradient is right.`,
  };
}

function kinkRemark(checks: readonly ElementCheck[], rough: readonly OpName[]): readonly string[] {
  const kinks = checks.filter(({ outcome }) => outcome === 'kink');
  if (kinks.length === 0)
    return rough.length === 0 ? [] : [`${listed(rough)}: not smooth, but no kink lay within a step.`];
  const crossed = kinks.flatMap(({ crossings }) =>
    crossings.map(({ layer, op }) => (layer.startsWith(op) ? layer : `${layer} (${op})`)),
  );
  const where = crossed.length > 0 ? ` of ${listed([...new Set(crossed)])}` : '';
  const lie = kinks.length === 1 ? 'lies' : 'lie';
  return [
    `${counted(kinks.length, 'element')} ${lie} on a kink${where}, where there is no derivative; not counted.`,
  ];
}

/** A few names, and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
