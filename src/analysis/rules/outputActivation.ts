/** Output activation: the last activation keeps the outputs from what the loss or the targets ask for. */
import { counted, percent, shortNumber } from '../../base/numbers';
import type { OpNode } from '../../graph/network';
import type { OpName } from '../../ops/table';
import { above, below, reachableProbability } from './limits';
import { lossWords } from './lossWords';
import type { Rule, Subject, Verdict } from './rule';
import { classesOf, isCall, layerName, placeIn, predictionsOf, shapeOf, type Prediction } from './structure';

/** The last activation against the loss and the known targets. */
export const outputActivation: Rule = {
  title: 'Output activation',
  why: 'Where the last activation cannot give what the targets ask for, no training can reach them.',
  *check(subject) {
    for (const prediction of predictionsOf(subject.network)) {
      const [last] = prediction.activations;
      const found = last && saidOf(subject, prediction, last);
      if (found) yield { ...found, ...placeIn(subject, last) };
    }
  },
};

function saidOf(subject: Subject, prediction: Prediction, last: OpNode): Said | null {
  // One class in its own share is named by output-units.
  const isWhole = isCall(prediction.loss, 'nll') && classesOf(subject.network, prediction.loss) === 1;
  if (prediction.ofProbabilities && isWhole && !isCall(last, 'softmax')) return null;
  return (
    evenByNature(subject, last) ??
    withoutCompetition(subject, prediction, last) ??
    boundedScores(subject, prediction, last) ??
    negativeScores(subject, prediction, last) ??
    noProbability(subject, prediction, last) ??
    outOfReach(subject, prediction, last) ??
    endsAtZero(subject, prediction, last)
  );
}

type Said = Omit<Verdict, 'layer' | 'span'>;

type Range = readonly [low: number, high: number];

const [shares, unbounded, positive, negative]: readonly [Range, Range, Range, Range] = [
  [0, 1],
  [-Infinity, Infinity],
  [0, Infinity],
  [-Infinity, 0],
];

/** Closed ranges that hold the values of activations, wide ones where the end does not matter; those that are left out may give anything. */
const ranges: Readonly<Partial<Record<OpName, Range>>> = {
  sigmoid: shares,
  'hard-sigmoid': shares,
  'keras-hard-sigmoid': shares,
  softmax: shares,
  softmin: shares,
  tanh: [-1, 1],
  softsign: [-1, 1],
  relu6: [0, 6],
  relu: positive,
  softplus: positive,
  exponential: positive,
  'leaky-relu': unbounded,
  prelu: unbounded,
  elu: unbounded,
  selu: unbounded,
  celu: unbounded,
  gelu: unbounded,
  'gelu-tanh': unbounded,
  silu: unbounded,
  mish: unbounded,
  'log-sigmoid': negative,
  'log-softmax': negative,
};

function rangeOf(node: OpNode): Range | null {
  if (isCall(node, 'hardtanh')) return [node.call.attributes.minimum, node.call.attributes.maximum];
  return ranges[node.call.op] ?? null;
}

/** Softmax over one unit is 1 whatever the unit says. */
function evenByNature({ network }: Subject, last: OpNode): Said | null {
  if (!isCall(last, 'softmax', 'softmin', 'log-softmax')) return null;
  const [taken] = last.args;
  const units = taken && shapeOf(network, taken).at(last.call.attributes.axis ?? -1);
  if (units !== 1) return null;
  const name = layerName(network, last);
  return {
    severity: 'error',
    value: 1,
    limit: 2,
    message: `The ${last.call.op} ${name} runs over 1 unit (limit 2 at least).`,
    cause:
      'The shares of one unit are always 1: the output is the same for every input, and no gradient passes.',
    remedies: [
      'Take sigmoid for two classes in one unit, with a binary loss.',
      'Or give the layer before it one unit a class.',
    ],
  };
}

/** Cross-entropy takes a softmax of what it is given: scores from a to b leave the likeliest of K classes e^b / (e^b + (K - 1) e^a). */
function boundedScores({ network }: Subject, prediction: Prediction, last: OpNode): Said | null {
  const { loss, ofProbabilities } = prediction;
  const manyClasses = isCall(loss, 'cross-entropy', 'categorical-focal') && !ofProbabilities;
  if (!manyClasses && !isCall(loss, 'bce-logits', 'focal')) return null;
  const range = rangeOf(last);
  // A softmax there is one too many, and so is a sigmoid where the loss has one: loss-mismatch says so.
  if (!range?.every(Number.isFinite) || isCall(last, 'softmax', 'softmin')) return null;
  const [low, high] = range;
  if (!manyClasses && low >= 0) return null;
  const classes = manyClasses ? classesOf(network, loss) : 2;
  const spread = manyClasses ? high - low : Math.min(high, -low);
  const reach = 1 / (1 + (classes - 1) * Math.exp(-spread));
  const passed = below(reach, reachableProbability);
  if (!passed || classes < 2) return null;
  const name = layerName(network, last);
  return {
    ...passed,
    value: reach,
    message: `Behind ${last.call.op} no probability is above ${shortNumber(reach)} (limit ${shortNumber(passed.limit)}): ${lossWords(network, prediction).name} takes the scores before it.`,
    cause: `Scores from ${shortNumber(low)} to ${shortNumber(high)} say little to a loss that takes ${manyClasses ? `the softmax of ${counted(classes, 'class', 'classes')}` : 'their sigmoid'}.`,
    remedies: [`Delete ${name}.`],
  };
}

/** Scores that cannot be negative: every probability is 0.5 or more, and a unit below zero gets no gradient. */
function negativeScores({ network }: Subject, prediction: Prediction, last: OpNode): Said | null {
  const { loss, ofProbabilities } = prediction;
  const binary = isCall(loss, 'bce-logits', 'focal', 'binary-cross-entropy');
  if (!isCall(last, 'relu', 'relu6') || !(binary || ofProbabilities || isCall(loss, 'cross-entropy')))
    return null;
  const name = layerName(network, last);
  return {
    severity: binary || ofProbabilities ? 'error' : 'warning',
    value: 1,
    limit: 0,
    message: `A ${last.call.op}, ${name}, stands before ${lossWords(network, prediction).name} (limit 0).`,
    cause: binary
      ? 'Its outputs are never negative and not bounded by 1, and where they are 0 no gradient passes.'
      : ofProbabilities
        ? 'A class whose output is 0 gets no gradient, and where all are 0 their shares are 0 / 0.'
        : 'A class whose score is below zero gets no gradient, however wrong it is.',
    remedies: isCall(loss, 'binary-cross-entropy')
      ? [`Take sigmoid in place of ${name}.`]
      : [ofProbabilities ? `Take softmax in place of ${name}.` : `Delete ${name}.`],
  };
}

/** Logarithms of p and 1 - p are taken of what is no probability. */
function noProbability({ network }: Subject, prediction: Prediction, last: OpNode): Said | null {
  const { loss, ofProbabilities } = prediction;
  const binary = isCall(loss, 'binary-cross-entropy');
  if (!binary && !ofProbabilities) return null;
  const [low, high] = rangeOf(last) ?? [0, 1];
  // What is above 1 is a share like any other when the loss divides by the sum.
  if (low >= 0 && (high <= 1 || !binary)) return null;
  const name = layerName(network, last);
  return {
    severity: 'error',
    value: 1,
    limit: 0,
    message: `The ${last.call.op} ${name} gives numbers ${low < 0 ? 'below 0' : 'above 1'}, ${lossWords(network, prediction).name} takes probabilities (limit 0 to 1).`,
    cause:
      network.framework === 'keras'
        ? 'Keras cuts what is no probability off just beside 0 and 1, and no gradient passes there.'
        : 'Of a number that is no probability the loss has no logarithm.',
    remedies: [`Take ${binary ? 'sigmoid' : 'softmax'} in place of ${name}.`],
  };
}

/** Sigmoids where one class of several is right: Keras divides them by their sum, so that all of them near 1 are as good as all near 0. */
function withoutCompetition({ network }: Subject, prediction: Prediction, last: OpNode): Said | null {
  const { loss, ofProbabilities } = prediction;
  const isSigmoid = isCall(last, 'sigmoid', 'hard-sigmoid', 'keras-hard-sigmoid');
  if (!ofProbabilities || !isSigmoid || !isCall(loss, 'nll')) return null;
  const classes = classesOf(network, loss);
  const { name: word } = lossWords(network, prediction);
  const name = layerName(network, last);
  return {
    severity: 'warning',
    value: 1,
    limit: 0,
    message: `The ${last.call.op} ${name} answers yes or no for each of ${counted(classes, 'class', 'classes')}, ${word} takes shares of one whole (limit 0 sigmoids).`,
    cause:
      'The loss divides them by their sum, so they are no probabilities of the classes, and where they are saturated little gradient passes.',
    remedies: [
      `Take softmax in place of ${name} where one class is right.`,
      'Or take the loss binary_crossentropy where several labels may hold together.',
    ],
  };
}

const distances = ['mse', 'l1', 'smooth-l1', 'huber', 'log-cosh'] as const;

/** Where the targets are not known they may all be positive: a note, since where a ReLU is silent the output learns nothing. */
function endsAtZero({ network }: Subject, { loss, activations }: Prediction, last: OpNode): Said | null {
  const unknown = (network.dataset?.targets ?? null) === null;
  if (!unknown || activations.length > 1 || !isCall(loss, ...distances) || !isCall(last, 'relu', 'relu6'))
    return null;
  const name = layerName(network, last);
  return {
    severity: 'information',
    value: 0,
    limit: 0,
    message: `No output of ${name} is below 0 (limit 0), whatever the targets are.`,
    cause: `Where ${last.call.op} gives 0 no gradient passes, so that an output that starts silent stays so.`,
    remedies: [
      `Delete ${name}: the output of a regression needs no activation.`,
      'Or take softplus where no target is negative.',
    ],
  };
}

/** Known targets outside of what the activation can give. */
function outOfReach({ network, limits }: Subject, { loss }: Prediction, last: OpNode): Said | null {
  const range = rangeOf(last);
  const targets = network.dataset?.targets;
  if (!range || !targets || isCall(last, 'softmax', 'softmin') || !isCall(loss, ...distances)) return null;
  const [low, high] = range;
  let outside = 0;
  for (const target of targets) if (target < low || target > high) outside += 1;
  const share = outside / targets.length;
  const passed = above(share, limits['output-activation']);
  if (!passed) return null;
  const name = layerName(network, last);
  const reached =
    high === Infinity
      ? `${shortNumber(low)} on`
      : low === -Infinity
        ? `below ${shortNumber(high)}`
        : `${shortNumber(low)} to ${shortNumber(high)}`;
  return {
    ...passed,
    value: share,
    message: `${percent(share)} of the targets lie outside of what ${last.call.op} can give, ${reached} (limit ${percent(passed.limit)}).`,
    cause: `The outputs of ${name} end where the targets go on.`,
    remedies: [
      `Delete ${name}: the output of a regression needs no activation.`,
      'Or scale the targets into its range.',
    ],
  };
}
