/** Whether what runs is in training: what a call says goes for all calls within it. */
import { bool, none } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { recorderOf } from '../../tensors/recorder';

const trainingKey = 'keras training';

/** What the innermost call that says so says; null: nothing does. */
function said(machine: Machine): boolean | null {
  const found = machine.keep.get(trainingKey);
  return typeof found === 'boolean' ? found : null;
}

/** Runs something with what a call says of training; None and what is left out keep what holds around it. */
export function withTraining<Result>(
  machine: Machine,
  training: Value | undefined,
  run: () => Result,
): Result {
  const before = machine.keep.get(trainingKey);
  if (training?.kind === 'bool' || training?.kind === 'int') {
    machine.keep.set(trainingKey, training.value !== false && training.value !== 0);
  }
  try {
    return run();
  } finally {
    if (before === undefined) machine.keep.delete(trainingKey);
    else machine.keep.set(trainingKey, before);
  }
}

/** Whether a layer runs as in training. A network that is traced in training mode follows the mode of each run, unless a call says no. */
export function isTraining(machine: Machine): boolean {
  const { tracing } = recorderOf(machine);
  return said(machine) ?? tracing?.training ?? false;
}

/** The argument `training` for a function of the program. */
export function trainingValue(machine: Machine): Value {
  const { tracing } = recorderOf(machine);
  const known = said(machine) ?? tracing?.training;
  return known === undefined ? none : bool(known);
}
