/** The plain recurrent layer (Elman 1990), h = f(W x + U h + b) with tanh or ReLU, over a sequence and as one step. */
import type { RnnNonlinearity } from '../../tensor/recurrent';
import type { CellAttributes, Form, SequenceAttributes } from './form';
import { forEachStep, forEachStepBack, recurrentOp, type Kind } from './recurrence';
import { step } from './time';

/** The function of a plain recurrent step: tanh or relu. */
type Nonlinear = { readonly nonlinearity: string };

/** What a plain recurrent layer can be asked for. */
export type RnnAttributes = SequenceAttributes & Nonlinear;

/** What its cell can be asked for. */
export type RnnCellAttributes = CellAttributes & Nonlinear;

function functionOf(nonlinearity: string): RnnNonlinearity | null {
  return nonlinearity === 'tanh' || nonlinearity === 'relu' ? nonlinearity : null;
}

function kindOf({ nonlinearity }: Nonlinear): Kind<null> {
  const f = functionOf(nonlinearity) ?? 'tanh';
  return {
    joinsBiases: true,
    forward: (kernels, given, { states, gates }) => {
      const multiply = kernels.multiplier(given.recurrentWeights, { transposeB: true });
      forEachStep(given, states, (time, earlier, later) => {
        multiply(earlier, later);
        kernels.rnnForward(f, step(gates, time), later, later);
      });
      return null;
    },
    backward: (kernels, given, { states, gates }, flow) => {
      const dGates = kernels.allocate(gates.shape);
      const multiply = kernels.multiplier(given.recurrentWeights);
      forEachStepBack(kernels, given, states, flow, (time, _earlier, later) => {
        const dStep = step(dGates, time);
        kernels.rnnBackward(f, flow.dHidden, later, dStep);
        multiply(dStep, flow.dHidden);
      });
      return { dGates, dRecurrent: dGates };
    },
  };
}

const problemOf =
  (name: string) =>
  ({ nonlinearity }: Nonlinear): string | null =>
    functionOf(nonlinearity) === null ? `${name} takes tanh or relu as its nonlinearity` : null;

/**
 * Arguments: x (batch, time, features), input weights (units, features), recurrent weights (units, units), biases (units) as many as
 * asked for, initial state (batch, units). Outputs: all hidden states (batch, time, units), the last one.
 */
export const rnn = recurrentOp<RnnAttributes, null>(
  (attributes): Form => ({
    ...attributes,
    name: 'rnn',
    gates: 1,
    cell: false,
    projection: false,
    sequence: true,
  }),
  kindOf,
  problemOf('rnn'),
);

/** One step: x (batch, features), weights and biases as above, hidden state (batch, units). Output: the state after the step. */
export const rnnCell = recurrentOp<RnnCellAttributes, null>(
  ({ biases, initial }): Form => ({
    name: 'rnn-cell',
    biases,
    initial,
    gates: 1,
    cell: false,
    projection: false,
    reverse: false,
    timeMajor: true,
    sequence: false,
  }),
  kindOf,
  problemOf('rnn-cell'),
);
