/** A recurrent op of any kind over its whole sequence: one product for the input of all steps, the kind's own steps, one product per weight back. */
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import type { Attributes, BoundOp } from '../op';
import { defineOp } from '../op';
import {
  argumentNames,
  named,
  outputTypes,
  sizesOf,
  extraOf,
  workOf,
  type Arguments,
  type Form,
  type Sizes,
} from './form';
import { after, allRows, before, rows, step, swapped, timeFirst, timeOf } from './time';
import { copied } from '../copies';

/** What the steps of a kind are given; sequences have time first. */
export interface Given {
  readonly form: Form;
  readonly sizes: Sizes;
  readonly args: Arguments<Tensor>;
  /** (steps, batch, features). */
  readonly input: Tensor;
  readonly inputWeights: Tensor;
  readonly recurrentWeights: Tensor;
}

/** What a forward pass leaves behind. */
export interface Course<Kept> {
  /** (steps + 1, batch, outputs): the hidden states in the order of time, the initial one at the end where the run begins. */
  readonly states: Tensor;
  /** (steps + 1, batch, units), like `states`. */
  readonly cells: Tensor | null;
  /** (steps, batch, gates x units): the gates. */
  readonly gates: Tensor;
  readonly kept: Kept;
}

/** What flows back into the steps; the last two are written over on the way and end as the gradients of the initial states. */
export interface Flow {
  /** (steps, batch, outputs), or null where only the last states reach the loss. */
  readonly dStates: Tensor | null;
  readonly dHidden: Tensor;
  readonly dCell: Tensor;
}

/** Gradients of the pre-activations of all steps, (steps, batch, gates x units) each. */
export interface StepGradients {
  /** Of the input's part. */
  readonly dGates: Tensor;
  /** Of the recurrent part; the same tensor where the parts are only added. */
  readonly dRecurrent: Tensor;
}

/** Where the gradients of arguments are written; absent ones are not wanted. */
export type Results = Arguments<Tensor>;

/** What is particular about one kind of recurrent op. */
export interface Kind<Kept> {
  /** Whether both biases are added to the input's part; else the recurrent bias belongs to the recurrent part. */
  readonly joinsBiases: boolean;
  /** Fills `states` (and `cells`) behind the initial ones, and turns `gates` from the input's part of the pre-activations into gates. */
  forward(kernels: Kernels, given: Given, course: Omit<Course<Kept>, 'kept'>): Kept;
  /** The way back through the steps; writes the results that only this kind has (`projection`, and `recurrentWeights` if it owns them). */
  backward(kernels: Kernels, given: Given, course: Course<Kept>, flow: Flow, results: Results): StepGradients;
  /** Whether `backward` writes the gradient of the recurrent weights itself. */
  readonly ownsRecurrentWeights?: boolean;
}

interface Saved<Kept> {
  readonly given: Given;
  readonly course: Course<Kept>;
  /** Written by the way back: RMS of the pre-activations' gradient at every step, in the order in which they run. */
  stepDeltas: Float64Array | null;
}

/** An op of a kind; `formOf` says what its attributes ask for. */
export function recurrentOp<A extends Attributes, Kept>(
  formOf: (attributes: A) => Form,
  kindOf: (attributes: A) => Kind<Kept>,
  problemOf: (attributes: A) => string | null = () => null,
): BoundOp<A> {
  return defineOp<A, Saved<Kept>>({
    role: 'weighted',
    shape: (args, attributes) => {
      const error = problemOf(attributes);
      return error === null ? outputTypes(formOf(attributes), args) : { error };
    },
    work: (args, attributes) => workOf(formOf(attributes), args),
    extra: (args, attributes) => extraOf(formOf(attributes), args),
    forward: (kernels, args, attributes) => {
      const given = givenOf(kernels, formOf(attributes), args);
      const kind = kindOf(attributes);
      const course = prepared(kernels, given, kind);
      const kept = kind.forward(kernels, given, course);
      const saved = { given, course: { ...course, kept }, stepDeltas: null };
      return { outputs: outputsOf(kernels, saved), saved };
    },
    backward: (kernels, gradients, saved, attributes, wanted) =>
      gradientsOf(kernels, kindOf(attributes), gradients, saved, wanted),
    stepDeltas: (saved) => saved.stepDeltas,
  });
}

function givenOf(kernels: Kernels, form: Form, args: readonly Tensor[]): Given {
  const sizes = sizesOf(form, args);
  if ('error' in sizes) throw new RangeError(sizes.error);
  const byName = named(form, args);
  const { input: x, inputWeights, recurrentWeights } = byName;
  if (!x || !inputWeights || !recurrentWeights)
    throw new RangeError(`${form.name} takes an input and weights`);
  const { steps, batch, features } = sizes;
  const input = form.sequence
    ? timeFirst(kernels, x, form.timeMajor)
    : { ...x, shape: [steps, batch, features] };
  return { form, sizes, args: byName, input, inputWeights, recurrentWeights };
}

/** The initial states in their places, and the input's part of the pre-activations of all steps by one product. */
function prepared<Kept>(kernels: Kernels, given: Given, kind: Kind<Kept>): Omit<Course<Kept>, 'kept'> {
  const { form, sizes, args, input, inputWeights } = given;
  const { steps, batch, units, outputs } = sizes;
  const gates = kernels.allocate([steps, batch, form.gates * units]);
  kernels.matrixProduct(allRows(input), inputWeights, allRows(gates), { transposeB: true });
  const { inputBias, recurrentBias } = args;
  if (inputBias && recurrentBias && kind.joinsBiases) {
    const sum = kernels.allocate(inputBias.shape);
    kernels.pairwise('add', inputBias, recurrentBias, sum);
    kernels.pairwise('add', gates, sum, gates);
  } else if (inputBias) {
    kernels.pairwise('add', gates, inputBias, gates);
  }
  const states = kernels.allocate([steps + 1, batch, outputs]);
  const cells = form.cell ? kernels.allocate([steps + 1, batch, units]) : null;
  const first = form.reverse ? steps : 0;
  if (args.hidden) step(states, first).data.set(args.hidden.data);
  if (args.cell && cells) step(cells, first).data.set(args.cell.data);
  return { states, cells, gates };
}

function outputsOf<Kept>(kernels: Kernels, { given, course }: Saved<Kept>): readonly Tensor[] {
  const { form, sizes } = given;
  const { steps, batch, outputs } = sizes;
  const { states, cells } = course;
  const last = form.reverse ? 0 : steps;
  const results = [copied(kernels, step(states, last))];
  if (cells) results.push(copied(kernels, step(cells, last)));
  if (!form.sequence) return results;
  const all = { ...rows(states, form.reverse ? 0 : 1, steps), shape: [steps, batch, outputs] };
  if (form.timeMajor) return [copied(kernels, all), ...results];
  const y = kernels.allocate([batch, steps, outputs]);
  swapped(kernels, all, y);
  return [y, ...results];
}

function gradientsOf<Kept>(
  kernels: Kernels,
  kind: Kind<Kept>,
  gradients: readonly (Tensor | null)[],
  saved: Saved<Kept>,
  wanted: readonly boolean[],
): readonly (Tensor | null)[] {
  const { given, course } = saved;
  const { form, args } = given;
  const names = argumentNames(form);
  if (gradients.every((gradient) => gradient === null) || !wanted.includes(true))
    return names.map(() => null);
  const results: Results = {};
  names.forEach((name, place) => {
    const arg = args[name];
    if (wanted[place] === true && arg) results[name] = kernels.allocate(arg.shape);
  });
  kernels.temporarily(() => {
    const flow = flowOf(kernels, gradients, given);
    const found = kind.backward(kernels, given, course, flow, results);
    saved.stepDeltas = stepDeltasOf(kernels, found.dGates, given);
    results.hidden?.data.set(flow.dHidden.data);
    results.cell?.data.set(flow.dCell.data);
    writeInput(kernels, given, found.dGates, results);
    writeWeights(kernels, given, course.states, found, kind, results);
  });
  return names.map((name) => results[name] ?? null);
}

function stepDeltasOf(kernels: Kernels, dGates: Tensor, { form, sizes: { steps } }: Given): Float64Array {
  const norms = kernels.partNorms(dGates, steps);
  const deltas = norms.map((norm) => norm / Math.sqrt(dGates.data.length / steps));
  return form.reverse ? deltas.reverse() : deltas;
}

/** The gradients of the outputs, with time first; those of the last states are copies, to be written over. */
function flowOf(kernels: Kernels, gradients: readonly (Tensor | null)[], { form, sizes }: Given): Flow {
  const { batch, units, outputs } = sizes;
  const [all, hidden, cell] = form.sequence ? gradients : [null, ...gradients];
  const dHidden = kernels.allocate([batch, outputs]);
  if (hidden) dHidden.data.set(hidden.data);
  const dCell = kernels.allocate([batch, form.cell ? units : 0]);
  if (cell) dCell.data.set(cell.data);
  return { dStates: all ? timeFirst(kernels, all, form.timeMajor) : null, dHidden, dCell };
}

/** dx = dGates W. */
function writeInput(
  kernels: Kernels,
  { form, input, inputWeights }: Given,
  dGates: Tensor,
  { input: out }: Results,
): void {
  if (!out) return;
  if (!form.sequence || form.timeMajor) {
    kernels.matrixProduct(allRows(dGates), inputWeights, { ...out, shape: allRows(input).shape });
    return;
  }
  const dx = kernels.allocate(input.shape);
  kernels.matrixProduct(allRows(dGates), inputWeights, allRows(dx));
  swapped(kernels, dx, out);
}

/** dW = dGates^T x and dU = dRecurrent^T h over all steps at once; biases are sums over steps and samples. */
function writeWeights<Kept>(
  kernels: Kernels,
  { form, sizes, input }: Given,
  states: Tensor,
  { dGates, dRecurrent }: StepGradients,
  { joinsBiases, ownsRecurrentWeights }: Kind<Kept>,
  { inputWeights, recurrentWeights, inputBias, recurrentBias }: Results,
): void {
  const transposed = { transposeA: true };
  if (inputWeights) kernels.matrixProduct(allRows(dGates), allRows(input), inputWeights, transposed);
  if (recurrentWeights && ownsRecurrentWeights !== true) {
    const earlier = rows(states, form.reverse ? 1 : 0, sizes.steps);
    kernels.matrixProduct(allRows(dRecurrent), earlier, recurrentWeights, transposed);
  }
  if (inputBias) kernels.reduce('sum', dGates, inputBias);
  if (!recurrentBias) return;
  if (inputBias && joinsBiases) recurrentBias.data.set(inputBias.data);
  else kernels.reduce('sum', dRecurrent, recurrentBias);
}

/** Calls `each` for every step in order with its time and the states before and after it. */
export function forEachStep(
  { form, sizes }: Given,
  states: Tensor,
  each: (time: number, earlier: Tensor, later: Tensor) => void,
): void {
  for (let turn = 0; turn < sizes.steps; turn += 1) {
    const time = timeOf(turn, sizes.steps, form.reverse);
    each(time, before(states, time, form.reverse), after(states, time, form.reverse));
  }
}

/** Calls `each` for every step from the last to the first, `dHidden` with the gradient of that step's state added. */
export function forEachStepBack(
  kernels: Kernels,
  { form, sizes }: Given,
  states: Tensor,
  { dStates, dHidden }: Flow,
  each: (time: number, earlier: Tensor, later: Tensor) => void,
): void {
  for (let turn = sizes.steps - 1; turn >= 0; turn -= 1) {
    const time = timeOf(turn, sizes.steps, form.reverse);
    if (dStates) kernels.pairwise('add', dHidden, step(dStates, time), dHidden);
    each(time, before(states, time, form.reverse), after(states, time, form.reverse));
  }
}
