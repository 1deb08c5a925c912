/** The training fields of a network file, in PyTorch's words, and the training that they describe. */
import {
  optimizerDefaults,
  rateDefaults,
  usualSteps,
  weightDecayDefaults,
  type Optimizer,
  type OptimizerName,
  type RateSchedule,
  type Training,
  type WarmUp,
} from '../../graph/training';
import { listed } from '../../base/words';
import { group, type Fields, type Placed, type ReadFields } from './fields';
import { flag, listOf, mismatch, number, orNone, whole, word, type Form } from './forms';
import type { Report } from './report';

const optimizers = {
  sgd: 'Gradient descent, with momentum if given.',
  rmsprop: 'Steps over the root of a running mean of squared gradients.',
  adagrad: 'Steps over the root of the sum of squared gradients.',
  adam: 'Kingma and Ba 2015.',
  adamw: 'Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019).',
} as const satisfies Record<OptimizerName, string>;

const schedules = {
  constant: 'The same rate throughout.',
  step: 'The rate falls in steps: times gamma after every step-size steps.',
  cosine: 'The rate falls along half a cosine to eta-min.',
  'warm-up': 'The rate rises linearly at first.',
} as const;

const share = number({ minimum: 0, below: 1 });
const notNegative = number({ minimum: 0 });
const count = whole({ minimum: 1, maximum: 1_000_000_000 });

const twoShares = listOf(share, 'two numbers of at least 0 and below 1', { minItems: 2, maxItems: 2 });
const betas: Form<readonly [number, number]> = {
  expected: twoShares.expected,
  schema: twoShares.schema,
  read: (written, report) => {
    const [first, second] = twoShares.read(written, report) ?? [];
    if (written.kind !== 'list') return undefined;
    if (written.items.length !== 2) {
      mismatch(twoShares.expected, written, report);
      return undefined;
    }
    return first === undefined || second === undefined ? undefined : [first, second];
  },
};

const fields = {
  optimizer: { form: word(optimizers), meaning: 'How the gradient becomes a step.', fallback: 'sgd' },
  rate: {
    form: notNegative,
    meaning: 'Learning rate. Default: 0.001, for rmsprop and adagrad 0.01.',
  },
  steps: {
    form: whole({ minimum: 0, maximum: 1_000_000_000 }),
    meaning: 'Number of training steps.',
    fallback: usualSteps,
  },
  epochs: {
    form: whole({ minimum: 0, maximum: 1_000_000 }),
    meaning: 'In place of steps: how often all samples are gone through.',
  },
  batch: {
    form: count,
    meaning:
      'Samples in a step, at most all. Default: the batch of the probe where the file gives one, else 32.',
  },
  momentum: {
    form: share,
    meaning: 'Share of the last step that is kept: sgd, rmsprop.',
    fallback: 0,
  },
  dampening: {
    form: number(),
    meaning: 'How much less of the gradient joins the momentum: sgd.',
    fallback: 0,
  },
  nesterov: { form: flag, meaning: 'Look ahead along the momentum: sgd.', fallback: false },
  alpha: {
    form: share,
    meaning: 'Share of the mean of squares that is kept: rmsprop.',
    fallback: optimizerDefaults.rmsprop.alpha,
  },
  centered: { form: flag, meaning: 'Divide by the standard deviation: rmsprop.', fallback: false },
  betas: {
    form: betas,
    meaning: 'Shares of mean and mean of squares that are kept: adam, adamw.',
    fallback: optimizerDefaults.adam.betas,
  },
  amsgrad: {
    form: flag,
    meaning: 'Divide by the largest mean of squares so far: adam, adamw.',
    fallback: false,
  },
  'lr-decay': { form: notNegative, meaning: 'How the rate falls with each step: adagrad.', fallback: 0 },
  'initial-accumulator-value': {
    form: notNegative,
    meaning: 'What the sums of squares begin with: adagrad.',
    fallback: 0,
  },
  eps: {
    form: notNegative,
    meaning: 'Is added to the root that is divided by. Default: 1e-8, for adagrad 1e-10.',
  },
  'weight-decay': {
    form: notNegative,
    meaning: 'Pull of all parameters towards 0. Default: 0, for adamw 0.01.',
  },
  'clip-norm': { form: orNone(number({ above: 0 })), meaning: 'Greatest norm of all gradients together.' },
  'clip-value': { form: orNone(number({ above: 0 })), meaning: 'Greatest absolute value of a gradient.' },
  'zero-grad': {
    form: flag,
    meaning: 'Whether the gradients of a step are set to zero before the next; false: they add up.',
    fallback: true,
  },
  schedule: {
    form: word(schedules),
    meaning: 'How the rate changes from step to step.',
    fallback: 'constant',
  },
  'step-size': { form: count, meaning: 'Steps between two falls of the rate: step.' },
  gamma: { form: notNegative, meaning: 'What the rate is multiplied by: step.', fallback: 0.1 },
  't-max': { form: count, meaning: 'Steps of the half cosine: cosine. Default: all.' },
  'eta-min': { form: notNegative, meaning: 'The rate at the end of the half cosine: cosine.', fallback: 0 },
  'warm-up': {
    form: whole({ minimum: 0, maximum: 1_000_000_000 }),
    meaning: 'Steps in which the rate rises before the schedule begins. Default: 0, for warm-up 5.',
  },
  'start-factor': {
    form: number({ minimum: 0, maximum: 1 }),
    meaning: 'The share of the rate that a warm-up begins with. Default: 1/3.',
  },
} satisfies Fields;

type TrainFields = ReadFields<typeof fields>;

/** The group `train`. */
export const trainForm = group(fields, 'train', 'a group of training fields');

/** Fields that only some optimizers have. */
const takers: Readonly<Partial<Record<keyof typeof fields, readonly OptimizerName[]>>> = {
  momentum: ['sgd', 'rmsprop'],
  dampening: ['sgd'],
  nesterov: ['sgd'],
  alpha: ['rmsprop'],
  centered: ['rmsprop'],
  betas: ['adam', 'adamw'],
  amsgrad: ['adam', 'adamw'],
  'lr-decay': ['adagrad'],
  'initial-accumulator-value': ['adagrad'],
  eps: ['rmsprop', 'adagrad', 'adam', 'adamw'],
};

/** Fields that only one schedule has. */
const scheduled: Readonly<Partial<Record<keyof typeof fields, keyof typeof schedules>>> = {
  'step-size': 'step',
  gamma: 'step',
  't-max': 'cosine',
  'eta-min': 'cosine',
};

/** The training that the fields describe; what does not go together is reported and passed over. */
export function trainingOf({ value: read, range }: Placed<TrainFields>, report: Report): Training {
  const name = read.optimizer?.value ?? 'sgd';
  reportStrays(read, name, report);
  const epochs = read.epochs?.value;
  return {
    optimizer: optimizerOf(name, read, report),
    rate: read.rate?.value ?? rateDefaults[name],
    length: read.steps || epochs === undefined ? { steps: read.steps?.value ?? usualSteps } : { epochs },
    batch: read.batch?.value ?? null,
    weightDecay: read['weight-decay']?.value ?? weightDecayDefaults[name],
    clipNorm: read['clip-norm']?.value ?? null,
    clipValue: read['clip-value']?.value ?? null,
    schedule: scheduleOf(read, report),
    warmUp: warmUpOf(read),
    zeroGrad: read['zero-grad']?.value ?? true,
    span: report.span(range),
  };
}

function reportStrays(read: TrainFields, optimizer: OptimizerName, report: Report): void {
  const stray = (field: string, why: string): void => {
    const found = (read as Readonly<Record<string, Placed<unknown> | undefined>>)[field]; // the names are those of fields
    if (found) report.warning(`${why}; ${field} is passed over.`, found.keyRange);
  };
  for (const [field, names] of Object.entries(takers)) {
    if (!names.includes(optimizer))
      stray(
        field,
        `${optimizer} has no ${field} (${listed(names, 'and')} ${names.length === 1 ? 'has' : 'have'})`,
      );
  }
  const schedule = read.schedule?.value ?? 'constant';
  for (const [field, name] of Object.entries(scheduled)) {
    if (name !== schedule) stray(field, `Only the schedule ${name} has ${field}, this one is ${schedule}`);
  }
  if (read.steps) stray('epochs', 'The number of steps is given');
}

function optimizerOf(name: OptimizerName, read: TrainFields, report: Report): Optimizer {
  const momentum = read.momentum?.value ?? 0;
  const eps = read.eps?.value;
  switch (name) {
    case 'sgd': {
      const dampening = read.dampening?.value ?? 0;
      const fits = momentum > 0 && dampening === 0;
      const { nesterov } = read;
      if (nesterov?.value === true && !fits) {
        report.error('nesterov needs a momentum above 0 and no dampening.', nesterov.range);
      }
      return { kind: name, momentum, dampening, nesterov: nesterov?.value === true && fits };
    }
    case 'rmsprop': {
      const { alpha, epsilon } = optimizerDefaults.rmsprop;
      const centered = read.centered?.value ?? false;
      return { kind: name, alpha: read.alpha?.value ?? alpha, epsilon: eps ?? epsilon, momentum, centered };
    }
    case 'adagrad':
      return {
        kind: name,
        rateDecay: read['lr-decay']?.value ?? 0,
        initialSum: read['initial-accumulator-value']?.value ?? 0,
        epsilon: eps ?? optimizerDefaults.adagrad.epsilon,
      };
    case 'adam':
    case 'adamw': {
      const defaults = optimizerDefaults[name];
      return {
        kind: name,
        betas: read.betas?.value ?? defaults.betas,
        epsilon: eps ?? defaults.epsilon,
        amsgrad: read.amsgrad?.value ?? false,
      };
    }
  }
}

function scheduleOf(read: TrainFields, report: Report): RateSchedule {
  const { schedule } = read;
  if (schedule?.value === 'cosine') {
    return { kind: 'cosine', period: read['t-max']?.value ?? null, minimum: read['eta-min']?.value ?? 0 };
  }
  if (schedule?.value !== 'step') return { kind: 'constant' };
  const every = read['step-size']?.value;
  if (every === undefined) {
    report.error(
      'The schedule step needs step-size: the steps between two falls of the rate.',
      schedule.range,
    );
    return { kind: 'constant' };
  }
  return { kind: 'step', every, gamma: read.gamma?.value ?? 0.1 };
}

/** PyTorch's LinearLR has 5 steps from a third of the rate. */
function warmUpOf(read: TrainFields): WarmUp {
  const steps = read['warm-up']?.value ?? (read.schedule?.value === 'warm-up' ? 5 : 0);
  return { steps, from: read['start-factor']?.value ?? 1 / 3 };
}
