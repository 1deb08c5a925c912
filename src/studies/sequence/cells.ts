/** One step of each cell spelled in elementary ops, so that backprop gives the gradient of every part of it. */
import type { Value } from '../../graph/network';
import type { ArgumentName } from '../../ops/recurrent/form';
import type { OpCall } from '../../ops/table';
import type { CellName, RecurrentCall } from './passes';

/** Adds an op to the network that is being spelled; its first output, or all of them where it has `outputs`. */
export type Spell = (call: OpCall, ...args: readonly Value[]) => Value;

/** What a step is given. */
export interface StepGiven {
  readonly spell: Spell;
  readonly call: RecurrentCall;
  readonly units: number;
  /** The input's part of all pre-activations, (batch, gates x units), the input's bias in it. */
  readonly input: Value;
  /** The state and the cells before the step. */
  readonly hidden: Value;
  readonly cell: Value | null;
  readonly weights: Partial<Record<ArgumentName, Value>>;
}

/** A gate of one step. */
export interface Gate {
  /** Before its function: its gradient is the gate's delta. */
  readonly before: Value;
  /** Behind it: how far the gate is open, or the new content. */
  readonly after: Value;
}

/** What a step gives. */
export interface StepResult {
  readonly hidden: Value;
  readonly cell: Value | null;
  /** In the order of the weights' rows. */
  readonly gates: readonly Gate[];
}

const none = {} as const;

/** The steps of all cells; the definitions are those of `ops/recurrent`. */
export const cellSteps: Readonly<Record<CellName, (given: StepGiven) => StepResult>> = {
  rnn: (given) => {
    const { spell, call, input } = given;
    const relu = call.op === 'rnn' && call.attributes.nonlinearity === 'relu';
    const before = spell({ op: 'add', attributes: none }, input, recurrentPart(given));
    const after = spell({ op: relu ? 'relu' : 'tanh', attributes: none }, before);
    return { hidden: after, cell: null, gates: [{ before, after }] };
  },
  lstm: (given) => {
    const { spell, units, input, cell, weights } = given;
    const sum = spell({ op: 'add', attributes: none }, input, recurrentPart(given));
    const gates = parts(spell, sum, [units, units, units, units]).map((before, place) =>
      gateOf(spell, before, place === 2 ? 'tanh' : 'sigmoid'),
    );
    const [i, f, g, o] = gates.map(({ after }) => after);
    if (!i || !f || !g || !o || !cell) throw new RangeError('an LSTM has four gates and cells');
    const kept = spell({ op: 'multiply', attributes: none }, f, cell);
    const taken = spell({ op: 'multiply', attributes: none }, i, g);
    const cells = spell({ op: 'add', attributes: none }, kept, taken);
    const bounded = spell({ op: 'tanh', attributes: none }, cells);
    const output = spell({ op: 'multiply', attributes: none }, o, bounded);
    const { projection } = weights;
    const hidden = projection ? spell({ op: 'linear', attributes: none }, output, projection) : output;
    return { hidden, cell: cells, gates };
  },
  gru: (given) => (resetsAfter(given.call) ? resetAfter(given) : resetBefore(given)),
};

function resetsAfter(call: RecurrentCall): boolean {
  return call.op === 'gru' && call.attributes.resetAfter;
}

/** n = tanh(input's part + r x recurrent part). */
function resetAfter(given: StepGiven): StepResult {
  const { spell, units, input } = given;
  const [openInput, newInput] = parts(spell, input, [2 * units, units]);
  const [openRecurrent, newRecurrent] = parts(spell, recurrentPart(given), [2 * units, units]);
  if (!openInput || !newInput || !openRecurrent || !newRecurrent)
    throw new RangeError('a split has two parts');
  const open = opened(given, openInput, openRecurrent);
  const passed = spell({ op: 'multiply', attributes: none }, open.reset.after, newRecurrent);
  return mixed(given, open, newInput, passed);
}

/** n = tanh(input's part + U (r x state)), as in the paper; the rows of the weights that belong to n meet another state. */
function resetBefore(given: StepGiven): StepResult {
  const { spell, units, input, hidden, weights } = given;
  const { recurrentWeights, recurrentBias } = weights;
  if (!recurrentWeights) throw new RangeError('a GRU has recurrent weights');
  const [openInput, newInput] = parts(spell, input, [2 * units, units]);
  const [openWeights, newWeights] = parts(spell, recurrentWeights, [2 * units, units], 0);
  const [openBias, newBias] = recurrentBias ? parts(spell, recurrentBias, [2 * units, units], 0) : [];
  if (!openInput || !newInput || !openWeights || !newWeights) throw new RangeError('a split has two parts');
  const linear = (x: Value, weight: Value, bias: Value | undefined): Value =>
    spell({ op: 'linear', attributes: none }, x, weight, ...(bias ? [bias] : []));
  const open = opened(given, openInput, linear(hidden, openWeights, openBias));
  const passed = spell({ op: 'multiply', attributes: none }, open.reset.after, hidden);
  return mixed(given, open, newInput, linear(passed, newWeights, newBias));
}

interface Opened {
  readonly reset: Gate;
  readonly update: Gate;
}

function opened({ spell, units }: StepGiven, input: Value, recurrent: Value): Opened {
  const sum = spell({ op: 'add', attributes: none }, input, recurrent);
  const [reset, update] = parts(spell, sum, [units, units]).map((before) => gateOf(spell, before, 'sigmoid'));
  if (!reset || !update) throw new RangeError('a split has two parts');
  return { reset, update };
}

/** h = n + z (earlier - n). */
function mixed(
  { spell, hidden: earlier }: StepGiven,
  { reset, update }: Opened,
  input: Value,
  recurrent: Value,
): StepResult {
  const content = gateOf(spell, spell({ op: 'add', attributes: none }, input, recurrent), 'tanh');
  const change = spell({ op: 'subtract', attributes: none }, earlier, content.after);
  const kept = spell({ op: 'multiply', attributes: none }, update.after, change);
  const hidden = spell({ op: 'add', attributes: none }, content.after, kept);
  return { hidden, cell: null, gates: [reset, update, content] };
}

function gateOf(spell: Spell, before: Value, op: 'sigmoid' | 'tanh'): Gate {
  return { before, after: spell({ op, attributes: none }, before) };
}

function recurrentPart({ spell, hidden, weights }: StepGiven): Value {
  const { recurrentWeights, recurrentBias } = weights;
  if (!recurrentWeights) throw new RangeError('a recurrent layer has recurrent weights');
  return spell(
    { op: 'linear', attributes: none },
    hidden,
    recurrentWeights,
    ...(recurrentBias ? [recurrentBias] : []),
  );
}

/** A value cut along an axis. */
function parts(spell: Spell, whole: Value, sizes: readonly number[], axis = -1): readonly Value[] {
  const { node } = spell({ op: 'split', attributes: { sizes, axis } }, whole);
  return sizes.map((_, output) => ({ node, output }));
}
