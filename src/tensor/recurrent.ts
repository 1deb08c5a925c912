/** The recurrent part of the kernels contract with its plain loops: products by one matrix again and again, and one step of each kind of cell. */
import type { MatrixProductOptions } from './kernels';
import { matrixProduct } from './matrixProduct';
import { unhurried, type Pace } from './pace';
import type { Tensor } from './tensor';

/** One step of an LSTM (Hochreiter and Schmidhuber 1997; gates in PyTorch's order: input, forget, cell, output). */
export interface LstmStep {
  /** (batch, 4 units): the input's part of the pre-activations, biases included; becomes the gates themselves. */
  readonly gates: Tensor;
  /** (batch, 4 units): the recurrent part of the pre-activations. */
  readonly recurrent: Tensor;
  /** (batch, units): the cells before the step. */
  readonly before: Tensor;
  /** (batch, units): becomes the cells after it, f before + i g. */
  readonly cell: Tensor;
  /** (batch, units): becomes the output, o tanh(cell). */
  readonly hidden: Tensor;
}

/** The way back through one step of an LSTM. */
export interface LstmStepBack {
  /** The gates, the cells before and after, as the step left them. */
  readonly gates: Tensor;
  readonly before: Tensor;
  readonly cell: Tensor;
  /** (batch, units): the gradient of the output. */
  readonly dHidden: Tensor;
  /** (batch, units): the gradient of the cells after the step; becomes that of the cells before it. */
  readonly dCell: Tensor;
  /** (batch, 4 units): becomes the gradient of the pre-activations. */
  readonly dGates: Tensor;
}

/**
 * One step of a GRU (Cho et al. 2014) with the reset gate behind the recurrent product, as PyTorch and Keras' reset_after=True have it;
 * gates in PyTorch's order: reset, update, new.
 */
export interface GruStep {
  /** (batch, 3 units): the input's part of the pre-activations, its bias included; becomes the gates themselves. */
  readonly gates: Tensor;
  /** (batch, 3 units): the recurrent part of the pre-activations, its bias included. */
  readonly recurrent: Tensor;
  /** (batch, units): the state before the step. */
  readonly before: Tensor;
  /** (batch, units): becomes the state after it, (1 - z) n + z before with n = tanh(input's part + r x recurrent part). */
  readonly hidden: Tensor;
}

/** The way back through one step of a GRU. */
export interface GruStepBack {
  /** The gates and the state before, as the step left them. */
  readonly gates: Tensor;
  readonly before: Tensor;
  /** (batch, 3 units): the recurrent part of the pre-activations that the step was given. */
  readonly recurrent: Tensor;
  /** (batch, units): the gradient of the state after the step; becomes the part that reaches the state before through z. */
  readonly dHidden: Tensor;
  /** (batch, 3 units): becomes the gradient of the input's part of the pre-activations. */
  readonly dGates: Tensor;
  /** (batch, 3 units): becomes the gradient of the recurrent part. */
  readonly dRecurrent: Tensor;
}

/** The nonlinearities of a plain recurrent step. */
export type RnnNonlinearity = 'tanh' | 'relu';

/** Matrices times one matrix that stays: out = a b, see Kernels.matrixProduct. */
export type Multiplier = (a: Tensor, out: Tensor) => void;

/** What recurrent ops need of the kernels besides the rest; every tensor is float, of two axes and whole. */
export interface RecurrentKernels {
  /** The product by a matrix `b` that is used many times and does not change meanwhile; `b` may be taken transposed. */
  multiplier(b: Tensor, options?: Pick<MatrixProductOptions, 'transposeB'>): Multiplier;
  /** hidden = f(input + recurrent), all of one size; `hidden` may be an operand. */
  rnnForward(f: RnnNonlinearity, input: Tensor, recurrent: Tensor, hidden: Tensor): void;
  /** out = dHidden f', the derivative taken from the output: 1 - hidden^2, or 1 where hidden > 0; `out` may be dHidden. */
  rnnBackward(f: RnnNonlinearity, dHidden: Tensor, hidden: Tensor, out: Tensor): void;
  lstmForward(step: LstmStep): void;
  lstmBackward(step: LstmStepBack): void;
  gruForward(step: GruStep): void;
  gruBackward(step: GruStepBack): void;
}

/** Steps of a plain loop that one unit of a gated cell takes. */
const unitSteps = 16;

/** The plain loops. */
export function recurrentLoops(pace: Pace = unhurried): RecurrentKernels {
  return {
    multiplier:
      (b, options = {}) =>
      (a, out) =>
        matrixProduct(a, b, out, options, pace),
    rnnForward: (f, input, recurrent, hidden) => {
      rnnForward(f, input, recurrent, hidden);
      pace(hidden.data.length);
    },
    rnnBackward: (f, dHidden, hidden, out) => {
      rnnBackward(f, dHidden, hidden, out);
      pace(hidden.data.length);
    },
    lstmForward: (step) => {
      lstmForward(step);
      pace(unitSteps * step.cell.data.length);
    },
    lstmBackward: (step) => {
      lstmBackward(step);
      pace(unitSteps * step.cell.data.length);
    },
    gruForward: (step) => {
      gruForward(step);
      pace(unitSteps * step.hidden.data.length);
    },
    gruBackward: (step) => {
      gruBackward(step);
      pace(unitSteps * step.before.data.length);
    },
  };
}

function rnnForward(
  f: RnnNonlinearity,
  { data: input }: Tensor,
  { data: recurrent }: Tensor,
  { data: hidden }: Tensor,
): void {
  for (let place = 0; place < hidden.length; place += 1) {
    const sum = (input[place] ?? NaN) + (recurrent[place] ?? NaN);
    hidden[place] = f === 'tanh' ? Math.tanh(sum) : Math.max(sum, 0);
  }
}

function rnnBackward(
  f: RnnNonlinearity,
  { data: dHidden }: Tensor,
  { data: hidden }: Tensor,
  { data: out }: Tensor,
): void {
  for (let place = 0; place < out.length; place += 1) {
    const value = hidden[place] ?? NaN;
    const derivative = f === 'tanh' ? 1 - value * value : value > 0 ? 1 : 0;
    out[place] = (dHidden[place] ?? NaN) * derivative;
  }
}

/** The logistic function of the gates. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function lstmForward(step: LstmStep): void {
  const [gates, recurrent, before] = [step.gates.data, step.recurrent.data, step.before.data];
  const [cell, hidden] = [step.cell.data, step.hidden.data];
  const [batch = 0, units = 0] = step.cell.shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const at = 4 * row * units + unit;
      const here = row * units + unit;
      const i = sigmoid((gates[at] ?? NaN) + (recurrent[at] ?? NaN));
      const f = sigmoid((gates[at + units] ?? NaN) + (recurrent[at + units] ?? NaN));
      const g = Math.tanh((gates[at + 2 * units] ?? NaN) + (recurrent[at + 2 * units] ?? NaN));
      const o = sigmoid((gates[at + 3 * units] ?? NaN) + (recurrent[at + 3 * units] ?? NaN));
      const c = f * (before[here] ?? NaN) + i * g;
      gates[at] = i;
      gates[at + units] = f;
      gates[at + 2 * units] = g;
      gates[at + 3 * units] = o;
      cell[here] = c;
      hidden[here] = o * Math.tanh(c);
    }
  }
}

function lstmBackward(step: LstmStepBack): void {
  const [gates, before, cell] = [step.gates.data, step.before.data, step.cell.data];
  const [dHidden, dCell, dGates] = [step.dHidden.data, step.dCell.data, step.dGates.data];
  const [batch = 0, units = 0] = step.cell.shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const at = 4 * row * units + unit;
      const here = row * units + unit;
      const i = gates[at] ?? NaN;
      const f = gates[at + units] ?? NaN;
      const g = gates[at + 2 * units] ?? NaN;
      const o = gates[at + 3 * units] ?? NaN;
      const t = Math.tanh(cell[here] ?? NaN);
      const dh = dHidden[here] ?? NaN;
      const dc = (dCell[here] ?? NaN) + dh * o * (1 - t * t);
      dGates[at] = dc * g * i * (1 - i);
      dGates[at + units] = dc * (before[here] ?? NaN) * f * (1 - f);
      dGates[at + 2 * units] = dc * i * (1 - g * g);
      dGates[at + 3 * units] = dh * t * o * (1 - o);
      dCell[here] = dc * f;
    }
  }
}

function gruForward(step: GruStep): void {
  const [gates, recurrent] = [step.gates.data, step.recurrent.data];
  const [before, hidden] = [step.before.data, step.hidden.data];
  const [batch = 0, units = 0] = step.hidden.shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const at = 3 * row * units + unit;
      const here = row * units + unit;
      const r = sigmoid((gates[at] ?? NaN) + (recurrent[at] ?? NaN));
      const z = sigmoid((gates[at + units] ?? NaN) + (recurrent[at + units] ?? NaN));
      const n = Math.tanh((gates[at + 2 * units] ?? NaN) + r * (recurrent[at + 2 * units] ?? NaN));
      gates[at] = r;
      gates[at + units] = z;
      gates[at + 2 * units] = n;
      hidden[here] = (1 - z) * n + z * (before[here] ?? NaN);
    }
  }
}

function gruBackward(step: GruStepBack): void {
  const [gates, before, recurrent] = [step.gates.data, step.before.data, step.recurrent.data];
  const [dHidden, dGates, dRecurrent] = [step.dHidden.data, step.dGates.data, step.dRecurrent.data];
  const [batch = 0, units = 0] = step.before.shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const at = 3 * row * units + unit;
      const here = row * units + unit;
      const r = gates[at] ?? NaN;
      const z = gates[at + units] ?? NaN;
      const n = gates[at + 2 * units] ?? NaN;
      const dh = dHidden[here] ?? NaN;
      const dn = dh * (1 - z) * (1 - n * n);
      const dr = dn * (recurrent[at + 2 * units] ?? NaN) * r * (1 - r);
      const dz = dh * ((before[here] ?? NaN) - n) * z * (1 - z);
      dGates[at] = dr;
      dGates[at + units] = dz;
      dGates[at + 2 * units] = dn;
      dRecurrent[at] = dr;
      dRecurrent[at + units] = dz;
      dRecurrent[at + 2 * units] = dn * r;
      dHidden[here] = dh * z;
    }
  }
}
