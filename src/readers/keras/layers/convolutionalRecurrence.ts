/** ConvLSTM (Shi et al. 2015): an LSTM whose products are convolutions, step by step. */
import { Encountered } from '../../python/values/unknown';
import { list } from '../../python/values/make';
import type { InstanceValue, Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { withShape, type Shaped } from '../../tensors/shaped';
import { stateOf } from '../layer/state';
import { shapeValue } from '../values/shape';
import { paddingOf, turned, windowsOf } from './convolutionParts';
import { Layer, type KerasLayer } from './layer';
import { channelsBack, channelsFirst, placesOf } from './places';
import { layerNamed } from './recurrent';

const own =
  'filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1, activation="tanh", recurrent_activation="sigmoid", use_bias=True, kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal", bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, seed=None';
const sequence =
  'return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False';

/** More steps than this are not spelled out one by one. */
const mostSteps = 128;

/** The weights stand in a cell, as in Keras. */
const cell: KerasLayer = {
  name: 'ConvLSTMCell',
  kind: 'conv_lstm_cell',
  signature: `rank, ${own}`,
  build: (layer, shape) => {
    const axes = layer.whole('rank');
    const filters = layer.whole('filters');
    const { taps } = windowsOf(layer, axes);
    const columns = 4 * filters;
    const { channels } = placesOf(layer, shape);
    layer.weight({
      name: 'kernel',
      shape: [...taps, channels, columns],
      start: 'kernel_initializer',
      role: 'weight',
    });
    layer.weight({
      ...{ name: 'recurrent_kernel', shape: [...taps, filters, columns] },
      ...{ start: 'recurrent_initializer', role: 'weight' },
    });
    if (!layer.flag('use_bias')) return;
    const start = layer.flag('unit_forget_bias')
      ? ({ name: 'keras', own: { name: 'forget-gate' } } as const)
      : 'bias_initializer';
    layer.weight({ name: 'bias', shape: [columns], start, role: 'bias' });
  },
  call: (_layer, inputs) => inputs,
};

function cellOf(layer: Layer): InstanceValue {
  const value = layer.get('cell');
  if (value.kind === 'instance') return value;
  throw new Encountered(layer.machine.unknown('unsupported', 'The cell of this layer is not known.'));
}

/** The input's part of all steps by one convolution: (batch, steps, gates, …places). */
function inputParts(layer: Layer, inner: Layer, x: Shaped, axes: number): Shaped {
  const [batch = 1, steps = 1, ...sample] = x.shape;
  const folded = layer.apply({ op: 'reshape', attributes: { sizes: [batch * steps, ...sample] } }, x);
  const moved = channelsFirst(layer, withShape(layer.recorder, folded));
  const windows = windowsOf(layer, axes);
  const { strides, dilations } = windows;
  const padding = paddingOf(moved.shape.slice(2), windows);
  const bias = inner.tensor('bias');
  const attributes = { strides, dilations, padding, paddingMode: 'zeros', groups: 1 } as const;
  const weight = turned(layer, inner.required('kernel'));
  const y = withShape(
    layer.recorder,
    layer.apply({ op: 'convolution', attributes }, moved, weight, ...(bias ? [bias] : [])),
  );
  const sizes = [batch, steps, ...y.shape.slice(1)];
  return withShape(layer.recorder, layer.apply({ op: 'reshape', attributes: { sizes } }, y));
}

interface States {
  readonly hidden: TensorValue;
  readonly cells: TensorValue;
}

function stepOf(layer: Layer, inner: Layer, part: TensorValue, before: States, axes: number): States {
  const pair = (op: 'add' | 'multiply', a: TensorValue, b: TensorValue): TensorValue =>
    layer.apply(plainCall(op), a, b);
  const ones = new Array<number>(axes).fill(1);
  const { taps } = windowsOf(layer, axes);
  const windows = { taps, strides: ones, dilations: ones, padding: 'same' };
  const padding = paddingOf((before.hidden.shape ?? []).slice(2), windows);
  const attributes = { strides: ones, dilations: ones, padding, paddingMode: 'zeros', groups: 1 } as const;
  const weight = turned(layer, inner.required('recurrent_kernel'));
  const recurrent = layer.apply({ op: 'convolution', attributes }, before.hidden, weight);
  const filters = layer.whole('filters');
  const sizes = [filters, filters, filters, filters];
  const gates = layer.applyAll({ op: 'split', attributes: { axis: 1, sizes } }, pair('add', part, recurrent));
  const gate = (place: number, argument: string): TensorValue => {
    const own = gates[place] ?? part;
    return tensorIn(layer.activated(own, argument)) ?? own;
  };
  const kept = pair('multiply', gate(1, 'recurrent_activation'), before.cells);
  const cells = pair('add', kept, pair('multiply', gate(0, 'recurrent_activation'), gate(2, 'activation')));
  const shown = tensorIn(layer.activated(cells, 'activation')) ?? cells;
  return { hidden: pair('multiply', gate(3, 'recurrent_activation'), shown), cells };
}

function run(layer: Layer, inputs: Value, axes: number): Value {
  const given = layer.input(inputs);
  layer.checkRank(given.shape, { exact: axes + 3 });
  const inner = new Layer(layer.machine, cellOf(layer));
  const backwards = layer.flag('go_backwards');
  const turnedInput = backwards ? layer.apply({ op: 'flip', attributes: { axes: [1] } }, given) : given;
  const parts = inputParts(layer, inner, withShape(layer.recorder, turnedInput), axes);
  const [batch = 1, steps = 1, , ...places] = parts.shape;
  if (steps > mostSteps)
    throw new Encountered(
      layer.machine.unknown('unsupported', `${steps} steps are too many to be spelled out one by one.`),
    );
  const zeros = (): TensorValue =>
    layer.apply({ op: 'zeros', attributes: { sizes: [batch, layer.whole('filters'), ...places] } });
  let states: States = { hidden: zeros(), cells: zeros() };
  const all: TensorValue[] = [];
  for (let time = 0; time < steps; time += 1) {
    const part = layer.apply({ op: 'select', attributes: { axis: 1, index: time } }, parts);
    states = stepOf(layer, inner, part, states, axes);
    all.push(channelsBack(layer, states.hidden));
  }
  const last = channelsBack(layer, states.hidden);
  const output = layer.flag('return_sequences')
    ? layer.apply({ op: 'stack', attributes: { axis: 1 } }, ...all)
    : last;
  if (!layer.flag('return_state')) return output.value;
  return list([output.value, last.value, channelsBack(layer, states.cells).value]);
}

function convLstm(axes: number): KerasLayer {
  const names = own.split(', ').map((part) => part.split('=')[0] ?? '');
  return {
    name: `ConvLSTM${axes}D`,
    kind: `conv_lstm${axes}d`,
    signature: `${own}, ${sequence}`,
    made: (layer) => {
      const named = new Map<string, Value>(names.map((name) => [name, layer.get(name)] as const));
      named.set('rank', { kind: 'int', value: axes });
      named.set('name', { kind: 'str', value: 'conv_lstm_cell' });
      layer.set('cell', layer.machine.call(layerNamed(layer.machine, 'ConvLSTMCell'), [], named));
    },
    build: (layer, shape) => {
      layer.checkRank(shape, { exact: axes + 3 });
      const inner = cellOf(layer);
      if (stateOf(inner).built) return;
      const step = shapeValue([shape[0] ?? 1, ...shape.slice(2)]);
      layer.machine.call(layer.machine.getAttribute(inner, 'build'), [step]);
      stateOf(inner).built = true;
    },
    call: (layer, inputs) => run(layer, inputs, axes),
  };
}

/** All of them. */
export const convolutionalRecurrentLayers: readonly KerasLayer[] = [cell, ...[1, 2, 3].map(convLstm)];
