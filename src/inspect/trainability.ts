/** The trainability probe: the network memorises one batch at three rates, at its own start and, where that fails, as ReLU and He throughout. */
import { chanceOf } from '../analysis/chance';
import {
  rateCourse,
  trainabilityOf,
  trainabilitySamples,
  trainabilitySteps,
  type RateCourse,
  type Trainability,
} from '../analysis/trainability';
import { parameterCount } from '../engine/parameters';
import { planFor } from '../engine/plan';
import { availableSamples } from '../engine/probe';
import {
  trainingOf,
  trainingSizes,
  type TrainingRefusal,
  type TrainingSubject,
} from '../engine/training/preparing';
import { batchesOf, trainingSamples, type TrainingSamples } from '../engine/training/samples';
import { trainerOf } from '../engine/training/trainer';
import { batchFor } from '../graph/batchSizes';
import type { Network } from '../graph/network';
import { rateDefaults, type Training } from '../graph/training';
import { losses } from '../ops/losses/table';
import { costOf } from './controls';
import { geometryControl, withoutNoise } from './variants';

/** What is tried, in parts of the rate that is written or usual; the middle first, since it is the likeliest to train. */
const order = [1, 0, 2] as const;

/** Operations in the time that an optimizer takes to move one parameter; seen: 5 to 8 ns. */
const operationsPerUpdate = 20;

/** How much the probe may cost, and how it ends. */
export interface ProbeLimits {
  /** Operations of all steps together. */
  readonly budget: number;
  /** Whether it is over with the first rate that trains; then no control runs. */
  readonly untilTrains: boolean;
  /** Samples that there must be in the batch, unless the data have fewer: fewer are memorised more easily. */
  readonly least: number;
}

/** Makes the probe, yielding what is known so far after every few steps; null until the first losses are there. */
export function* probeTrainability(
  subject: TrainingSubject,
  limits: ProbeLimits,
): Generator<Trainability | null, Trainability | TrainingRefusal> {
  const { network, kernels } = subject;
  if (network.circuit) return { refusal: 'A circuit has no batch to memorise.' };
  const sizes = trainingSizes(subject);
  if ('refusal' in sizes) return sizes;
  const { untilTrains } = limits;
  const samples = samplesWithin(subject, limits);
  if (samples === null) {
    return { refusal: 'The network is so large that memorising a batch at three rates takes too long here.' };
  }
  // A batch that noise makes another one at every step cannot be memorised.
  const memorised = withoutNoise(network);
  const pool = trainingSamples(memorised, samples, kernels);
  const rows = batchesOf(pool.training, samples, memorised.seed).at(0);
  const training = plainTraining(network);
  const rates = [training.rate / 10, training.rate, training.rate * 10];
  const guess = constantGuess(memorised, pool, rows, subject);
  const run = { ...subject, pool, rows, training };
  const found = { own: new Array<RateCourse>(), control: new Array<RateCourse>() };
  let reference: Trainability['reference'] | null = null;
  const known = (): Trainability | null => {
    const sorted = (courses: readonly RateCourse[]): RateCourse[] =>
      courses.toSorted((one, other) => one.rate - other.rate);
    return reference && found.own.length > 0
      ? trainabilityOf({
          ...{ samples: rows.length, steps: trainabilitySteps, reference },
          ...{ optimizer: training.optimizer.kind, written: network.training?.span != null },
          ...{ rates: sorted(found.own), control: sorted(found.control) },
        })
      : null;
  };
  const variants = [
    { into: found.own, variant: memorised },
    { into: found.control, variant: geometryControl(memorised) },
  ];
  for (const { into, variant } of variants) {
    for (const place of order) {
      const rate = rates[place] ?? NaN;
      const steps = memorising({ ...run, network: variant }, rate);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield known();
      reference ??= guess ?? { loss: step.value[0] ?? NaN, from: 'start' };
      into.push(rateCourse(rate, step.value, reference));
      yield known();
      if (untilTrains && into.at(-1)?.outcome === 'trains') break;
    }
    // The control tells a network that is stuck from steps that are too few.
    if (untilTrains || known()?.outcome !== 'stuck') break;
  }
  return known() ?? { refusal: 'Nothing could be tried.' };
}

/** The optimizer and the clipping of the source without what works against memorising: decay, schedule and warm-up. */
function plainTraining(network: Network): Training {
  const own = trainingOf(network);
  const rate = own.rate > 0 && Number.isFinite(own.rate) ? own.rate : rateDefaults[own.optimizer.kind];
  return {
    ...{ ...own, rate, weightDecay: 0, schedule: { kind: 'constant' } },
    ...{ warmUp: { steps: 0, from: 1 }, zeroGrad: true },
  };
}

/** As many samples as the budget and the memory allow, of at most 32; null when even the least are too many. */
function samplesWithin(
  { network, kernels, memoryLimit }: TrainingSubject,
  { budget, untilTrains, least }: ProbeLimits,
): number | null {
  const { floatType } = kernels;
  const most = batchFor(network, Math.min(trainabilitySamples, availableSamples(network)));
  const parameters = parameterCount(network);
  const runs = (untilTrains ? 1 : 2) * order.length;
  const fewest = batchFor(network, Math.max(1, Math.min(least, most)));
  for (let samples = most; samples >= fewest; samples >>= 1) {
    const step = costOf(network, samples, { floatType }) + operationsPerUpdate * parameters;
    const fits = planFor(network, samples, floatType).bytes <= memoryLimit;
    if (fits && runs * trainabilitySteps * step <= budget) return samples;
  }
  return null;
}

/** The loss of the best constant guess on the batch itself; null for losses of which it is not known, and where it is 0. */
function constantGuess(
  network: Network,
  pool: TrainingSamples,
  rows: readonly number[],
  { kernels }: TrainingSubject,
): Trainability['reference'] | null {
  const node = network.loss && network.nodes[network.loss.node];
  const target = network.nodes.find((each) => each.kind === 'target');
  if (node?.kind !== 'op' || target?.kind !== 'target' || !Object.hasOwn(losses, node.call.op)) return null;
  const targets = kernels.temporarily(() => {
    const drawn = pool.batchOf(rows).target;
    return drawn && Float64Array.from(drawn.data);
  });
  const loss = targets && chanceOf(node.call, target, { targets, training: rows.map((_, index) => index) });
  return loss === null || !(loss > 0) ? null : { loss, from: 'guess' };
}

interface Memorising extends TrainingSubject {
  readonly pool: TrainingSamples;
  readonly rows: readonly number[];
  readonly training: Training;
}

/** The loss before each update and after the last, yielding after every step. */
function* memorising(
  { network, kernels, checkpoint, pool, rows, training }: Memorising,
  rate: number,
): Generator<undefined, readonly number[]> {
  const trainer = trainerOf({
    ...{ network, kernels, checkpoint, samples: pool, training: { ...training, rate } },
    ...{ steps: trainabilitySteps, batches: { size: rows.length, perEpoch: 1, at: () => rows } },
  });
  const found: number[] = [];
  try {
    for (let step = 0; step <= trainabilitySteps; step += 1) {
      const { loss, finite } = trainer.step();
      found.push(finite ? loss : Number.isFinite(loss) ? NaN : loss);
      if (!finite) break;
      yield;
    }
  } finally {
    trainer.release();
  }
  return found;
}
