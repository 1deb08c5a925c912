/** Learning rate: outside of the range in which its optimizer is used, or so large that the loss runs away in the first steps. */
import { counted, shortNumber } from '../../base/numbers';
import type { OptimizerName, Training } from '../../graph/training';
import { above, below, leastAdamRate, rateAboveAdam, usualLimits } from './limits';
import { roleOf } from './paths';
import type { Rule, Subject, Verdict } from './rule';
import { opsOf } from './structure';

/** The written rate against the range of its optimizer, and against what the first steps do with it. */
export const learningRate: Rule = {
  title: 'Learning rate',
  why: 'A rate that is too large throws the weights about, one that is too small does not move them in any time.',
  *check(subject) {
    const { training } = subject.network;
    // The usual rate is ours, not the user's.
    if (!training?.span) return;
    const { span, rate } = training;
    const outside =
      notPositive(rate) ??
      (normalised.has(training.optimizer.kind) ? beyondAdam(training) : tooLarge(subject, training));
    const found = runningAway(subject, training, outside) ?? outside;
    if (found) yield { layer: null, span, value: rate, ...found };
  },
};

type Said = Omit<Verdict, 'layer' | 'span' | 'value'>;

/** Optimizers whose steps have the size of the rate whatever the gradient's size is. */
const normalised: ReadonlySet<OptimizerName> = new Set<OptimizerName>(['adam', 'adamw', 'rmsprop']);

function notPositive(rate: number): Said | null {
  if (rate > 0) return null;
  return {
    severity: 'error',
    limit: usualLimits['learning-rate'].error.value,
    message: `The learning rate is ${shortNumber(rate)} (limit: above 0).`,
    cause: rate === 0 ? 'No step changes anything.' : 'Every step goes up the slope of the loss.',
    remedies: ['Take 0.001 with adam, 0.01 to 0.1 with sgd.'],
  };
}

function beyondAdam({ rate, optimizer: { kind } }: Training): Said | null {
  const high = above(rate, { warning: rateAboveAdam });
  const low = below(rate, { warning: leastAdamRate });
  const passed = high ?? low;
  if (!passed) return null;
  return {
    ...passed,
    message: `The learning rate ${shortNumber(rate)} is ${high ? 'large' : 'small'} for ${kind} (limit ${shortNumber(passed.limit)}).`,
    cause: `A step of ${kind} moves every weight by about the rate, however small its gradient is.`,
    remedies: [`Take a rate from 0.0001 to 0.003 with ${kind}.`],
  };
}

/** With one layer of weights the loss is a bowl whose width the inputs alone decide: rates above 1 are in order there. */
function tooLarge({ network, limits }: Subject, { rate, optimizer: { kind } }: Training): Said | null {
  const passed = above(rate, { warning: limits['learning-rate'].warning });
  const weighted = opsOf(network).filter(([, node]) => roleOf(node) === 'weighted').length;
  if (!passed || weighted < 2) return null;
  return {
    ...passed,
    message: `The learning rate ${shortNumber(rate)} is large for ${kind} (limit ${shortNumber(passed.limit)}).`,
    cause: 'A step goes so far that the slope at its start says nothing of where it ends.',
    remedies: [`Take a rate from 0.001 to 0.1 with ${kind}.`],
  };
}

/** The cause of a rate that is in its range and yet too large for this network; something else may be behind it. */
export const overshooting = 'A step goes so far that the loss is higher where it ends.';

/** The loss runs away at this rate, at most seeds, while it falls at a smaller one; what the range says is said in its cause. */
function runningAway({ report }: Subject, { rate }: Training, outside: Said | null): Said | null {
  const { slower, losses } = report.firstSteps ?? {};
  if (!slower || !losses || slower.rate === null || slower.risen * 2 <= slower.seeds) return null;
  const first = losses[0] ?? NaN;
  const highest = Math.max(...losses);
  const lost = !Number.isFinite(losses.at(-1));
  const end = lost
    ? `ends in numbers that are not finite after ${counted(losses.length, 'step')}`
    : `rises from ${shortNumber(first)} to ${shortNumber(highest)} within ${counted(losses.length, 'step')}`;
  return {
    severity: lost || highest > grave * Math.abs(first) ? 'error' : 'warning',
    limit: slower.rate,
    message: `The loss ${end} at the learning rate ${shortNumber(rate)}; at ${shortNumber(slower.rate)} it falls from ${shortNumber(slower.first)} to ${shortNumber(slower.last)} (limit ${shortNumber(slower.rate)}).`,
    cause: outside?.cause ?? overshooting,
    remedies: [`Take a rate of ${shortNumber(slower.rate)} or less.`],
  };
}

/** A loss that is thrown up by this much takes what was learned or initialised with it. */
const grave = 1e3;
