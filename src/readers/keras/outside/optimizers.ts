/** keras.optimizers: what they say of a training, in the words of Keras 3 and of the versions before. */
import {
  optimizerDefaults,
  usualSteps,
  usualTraining,
  type Optimizer,
  type RateSchedule,
  type Training,
} from '../../../graph/training';
import type { Span } from '../../../base/span';
import type { Value } from '../../python/values/value';
import { fieldOf, recordClass, recordName } from './records';

const tail =
  'weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, name=None';

/** Names and signatures (Keras 3); the first argument is the rate everywhere. */
const optimizers: Readonly<Record<string, string>> = {
  SGD: `learning_rate=0.01, momentum=0.0, nesterov=False, ${tail}`,
  Adam: `learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False, ${tail}`,
  AdamW: `learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False, clipnorm=None, clipvalue=None, global_clipnorm=None, name=None`,
  Nadam: `learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, ${tail}`,
  Adamax: `learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, ${tail}`,
  RMSprop: `learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False, ${tail}`,
  Adagrad: `learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-7, ${tail}`,
  Adadelta: `learning_rate=0.001, rho=0.95, epsilon=1e-7, ${tail}`,
  Ftrl: `learning_rate=0.001, ${tail}`,
  Lion: `learning_rate=0.001, beta_1=0.9, beta_2=0.99, ${tail}`,
  Lamb: `learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, ${tail}`,
  Adafactor: `learning_rate=0.001, ${tail}`,
  Muon: `learning_rate=0.001, ${tail}`,
};

const schedules: Readonly<Record<string, string>> = {
  ExponentialDecay: 'initial_learning_rate, decay_steps, decay_rate, staircase=False, name=None',
  CosineDecay: 'initial_learning_rate, decay_steps, alpha=0.0, name=None, warmup_target=None, warmup_steps=0',
  CosineDecayRestarts: 'initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, name=None',
  InverseTimeDecay: 'initial_learning_rate, decay_steps, decay_rate, staircase=False, name=None',
  PolynomialDecay:
    'initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, cycle=False, name=None',
  PiecewiseConstantDecay: 'boundaries, values, name=None',
};

const classes = Object.entries(optimizers).map(
  ([name, signature]) => [name, recordClass(name, signature)] as const,
);

/** The names that keras.optimizers gives. */
export const optimizerValues: readonly (readonly [string, Value])[] = [
  ...classes,
  ...classes.map(([name, cls]) => [name.toLowerCase(), cls] as const),
];

/** The names that keras.optimizers.schedules gives. */
export const scheduleValues: readonly (readonly [string, Value])[] = Object.entries(schedules).map(
  ([name, signature]) => [name, recordClass(name, signature)] as const,
);

const named = new Map(Object.keys(optimizers).map((name) => [name.toLowerCase(), name] as const));

/** The class of an optimizer by its word, whatever the case of its letters; undefined for what is none. */
export function optimizerNamed(word: string): string | undefined {
  return named.get(word.toLowerCase());
}

function numberIn(value: Value | undefined): number | null {
  return value?.kind === 'int' || value?.kind === 'float' ? Number(value.value) : null;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'bool' && value.value;
}

/** The default rate of an optimizer as its signature writes it. */
function usualRate(name: string): number {
  return Number(/learning_rate=([\d.e-]+)/.exec(optimizers[name] ?? '')?.[1] ?? 0.001);
}

/** What an optimizer says, a word or an object; null where it says nothing that is known. */
export function trainingBy(
  optimizer: Value | undefined,
  batch: number | null,
  span: Span | null,
): Training | null {
  if (!optimizer) return null;
  const word = optimizer.kind === 'str' ? named.get(optimizer.value.toLowerCase()) : recordName(optimizer);
  if (word === undefined || !(word in optimizers)) return null;
  const number = (otherwise: number, ...names: string[]): number =>
    numberIn(fieldOf(optimizer, ...names)) ?? otherwise;
  const rateSaid = fieldOf(optimizer, 'lr') ?? fieldOf(optimizer, 'learning_rate');
  const limit = (name: string): number | null => {
    const value = numberIn(fieldOf(optimizer, name));
    return value !== null && value > 0 ? value : null;
  };
  return {
    ...usualTraining,
    optimizer: optimizerOf(word, number, (name) => isTrue(fieldOf(optimizer, name))),
    rate: numberIn(rateSaid) ?? initialRate(rateSaid) ?? usualRate(word),
    weightDecay: number(word === 'AdamW' ? 0.004 : 0, 'weight_decay'),
    clipNorm: limit('global_clipnorm') ?? limit('clipnorm'),
    clipValue: limit('clipvalue'),
    schedule: scheduleOf(rateSaid),
    batch,
    span,
  };
}

function optimizerOf(
  word: string,
  number: (otherwise: number, ...names: string[]) => number,
  flag: (name: string) => boolean,
): Optimizer {
  const epsilon = number(1e-7, 'epsilon');
  switch (word) {
    case 'SGD':
      return { ...optimizerDefaults.sgd, momentum: number(0, 'momentum'), nesterov: flag('nesterov') };
    case 'RMSprop':
    case 'Adadelta':
      return {
        ...optimizerDefaults.rmsprop,
        ...{
          alpha: number(0.9, 'rho'),
          epsilon,
          momentum: number(0, 'momentum'),
          centered: flag('centered'),
        },
      };
    case 'Adagrad':
      return { ...optimizerDefaults.adagrad, initialSum: number(0.1, 'initial_accumulator_value'), epsilon };
    default: {
      const betas = [number(0.9, 'beta_1'), number(0.999, 'beta_2')] as const;
      const kind = word === 'AdamW' ? 'adamw' : 'adam';
      return { ...optimizerDefaults[kind], betas, epsilon, amsgrad: flag('amsgrad') };
    }
  }
}

/** The rate that a schedule begins with. */
function initialRate(schedule: Value | undefined): number | null {
  if (!schedule) return null;
  const values = fieldOf(schedule, 'values');
  const [first] = values?.kind === 'list' || values?.kind === 'tuple' ? values.items : [];
  return numberIn(fieldOf(schedule, 'initial_learning_rate') ?? first);
}

function scheduleOf(schedule: Value | undefined): RateSchedule {
  const name = schedule && recordName(schedule);
  if (!schedule || !name) return { kind: 'constant' };
  const steps = Math.max(1, Math.round(numberIn(fieldOf(schedule, 'decay_steps')) ?? usualSteps));
  if (name === 'CosineDecay') {
    const rate = initialRate(schedule) ?? 0;
    return { kind: 'cosine', period: steps, minimum: rate * (numberIn(fieldOf(schedule, 'alpha')) ?? 0) };
  }
  const gamma = numberIn(fieldOf(schedule, 'decay_rate'));
  if (name === 'ExponentialDecay' && gamma !== null) return { kind: 'step', every: steps, gamma };
  return { kind: 'constant' };
}
