/** A short training of a variant of a network, for comparisons: what the loss comes to, and how long the gradients are on the way. */
import type { TrainingSubject } from '../../engine/training/preparing';
import type { Trainer } from '../../engine/training/trainer';
import type { Network } from '../../graph/network';
import { evaluating, portion, prepared, type Ready } from './preparing';

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

/** Losses are looked at so often, beside the first. */
const evaluations = 10;

/** Samples that a loss is taken over, at most. */
const mostEvaluated = 512;

/**
 * Trains a network for some steps of its own training, of which these are the first, yielding in between.
 * @throws StudyRefused when the network cannot be trained
 */
export function* shortTraining(
  subject: Omit<TrainingSubject, 'network'>,
  network: Network,
  steps: number,
): Generator<undefined, ShortTraining> {
  const ready = prepared({ ...subject, network }, { leastSteps: steps });
  try {
    return yield* courseOf(ready, steps);
  } finally {
    ready.trainer.release();
  }
}

function* courseOf(ready: Ready, steps: number): Generator<undefined, ShortTraining> {
  const { trainer, samples, stepWork } = ready;
  const evaluated = samples.training.slice(0, mostEvaluated);
  const evaluator = evaluating(ready);
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
  for (let turn = 1; turn <= evaluations && steps > 0; turn += 1) {
    const until = Math.round((steps * turn) / evaluations);
    if (until === trainer.updates) continue;
    const failed = yield* stepsUntil(until, trainer, stepWork, course);
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
