/** A clock of work done: it hardly moves while the machine is busy with others, so that a limit means the same on every machine. */

/** What the processor has worked for a program and for the system in its name, in microseconds. */
export interface ProcessorTime {
  readonly user: number;
  readonly system: number;
}

/** Asking the system for its account costs as much as hundreds of steps of a program; in between, the clock stands, for less than this. */
const millisecondsBetweenAsking = 5;

/**
 * Milliseconds from any zero, counting of each span of time what has passed or what the processor has worked, whichever is less: other threads of
 * the process work too, and other processes take their share. Goes in leaps of some 5 ms.
 */
export function workClock(passed: () => number, processor: () => ProcessorTime): () => number {
  const workedBy = (): number => {
    const { user, system } = processor();
    return (user + system) / 1000;
  };
  let lastPassed = passed();
  let lastWorked = workedBy();
  let work = 0;
  return () => {
    const now = passed();
    if (now - lastPassed < millisecondsBetweenAsking) return work;
    const worked = workedBy();
    work += Math.min(now - lastPassed, worked - lastWorked);
    lastPassed = now;
    lastWorked = worked;
    return work;
  };
}
