/** The losses as a network file spells them: `loss: mse` or `loss: { huber: 2 }`. */
import { callNamed } from '../../graph/calls';
import type { LossCall } from '../../graph/loss';
import { lossDefaults, type LossName } from '../../ops/losses/table';
import { choice, row, type Chosen, type Row } from './fields';
import { number, type Form } from './forms';

const meanings: Readonly<Record<Exclude<LossName, 'huber'>, string>> = {
  mse: 'Mean squared error over all elements; targets are values.',
  l1: 'Mean absolute error over all elements; targets are values.',
  'cross-entropy': 'Softmax and negative log likelihood in one: takes logits; targets are class indices.',
  nll: 'Negative log likelihood: takes logarithms of probabilities; targets are class indices.',
  'binary-cross-entropy': 'Log loss: takes probabilities; targets are 0 or 1.',
  'bce-logits': 'Sigmoid and log loss in one: takes logits; targets are 0 or 1.',
  hinge: 'Mean of max(0, 1 - target x prediction); targets are -1 or 1.',
  kl: 'Kullback-Leibler divergence: takes logarithms of probabilities; targets are probabilities.',
  'output-energy': 'Sum over the outputs of the mean of their squares; needs no target.',
};

const rows: Readonly<Record<string, Row<LossCall>>> = {
  ...Object.fromEntries(
    Object.entries(meanings).map(([name, meaning]) => {
      const loss = name as keyof typeof meanings; // the keys of the table above
      return [name, row({ meaning, options: {}, make: () => callNamed(loss, lossDefaults[loss]) })];
    }),
  ),
  huber: row({
    meaning: 'Squared near zero, absolute beyond delta; targets are values.',
    main: 'delta',
    options: {
      delta: {
        form: number({ above: 0 }),
        meaning: 'Where the squared part ends.',
        fallback: lossDefaults.huber.delta,
      },
    },
    make: ({ delta }) => callNamed('huber', { delta: delta?.value ?? lossDefaults.huber.delta }),
  }),
};

/** A loss by its name, alone or with its number. */
export const lossForm: Form<Chosen<LossCall, Record<string, never>>> = choice(rows, 'loss', {});

/** The loss when the file names none. */
export const defaultLoss: LossCall = callNamed('output-energy', lossDefaults['output-energy']);
