/** What a training is made of, whole or short: its sizes, samples, batches and trainer; or the reason why a network cannot be trained. */
import { byteCount, counted } from '../../base/numbers';
import { batchFor } from '../../graph/batchSizes';
import type { Network } from '../../graph/network';
import { usualBatch, usualTraining, type Training } from '../../graph/training';
import type { Kernels } from '../../tensor/kernels';
import { elementBytes } from '../../tensor/tensor';
import { parameterCount, parametersOf } from '../parameters';
import { planFor, planRun, type Plan } from '../plan';
import { rememberedTensors } from './optimizers';
import { batchesOf, trainingSamples, type Batches, type TrainingSamples } from './samples';
import { trainerOf, type Trainer } from './trainer';

/** What a training needs to know of a network and of the machine. */
export interface TrainingSubject {
  readonly network: Network;
  readonly kernels: Kernels;
  /** Bytes that a step may take. */
  readonly memoryLimit: number;
  /** Called before every op; may throw to end the training. */
  readonly checkpoint: () => void;
}

/** What takes the place of the source's own words; null or absent: the source's. */
export interface TrainingSettings {
  readonly seed?: number | null;
  readonly steps?: number | null;
  /** The schedule goes by at least so many steps. */
  readonly leastSteps?: number;
}

/** What an op costs beside its arithmetic, in operations. */
export const overheadOfOp = 3000;

/** The sizes of a training, known before anything is allocated. */
export interface TrainingSizes {
  /** The network with the seed of the settings. */
  readonly network: Network;
  readonly training: Training;
  /** Samples in one step. */
  readonly batch: number;
  /** How many are drawn once where the network has no data: those of the probe, or of a step that is larger. */
  readonly drawn: number;
  /** The plan of one step. */
  readonly plan: Plan;
  /** Operations of one step, with what its ops cost beside their arithmetic. */
  readonly stepWork: number;
}

/** Everything that a training is made of. */
export interface Prepared extends Omit<TrainingSizes, 'batch' | 'drawn'> {
  /** Steps of the whole run, which the schedule goes by. */
  readonly steps: number;
  readonly samples: TrainingSamples;
  readonly batches: Batches;
  readonly trainer: Trainer;
}

/** Why a network cannot be trained, as a sentence. */
export interface TrainingRefusal {
  readonly refusal: string;
}

/** How a network is trained: as its source says, else as networks usually are. */
export function trainingOf(network: Network): Training {
  return network.training ?? usualTraining;
}

/** Samples in one step. */
export function trainingBatch(subject: TrainingSubject): number | TrainingRefusal {
  const counts = sampleCounts(subject);
  return 'refusal' in counts ? counts : counts.batch;
}

/** The sizes of a training; allocates nothing. */
export function trainingSizes(
  subject: TrainingSubject,
  { seed = null }: TrainingSettings = {},
): TrainingSizes | TrainingRefusal {
  const network = seed === null ? subject.network : { ...subject.network, seed };
  if (!network.loss)
    return { refusal: 'There is no loss to train on: a part of the network cannot be computed.' };
  if (!parametersOf(network).some(({ trainable }) => trainable)) {
    return { refusal: 'There is nothing to train: the network has no parameters.' };
  }
  const counts = sampleCounts({ ...subject, network });
  if ('refusal' in counts) return counts;
  const training = trainingOf(network);
  const plan = planFor(network, counts.batch, subject.kernels.floatType);
  const refusal = tooLarge(network, training, plan, subject);
  if (refusal !== null) return { refusal };
  const ops = network.nodes.filter(({ kind }) => kind === 'op').length;
  return { network, training, ...counts, plan, stepWork: plan.work + 2 * ops * overheadOfOp };
}

/** Sets a training up, with the first parameters of the network's seed. */
export function prepareTraining(
  subject: TrainingSubject,
  settings: TrainingSettings = {},
): Prepared | TrainingRefusal {
  const sizes = trainingSizes(subject, settings);
  if ('refusal' in sizes) return sizes;
  const { kernels, checkpoint } = subject;
  const { steps: most = null, leastSteps = 0 } = settings;
  const { batch, drawn, ...rest } = sizes;
  const { network, training, plan } = rest;
  kernels.reserve(plan.bytes);
  const samples = trainingSamples(network, drawn, kernels);
  const batches = batchesOf(samples.training, batch, network.seed);
  const { length } = training;
  const own = 'steps' in length ? length.steps : length.epochs * batches.perEpoch;
  const steps = Math.max(leastSteps, most ?? own);
  const trainer = trainerOf({ network, training, steps, samples, batches, kernels, checkpoint });
  return { ...rest, steps, samples, batches, trainer };
}

function sampleCounts({ network, kernels, memoryLimit }: TrainingSubject):
  | {
      readonly batch: number;
      readonly drawn: number;
    }
  | TrainingRefusal {
  const probe = planRun(network, { batch: null, memoryLimit, floatType: kernels.floatType });
  if ('refusal' in probe) return { refusal: probe.refusal };
  const { batch } = trainingOf(network);
  const drawn = Math.max(probe.batch, batch ?? 0);
  const available = network.dataset?.training.length ?? drawn;
  const wanted = Math.min(batch ?? network.batch ?? usualBatch, available);
  return { batch: batchFor(network, wanted), drawn: batchFor(network, drawn) };
}

function tooLarge(
  network: Network,
  { optimizer, zeroGrad }: Training,
  { bytes, batch, floatType }: Plan,
  { memoryLimit }: TrainingSubject,
): string | null {
  const parameters = parameterCount(network);
  // Gradients that nobody clears are kept, and added to those of a step in tensors of their own.
  const tensors = rememberedTensors(optimizer) + (zeroGrad ? 0 : 2);
  const needed = bytes + tensors * parameters * elementBytes[floatType];
  if (needed <= memoryLimit) return null;
  return `Training ${network.name} with ${optimizer.kind} takes ${byteCount(needed)} for ${counted(batch, 'sample')} a step; the memory limit is ${byteCount(memoryLimit)}.`;
}
