/** A short training of a variant of a network, for comparisons: what the loss comes to, and how long the gradients are on the way. */
import { evaluatorOf } from '../engine/training/evaluate';
import { batchesOf, trainingSamples } from '../engine/training/samples';
import { trainerOf, type Trainer } from '../engine/training/trainer';
import { availableSamples } from '../engine/probe';
import { planFor } from '../engine/plan';
import { counted, shortNumber } from '../base/numbers';
import type { Network } from '../graph/network';
import { usualBatch, usualTraining, type Training } from '../graph/training';
import type { Subject } from './study';

/** What a short training showed. */
export interface ShortTraining {
  /** Updates before each evaluation, from 0; it ends early where a loss or gradient is not finite. */
  readonly steps: readonly number[];
  /** Loss over (at most 512 of) the training samples, in evaluation mode; the last is that of the failed step where it ended early. */
  readonly losses: readonly number[];
  /** Share of right answers at the last evaluation; null where the loss knows no right and wrong. */
  readonly accuracy: number | null;
  /** Norm of all gradients of each step, before clipping. */
  readonly norms: readonly number[];
  /** Steps whose gradients were longer than the norm allowed, and steps in which a number was larger than the value allowed. */
  readonly clippedByNorm: number;
  readonly clippedByValue: number;
}

/** How a network is trained: as its source says, else as networks usually are. */
export function trainingOf(network: Network): Training {
  return network.training ?? usualTraining;
}

/** Samples in one step. */
export function trainingBatch(network: Network): number {
  const wanted = trainingOf(network).batch ?? network.batch ?? usualBatch;
  return Math.min(wanted, availableSamples(network));
}

/** How a network is trained, in a few words: sgd at rate 0.5, 64 samples a step. */
export function trainingText(network: Network): string {
  const { optimizer, rate } = trainingOf(network);
  return `${optimizer.kind} at rate ${shortNumber(rate)}, ${counted(trainingBatch(network), 'sample')} a step`;
}

/** Losses are looked at so often, beside the first. */
const evaluations = 10;

/** Samples that a loss is taken over, at most. */
const mostEvaluated = 512;

/** Samples that are drawn where there are no data, at least. */
const leastDrawn = 256;

/** Operations after which others get their turn: some 15 ms. */
const portion = 1.5e7;

/** What an op costs beside its arithmetic, in operations. */
const overheadOfOp = 3000;

/** Trains a network for some steps of its own training, yielding in between. */
export function* shortTraining(
  { kernels, checkpoint }: Pick<Subject, 'kernels' | 'checkpoint'>,
  network: Network,
  steps: number,
): Generator<undefined, ShortTraining> {
  const training = trainingOf(network);
  const batch = trainingBatch(network);
  const samples = trainingSamples(network, Math.max(batch, leastDrawn), kernels);
  const batches = batchesOf(samples.training, batch, network.seed);
  const { length } = training;
  // A schedule goes by the whole training, of which these are the first steps.
  const whole = Math.max(steps, 'steps' in length ? length.steps : length.epochs * batches.perEpoch);
  const trainer = trainerOf({ network, training, steps: whole, samples, batches, kernels, checkpoint });
  const evaluated = samples.training.slice(0, mostEvaluated);
  const evaluator = evaluatorOf(network, samples, { kernels, batch: evaluated.length, checkpoint });
  const course = {
    steps: [0],
    losses: [NaN],
    norms: new Array<number>(),
    clippedByNorm: 0,
    clippedByValue: 0,
  };
  const first = yield* untold(evaluator.score(trainer.parameters, evaluated));
  course.losses[0] = first.loss;
  let accuracy = first.accuracy;
  const work = planFor(network, batch, kernels.floatType).work + 2 * network.nodes.length * overheadOfOp;
  for (let turn = 1; turn <= evaluations && steps > 0; turn += 1) {
    const until = Math.round((steps * turn) / evaluations);
    if (until === trainer.updates) continue;
    const failed = yield* stepsUntil(until, trainer, work, course);
    if (failed !== null) {
      course.steps.push(trainer.updates + 1);
      course.losses.push(failed);
      accuracy = null;
      break;
    }
    const score = yield* untold(evaluator.score(trainer.parameters, evaluated));
    course.steps.push(until);
    course.losses.push(score.loss);
    accuracy = score.accuracy;
  }
  for (const tensor of trainer.parameters.values()) kernels.release(kernels.storageOf(tensor));
  return { ...course, accuracy };
}

interface Course {
  readonly norms: number[];
  clippedByNorm: number;
  clippedByValue: number;
}

/** Null, or the loss of the step that could not be made. */
function* stepsUntil(
  until: number,
  trainer: Trainer,
  work: number,
  course: Course,
): Generator<undefined, number | null> {
  for (let done = 0; trainer.updates < until; done += work) {
    if (done >= portion) {
      done = 0;
      yield;
    }
    const { loss, gradientNorm, normClipped, valueClipped, finite } = trainer.step();
    course.norms.push(gradientNorm);
    if (normClipped) course.clippedByNorm += 1;
    if (valueClipped) course.clippedByValue += 1;
    // A gradient that overflows leaves a loss that looks sound.
    if (!finite) return Number.isFinite(loss) ? NaN : loss;
  }
  return null;
}

/** Whoever evaluates tells of its samples, which nobody counts here. */
function* untold<T>(work: Generator<unknown, T>): Generator<undefined, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield;
  }
}
