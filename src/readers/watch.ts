/** Who watches a reading from outside: readers have no clock, and do not know who still waits for them. */

/** Asked every few milliseconds of a long reading. */
export interface Watch {
  /** Throws what the reading is to end with, if nobody wants it any more. */
  readonly checkpoint: () => void;
  /** Seconds after which the reading is to end with what it has by then; null while it may go on. */
  readonly timeUp: () => number | null;
}

/** Lets a reading take its time; what it may do at most is counted in steps all the same. */
export const unwatched: Watch = { checkpoint: () => undefined, timeUp: () => null };

/** Seconds that a reading may take; steps end nearly all of those that would take longer. */
export const readingSeconds = 2;

/** The time limit of a reading that begins now, by a clock in milliseconds; none without a clock. */
export function timeLimit(clock: (() => number) | null, seconds = readingSeconds): Watch['timeUp'] {
  if (!clock) return unwatched.timeUp;
  const end = clock() + 1000 * seconds;
  return () => (clock() > end ? seconds : null);
}
