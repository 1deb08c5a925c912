/** Initial loss: before training, a network should do as badly as a guess, neither much worse nor better. */
import { shortNumber } from '../../base/numbers';
import { above, below, lowInitialLoss } from './limits';
import type { Rule, Subject, Verdict } from './rule';

/** The loss at the start over the loss of a predictor that knows the label frequencies (or the targets' mean) alone, or the number of classes. */
export const initialLoss: Rule = {
  title: 'Initial loss',
  why: 'A loss far above chance is spent on unlearning the initialisation; one far below it knows something that it should not know yet.',
  *check(subject) {
    const { loss } = subject.report;
    const guess = guessOf(subject);
    // Trained weights are to know something, and others' weights need not know these data.
    if (!loss || loss.chance === null || guess === null || subject.report.weights) return;
    const high = above(loss.value / guess, subject.limits['initial-loss']);
    const low = below(loss.value / loss.chance, { information: lowInitialLoss });
    if (high) yield { ...high, ...shared(subject, guess, high.limit), ...tooHigh(subject) };
    else if (low) yield { ...low, ...shared(subject, loss.chance, low.limit), ...tooLow };
  },
};

/** The loss of a guess; null where there is no loss, or none that can be compared. */
function guessOf(subject: Subject): number | null {
  const { loss } = subject.report;
  if (!loss || loss.chance === null || !(loss.chance > 0) || !Number.isFinite(loss.value)) return null;
  return Math.max(loss.chance, evenGuess(subject));
}

/** The loss at the start over that of a guess; null where it cannot be compared. */
export function overGuess(subject: Subject): number | null {
  const guess = guessOf(subject);
  return guess === null ? null : (subject.report.loss?.value ?? NaN) / guess;
}

/** The losses that are ln(classes) when all classes get the same probability. */
const likelihoods = new Set<string>(['cross-entropy', 'nll']);

/**
 * What a network gets that gives all classes the same probability, which is nothing to unlearn: the labels of a small batch have less
 * entropy than that (8 samples of 10 classes know at most ln 8), and so have the words of a language. 0 where classes don't come in.
 */
function evenGuess({ network }: Subject): number {
  const computed = network.loss && network.nodes[network.loss.node];
  if (computed?.kind !== 'op' || !likelihoods.has(computed.call.op)) return 0;
  const target = network.nodes.find((node) => node.kind === 'target');
  return target?.meaning === 'classes' ? Math.log(target.classCount) : 0;
}

function hasValues({ network }: Subject): boolean {
  return network.nodes.some((node) => node.kind === 'target' && node.meaning === 'values');
}

function shared(
  { report, network }: Subject,
  guess: number,
  limit: number,
): Pick<Verdict, 'layer' | 'value' | 'message' | 'span'> {
  const { loss } = report;
  const value = (loss?.value ?? NaN) / guess;
  return {
    layer: null,
    value,
    span: loss?.span ?? network.span,
    message: `The loss starts at ${shortNumber(loss?.value ?? NaN)}, ${shortNumber(value)} times the ${shortNumber(guess)} of a guess (limit ${shortNumber(limit)}).`,
  };
}

function tooHigh(subject: Subject): Pick<Verdict, 'cause' | 'remedies'> {
  if (hasValues(subject)) {
    return {
      cause:
        "The outputs do not start at the targets' mean: the targets are not centred, or the outputs are too large.",
      remedies: [
        'Scale the targets to mean 0 and standard deviation 1.',
        "Start the last layer's bias at the targets' mean.",
      ],
    };
  }
  const std = subject.report.layers.at(-1)?.preActivation.std ?? NaN;
  return {
    cause: `The network is sure before it has learned anything: its outputs have standard deviation ${shortNumber(std)}.`,
    remedies: [
      "Make the last layer's weights smaller.",
      'Scale the inputs to mean 0 and standard deviation 1.',
    ],
  };
}

const tooLow: Pick<Verdict, 'cause' | 'remedies'> = {
  cause: 'The weights are trained already, or the inputs contain the target.',
  remedies: ['Check that no input column is computed from the target.'],
};
