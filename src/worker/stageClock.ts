/** Adds up the time that an inspection spends in each of its stages, and tells which stage it is in. */
import type { Stage } from '../protocol/messages';

/** Often enough for a progress line, seldom enough to cost nothing. */
const tellEvery = 50;

/** A clock that runs only while an inspection does. */
export interface StageClock {
  /** From now on the inspection is in this stage; what has passed since the last mark counts for the stage before. */
  mark(stage: Stage): void;
  resume(): void;
  pause(): void;
  wallTime(): Readonly<Partial<Record<Stage, number>>>;
}

/** A stopped clock; `now` counts milliseconds, `tell` hears of a change of stage at most every 50 ms. */
export function stageClock(now: () => number, tell: (stage: Stage) => void): StageClock {
  const spent: Partial<Record<Stage, number>> = {};
  let current: Stage = 'read';
  let since = now();
  let told: Stage = current;
  let toldAt = since;

  const count = (): number => {
    const time = now();
    spent[current] = (spent[current] ?? 0) + time - since;
    since = time;
    return time;
  };
  return {
    mark: (stage) => {
      const time = count();
      current = stage;
      if (stage === told || time - toldAt < tellEvery) return;
      told = stage;
      toldAt = time;
      tell(stage);
    },
    resume: () => {
      since = now();
    },
    pause: () => void count(),
    wallTime: () => ({ ...spent }),
  };
}
