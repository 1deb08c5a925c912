/** The course of a loss over a few steps: whether it runs away, and whether it falls. */
import { median } from './statistics';

/** A loss that has grown by more than this is no noise of small batches; a cross-entropy of ten classes has come to 23. */
const runaway = 10;

/** A loss that was thrown up by this on its way has left what the initialisation gave, wherever it settles. */
const thrown = 100;

/** Losses at the end that are taken together, since every step sees another batch. */
const lastSteps = 5;

/** Whether a loss ends not finite or far over what it was at first, or was still further up on its way. */
export function diverges(losses: readonly number[]): boolean {
  const [first] = losses;
  if (first === undefined || !Number.isFinite(first)) return false;
  const size = Math.abs(first);
  return (
    !Number.isFinite(losses.at(-1)) || lastOf(losses) > runaway * size || Math.max(...losses) > thrown * size
  );
}

/** Whether a loss is smaller at the end than at first. */
export function falls(losses: readonly number[]): boolean {
  const [first] = losses;
  return first !== undefined && Number.isFinite(losses.at(-1)) && lastOf(losses) < first;
}

function lastOf(losses: readonly number[]): number {
  return median(losses.slice(-lastSteps));
}
