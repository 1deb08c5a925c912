/** A training in words: how it is done in the words of a network file, how it stands, and how long it takes. */
import { counted, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { NetworkReport } from '../../src/analysis/report';
import type { TrainingState, TrainingStatus } from '../../src/protocol/training';
import type { TrainingSnapshot } from '../../src/studies/training/snapshot';
import { scoreText } from '../training';
import type { IconName } from '../view/icons';

type Training = NetworkReport['training'];

/** How a network is trained, as a network file would say it; what is as usual is left out. */
export function trainingWords(training: Training): string {
  const { optimizer, rate, length, batch, weightDecay, clipNorm, clipValue, schedule, warmUp, zeroGrad } =
    training;
  const fields: (readonly [string, string | number | null | false])[] = [
    ['optimizer', optimizer.kind],
    ['momentum', 'momentum' in optimizer && optimizer.momentum > 0 && optimizer.momentum],
    ['rate', rate],
    'steps' in length ? ['steps', length.steps] : ['epochs', length.epochs],
    ['batch', batch],
    ['weight-decay', weightDecay > 0 && weightDecay],
    ['clip-norm', clipNorm],
    ['clip-value', clipValue],
    ['schedule', schedule.kind !== 'constant' && schedule.kind],
    ['warm-up', warmUp.steps > 0 && warmUp.steps],
    ['zero-grad', !zeroGrad && 'false'],
  ];
  return fields
    .filter(([, value]) => value !== null && value !== false)
    .map(([field, value]) => `${field}: ${String(value)}`)
    .join(', ');
}

/** What it is trained on. */
export function samplesText({ trainingSamples, testingSamples, batch }: TrainingSnapshot): string {
  const held = testingSamples === 0 ? 'none held out' : `${wholeNumber(testingSamples)} more held out`;
  return `${counted(trainingSamples, 'sample')}, ${held}; ${wholeNumber(Math.min(batch, trainingSamples))} in a step`;
}

/** The word and the icon of a status. */
export const statusLooks: Readonly<
  Record<TrainingStatus, { readonly word: string; readonly icon: IconName; readonly tone: string }>
> = {
  running: { word: 'Running', icon: 'play', tone: 'plain' },
  paused: { word: 'Paused', icon: 'pause', tone: 'plain' },
  finished: { word: 'Finished', icon: 'healthy', tone: 'healthy' },
  diverged: { word: 'Diverged', icon: 'error', tone: 'error' },
  stopped: { word: 'Stopped', icon: 'stop', tone: 'plain' },
  failed: { word: 'Failed', icon: 'error', tone: 'error' },
};

/** What is said behind the status. */
export function statusText({ status, reason, snapshot }: TrainingState): string {
  if (reason !== '') return reason;
  return status === 'running' ? '' : `${scoreText(snapshot)}.`;
}

/** How far it is: the step, the epoch, and while it runs its speed and the time left. */
export function progressText({ status, snapshot, stepsPerSecond }: TrainingState): string {
  if (snapshot === null) return 'before the first step';
  const { step, steps, stepsPerEpoch } = snapshot;
  const parts = [stepText(step, steps), `epoch ${(step / Math.max(1, stepsPerEpoch)).toFixed(1)}`];
  if (status === 'running' && stepsPerSecond > 0) {
    parts.push(`${shortNumber(stepsPerSecond)} steps/s`, timeLeft((steps - step) / stepsPerSecond));
  }
  return parts.join(' · ');
}

/** A step among all. */
export function stepText(step: number, steps: number): string {
  return `step ${wholeNumber(step)} of ${wholeNumber(steps)}`;
}

/** Seconds as people plan with them. */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'time left unknown';
  if (seconds < 1.5) return 'a second left';
  if (seconds < 90) return `${wholeNumber(seconds)} s left`;
  if (seconds < 90 * 60) return `${wholeNumber(seconds / 60)} min left`;
  return `${wholeNumber(seconds / 3600)} h left`;
}
