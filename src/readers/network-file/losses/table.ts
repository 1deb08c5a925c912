/** The losses as a network file spells them: `loss: mse`, `loss: { huber: 2 }` or `loss: { cross-entropy: , label-smoothing: 0.1 }`. */
import { callNamed } from '../../../graph/calls';
import type { LossName } from '../../../ops/losses/table';
import { choice, type Chosen, type Field, type Fields, type Row } from '../fields';
import { flag, listOf, number, whole, word, type Form, type Json } from '../forms';
import { lossRow, type Described, type LossChoice } from './choice';

const field = <Result>(form: Form<Result>, meaning: string, fallback?: Json): Field<Result> => ({
  form,
  meaning,
  ...(fallback !== undefined && { fallback }),
});

const reduced = {
  reduction: field(
    word({ mean: 'The mean over all samples (and places).', sum: 'The sum.' }),
    'How the losses of the samples become one number.',
    'mean',
  ),
} satisfies Fields;

const share = number({ minimum: 0, maximum: 1 });
const positive = number({ above: 0 });
const notNegative = number({ minimum: 0 });
const weights = listOf(number(), 'a list of numbers, one for each class', { minItems: 1, maxItems: 100_000 });

const smoothing = {
  'label-smoothing': field(share, 'The share of every target that is spread evenly over the classes.', 0),
} satisfies Fields;
const weighted = { weight: field(weights, 'A weight for each class.') } satisfies Fields;
const axisForm: Form<1 | -1> = {
  expected: '1 (behind the samples) or -1 (the last axis)',
  schema: { type: 'integer', enum: [1, -1] },
  read: (written, report) => {
    const found = whole({ minimum: -1, maximum: 1 }).read(written, report);
    if (found === 1 || found === -1) return found;
    if (found === 0)
      report.error('Expected 1 (behind the samples) or -1 (the last axis), found 0.', written.range);
    return undefined;
  },
};
const classScores = {
  ...reduced,
  ...weighted,
  'ignore-index': field(whole(), 'Targets of this index count for nothing.', -100),
  axis: field(axisForm, 'The axis of the classes: 1 as in PyTorch, -1 (the last) as in Keras.', 1),
} satisfies Fields;
const margin = (fallback: number): Field<number> =>
  field(number(), 'By how much it should be right.', fallback);
const softTargets = {
  targets: field(
    word({ classes: 'Class indices.', probabilities: 'A row of numbers, one for each class.' }),
    'What the data give as targets.',
    'classes',
  ),
} satisfies Fields;
const perSample = field(flag, 'One overlap for each sample in place of one over the whole batch.', false);
const focus = {
  alpha: field(number(), 'The weight of class 1, the other one having 1 - alpha.', 0.25),
  gamma: field(notNegative, 'How strongly it turns to what is still wrong; 0: not at all.', 2),
} satisfies Fields;

const described: Readonly<Record<LossName, Described>> = {
  mse: { meaning: 'Mean squared error over all elements; targets are values.', options: reduced },
  l1: { meaning: 'Mean absolute error over all elements; targets are values.', options: reduced },
  'smooth-l1': {
    meaning: 'Squared (over 2 beta) below beta, absolute beyond; targets are values.',
    main: 'beta',
    options: { beta: field(notNegative, 'Where the squared part ends.', 1), ...reduced },
  },
  huber: {
    meaning: 'Squared near zero, absolute beyond delta; targets are values.',
    main: 'delta',
    options: { delta: field(positive, 'Where the squared part ends.', 1), ...reduced },
  },
  'log-cosh': { meaning: 'ln cosh of the difference; targets are values.', options: reduced },
  'mean-absolute-percentage': {
    meaning: 'Absolute difference in percent of the target; targets are values.',
    options: reduced,
  },
  'mean-squared-logarithmic': {
    meaning: 'Squared difference of ln(1 + x); targets are numbers from 0 on.',
    options: reduced,
  },
  'cross-entropy': {
    meaning: 'Softmax and negative log likelihood in one: takes logits; targets are class indices.',
    options: { ...classScores, ...smoothing, ...softTargets },
  },
  nll: {
    meaning: 'Negative log likelihood: takes logarithms of probabilities; targets are class indices.',
    options: classScores,
  },
  'categorical-focal': {
    meaning: 'Cross-entropy that turns to what is still wrong: takes logits; targets are class indices.',
    options: {
      alpha: field(number(), 'A factor.', 0.25),
      gamma: focus.gamma,
      ...smoothing,
      ...softTargets,
      ...reduced,
    },
  },
  'generalized-cross-entropy': {
    meaning: '(1 - p^q) / q, forgiving wrong labels: takes probabilities; targets are class indices.',
    main: 'q',
    options: {
      q: field(number({ above: 0, maximum: 1 }), 'Near 0: cross-entropy; 1: absolute error.', 0.5),
      ...reduced,
    },
  },
  'binary-cross-entropy': {
    meaning: 'Log loss: takes probabilities; targets are 0 or 1.',
    options: { ...smoothing, ...reduced },
  },
  'bce-logits': {
    meaning: 'Sigmoid and log loss in one: takes logits; targets are 0 or 1.',
    options: {
      'pos-weight': field(weights, 'The weight of target 1, for each column or one for all.'),
      ...smoothing,
      ...reduced,
    },
  },
  focal: {
    meaning: 'Log loss that turns to what is still wrong: takes logits; targets are 0 or 1.',
    options: { ...focus, ...smoothing, ...reduced },
  },
  dice: {
    meaning: '1 - the overlap of probabilities and targets, 0 or 1.',
    options: {
      'per-sample': perSample,
      squared: field(flag, 'Sums of squares below, as in V-Net.', false),
      ...reduced,
    },
  },
  tversky: {
    meaning: 'Dice with weights for what was missed and what was added; targets are 0 or 1.',
    options: {
      alpha: field(notNegative, 'The weight of what was missed.', 0.5),
      beta: field(notNegative, 'The weight of what was added.', 0.5),
      'per-sample': perSample,
      ...reduced,
    },
  },
  kl: {
    meaning: 'Kullback-Leibler divergence: takes logarithms of probabilities; targets are probabilities.',
    options: {
      reduction: field(
        word({
          'batch-mean': 'The sum over the number of samples.',
          mean: 'The mean over all elements, which is not the divergence.',
          sum: 'The sum.',
        }),
        'How the losses become one number.',
        'batch-mean',
      ),
    },
  },
  'poisson-nll': {
    meaning:
      'Negative log likelihood of counts: takes the logarithm of the rate; targets are numbers from 0 on.',
    options: {
      'log-input': field(
        flag,
        'Whether the prediction is the logarithm of the rate or the rate itself.',
        true,
      ),
      full: field(flag, "Whether Stirling's approximation of ln(target!) is added.", false),
      eps: field(positive, 'Added to a rate under the logarithm.', 1e-8),
      ...reduced,
    },
  },
  'gaussian-nll': {
    meaning:
      'Negative log likelihood under a normal distribution whose variance a second layer gives; targets are values.',
    layers: ['variance'],
    options: {
      full: field(flag, 'Whether the constant ln(2 pi) / 2 is added.', false),
      eps: field(positive, 'The least variance.', 1e-6),
      ...reduced,
    },
  },
  hinge: { meaning: 'Mean of max(0, 1 - target x prediction); targets are -1 or 1.', options: reduced },
  'squared-hinge': {
    meaning: 'Mean of the squares of max(0, 1 - target x prediction); targets are -1 or 1.',
    options: reduced,
  },
  'soft-margin': { meaning: 'ln(1 + e^(-target x prediction)); targets are -1 or 1.', options: reduced },
  'hinge-embedding': {
    meaning: 'Distances: themselves where the target is 1, max(0, margin - distance) where it is -1.',
    main: 'margin',
    options: { margin: margin(1), ...reduced },
  },
  'categorical-hinge': {
    meaning: 'The margin to the best other class; targets are class indices.',
    options: { ...softTargets, ...reduced },
  },
  'multi-margin': {
    meaning: 'The margins to all other classes; targets are class indices.',
    main: 'margin',
    options: {
      margin: margin(1),
      p: field(whole({ minimum: 1, maximum: 2 }), 'The power of a margin that is missed.', 1),
      ...weighted,
      ...reduced,
    },
  },
  'multi-label-margin': {
    meaning:
      'The margins between listed classes and all others; targets are lists of classes, filled up with -1.',
    options: reduced,
  },
  'multi-label-soft-margin': {
    meaning: 'Sigmoid and log loss for each class: takes logits; targets are 0 or 1.',
    options: { ...weighted, ...reduced },
  },
  'margin-ranking': {
    meaning: 'The output should be larger than that of another layer (target 1) or smaller (-1).',
    layers: ['other'],
    options: { margin: margin(0), ...reduced },
  },
  'cosine-embedding': {
    meaning: 'The output should point where that of another layer does (target 1) or not (-1).',
    layers: ['other'],
    options: { margin: margin(0), ...reduced },
  },
  'cosine-similarity': {
    meaning: '-cos of the angle between output and target; targets are values.',
    options: reduced,
  },
  'triplet-margin': {
    meaning:
      'The output should be nearer to that of a second layer than to that of a third; needs no target.',
    layers: ['positive', 'negative'],
    options: {
      margin: margin(1),
      p: field(positive, 'The norm of the distance.', 2),
      swap: field(flag, "Whether the negative's distance to the positive counts where it is smaller.", false),
      eps: field(notNegative, 'Added to every difference.', 1e-6),
      ...reduced,
    },
  },
  circle: {
    meaning:
      'Outputs of one class together, others apart: takes vectors of length 1; targets are class indices.',
    options: {
      gamma: field(positive, 'How sharply.', 80),
      margin: margin(0.4),
      classes: field(whole({ minimum: 1, maximum: 1_000_000 }), 'How many classes there are.', 10),
      ...reduced,
    },
  },
  ctc: {
    meaning:
      'Sequences without alignment: takes logarithms of probabilities (time, classes); targets are class indices.',
    main: 'length',
    options: {
      length: field(
        whole({ minimum: 1, maximum: 100_000 }),
        'Labels of one sample. Default: half as many as times.',
      ),
      blank: field(whole({ minimum: 0 }), 'The class that stands for no label.', 0),
      'zero-infinity': field(flag, 'Whether sequences that cannot be count for nothing.', false),
      ...reduced,
    },
  },
  'output-energy': {
    meaning: 'Sum over the outputs of the mean of their squares; needs no target.',
    options: {},
  },
};

const rows: Readonly<Record<string, Row<LossChoice>>> = Object.fromEntries(
  // The keys of the table are exactly the names.
  (Object.keys(described) as LossName[]).map((name) => [name, lossRow(name, described[name])]),
);

/** A loss by its name, alone or with its options. */
export const lossForm: Form<Chosen<LossChoice, Record<string, never>>> = choice(rows, 'loss', {});

/** The loss when the file names none. */
export const defaultLoss: LossChoice = { call: callNamed('output-energy', {}), targets: {}, others: [] };
