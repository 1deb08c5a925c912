/** The GRU of the paper (Cho et al. 2014), its reset gate before the recurrent product: rare, so its steps are plain loops. */
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import { forEachStep, forEachStepBack, type Given, type Kind, type Results } from './recurrence';
import { allRows, rows, step } from './time';
import { sigmoid } from '../../tensor/recurrent';

/** The steps; the states that were let through, r h of every step, (steps, batch, units), are kept. */
export const resetBefore: Kind<Tensor> = {
  joinsBiases: true,
  ownsRecurrentWeights: true,
  forward: (kernels, given, { states, gates }) => {
    const { steps, batch, units } = given.sizes;
    const passed = kernels.allocate([steps, batch, units]);
    const ofGates = kernels.allocate([batch, 2 * units]);
    const ofNew = kernels.allocate([batch, units]);
    const gateProduct = kernels.multiplier(rows(given.recurrentWeights, 0, 2 * units), { transposeB: true });
    const newProduct = kernels.multiplier(rows(given.recurrentWeights, 2 * units, units), {
      transposeB: true,
    });
    forEachStep(given, states, (time, earlier, later) => {
      const [here, through] = [step(gates, time), step(passed, time)];
      gateProduct(earlier, ofGates);
      openGates(here, ofGates, earlier, through, kernels);
      newProduct(through, ofNew);
      mix(here, ofNew, earlier, later, kernels);
    });
    return passed;
  },
  backward: (kernels, given, { states, gates, kept: passed }, flow, results) => {
    const { steps, batch, units } = given.sizes;
    const dGates = kernels.allocate(gates.shape);
    const dOpen = kernels.allocate([steps, batch, 2 * units]);
    const dNew = kernels.allocate([steps, batch, units]);
    const dPassed = kernels.allocate([batch, units]);
    const through = kernels.allocate([batch, units]);
    const gateProduct = kernels.multiplier(rows(given.recurrentWeights, 0, 2 * units));
    const newProduct = kernels.multiplier(rows(given.recurrentWeights, 2 * units, units));
    forEachStepBack(kernels, given, states, flow, (time, earlier) => {
      const [here, dOpenHere, dNewHere] = [step(gates, time), step(dOpen, time), step(dNew, time)];
      unmix(here, earlier, flow.dHidden, dOpenHere, dNewHere, kernels);
      newProduct(dNewHere, dPassed);
      closeGates(here, earlier, dPassed, flow.dHidden, dOpenHere, kernels);
      gateProduct(dOpenHere, through);
      kernels.pairwise('add', flow.dHidden, through, flow.dHidden);
    });
    const [all, open] = [steps * batch, 2 * units];
    const into = { start: 0, strides: [3 * units, 1] };
    kernels.copy([all, open], dOpen, { start: 0, strides: [open, 1] }, dGates, into);
    const last = { ...into, start: open };
    kernels.copy([all, units], dNew, { start: 0, strides: [units, 1] }, dGates, last);
    writeRecurrentWeights(kernels, given, { states, passed, dOpen, dNew }, results);
    return { dGates, dRecurrent: dGates };
  },
};

/** The rows of reset and update meet the states before, those of the new state what was let through of them. */
function writeRecurrentWeights(
  kernels: Kernels,
  { form, sizes }: Given,
  sequences: Readonly<Record<'states' | 'passed' | 'dOpen' | 'dNew', Tensor>>,
  { recurrentWeights: out }: Results,
): void {
  if (!out) return;
  const { steps, units } = sizes;
  const { states, passed, dOpen, dNew } = sequences;
  const earlier = rows(states, form.reverse ? 1 : 0, steps);
  const transposed = { transposeA: true };
  kernels.matrixProduct(allRows(dOpen), earlier, rows(out, 0, 2 * units), transposed);
  kernels.matrixProduct(allRows(dNew), allRows(passed), rows(out, 2 * units, units), transposed);
}

/** Reset and update gates, and what the reset gate lets through of the state. */
function openGates(
  { data: gates }: Tensor,
  { data: recurrent }: Tensor,
  { data: earlier, shape }: Tensor,
  { data: passed }: Tensor,
  { pace }: Kernels,
): void {
  const [batch = 0, units = 0] = shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const [at, open, here] = [3 * row * units + unit, 2 * row * units + unit, row * units + unit];
      const r = sigmoid((gates[at] ?? NaN) + (recurrent[open] ?? NaN));
      gates[at] = r;
      gates[at + units] = sigmoid((gates[at + units] ?? NaN) + (recurrent[open + units] ?? NaN));
      passed[here] = r * (earlier[here] ?? NaN);
    }
  }
  pace(8 * batch * units);
}

/** n = tanh(input's part + recurrent part), h = (1 - z) n + z earlier. */
function mix(
  { data: gates }: Tensor,
  { data: recurrent }: Tensor,
  { data: earlier, shape }: Tensor,
  { data: later }: Tensor,
  { pace }: Kernels,
): void {
  const [batch = 0, units = 0] = shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const [at, here] = [3 * row * units + unit, row * units + unit];
      const n = Math.tanh((gates[at + 2 * units] ?? NaN) + (recurrent[here] ?? NaN));
      const z = gates[at + units] ?? NaN;
      gates[at + 2 * units] = n;
      later[here] = (1 - z) * n + z * (earlier[here] ?? NaN);
    }
  }
  pace(8 * batch * units);
}

/** Gradients of the update gate and of n before their functions; dHidden becomes the part that goes through z. */
function unmix(
  { data: gates }: Tensor,
  { data: earlier, shape }: Tensor,
  { data: dHidden }: Tensor,
  { data: dOpen }: Tensor,
  { data: dNew }: Tensor,
  { pace }: Kernels,
): void {
  const [batch = 0, units = 0] = shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const [at, open, here] = [3 * row * units + unit, 2 * row * units + unit, row * units + unit];
      const z = gates[at + units] ?? NaN;
      const n = gates[at + 2 * units] ?? NaN;
      const dh = dHidden[here] ?? NaN;
      dNew[here] = dh * (1 - z) * (1 - n * n);
      dOpen[open + units] = dh * ((earlier[here] ?? NaN) - n) * z * (1 - z);
      dHidden[here] = dh * z;
    }
  }
  pace(8 * batch * units);
}

/** The gradient of the reset gate before its function; dHidden receives what came through the gate. */
function closeGates(
  { data: gates }: Tensor,
  { data: earlier, shape }: Tensor,
  { data: dPassed }: Tensor,
  { data: dHidden }: Tensor,
  { data: dOpen }: Tensor,
  { pace }: Kernels,
): void {
  const [batch = 0, units = 0] = shape;
  for (let row = 0; row < batch; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const [at, open, here] = [3 * row * units + unit, 2 * row * units + unit, row * units + unit];
      const r = gates[at] ?? NaN;
      const flow = dPassed[here] ?? NaN;
      dOpen[open] = flow * (earlier[here] ?? NaN) * r * (1 - r);
      dHidden[here] = (dHidden[here] ?? NaN) + flow * r;
    }
  }
  pace(8 * batch * units);
}
