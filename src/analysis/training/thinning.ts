/** Thinning: which steps of a run of any length are kept when only so many can be. */

/** Chooses steps: every `stride`-th, the stride doubled whenever there are too many. */
export interface Thinning<Kept> {
  readonly stride: number;
  /** Whether a step is to be kept. */
  wants(step: number): boolean;
  /** Keeps what belongs to a step that is wanted, or to the last one; steps ascend. */
  keep(step: number, kept: Kept): void;
  readonly steps: readonly number[];
  readonly kept: readonly Kept[];
}

/** Nothing is kept yet; `stride` is the first. */
export function thinning<Kept>(most: number, stride = 1): Thinning<Kept> {
  let steps: number[] = [];
  let kept: Kept[] = [];
  let now = stride;
  return {
    get stride() {
      return now;
    },
    wants: (step) => step % now === 0,
    keep: (step, item) => {
      while (steps.length >= Math.max(1, most) && steps.some((each) => each > 0)) {
        now *= 2;
        kept = kept.filter((_, index) => (steps[index] ?? 0) % now === 0);
        steps = steps.filter((each) => each % now === 0);
      }
      // The step that made it too many may no longer be among those that are wanted; the run's last one always is told of.
      steps.push(step);
      kept.push(item);
    },
    get steps() {
      return steps;
    },
    get kept() {
      return kept;
    },
  };
}
