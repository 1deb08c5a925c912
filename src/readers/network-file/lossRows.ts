/** The losses as a network file spells them: `loss: mse` or `loss: { huber: 2 }`. */
import { callNamed } from '../../graph/calls';
import type { LossCall } from '../../graph/loss';
import { choice, row, type Chosen, type Field, type Row } from './fields';
import { number, type Form } from './forms';

/** What is said of the loss: its call, or only its name when it is not computed yet. */
export interface WrittenLoss {
  readonly name: string;
  readonly call: LossCall | undefined;
}

const meanings: Readonly<Record<string, string>> = {
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

const delta: Field<number> = {
  form: number({ above: 0 }),
  meaning: 'Where the squared part ends.',
  fallback: 1,
};

const rows: Readonly<Record<string, Row<WrittenLoss>>> = {
  ...Object.fromEntries(
    Object.entries(meanings).map(([name, meaning]) => [
      name,
      row({ meaning, options: {}, make: () => writtenLoss(name, {}) }),
    ]),
  ),
  huber: row({
    meaning: 'Squared near zero, absolute beyond delta; targets are values.',
    main: 'delta',
    options: { delta },
    make: ({ delta: given }) => writtenLoss('huber', { delta: given?.value ?? 1 }),
  }),
};

function writtenLoss(name: string, attributes: Readonly<Record<string, number>>): WrittenLoss {
  return { name, call: callNamed(name, attributes) as LossCall | undefined }; // the rows above are losses
}

/** A loss by its name, alone or with its number. */
export const lossForm: Form<Chosen<WrittenLoss, Record<string, never>>> = choice(rows, 'loss', {});

/** The loss when the file names none. */
export const defaultLoss: WrittenLoss = writtenLoss('output-energy', {});
