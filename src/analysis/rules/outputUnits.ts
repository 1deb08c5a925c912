/** Output units: their number against the classes that the loss and the data know. */
import { counted, wholeNumber } from '../../base/numbers';
import { usualLimits, samplesPerClass } from './limits';
import type { Rule, Subject, Verdict } from './rule';
import { lossWords, type LossWords } from './lossWords';
import { classesOf, isCall, layerName, placeIn, predictionsOf } from './structure';

/** A softmax over one class, and classes that no sample has. */
export const outputUnits: Rule = {
  title: 'Number of outputs',
  why: 'With one class there is nothing to tell apart; an output that no sample asks for is often a slip in the labels or in the number of classes.',
  *check(subject) {
    const { network } = subject;
    for (const prediction of predictionsOf(network)) {
      if (!isCall(prediction.loss, 'cross-entropy', 'nll', 'categorical-focal')) continue;
      const { source, activations, loss, ofProbabilities } = prediction;
      // A softmax over one unit is named by output-activation; any other number is 1 when it is divided by itself.
      const classes = classesOf(network, loss);
      const isBare = activations.length === 0 || (ofProbabilities && !isCall(activations[0], 'softmax'));
      const oneUnit = classes === 1 && isBare;
      const found = oneUnit ? oneClass(lossWords(network, prediction)) : unusedClasses(subject, classes);
      const at = source?.kind === 'op' ? source : loss;
      if (found)
        yield {
          ...found,
          message: `The layer ${layerName(network, at)} ${found.message}`,
          ...placeIn(subject, at),
        };
    }
  },
};

type Said = Omit<Verdict, 'layer' | 'span'>;

function oneClass({ name, forOneUnit }: LossWords): Said {
  const { value: limit } = usualLimits['output-units'].error;
  return {
    severity: 'error',
    value: 1,
    limit,
    message: `gives the score of 1 class to ${name} (limit ${limit} at least).`,
    cause: 'The share of one class is always 1, so the loss is 0 from the start and no gradient passes.',
    remedies: ['Give it one unit a class.', `Or ${forOneUnit}.`],
  };
}

/** Labels from 0 on that leave the last outputs without any sample, in data that are large enough to know. */
function unusedClasses({ network }: Subject, classes: number): Said | null {
  const target = network.nodes.find((node) => node.kind === 'target');
  const { targets = null, count = 0 } = network.dataset ?? {};
  if (target?.meaning !== 'classes' || target.sampleShape.length > 0 || !targets) return null;
  const labels = targets.filter((label) => label !== target.ignored);
  const used = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const unused = classes - used;
  if (used < 1 || unused < 1 || count < samplesPerClass.value * classes) return null;
  return {
    severity: 'warning',
    value: unused,
    limit: usualLimits['output-units'].warning.value,
    message: `gives the scores of ${wholeNumber(classes)} classes, the labels of all ${wholeNumber(count)} samples know ${wholeNumber(used)}: ${counted(unused, 'output')} without a sample (limit 0).`,
    cause: 'The number of outputs and the labels do not come from the same list of classes.',
    remedies: [
      `Give it ${counted(used, 'unit')}.`,
      'Check that the labels count from 0 and that none is missing.',
    ],
  };
}
