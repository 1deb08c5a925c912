/** Gated recurrent unit (Cho et al. 2014) over a sequence and as one step, with the reset gate behind the recurrent product (PyTorch) or before it. */
import type { Tensor } from '../../tensor/tensor';
import type { CellAttributes, Form, SequenceAttributes } from './form';
import { resetBefore } from './gruResetBefore';
import { forEachStep, forEachStepBack, recurrentOp, type Kind } from './recurrence';
import { step } from './time';

/** Where the reset gate stands. */
type Reset = {
  /**
   * True: n = tanh(W x + b + r (U h + c)), as PyTorch and Keras (reset_after=True) have it. False: n = tanh(W x + b + U (r h) + c), as in
   * the paper.
   */
  readonly resetAfter: boolean;
};

/** What a GRU can be asked for. */
export type GruAttributes = SequenceAttributes & Reset;

/** What its cell can be asked for. */
export type GruCellAttributes = CellAttributes & Reset;

/** The steps; gates in PyTorch's order: reset, update, new. The recurrent parts of all steps, (steps, batch, 3 units), are kept. */
const resetAfter: Kind<Tensor> = {
  joinsBiases: false,
  forward: (kernels, given, { states, gates }) => {
    const { recurrentBias } = given.args;
    const parts = kernels.allocate(gates.shape);
    const multiply = kernels.multiplier(given.recurrentWeights, { transposeB: true });
    forEachStep(given, states, (time, earlier, later) => {
      const recurrent = step(parts, time);
      multiply(earlier, recurrent);
      if (recurrentBias) kernels.pairwise('add', recurrent, recurrentBias, recurrent);
      kernels.gruForward({ gates: step(gates, time), recurrent, before: earlier, hidden: later });
    });
    return parts;
  },
  backward: (kernels, given, { states, gates, kept: parts }, flow) => {
    const { dHidden } = flow;
    const dGates = kernels.allocate(gates.shape);
    const dRecurrent = kernels.allocate(gates.shape);
    const through = kernels.allocate(dHidden.shape);
    const multiply = kernels.multiplier(given.recurrentWeights);
    forEachStepBack(kernels, given, states, flow, (time, earlier) => {
      const dPart = step(dRecurrent, time);
      kernels.gruBackward({
        gates: step(gates, time),
        before: earlier,
        recurrent: step(parts, time),
        dHidden,
        dGates: step(dGates, time),
        dRecurrent: dPart,
      });
      multiply(dPart, through);
      kernels.pairwise('add', dHidden, through, dHidden);
    });
    return { dGates, dRecurrent };
  },
};

const kindOf = (attributes: Reset): Kind<Tensor> => (attributes.resetAfter ? resetAfter : resetBefore);

/**
 * Arguments: x (batch, time, features), input weights (3 units, features), recurrent weights (3 units, units), biases (3 units) as
 * many as asked for, initial state (batch, units). Outputs: all hidden states (batch, time, units), the last one.
 */
export const gru = recurrentOp<GruAttributes, Tensor>(
  (attributes): Form => ({
    ...attributes,
    name: 'gru',
    gates: 3,
    cell: false,
    projection: false,
    sequence: true,
  }),
  kindOf,
);

/** One step: x (batch, features), weights and biases as above, hidden state (batch, units). Output: the state after the step. */
export const gruCell = recurrentOp<GruCellAttributes, Tensor>(
  ({ biases, initial }): Form => ({
    name: 'gru-cell',
    biases,
    initial,
    gates: 3,
    cell: false,
    projection: false,
    reverse: false,
    timeMajor: true,
    sequence: false,
  }),
  kindOf,
);
