/** What a training is made of, whole or short; refused where a network cannot be trained. */
import { counted, shortNumber } from '../../base/numbers';
import { evaluatorOf, type Evaluator } from '../../engine/training/evaluate';
import {
  prepareTraining,
  trainingBatch as batchOfTraining,
  trainingOf,
  type Prepared,
  type TrainingRefusal,
  type TrainingSettings,
  type TrainingSubject,
} from '../../engine/training/preparing';
import type { Plan } from '../../engine/plan';
import { StudyRefused } from '../study';

/** Operations of a portion, some 15 ms; a core makes about one in a nanosecond. */
export const portion = 1.5e7;

/** Operations that evaluations of many samples are cut into. */
const evaluationWork = 4e6;

/** Samples that are evaluated together, at most, unless the batches of the training have more. */
const mostTogether = 256;

/** Everything that a training is made of. */
export interface Ready extends Prepared {
  readonly subject: TrainingSubject;
}

/** Samples in one step. @throws StudyRefused when the network cannot be run */
export function trainingBatch(subject: TrainingSubject): number {
  return accepted(batchOfTraining(subject));
}

/** How a network is trained, in a few words: sgd at rate 0.5, 64 samples a step. @throws StudyRefused likewise */
export function trainingText(subject: TrainingSubject): string {
  const { optimizer, rate } = trainingOf(subject.network);
  return `${optimizer.kind} at rate ${shortNumber(rate)}, ${counted(trainingBatch(subject), 'sample')} a step`;
}

/** Sets a training up, with the first parameters of the network's seed. @throws StudyRefused when the network cannot be trained */
export function prepared(subject: TrainingSubject, settings: TrainingSettings = {}): Ready {
  return { subject, ...accepted(prepareTraining(subject, settings)) };
}

function accepted<T extends number | object>(found: T | TrainingRefusal): T {
  if (typeof found === 'object' && 'refusal' in found) throw new StudyRefused(found.refusal);
  return found;
}

/** Evaluates as many samples at once as their work allows. */
export function evaluating({ subject, network, plan, samples, batches }: Ready): Evaluator {
  const { kernels, checkpoint } = subject;
  const cheap = Math.min(mostTogether, Math.floor(evaluationWork / workPerSample(plan)));
  return evaluatorOf(network, samples, { kernels, batch: Math.max(batches.size, cheap), checkpoint });
}

/** Operations of a forward pass for one sample, a third of a step's; at least 1. */
export function workPerSample({ work, batch }: Plan): number {
  return Math.max(1, work / 3 / Math.max(1, batch));
}
