/** Losses by their names on the command line and in directives. */
import { losses } from '../../ops/losses/table';
import type { LossCall } from '../../graph/loss';

/** The call of a loss of ours with its usual attributes; null where the name is none. */
export function lossCalled(name: string | null): LossCall | null {
  if (name === null || !(name in losses)) return null;
  return { op: name, attributes: {} } as LossCall; // the name was just looked up
}
