/** The numeric derivative of one element, and how far it can be trusted. */
import { kinkWithin, type Crossings } from './kinks';
import type { Loss, Place } from './loss';

/**
 * The first step, relative to max(1, |w|): four cube roots of the float64 rounding unit, 2.4e-5. A centred difference errs by h^2 f'''/6 from
 * its form and by about eps f/h from rounding; their sum is least near (3 eps f/f''')^(1/3) (Press et al., Numerical Recipes, 5.7), and a
 * loss bends less in one weight than f''' = f.
 */
export const relativeStep = 4 * Math.cbrt(Number.EPSILON);

/** The largest relative error of a right gradient (lessons.md: a smooth network in float64). */
export const limit = 1e-7;

/** What became of one element; see `describe` in study.ts for the words. */
export type Outcome = 'right' | 'wrong' | 'kink' | 'unresolved' | 'not-finite';

/** A numeric derivative beside the analytic one. */
export interface Difference {
  readonly outcome: Outcome;
  readonly numeric: number;
  /** |analytic - numeric| / max(|analytic|, |numeric|); 0 where both are 0. */
  readonly error: number;
  /** The step that it was taken with. */
  readonly step: number;
  /** What the difference itself errs by, judged from neighbouring steps and from rounding. */
  readonly uncertainty: number;
  /** The derivatives to either side, (f(w) - f(w - h)) / h and (f(w + h) - f(w)) / h. */
  readonly left: number;
  readonly right: number;
  /** For a kink: the units that change over to another piece between w - h and w + h, by op. */
  readonly crossings: Crossings;
}

/** |a - n| / max(|a|, |n|), 0 where both are 0. */
export function relativeError(analytic: number, numeric: number): number {
  const gap = Math.abs(analytic - numeric);
  return gap === 0 ? 0 : gap / Math.max(Math.abs(analytic), Math.abs(numeric));
}

/** One step of the ladder that is climbed where the first step is not enough: steps h 4^k. */
const rung = 4;
const lowestRung = -7;
const highestRung = 5;
/** An error of so many times what the difference may err by is no accident. */
const trust = 10;

interface Centred {
  readonly step: number;
  readonly quotient: number;
  readonly left: number;
  readonly right: number;
  readonly rounding: number;
}

/**
 * Compares one element's analytic derivative with differences. Where the first step is not good enough, steps from h/16384 to 1024 h are
 * tried and the one is taken that agrees best with its *neighbour* (not with the analytic value: after Ridders 1982, Advances in
 * Engineering Software 4), so that a gradient is called wrong only where the difference is known better than it. Yields after every
 * difference.
 */
export function* compare(loss: Loss, place: Place, analytic: number): Generator<undefined, Difference> {
  const first = relativeStep * Math.max(1, Math.abs(loss.valueOf(place)));
  const centred = centredAt(loss, place, first);
  const early = judged(analytic, centred, centred.rounding);
  if (early.outcome === 'right' || early.outcome === 'not-finite') return early;
  const rungs: Centred[] = [];
  for (let power = lowestRung; power <= highestRung; power += 1) {
    yield;
    rungs.push(power === 0 ? centred : centredAt(loss, place, first * rung ** power));
  }
  const best = steadiest(rungs);
  const late = judged(analytic, best.upper, best.error);
  if (late.outcome === 'right') return late;
  const crossings = kinkWithin(loss, place, best.upper.step);
  return isBent(best) || crossings.length > 0 ? { ...late, outcome: 'kink', crossings } : late;
}

/** Two neighbouring steps, and how far they are apart. */
interface Pair {
  readonly upper: Centred;
  readonly lower: Centred;
  readonly error: number;
}

/** The neighbours that agree best; rounding is counted, so that a chance agreement of small steps does not win. */
function steadiest(rungs: readonly Centred[]): Pair {
  const pairs = rungs.slice(1).flatMap((upper, index): Pair[] => {
    const lower = rungs[index];
    return lower
      ? [{ upper, lower, error: Math.max(Math.abs(upper.quotient - lower.quotient), upper.rounding) }]
      : [];
  });
  return pairs.reduce((best, pair) => (pair.error < best.error || Number.isNaN(best.error) ? pair : best));
}

function judged(analytic: number, centred: Centred, uncertainty: number): Difference {
  const { step, quotient, left, right } = centred;
  const error = relativeError(analytic, quotient);
  const outcome =
    !Number.isFinite(analytic) || !Number.isFinite(quotient)
      ? 'not-finite'
      : error <= limit
        ? 'right'
        : Math.abs(analytic - quotient) <= trust * uncertainty
          ? 'unresolved'
          : 'wrong';
  return { outcome, numeric: quotient, error, step, uncertainty, left, right, crossings: [] };
}

/** The slopes to both sides differ by h f'' where the function is smooth; at a kink they stay apart, at a jump they grow. */
function isBent({ upper, lower, error }: Pair): boolean {
  const wide = Math.abs(upper.right - upper.left);
  const narrow = Math.abs(lower.right - lower.left);
  return narrow > (wide * 2) / 3 && narrow > trust * Math.max(error, lower.rounding);
}

/** The width is what the two moved numbers really differ by. */
function centredAt(loss: Loss, place: Place, step: number): Centred {
  const value = loss.valueOf(place);
  const [up, down] = [value + step, value - step];
  const [above, below] = [loss.at(place, up), loss.at(place, down)];
  const size = Math.max(Math.abs(above), Math.abs(below), Math.abs(loss.here));
  return {
    step,
    quotient: (above - below) / (up - down),
    left: (loss.here - below) / (value - down),
    right: (above - loss.here) / (up - value),
    rounding: (Number.EPSILON * size) / step,
  };
}
