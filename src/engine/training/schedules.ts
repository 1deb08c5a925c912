/** Rate schedules: the rate at step n in closed form, as PyTorch's lr_scheduler has it when it is asked once a step. */
import type { RateSchedule, Training } from '../../graph/training';

/** What a schedule knows of a run. */
interface Run {
  readonly rate: number;
  /** Steps behind the warm-up. */
  readonly steps: number;
}

/** The rate at step `n` (from 0) of a run of so many steps: LinearLR for the warm-up, then the schedule (SequentialLR). */
export function rateAt({ rate, schedule, warmUp }: Training, n: number, steps: number): number {
  if (n < warmUp.steps) return rate * (warmUp.from + ((1 - warmUp.from) * n) / warmUp.steps);
  return scheduledRate(schedule, n - warmUp.steps, { rate, steps: steps - warmUp.steps });
}

/** The rate at step n behind the warm-up: PyTorch's StepLR and CosineAnnealingLR. */
function scheduledRate(schedule: RateSchedule, n: number, { rate, steps }: Run): number {
  switch (schedule.kind) {
    case 'constant':
      return rate;
    case 'step':
      return rate * schedule.gamma ** Math.floor(n / schedule.every);
    case 'cosine': {
      const { period, minimum } = schedule;
      const turn = (Math.PI * n) / Math.max(1, period ?? steps);
      return minimum + ((rate - minimum) * (1 + Math.cos(turn))) / 2;
    }
  }
}
