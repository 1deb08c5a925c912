/** Pace: how much is computed before somebody is asked whether it is still wanted. */

/**
 * Hears of work that was done, or is about to be, in steps: a step is an element in a plain loop, some nanoseconds. It may throw, to end the work.
 */
export type Pace = (steps: number) => void;

/** So many steps between two questions: a few milliseconds, at the worst 10. */
export const stepsPerQuestion = 2 ** 20;

/** The largest part of a long loop that is done in one go. */
export const pieceSteps = 2 ** 16;

/** A pace that calls `checkpoint` whenever the steps of a question have come together. */
export function paceOf(checkpoint: () => void): Pace {
  let steps = 0;
  return (more) => {
    steps += more;
    if (steps < stepsPerQuestion) return;
    steps = 0;
    checkpoint();
  };
}

/** For work that nobody will end. */
export const unhurried: Pace = () => undefined;

/** Calls `each` with consecutive parts of 0 .. length, a step an element. */
export function inPieces(length: number, pace: Pace, each: (from: number, to: number) => void): void {
  for (let from = 0; from < length; from += pieceSteps) {
    const to = Math.min(length, from + pieceSteps);
    each(from, to);
    pace(to - from);
  }
}
