/** A recurrent layer of torch.nn at work: stacked, in both directions, from given states or from none. */
import type { OpCall } from '../../../ops/table';
import { frameworkDefaults, ownDefault } from '../../../tensor/frameworkDefaults';
import { native } from '../../python/builtins/native';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { none, tuple } from '../../python/values/make';
import type { InstanceValue, Value } from '../../python/values/value';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { optionalTensor, tensorArgument } from '../values/arguments';
import { flag, number, whole, word } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { ownParameter } from '../module/parameter';
import { stateOf } from '../module/state';

const flavour = torchFlavour;

/** What a recurrent layer says of itself. */
interface Settings {
  readonly mode: string;
  readonly layers: number;
  readonly biases: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly ways: number;
  readonly projection: boolean;
}

/** States before the first step; null: zeros. */
interface States {
  readonly hidden: TensorValue | null;
  readonly cell: TensorValue | null;
}

/** One direction of one layer. */
interface Pass {
  readonly x: TensorValue;
  readonly states: States;
  readonly index: number;
  readonly reverse: boolean;
}

/** What it gives. */
interface Direction {
  readonly all: TensorValue;
  readonly hidden: TensorValue;
  readonly cell: TensorValue | null;
}

/** `_recurrent(layer, input, hidden, cell)`: (all hidden states, the last ones, the last cells or None) of a batch of sequences. */
export const recurrentFunction = native(
  '_recurrent',
  'layer, input, hidden, cell',
  (machine, layer, input, hidden, cell) => {
    if (layer.kind !== 'instance') return none;
    const x = tensorArgument(machine, input, 'rnn()');
    const states = {
      hidden: notZero(optionalTensor(machine, hidden, 'rnn()')),
      cell: notZero(optionalTensor(machine, cell, 'rnn()')),
    };
    const { all, hidden: last, cell: cells } = stacked(machine, layer, x, states);
    return tuple([all.value, last.value, cells?.value ?? none]);
  },
);

function settingsOf(machine: Machine, layer: InstanceValue): Settings {
  const get = (name: string): Value => machine.getAttribute(layer, name);
  return {
    mode: word(machine, get('mode')),
    layers: whole(machine, get('num_layers')),
    biases: flag(machine, get('bias')) ? 2 : 0,
    batchFirst: flag(machine, get('batch_first')),
    dropout: flag(machine, get('training')) ? number(machine, get('dropout')) : 0,
    ways: flag(machine, get('bidirectional')) ? 2 : 1,
    projection: whole(machine, get('proj_size')) > 0,
  };
}

/** States of zeros are as good as none, and leave the network without nodes for them. */
function notZero(states: TensorValue | null): TensorValue | null {
  if (!states) return null;
  const { content } = states;
  if (content.kind === 'call' && content.call.op === 'zeros') return null;
  const zeros =
    content.kind === 'constant' && !states.view && content.tensor.data.every((value) => value === 0);
  return zeros ? null : states;
}

function stacked(machine: Machine, layer: InstanceValue, input: TensorValue, states: States): Direction {
  const recorder = recorderOf(machine);
  const settings = settingsOf(machine, layer);
  const ends: Direction[] = [];
  let x = input;
  for (let index = 0; index < settings.layers; index += 1) {
    if (index > 0 && settings.dropout > 0) {
      x = recorder.apply({ op: 'dropout', attributes: { rate: settings.dropout } }, [x], { flavour });
    }
    const directions = Array.from({ length: settings.ways }, (_, way) =>
      direction(recorder, layer, settings, { x, states, index, reverse: way === 1 }),
    );
    ends.push(...directions);
    const outputs = directions.map(({ all }) => all);
    const [only = x] = outputs;
    x =
      outputs.length === 1
        ? only
        : recorder.apply({ op: 'concat', attributes: { axis: -1 } }, outputs, { flavour });
  }
  const cells = ends.flatMap(({ cell }) => (cell ? [cell] : []));
  return {
    all: x,
    hidden: together(
      recorder,
      ends.map(({ hidden }) => hidden),
    ),
    cell: cells.length > 0 ? together(recorder, cells) : null,
  };
}

function direction(
  recorder: Recorder,
  layer: InstanceValue,
  settings: Settings,
  { x, states, index, reverse }: Pass,
): Direction {
  const { machine } = recorder;
  const suffix = `l${index}${reverse ? '_reverse' : ''}`;
  const place = settings.ways * index + (reverse ? 1 : 0);
  const weight = (name: string): TensorValue =>
    tensorArgument(machine, machine.getAttribute(layer, `${name}_${suffix}`), 'rnn()');
  const stateAt = (of: TensorValue | null): readonly TensorValue[] =>
    of ? [recorder.apply({ op: 'select', attributes: { axis: 0, index: place } }, [of], { flavour })] : [];
  const initial = states.hidden !== null || states.cell !== null;
  const [hidden, cell] = initial ? completed(recorder, settings, states, x, weight) : [null, null];
  const args = [
    x,
    weight('weight_ih'),
    weight('weight_hh'),
    ...(settings.biases > 0 ? [weight('bias_ih'), weight('bias_hh')] : []),
    ...(settings.projection ? [weight('weight_hr')] : []),
    ...stateAt(hidden),
    ...stateAt(cell),
  ];
  const [all, last, cells] = recorder.applyAll(callOf(settings, initial, reverse), args, { flavour });
  if (!all) throw new RangeError('a recurrent op gives nothing');
  return { all, hidden: last ?? all, cell: settings.mode === 'LSTM' ? (cells ?? all) : null };
}

/** Both states of an LSTM where one of them was zeros. */
function completed(
  recorder: Recorder,
  settings: Settings,
  { hidden, cell }: States,
  x: TensorValue,
  weight: (name: string) => TensorValue,
): readonly [TensorValue | null, TensorValue | null] {
  if (settings.mode !== 'LSTM' || (hidden && cell)) return [hidden, cell];
  const batch = x.shape?.[settings.batchFirst ? 0 : 1] ?? 1;
  const [rows = 0, outputs = 0] = weight('weight_hh').shape ?? [];
  const zeros = (units: number): TensorValue =>
    recorder.apply(
      { op: 'zeros', attributes: { sizes: [settings.layers * settings.ways, batch, units] } },
      [],
      { flavour },
    );
  return [hidden ?? zeros(outputs), cell ?? zeros(rows / 4)];
}

function callOf(
  { mode, biases, batchFirst, projection }: Settings,
  initial: boolean,
  reverse: boolean,
): OpCall {
  const sequence = { biases, initial, reverse, timeMajor: !batchFirst };
  if (mode === 'LSTM') return { op: 'lstm', attributes: { ...sequence, projection } };
  if (mode === 'GRU') return { op: 'gru', attributes: { ...sequence, resetAfter: true } };
  return { op: 'rnn', attributes: { ...sequence, nonlinearity: mode === 'RNN_RELU' ? 'relu' : 'tanh' } };
}

/** The states of all layers and directions below each other. Most programs leave them, so they become a node only where they are used. */
function together(recorder: Recorder, states: readonly TensorValue[]): TensorValue {
  const [first] = states;
  if (!first) throw new RangeError('a recurrent layer has no directions');
  return recorder.later({ op: 'stack', attributes: { axis: 0 } }, states, { flavour });
}

/** `_recurrent_cell(layer, input, hidden, cell)`: the state after one step, with its cells behind it for an LSTM. */
export const recurrentCellFunction = native(
  '_recurrent_cell',
  'layer, mode, input, hidden, cell',
  (machine, layer, mode, input, hidden, cell) => {
    const recorder = recorderOf(machine);
    const get = (name: string): TensorValue | undefined => tensorIn(machine.getAttribute(layer, name));
    const states = [hidden, cell].flatMap((state) => tensorIn(state) ?? []);
    const biases = [get('bias_ih'), get('bias_hh')].flatMap((bias) => bias ?? []);
    const args = [
      tensorArgument(machine, input, 'rnn_cell()'),
      ...[get('weight_ih'), get('weight_hh')].flatMap((weight) => weight ?? []),
      ...biases,
      ...states,
    ];
    const call = cellCall(word(machine, mode), biases.length, states.length > 0);
    const outputs = recorder.applyAll(call, args, { flavour });
    return tuple(outputs.map(({ value }) => value));
  },
);

function cellCall(mode: string, biases: number, initial: boolean): OpCall {
  if (mode === 'LSTM') return { op: 'lstm-cell', attributes: { biases, initial } };
  if (mode === 'GRU') return { op: 'gru-cell', attributes: { biases, initial, resetAfter: true } };
  return { op: 'rnn-cell', attributes: { biases, initial, nonlinearity: mode } };
}

/** `_recurrent_parameter(layer, name, shape, units)`: one more parameter, uniform within 1 / sqrt(units) as PyTorch has it. */
export const recurrentParameterFunction = native(
  '_recurrent_parameter',
  'layer, name, shape, units',
  (machine, layer, name, shape, units) => {
    if (shape.kind !== 'tuple') throw fail(machine, 'TypeError', 'a shape is a tuple');
    const sizes = shape.items.map((size) => whole(machine, size));
    const [rows = 0, columns = rows] = sizes;
    const defaults = frameworkDefaults.recurrentWeight(whole(machine, units));
    const parameter = ownParameter(machine, {
      shape: sizes,
      role: sizes.length > 1 ? 'weight' : 'bias',
      initialisation: ownDefault({ name: 'pytorch' }, defaults),
      fans: { fanIn: columns, fanOut: rows },
    });
    stateOf(machine, layer, 'parameters').parameters.set(word(machine, name), parameter);
    return none;
  },
);
