/** The first steps of the source's own training, made to see how far weights move, what clipping cuts and whether the loss falls. */
import {
  firstStepCount,
  settling,
  type FirstSteps,
  type SlowerSteps,
  type UpdateRatio,
} from '../analysis/firstSteps';
import { diverges, falls } from '../analysis/lossCourse';
import type { Limits } from '../analysis/rules/limits';
import { beyondLimits } from '../analysis/rules/updateRatio';
import { median } from '../analysis/statistics';
import { parameterCount, parametersOf } from '../engine/parameters';
import {
  prepareTraining,
  trainingSizes,
  type Prepared,
  type TrainingSizes,
  type TrainingSubject,
} from '../engine/training/preparing';
import type { Network } from '../graph/network';
import { normOf } from '../tensor/summary';
import { costOf, operationsPerValue } from './controls';

/** Operations that all first steps of one run may cost; beyond it nothing is said of training. */
const workBudget = 5e9;

/** What is tried where the loss rises, in parts of the source's own rate. */
const smallerRates = [0.1, 0.01, 0.001] as const;

/** Seeds that are asked where the loss rises at the first. */
const seeds = 3;

/** Makes the first steps, yielding after each; null where the source does not write its training, and where it cannot be had cheaply. */
export function* firstStepsOf(
  subject: TrainingSubject,
  limits: Limits,
): Generator<undefined, FirstSteps | null> {
  const { training } = subject.network;
  if (!training?.span || training.rate <= 0) return null;
  const sizes = trainingSizes(subject);
  if ('refusal' in sizes || firstStepCount * stepCost(sizes) > workBudget) return null;
  const own = yield* course(subject, subject.network);
  if (!own) return null;
  const updates = own.updates.map((update) => ({
    ...update,
    beyond: beyondLimits(update, own.rateShare, limits),
  }));
  return { ...own, updates, slower: diverges(own.losses) ? yield* slowerSteps(subject) : null };
}

/** Operations of one step; moving and comparing a parameter counts as writing a value does. */
function stepCost({ network, plan, batch }: TrainingSizes): number {
  const parameters = parameterCount(network);
  return costOf(network, batch, plan) + operationsPerValue * parameters;
}

/** The steps before anything is judged. */
interface Course extends Omit<FirstSteps, 'slower' | 'updates'> {
  readonly updates: readonly Omit<UpdateRatio, 'beyond'>[];
}

function* course(subject: TrainingSubject, network: Network): Generator<undefined, Course | null> {
  const ready = prepareTraining({ ...subject, network }, { leastSteps: firstStepCount });
  if ('refusal' in ready) return null;
  try {
    return yield* stepsOf(ready);
  } finally {
    ready.trainer.release();
  }
}

function* stepsOf({ network, training, trainer, batches }: Prepared): Generator<undefined, Course> {
  const moving = parametersOf(network)
    .filter(({ role, shape, trainable }) => role === 'weight' && trainable && shape.length >= 2)
    .map(({ name }) => movement(name, trainer.parameters.get(name)?.data ?? []));
  const losses: number[] = [];
  const norms: number[] = [];
  const kept: number[] = [];
  const shares: number[] = [];
  for (let step = 0; step < firstStepCount; step += 1) {
    const settled = step >= settling;
    if (settled) for (const weight of moving) weight.remember();
    const { loss, gradientNorm, clippedNorm, rate, finite } = trainer.step();
    // A gradient that overflows leaves a loss that looks sound.
    losses.push(finite || !Number.isFinite(loss) ? loss : NaN);
    norms.push(gradientNorm);
    kept.push(gradientNorm === 0 ? 1 : clippedNorm / gradientNorm);
    if (!finite) break;
    if (settled) for (const weight of moving) weight.compare();
    if (settled) shares.push(rate / training.rate);
    yield;
  }
  const updates = moving.map((weight) => weight.update());
  return { batch: batches.size, losses, norms, kept, rateShare: median(shares), updates };
}

/** Compares a weight with what it was before a step. */
interface Movement {
  remember(): void;
  compare(): void;
  update(): Omit<UpdateRatio, 'beyond'>;
}

function movement(parameter: string, values: ArrayLike<number>): Movement {
  const first = normOf(values);
  const before = Float64Array.from(values);
  const ratios: number[] = [];
  const lengths: number[] = [];
  return {
    remember: () => {
      before.set(values);
    },
    compare: () => {
      const size = normOf(before);
      for (let place = 0; place < before.length; place += 1) {
        before[place] = (values[place] ?? NaN) - (before[place] ?? NaN);
      }
      const length = normOf(before);
      lengths.push(length);
      ratios.push(size === 0 ? NaN : length / size);
    },
    update: () => ({
      parameter,
      ratio: median(ratios),
      ofFirst: first === 0 ? NaN : median(lengths) / first,
    }),
  };
}

/** How many seeds diverge, and the largest smaller rate at which the loss falls. */
function* slowerSteps(subject: TrainingSubject): Generator<undefined, SlowerSteps> {
  const { network } = subject;
  let risen = 1;
  for (let index = 1; index < seeds; index += 1) {
    const seed = (network.seed + index) % Number.MAX_SAFE_INTEGER;
    const other = yield* course(subject, { ...network, seed });
    if (other && diverges(other.losses)) risen += 1;
  }
  const found = { risen, seeds };
  for (const share of smallerRates) {
    const rate = (network.training?.rate ?? NaN) * share;
    const slower = yield* course(subject, atRate(network, rate));
    if (slower && falls(slower.losses)) {
      return { ...found, rate, first: slower.losses[0] ?? NaN, last: slower.losses.at(-1) ?? NaN };
    }
  }
  return { ...found, rate: null, first: NaN, last: NaN };
}

function atRate(network: Network, rate: number): Network {
  return { ...network, training: network.training && { ...network.training, rate } };
}
