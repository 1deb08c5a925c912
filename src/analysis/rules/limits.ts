/** The limits of all rules in one table, each with where its value comes from. */
import type { Severity } from '../../base/problem';
import type { RuleId } from './rule';

/** One limit. */
export interface Limit {
  readonly value: number;
  /** Where the value comes from: a calibration, a paper, another tool. */
  readonly from: string;
}

/** A severity with the limit that was passed. */
export interface Passed {
  readonly severity: Severity;
  readonly limit: number;
}

/** The limits of one rule. */
export type SeverityLimits = Readonly<Partial<Record<Severity, Limit>>>;

const calibration =
  'test/analysis/rules/calibration.test.ts: stuck networks keep 8.7e-4 of the geometry control and less';
const exact = 'a fact, not an estimate: any count above zero is wrong';
const autoTrainer = 'AutoTrainer (Zhang et al., ICSE 2021) calls a ratio beyond 70 exploding';
const kerasContrib = "keras-contrib's DeadReluDetector reports from 10 %";
const sageMaker = "SageMaker Debugger's DeadRelu and saturation rules fire from 50 %";

/** The limits by rule and severity, where nobody sets others; a value has to lie beyond a limit, not on it. */
export const usualLimits = {
  'non-finite': { error: { value: 0, from: exact } },
  'no-gradient': { error: { value: 0, from: exact } },
  vanishing: {
    error: { value: 1e-3, from: calibration },
    warning: {
      value: 3e-3,
      from: 'test/corpus/calibration.md: of the networks between 1e-3 and 3e-3 plain sgd trains one half, so that the probe decides',
    },
    information: { value: 1e-2, from: 'the healthy networks of the calibration keep 1.1e-2 and more' },
  },
  exploding: {
    error: { value: 1e3, from: 'torchmortem calls a factor of 1e3 exploding' },
    warning: { value: 70, from: autoTrainer },
  },
  'dead-relu': {
    error: { value: 0.5, from: sageMaker },
    warning: { value: 0.1, from: kerasContrib },
    information: { value: 0.1, from: kerasContrib },
  },
  saturation: {
    error: { value: 0.5, from: `${sageMaker}; an error only together with vanishing` },
    warning: { value: 0.5, from: sageMaker },
    information: {
      value: 0.1,
      from: 'Glorot tanh layers on standard normal data have 4 % beyond |a| = 0.97',
    },
  },
  'init-scale': {
    error: { value: 10, from: 'He, LeCun and Glorot differ by 1.4 from one another' },
    warning: { value: 2, from: "PyTorch's own default, 0.41 of He's deviation and 0.58 of LeCun's, trains" },
  },
  'recurrent-gradient': {
    warning: { value: 1e3, from: 'either way; Pascanu et al. 2013' },
  },
  'symmetric-init': { error: { value: 0, from: exact }, warning: { value: 0, from: exact } },
  'initial-loss': {
    warning: { value: 3, from: 'three times chance: outputs of He-initialised heads stay below 2' },
    information: { value: 1.2, from: 'an untrained digits network starts within 10 % of ln 10' },
  },
  'loss-mismatch': {
    error: { value: 1, from: 'once is right; a softmax or sigmoid that is missing counts as one too few' },
    warning: { value: 0, from: 'a distance of probabilities (UMLAUT, NeuraLint)' },
    information: { value: 1, from: 'the logarithm of a softmax does not change when it is taken twice' },
  },
  'output-activation': {
    error: { value: 0.1, from: 'a tenth of the targets is more than outliers; a choice, not a measurement' },
    warning: { value: 0.01, from: 'single outliers are no reason; a choice, not a measurement' },
  },
  'output-units': {
    error: { value: 2, from: 'a softmax over one class is 1' },
    warning: { value: 0, from: exact },
  },
  'learning-rate': {
    error: { value: 0, from: exact },
    warning: { value: 1, from: 'sgd and adagrad; UMLAUT' },
  },
  'update-ratio': {
    warning: {
      value: 0.3,
      from: 'update-ratio.md: 0.11 and less at usual rates, mostly more at a hundred times these',
    },
  },
  clipping: {
    warning: { value: 0.9, from: 'nearly every step; a choice' },
    information: { value: 0.5, from: 'more steps than not; a choice' },
  },
  'missing-zero-grad': { warning: { value: 0, from: exact } },
  'half-precision': {
    information: {
      value: 0.05,
      from: 'Micikevicius et al. 2018 lose 31 % of an SSD and do not converge; a twentieth is a choice',
    },
  },
  'layer-imbalance': {
    warning: {
      value: 100,
      from: 'two decades; 9 and less in the originals of test/corpus, 62 in its architectures, heads aside',
    },
  },
  dropout: {
    error: { value: 1, from: exact },
    warning: {
      value: 0.8,
      from: 'UMLAUT; the share that is kept in an input layer (Srivastava et al. 2014)',
    },
    information: { value: 0.5, from: 'the largest rate of hidden layers in Srivastava et al. 2014; UMLAUT' },
  },
  'norm-misuse': {
    error: { value: 2, from: 'one number has no variance; PyTorch refuses it' },
    information: { value: 0, from: exact },
  },
  'linear-stack': { warning: { value: 0, from: exact } },
  'input-scale': {
    warning: { value: 5, from: 'five times the standard deviation that initialisations are made for' },
  },
  'nonlinearity-misplaced': { error: { value: 0, from: exact }, warning: { value: 0, from: exact } },
} as const satisfies Record<RuleId, SeverityLimits>;

/** The limits that an inspection obeys. */
export type Limits = {
  readonly [Rule in RuleId]: { readonly [Level in keyof (typeof usualLimits)[Rule]]: Limit };
};

/** Limits that somebody sets in place of the usual ones. */
export type OtherLimits = Readonly<Partial<Record<RuleId, Readonly<Partial<Record<Severity, number>>>>>>;

/** Where a limit comes from that is not the usual one. */
const set = 'the settings';

/** The usual limits with others in their place; facts have none, so that what is set for them says nothing. */
export function limitsWith(others: OtherLimits): Limits {
  const replaced = (rule: string, usual: SeverityLimits): SeverityLimits => {
    // A table may hold names that are none of ours, since people write it.
    const own = Object.hasOwn(others, rule) ? others[rule as RuleId] : undefined;
    return Object.fromEntries(
      Object.entries(usual).map(([level, limit]) => {
        const value = own?.[level as Severity]; // the keys of a row are severities
        const isSet = typeof value === 'number' && Number.isFinite(value) && limit.from !== exact;
        return [level, isSet ? { value, from: set } : limit];
      }),
    );
  };
  // Every row of the usual table is there again, with the same severities.
  return Object.fromEntries(
    Object.entries(usualLimits).map(([rule, usual]) => [rule, replaced(rule, usual)]),
  ) as Limits;
}

/** The limits that can be set: those that are no facts. */
export function settableLimits(): OtherLimits {
  const settable = Object.entries(usualLimits).map(([rule, usual]: [string, SeverityLimits]) => {
    const own = Object.entries(usual).filter(([, { from }]) => from !== exact);
    return [rule, Object.fromEntries(own.map(([level, { value }]) => [level, value]))] as const;
  });
  // The keys are those of the usual table.
  return Object.fromEntries(settable.filter(([, own]) => Object.keys(own).length > 0));
}

/** Scores that a bounded activation leaves should let the likeliest class get a probability above this. */
export const reachableProbability = {
  error: { value: 0.9, from: 'sigmoid and tanh reach 0.23 and 0.45 of ten classes, 0.73 and 0.88 of two' },
  warning: { value: 0.99, from: 'a loss of 0.01 a sample is what well trained classifiers fall below' },
} as const satisfies SeverityLimits;

/** The range of rates for Adam and its like, whose steps have the size of the rate. */
export const rateAboveAdam: Limit = { value: 1e-2, from: 'UMLAUT; PyTorch takes this for rmsprop' };
export const leastAdamRate: Limit = { value: 1e-7, from: 'UMLAUT: a million steps move a weight by 0.1' };

/** The least that the weight which moves most should change in a step. */
export const leastUpdateRatio: Limit = {
  value: 1e-5,
  from: 'a hundredth of the usual ratio; PyTorch defaults under sgd at 0.01 change by 1e-5 and more',
};

/** What a step usually changes of a weight. */
export const usualUpdateRatio: Limit = { value: 1e-3, from: "Karpathy's notes for CS231n" };

/** The share of the gradient's norm that clipping leaves, from which on the limit and not the gradient decides. */
export const clippedTo = {
  warning: { value: 0.01, from: 'a hundredth: no step comes near the rate; a choice' },
  information: { value: 0.1, from: 'batch-normed VGGs of 16 layers start with 14 times the usual norm of 1' },
} as const satisfies SeverityLimits;

/** How far a layer must lie from its like beyond what it does under a textbook initialisation. */
export const imbalanceOverTextbook: Limit = { value: 10, from: 'a decade; a choice, not a measurement' };

/** How much larger dropout may make the variance that a batch norm learns. */
export const varianceShift = {
  warning: { value: 1.5, from: 'a rate of 1/3: wide residual networks put 0.3 there and train' },
  information: {
    value: 1.1,
    from: 'a rate of 0.09; Li et al. 2018 measure the loss of accuracy from 0.3 on',
  },
} as const satisfies SeverityLimits;

/** The largest magnitude of an input, beside the limit of its standard deviation. */
export const inputReach: Limit = { value: 10, from: 'standardised columns reach 5, scaled pixels 1' };

/** The share of samples that may lie beyond it. */
export const outlierShare: Limit = { value: 0.01, from: 'long tails of standardised columns; a choice' };

/** So many samples an output, from which a class that no sample has is no chance. */
export const samplesPerClass: Limit = {
  value: 20,
  from: 'of equally frequent classes one is missing with a chance of e^-20',
};

/** An initial loss below this share of chance is too good for an untrained network. */
export const lowInitialLoss: Limit = {
  value: 0.5,
  from: 'half of chance before the first step: trained weights, or a target among the inputs',
};

/** How far dead units must lie over the textbook control's to be more than depth does by itself. */
export const deadOverTextbook = {
  share: { value: 0.1, from: 'plain He ReLU stacks scatter by less from seed to seed' },
  factor: { value: 1.5, from: 'the worst layer of 20 plain He ReLU layers has 20 to 40 % dead and trains' },
} as const satisfies Record<string, Limit>;

/** Samples from which a unit that is zero on all of them counts as dead. */
export const deadSamples: Limit = {
  value: 256,
  from: 'a unit that fires on 2 % of the samples is silent on 64 of them with 27 % chance, on 256 with 0.6 %',
};

/** So many units on so many samples, all of them silent, are a dead layer whatever the size of the probe. */
export const wholeLayer: Limit = {
  value: 8,
  from: 'units that fire or not by chance are all silent with a chance of 2^-8, and that in most seeds; a choice',
};

/** So many places of a sample count as further samples, at most: neighbouring windows see nearly the same. */
export const independentPlaces: Limit = {
  value: 16,
  from: 'a channel of an image is looked at in as many parts as a 4 x 4 grid has; a choice, not a measurement',
};

/** The gravest limit that the value lies above. */
export function above(value: number, of: SeverityLimits): Passed | null {
  return passed(of, (limit) => value > limit);
}

/** The gravest limit that the value lies below. */
export function below(value: number, of: SeverityLimits): Passed | null {
  return passed(of, (limit) => value < limit);
}

function passed(of: SeverityLimits, beyond: (limit: number) => boolean): Passed | null {
  for (const severity of ['error', 'warning', 'information'] as const) {
    const limit = of[severity];
    if (limit && beyond(limit.value)) return { severity, limit: limit.value };
  }
  return null;
}
