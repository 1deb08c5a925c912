/** Loss mismatch: the loss takes logits, probabilities or their logarithms, and is given something else. */
import type { Severity } from '../../base/problem';
import type { LossName } from '../../ops/losses/table';
import type { OpNode } from '../../graph/network';
import { counted, shortNumber } from '../../base/numbers';
import type { Rule, Subject, Verdict } from './rule';
import { lossWords } from './lossWords';
import { roleOf } from './paths';
import { classesOf, isCall, layerName, placeIn, predictionsOf, type Prediction } from './structure';

/** What the loss is given against what it takes. */
export const lossMismatch: Rule = {
  title: 'Loss that does not fit its input',
  why: 'A softmax or sigmoid taken twice, or left out, bounds or bends what the loss sees: training is slow, or cannot reach the targets at all.',
  *check(subject) {
    for (const prediction of predictionsOf(subject.network)) {
      const found =
        softmaxTwice(subject, prediction) ??
        sigmoidTwice(subject, prediction) ??
        notProbabilities(subject, prediction) ??
        notLogarithms(subject, prediction) ??
        distanceOfShares(subject, prediction) ??
        binaryOfShares(subject, prediction);
      if (found) yield found;
    }
  },
};

type Losses = ReadonlySet<string>;
const named = (...names: readonly LossName[]): Losses => new Set<string>(names);

/** Losses by what they take; the ones that are left out take anything, or we do not know. */
const scoresOfClasses = named('cross-entropy', 'categorical-focal');
const scoresOfLabels = named('bce-logits', 'focal', 'multi-label-soft-margin');
const probabilities = named('binary-cross-entropy', 'generalized-cross-entropy', 'dice', 'tversky');
const logarithms = named('nll', 'kl');
const distances = named('mse', 'l1', 'smooth-l1', 'huber', 'log-cosh');

const isShare = (node: OpNode | undefined): node is OpNode => isCall(node, 'softmax', 'softmin');
const isSigmoid = (node: OpNode | undefined): node is OpNode =>
  isCall(node, 'sigmoid', 'hard-sigmoid', 'keras-hard-sigmoid');

/** Softmax of softmax is nearly even over the classes; log-softmax of log-softmax is itself, and only a waste. */
function softmaxTwice(subject: Subject, prediction: Prediction): Verdict | null {
  const { network } = subject;
  const { loss, activations, ofProbabilities } = prediction;
  const words = lossWords(network, prediction);
  const within = scoresOfClasses.has(loss.call.op) && !ofProbabilities;
  const taken = activations.filter((node) => isShare(node) || isCall(node, 'log-softmax'));
  const [last] = taken;
  const count = taken.length + (within ? 1 : 0);
  const [, before] = taken;
  const second = within ? `within ${words.name}` : before && `by ${layerName(network, before)}`;
  if (!last || second === undefined) return null;
  const harmless = !taken.some(isShare);
  const classes = classesOf(network, loss);
  const most = Math.E / (Math.E + classes - 1);
  return verdict(subject, last, harmless ? 'information' : 'error', {
    value: count,
    limit: 1,
    message: `Softmax is taken ${count} times, by ${layerName(network, last)} and ${second} (limit 1).`,
    cause: harmless
      ? 'The logarithm of a softmax stays as it is when it is taken again: it costs time and nothing else.'
      : `What is between 0 and 1 leaves the second softmax nearly even: of ${counted(classes, 'class', 'classes')} none can get more than ${shortNumber(most)}.`,
    remedies: within
      ? [
          `Delete ${layerName(network, last)}: ${words.name} takes the scores before it.`,
          ...words.withoutLogits,
        ]
      : [`Delete ${layerName(network, last)}.`],
  });
}

function sigmoidTwice(subject: Subject, prediction: Prediction): Verdict | null {
  const { loss, activations } = prediction;
  const [last] = activations;
  if (!scoresOfLabels.has(loss.call.op) || !(isSigmoid(last) || isShare(last))) return null;
  const words = lossWords(subject.network, prediction);
  const name = layerName(subject.network, last);
  const first = isShare(last) ? 'Softmax and sigmoid are' : 'Two sigmoids are';
  return verdict(subject, last, 'error', {
    value: 2,
    limit: 1,
    message: `${first} taken one after the other, by ${name} and within ${words.name} (limit 1).`,
    cause:
      'Outputs between 0 and 1 are probabilities from 0.5 to 0.73 behind the second: 0 is never reached.',
    remedies: [
      `Delete ${name}: ${words.name} takes the scores before it.`,
      ...(loss.call.op === 'bce-logits' && isSigmoid(last) ? words.withoutLogits : []),
    ],
  });
}

/** The op with weights whose scores the loss takes as they are; null where something stands between. */
function bareScores({ activations, source }: Prediction): OpNode | null {
  const bare = activations.length === 0 && source?.kind === 'op' && roleOf(source) === 'weighted';
  return bare && !isCall(source, 'lstm', 'gru', 'rnn') ? source : null;
}

function notProbabilities(subject: Subject, prediction: Prediction): Verdict | null {
  const { network } = subject;
  const { loss, ofProbabilities } = prediction;
  const takes = ofProbabilities || probabilities.has(loss.call.op);
  const bare = takes ? bareScores(prediction) : null;
  // Of one class the share is 1 whatever is given: output-units says so.
  if (!bare || (isCall(loss, 'nll') && classesOf(network, loss) === 1)) return null;
  const words = lossWords(network, prediction);
  const name = layerName(network, bare);
  const missing = isCall(loss, 'binary-cross-entropy', 'dice', 'tversky') ? 'sigmoid' : 'softmax';
  return verdict(subject, bare, 'error', {
    value: 1,
    limit: 0,
    message: `The loss ${words.name} takes probabilities (limit 0 to 1), ${name} gives any number.`,
    cause: `There is no ${missing} between ${name} and the loss.`,
    remedies: [`Put a ${missing} behind ${name}.`, ...words.withLogits],
  });
}

function notLogarithms(subject: Subject, prediction: Prediction): Verdict | null {
  const { loss, activations, ofProbabilities } = prediction;
  if (ofProbabilities || !logarithms.has(loss.call.op)) return null;
  const [last] = activations;
  const given = isShare(last) || isSigmoid(last) ? last : bareScores(prediction);
  if (!given) return null;
  const name = layerName(subject.network, given);
  return verdict(subject, given, 'error', {
    value: 1,
    limit: 0,
    message: `The loss ${loss.call.op} takes logarithms of probabilities (limit 0, never above), ${name} gives ${given === last ? 'the probabilities themselves' : 'any number'}.`,
    cause:
      given === last
        ? `There is no logarithm behind ${name}.`
        : `There is no log-softmax between ${name} and the loss.`,
    remedies: [
      given === last
        ? `Take ${isShare(last) ? 'log-softmax' : 'log-sigmoid'} in place of ${last.call.op}.`
        : `Put a log-softmax behind ${name}.`,
      ...(loss.call.op === 'nll' ? ['Or take the loss cross-entropy, without a softmax before it.'] : []),
    ],
  });
}

function distanceOfShares(subject: Subject, prediction: Prediction): Verdict | null {
  const { loss, activations } = prediction;
  const [last] = activations;
  // A softmax over one unit is named by output-activation.
  const isDistance = distances.has(loss.call.op) && classesOf(subject.network, loss) !== 1;
  if (!isDistance || !isShare(last)) return null;
  const words = lossWords(subject.network, prediction);
  const name = layerName(subject.network, last);
  return verdict(subject, last, 'warning', {
    value: 1,
    limit: 0,
    message: `The loss ${words.name} takes the distance of a softmax, ${name}, from the targets (limit 0).`,
    cause:
      'Where the softmax is sure and wrong its derivative is nearly zero, and with it the gradient of the distance.',
    remedies: [`${words.forShares(name)}.`],
  });
}

/** For two classes both shares say the same, and the loss is that of one class; for more each class is asked for alone. */
function binaryOfShares(subject: Subject, prediction: Prediction): Verdict | null {
  const { loss, activations } = prediction;
  const [last] = activations;
  const classes = classesOf(subject.network, loss);
  if (loss.call.op !== 'binary-cross-entropy' || !isShare(last) || classes <= 2) return null;
  const words = lossWords(subject.network, prediction);
  const name = layerName(subject.network, last);
  return verdict(subject, last, 'warning', {
    value: classes,
    limit: 2,
    message: `The loss ${words.name} asks yes or no of each of the ${classes} classes of ${name} (limit 2).`,
    cause: `The shares of a softmax sum to 1, so ${classes - 1} answers of ${classes} are nearly right from the start, and the loss and its gradient are small.`,
    remedies: [
      `${words.forShares(name)} where one class is right.`,
      `Take sigmoid in place of ${name} where several labels may hold together.`,
    ],
  });
}

/** A verdict at the layer of an op; what is counted is a fact, so the severity says what it does to training. */
function verdict(
  subject: Subject,
  node: OpNode,
  severity: Severity,
  said: Pick<Verdict, 'value' | 'limit' | 'message' | 'cause' | 'remedies'>,
): Verdict {
  return { severity, ...said, ...placeIn(subject, node) };
}
