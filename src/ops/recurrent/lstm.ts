/** Long short-term memory (Hochreiter and Schmidhuber 1997) as PyTorch defines it, over a sequence and as one step, with projections (Sak et al. 2014). */
import type { Tensor } from '../../tensor/tensor';
import type { CellAttributes, Form, SequenceAttributes } from './form';
import { forEachStep, forEachStepBack, recurrentOp, type Kind } from './recurrence';
import { after, allRows, before, step } from './time';

/** What an LSTM can be asked for. */
export type LstmAttributes = SequenceAttributes & {
  /** Whether the output is projected: h = W_hr (o tanh c). */
  readonly projection: boolean;
};

/** What backward needs besides gates, states and cells: (steps, batch, units) before the projection, or null without one. */
type Kept = Tensor | null;

/** The steps; gates in PyTorch's order: input, forget, cell, output. */
const kind: Kind<Kept> = {
  joinsBiases: true,
  forward: (kernels, given, { states, cells, gates }) => {
    const { form, sizes, args, recurrentWeights } = given;
    const { steps, batch, units } = sizes;
    const unprojected = args.projection ? kernels.allocate([steps, batch, units]) : null;
    const recurrent = kernels.allocate([batch, form.gates * units]);
    const multiply = kernels.multiplier(recurrentWeights, { transposeB: true });
    const project = args.projection && kernels.multiplier(args.projection, { transposeB: true });
    forEachStep(given, states, (time, earlier, later) => {
      multiply(earlier, recurrent);
      const hidden = unprojected ? step(unprojected, time) : later;
      if (cells) {
        kernels.lstmForward({
          gates: step(gates, time),
          recurrent,
          before: before(cells, time, form.reverse),
          cell: after(cells, time, form.reverse),
          hidden,
        });
      }
      project?.(hidden, later);
    });
    return unprojected;
  },
  backward: (kernels, given, { states, cells, gates, kept: unprojected }, flow, results) => {
    const { form, sizes, args, recurrentWeights } = given;
    const { steps, batch, units, outputs } = sizes;
    const dGates = kernels.allocate(gates.shape);
    const multiply = kernels.multiplier(recurrentWeights);
    const project = args.projection && kernels.multiplier(args.projection);
    const dOutputs = results.projection ? kernels.allocate([steps, batch, outputs]) : null;
    const dUnprojected = project ? kernels.allocate([batch, units]) : null;
    forEachStepBack(kernels, given, states, flow, (time) => {
      const { dHidden, dCell } = flow;
      if (dOutputs) step(dOutputs, time).data.set(dHidden.data);
      if (dUnprojected) project?.(dHidden, dUnprojected);
      const dStep = step(dGates, time);
      if (cells) {
        kernels.lstmBackward({
          gates: step(gates, time),
          before: before(cells, time, form.reverse),
          cell: after(cells, time, form.reverse),
          dHidden: dUnprojected ?? dHidden,
          dCell,
          dGates: dStep,
        });
      }
      multiply(dStep, dHidden);
    });
    if (results.projection && dOutputs && unprojected) {
      kernels.matrixProduct(allRows(dOutputs), allRows(unprojected), results.projection, {
        transposeA: true,
      });
    }
    return { dGates, dRecurrent: dGates };
  },
};

/**
 * Arguments: x (batch, time, features), input weights (4 units, features), recurrent weights (4 units, outputs), biases (4 units) as
 * many as asked for, projection (outputs, units), initial hidden state (batch, outputs) and cells (batch, units). Outputs: all hidden
 * states (batch, time, outputs), the last hidden state, the last cells.
 */
export const lstm = recurrentOp<LstmAttributes, Kept>(
  (attributes): Form => ({ ...attributes, name: 'lstm', gates: 4, cell: true, sequence: true }),
  () => kind,
);

/** One step: x (batch, features), weights and biases as above, hidden state and cells (batch, units). Outputs: both after the step. */
export const lstmCell = recurrentOp<CellAttributes, Kept>(
  ({ biases, initial }): Form => ({
    name: 'lstm-cell',
    biases,
    initial,
    gates: 4,
    cell: true,
    projection: false,
    reverse: false,
    timeMajor: true,
    sequence: false,
  }),
  () => kind,
);
