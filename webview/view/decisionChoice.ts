/** What the Decision tab has chosen: the network as it is written, or as its training has left it so far. */
import type { Want } from '../answers';
import { setting, type LensState } from '../state';
import { trainingOf } from '../training';

/** The settings of the tab. */
export const decisionSettings = { of: 'decision.of' } as const;

/** Cells along each axis; fewer while the picture changes all the time. */
const size = { resting: 128, running: 64 } as const;

/** Updates that the training has made, if there is one whose parameters can be shown; else 0. */
export function updatesMade(state: LensState): number {
  return state.recall === null ? (trainingOf(state)?.state.snapshot?.step ?? 0) : 0;
}

/** Whether the newest parameters of the training are shown. */
export function showsTraining(state: LensState): boolean {
  return updatesMade(state) > 0 && setting<string>(state, decisionSettings.of, 'training') === 'training';
}

/** The questions of the tab. */
export function decisionWants(state: LensState): readonly Want[] {
  const running = trainingOf(state)?.state.status === 'running';
  if (!showsTraining(state)) return [{ question: { study: 'decision', size: size.resting, updates: 0 } }];
  const updates = updatesMade(state);
  const question = { study: 'decision', size: running ? size.running : size.resting, updates } as const;
  return [{ question, step: 'newest' }];
}
