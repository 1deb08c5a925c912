/** What a training is made of, whole or short: its sizes, samples, batches and trainer; refused where they do not fit. */
import { byteCount, counted, shortNumber } from '../../base/numbers';
import { parametersOf } from '../../engine/parameters';
import { planFor, planRun, type Plan } from '../../engine/plan';
import { evaluatorOf, type Evaluator } from '../../engine/training/evaluate';
import { rememberedTensors } from '../../engine/training/optimizers';
import {
  batchesOf,
  trainingSamples,
  type Batches,
  type TrainingSamples,
} from '../../engine/training/samples';
import { trainerOf, type Trainer } from '../../engine/training/trainer';
import type { Network } from '../../graph/network';
import { usualBatch, usualTraining, type Training } from '../../graph/training';
import { elementBytes, sizeOf } from '../../tensor/tensor';
import { StudyRefused, type Subject } from '../study';

/** What of a subject a training needs. */
export type TrainingSubject = Pick<Subject, 'network' | 'kernels' | 'memoryLimit' | 'checkpoint'>;

/** What takes the place of the source's own words; null or absent: the source's. */
export interface TrainingSettings {
  readonly seed?: number | null;
  readonly steps?: number | null;
  /** The schedule goes by at least so many steps. */
  readonly leastSteps?: number;
}

/** Operations of a portion, some 15 ms; a core makes about one in a nanosecond. */
export const portion = 1.5e7;

/** What an op costs beside its arithmetic, in operations. */
export const overheadOfOp = 3000;

/** Operations that evaluations of many samples are cut into. */
const evaluationWork = 4e6;

/** Samples that are evaluated together, at most, unless the batches of the training have more. */
const mostTogether = 256;

/** Everything that a training is made of. */
export interface Ready {
  readonly subject: TrainingSubject;
  readonly network: Network;
  readonly training: Training;
  /** Steps of the whole run, which the schedule goes by. */
  readonly steps: number;
  /** The plan of one step. */
  readonly plan: Plan;
  /** Operations of one step, with what its ops cost beside their arithmetic. */
  readonly stepWork: number;
  readonly samples: TrainingSamples;
  readonly batches: Batches;
  readonly trainer: Trainer;
}

/** How a network is trained: as its source says, else as networks usually are. */
export function trainingOf(network: Network): Training {
  return network.training ?? usualTraining;
}

/** Samples in one step. @throws StudyRefused when the network cannot be run */
export function trainingBatch(subject: TrainingSubject): number {
  return sampleCounts(subject).batch;
}

/** How a network is trained, in a few words: sgd at rate 0.5, 64 samples a step. @throws StudyRefused likewise */
export function trainingText(subject: TrainingSubject): string {
  const { optimizer, rate } = trainingOf(subject.network);
  return `${optimizer.kind} at rate ${shortNumber(rate)}, ${counted(trainingBatch(subject), 'sample')} a step`;
}

/** Sets a training up, with the first parameters of the network's seed. @throws StudyRefused when the network cannot be trained */
export function prepared(subject: TrainingSubject, settings: TrainingSettings = {}): Ready {
  const { kernels, checkpoint } = subject;
  const { seed = null, steps: most = null, leastSteps = 0 } = settings;
  const network = seed === null ? subject.network : { ...subject.network, seed };
  if (!network.loss)
    throw new StudyRefused('There is no loss to train on: a part of the network cannot be computed.');
  if (!parametersOf(network).some(({ trainable }) => trainable)) {
    throw new StudyRefused('There is nothing to train: the network has no parameters.');
  }
  const training = trainingOf(network);
  const { batch, drawn } = sampleCounts({ ...subject, network });
  const plan = planFor(network, batch, kernels.floatType);
  refuseTooLarge(network, training, plan, subject);
  kernels.reserve(plan.bytes);
  const samples = trainingSamples(network, drawn, kernels);
  const batches = batchesOf(samples.training, batch, network.seed);
  const { length } = training;
  const own = 'steps' in length ? length.steps : length.epochs * batches.perEpoch;
  const steps = Math.max(leastSteps, most ?? own);
  const ops = network.nodes.filter(({ kind }) => kind === 'op').length;
  const stepWork = plan.work + 2 * ops * overheadOfOp;
  const trainer = trainerOf({ network, training, steps, samples, batches, kernels, checkpoint });
  return { subject, network, training, steps, plan, stepWork, samples, batches, trainer };
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

/** Samples in one step, and how many are drawn once where the network has no data: those of the probe, or of a step that is larger. */
function sampleCounts({ network, kernels, memoryLimit }: TrainingSubject): {
  readonly batch: number;
  readonly drawn: number;
} {
  const probe = planRun(network, { batch: null, memoryLimit, floatType: kernels.floatType });
  if ('refusal' in probe) throw new StudyRefused(probe.refusal);
  const { batch } = trainingOf(network);
  const drawn = Math.max(probe.batch, batch ?? 0);
  const available = network.dataset?.training.length ?? drawn;
  return { batch: Math.min(batch ?? network.batch ?? usualBatch, available), drawn };
}

function refuseTooLarge(
  network: Network,
  { optimizer }: Training,
  { bytes, batch, floatType }: Plan,
  { memoryLimit }: TrainingSubject,
): void {
  const parameters = parametersOf(network).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const needed = bytes + rememberedTensors(optimizer) * parameters * elementBytes[floatType];
  if (needed <= memoryLimit) return;
  throw new StudyRefused(
    `Training ${network.name} with ${optimizer.kind} takes ${byteCount(needed)} for ${counted(batch, 'sample')} a step; the memory limit is ${byteCount(memoryLimit)}.`,
  );
}
