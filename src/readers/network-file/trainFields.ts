/** The training fields of a network file: checked now, run by a later part. */
import { group, type Fields } from './fields';
import { flag, number, orNone, whole, word } from './forms';

const optimizers = {
  sgd: 'Gradient descent, with momentum if given.',
  rmsprop: 'Steps over the root of a running mean of squared gradients.',
  adagrad: 'Steps over the root of the sum of squared gradients.',
  adam: 'Kingma and Ba 2015.',
  adamw: 'Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019).',
} as const;

const schedules = {
  constant: 'The same rate throughout.',
  step: 'The rate falls in steps.',
  cosine: 'The rate falls along half a cosine.',
  'warm-up': 'The rate rises linearly at first.',
} as const;

const share = number({ minimum: 0, below: 1 });

const fields = {
  optimizer: { form: word(optimizers), meaning: 'How the gradient becomes a step.', fallback: 'sgd' },
  rate: { form: number(), meaning: 'Learning rate.' },
  steps: { form: whole({ minimum: 0, maximum: 1_000_000_000 }), meaning: 'Number of training steps.' },
  momentum: { form: share, meaning: 'Share of the last step that is kept.', fallback: 0 },
  nesterov: { form: flag, meaning: 'Look ahead along the momentum.', fallback: false },
  'clip-norm': { form: orNone(number({ above: 0 })), meaning: 'Greatest norm of all gradients together.' },
  'clip-value': { form: orNone(number({ above: 0 })), meaning: 'Greatest absolute value of a gradient.' },
  'weight-decay': { form: number({ minimum: 0 }), meaning: 'Pull of the weights towards 0.', fallback: 0 },
  schedule: { form: word(schedules), meaning: 'How the rate changes.', fallback: 'constant' },
} satisfies Fields;

/** The group `train`. */
export const trainForm = group(fields, 'train', 'a group of training fields');
