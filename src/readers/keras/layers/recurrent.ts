/** Recurrent layers of keras.layers: a cell over the steps of a sequence, by one op where there is one, else step by step. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { int, list, none, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { InstanceValue, Value } from '../../python/values/value';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { whole } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import { stateOf } from '../layer/state';
import { tensorsIn, withTensors } from '../model/symbolic';
import { shapeValue } from '../values/shape';
import { Layer, type KerasLayer, type LayerArguments, type Sizes } from './layer';
import { cellSignature, checkUnits, wholeSequence, type CellKind } from './recurrentCells';
import { shown } from './places';

/** More steps than this are not spelled out one by one. */
const mostSteps = 512;

const sequenceSignature =
  'return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False, zero_output_for_mask=False';

/** A class of keras.layers. */
export function layerNamed(machine: Machine, name: string): Value {
  const module = machine.importModule('keras.layers');
  const found = module?.kind === 'module' ? module.attributes.get(name) : undefined;
  return found ?? machine.unknown('unsupported', `keras.layers.${name} is not understood yet.`);
}

/** The states of a cell before the first step: zeros in the structure of its `state_size`. */
function zeroStates(layer: Layer, size: Value, batch: number): Value {
  const plain = unwrap(size);
  if (plain.kind === 'list' || plain.kind === 'tuple')
    return list(plain.items.map((item) => zeroStates(layer, item, batch)));
  const sizes = [batch, whole(layer.machine, size)];
  return layer.apply({ op: 'zeros', attributes: { sizes } }).value;
}

function cellOf(layer: Layer): InstanceValue {
  const cell = layer.get('cell');
  if (cell.kind === 'unknown') throw new Encountered(cell);
  if (cell.kind === 'instance') return cell;
  throw fail(
    layer.machine,
    'ValueError',
    `Argument \`cell\` should have a \`call\` method. Received: cell=${shown(layer.machine, cell)}`,
  );
}

/** The cells of Keras by their classes. */
function kindOfCell(machine: Machine, cell: InstanceValue): CellKind | null {
  const kinds: readonly CellKind[] = ['SimpleRNN', 'LSTM', 'GRU'];
  return kinds.find((kind) => layerNamed(machine, `${kind}Cell`) === classOf(cell)) ?? null;
}

/** Builds a cell for one step. */
function buildCell(layer: Layer, shape: Sizes): void {
  const cell = cellOf(layer);
  if (stateOf(cell).built) return;
  const step = shapeValue([shape[0] ?? 1, ...shape.slice(2)]);
  layer.machine.call(layer.machine.getAttribute(cell, 'build'), [step]);
  stateOf(cell).built = true;
}

/** The states that a call gives: `initial_state`, or what stands behind the sequence. */
function initialStates(layer: Layer, given: LayerArguments): Value | null {
  const value = given.get('initial_state');
  const plain = unwrap(value);
  if (plain.kind === 'none') return null;
  const states = tensorIn(value) ? list([value]) : value;
  const wanted = countOf(layer.machine.getAttribute(cellOf(layer), 'state_size'));
  const found = tensorsIn(states).length;
  if (found !== wanted)
    throw fail(
      layer.machine,
      'ValueError',
      `The layer needs ${wanted} initial states, it was given ${found}.`,
    );
  return states;
}

function countOf(size: Value): number {
  const plain = unwrap(size);
  if (plain.kind !== 'list' && plain.kind !== 'tuple') return 1;
  const items: readonly Value[] = plain.items;
  return items.reduce((sum, item) => sum + countOf(item), 0);
}

function flipped(layer: Layer, x: TensorValue): TensorValue {
  return layer.apply({ op: 'flip', attributes: { axes: [1] } }, x);
}

/** What a run over a sequence gives; outputs in the order in which the steps ran. */
interface Course {
  readonly all: TensorValue | null;
  readonly last: TensorValue;
  readonly states: Value;
}

function runLayer(layer: Layer, inputs: Value, given: LayerArguments): Value {
  const sequence = layer.input(inputs);
  const cell = cellOf(layer);
  const kind = kindOfCell(layer.machine, cell);
  if (kind) layer.checkRank(sequence.shape, { exact: 3 });
  const behind = unwrap(inputs).kind === 'list' ? tensorsIn(inputs).slice(1) : [];
  const states = behind.length > 0 ? list(behind.map(({ value }) => value)) : initialStates(layer, given);
  const mask = tensorIn(given.get('mask')) ?? null;
  const backwards = layer.flag('go_backwards');
  const turned = backwards ? flipped(layer, sequence) : sequence;
  const turnedMask = mask && backwards ? flipped(layer, mask) : mask;
  const x = withShape(layer.recorder, dropped(layer, cell, kind, turned));
  const course =
    (kind && !mask ? byOneOp(layer, { cell, kind, x, states }) : null) ??
    stepByStep(layer, { cell, x, states, mask: turnedMask });
  const output = layer.flag('return_sequences') ? (course.all ?? course.last) : course.last;
  if (!layer.flag('return_state')) return output.value;
  return list([output.value, ...tensorsIn(course.states).map(({ value }) => value)]);
}

/** Dropout of the input, the same features at every step. */
function dropped(layer: Layer, cell: InstanceValue, kind: CellKind | null, x: TensorValue): TensorValue {
  if (!kind || !layer.training) return x;
  const rate = new Layer(layer.machine, cell).number('dropout');
  return rate > 0 ? layer.apply({ op: 'feature-dropout', attributes: { rate, channelAxis: -1 } }, x) : x;
}

interface Run {
  readonly cell: InstanceValue;
  readonly x: Shaped;
  readonly states: Value | null;
}

function byOneOp(layer: Layer, { cell, kind, x, states }: Run & { readonly kind: CellKind }): Course | null {
  const inner = new Layer(layer.machine, cell);
  const found = wholeSequence(kind, inner, x, states && tensorsIn(states));
  const [last] = found?.states ?? [];
  if (!found || !last) return null;
  return { all: found.all, last, states: list(found.states.map(({ value }) => value)) };
}

function stepByStep(
  layer: Layer,
  { cell, x, states, mask }: Run & { readonly mask: TensorValue | null },
): Course {
  const { machine } = layer;
  const [batch = 1, steps = 0] = x.shape;
  if (steps > mostSteps)
    throw new Encountered(
      machine.unknown('unsupported', `${steps} steps of a cell are too many to be spelled out one by one.`),
    );
  const size = machine.getAttribute(cell, 'state_size');
  const single = unwrap(size).kind === 'int';
  let current = states ?? zeroStates(layer, single ? list([size]) : size, batch);
  let last: TensorValue | null = null;
  const all: TensorValue[] = [];
  for (let time = 0; time < steps; time += 1) {
    const step = layer.apply({ op: 'select', attributes: { axis: 1, index: time } }, x);
    const result = unwrap(machine.call(cell, [step.value, current]));
    if (result.kind === 'unknown') throw new Encountered(result);
    const [output = none, after = none] =
      result.kind === 'tuple' || result.kind === 'list' ? result.items : [result, current];
    const tensor = tensorIn(output);
    if (!tensor) throw fail(machine, 'ValueError', 'A cell must give its output and its states.');
    const taken = mask && layer.apply({ op: 'select', attributes: { axis: 1, index: time } }, mask);
    const next = tensorIn(after) ? list([after]) : after;
    last = taken ? chosen(layer, taken, tensor, layer.flag('zero_output_for_mask') ? null : last) : tensor;
    current = taken ? statesChosen(layer, taken, next, current) : next;
    all.push(last);
  }
  if (!last) throw fail(machine, 'ValueError', 'A recurrent layer needs at least one step.');
  const wanted = layer.flag('return_sequences');
  return {
    all: wanted ? layer.apply({ op: 'stack', attributes: { axis: 1 } }, ...all) : null,
    last,
    states: current,
  };
}

/** What a mask takes from the first, and elsewhere from the second; null: zeros. */
function chosen(layer: Layer, mask: TensorValue, taken: TensorValue, other: TensorValue | null): TensorValue {
  const rank = taken.shape?.length ?? 2;
  const sizes = [mask.shape?.[0] ?? 1, ...new Array<number>(rank - 1).fill(1)];
  const wide = layer.apply({ op: 'reshape', attributes: { sizes } }, mask);
  const filling = other ?? layer.apply({ op: 'zeros', attributes: { sizes: taken.shape ?? [] } });
  return layer.apply({ op: 'where', attributes: {} }, wide, taken, filling);
}

function statesChosen(layer: Layer, mask: TensorValue, taken: Value, other: Value): Value {
  const before = tensorsIn(other);
  let place = 0;
  return withTensors(taken, (tensor) => chosen(layer, mask, tensor, before[place++] ?? null).value);
}

const rnn: KerasLayer = {
  name: 'RNN',
  kind: 'rnn',
  signature: `cell, ${sequenceSignature}`,
  made: (layer) => {
    const cell = unwrap(layer.get('cell'));
    if (cell.kind === 'list' || cell.kind === 'tuple')
      layer.set('cell', layer.machine.call(layerNamed(layer.machine, 'StackedRNNCells'), [cell]));
  },
  build: buildCell,
  takes: 'initial_state=None',
  call: runLayer,
};

const stacked: KerasLayer = {
  name: 'StackedRNNCells',
  kind: 'stacked_rnn_cells',
  signature: 'cells',
  made: (layer) => {
    const sizes = cellsOf(layer).map((cell) => layer.machine.getAttribute(cell, 'state_size'));
    layer.set('state_size', list(sizes));
  },
  build: (layer, shape) => {
    let step: Sizes = shape;
    for (const cell of cellsOf(layer)) {
      if (!stateOf(cell).built)
        layer.machine.call(layer.machine.getAttribute(cell, 'build'), [shapeValue(step)]);
      stateOf(cell).built = true;
      const size = unwrap(layer.machine.getAttribute(cell, 'state_size'));
      const first = size.kind === 'list' || size.kind === 'tuple' ? (size.items[0] ?? none) : size;
      step = [step[0] ?? 1, whole(layer.machine, first)];
    }
  },
  takes: 'states=None',
  call: (layer, inputs, given) => {
    const before = unwrap(given.get('states'));
    const items = before.kind === 'list' || before.kind === 'tuple' ? before.items : [];
    let output = inputs;
    const after: Value[] = [];
    for (const [place, cell] of cellsOf(layer).entries()) {
      const states = items[place] ?? none;
      const result = unwrap(layer.machine.call(cell, [output, tensorIn(states) ? list([states]) : states]));
      if (result.kind === 'unknown') throw new Encountered(result);
      const [own = none, next = none] =
        result.kind === 'tuple' || result.kind === 'list' ? result.items : [result];
      output = own;
      const single = tensorIn(states) && next.kind === 'list' ? (next.items[0] ?? next) : next;
      after.push(single);
    }
    return tuple([output, list(after)]);
  },
};

function cellsOf(layer: Layer): readonly InstanceValue[] {
  const value = unwrap(layer.get('cells'));
  const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  return items.filter((item): item is InstanceValue => item.kind === 'instance');
}

/** A layer with a cell of its own, which has its arguments. */
function withOwnCell(kind: CellKind): KerasLayer {
  const own = cellSignature[kind].split(', ').map((part) => part.split('=')[0] ?? '');
  const word = kind === 'SimpleRNN' ? 'simple_rnn' : kind.toLowerCase();
  const sequence = `${cellSignature[kind].replace('bias_regularizer=None, ', 'bias_regularizer=None, activity_regularizer=None, ').replace(', reset_after=True', '')}, ${sequenceSignature}, use_cudnn="auto", implementation=2, time_major=False, consume_less=None${kind === 'GRU' ? ', reset_after=True' : ''}`;
  return {
    name: kind,
    aliases: kind === 'SimpleRNN' ? [] : [`CuDNN${kind}`],
    kind: word,
    base: 'RNN',
    signature: sequence,
    made: (layer) => {
      checkUnits(layer);
      const named = new Map<string, Value>(own.map((name) => [name, layer.get(name)] as const));
      named.set('name', { kind: 'str', value: `${word}_cell` });
      const cell = layer.machine.call(layerNamed(layer.machine, `${kind}Cell`), [], named);
      // What the program says for the layer it says for its cell.
      if (cell.kind === 'instance') {
        const { given } = stateOf(cell);
        given.clear();
        for (const name of layer.state.given) given.add(name);
      }
      layer.set('cell', cell);
      layer.set(
        'state_size',
        cell.kind === 'instance' ? layer.machine.getAttribute(cell, 'state_size') : int(0),
      );
    },
    build: (layer, shape) => {
      layer.checkRank(shape, { exact: 3 });
      buildCell(layer, shape);
    },
    takes: 'initial_state=None',
    call: runLayer,
  };
}

/** All of them; a base stands before what descends from it. */
export const recurrentLayers: readonly KerasLayer[] = [
  rnn,
  stacked,
  ...(['SimpleRNN', 'LSTM', 'GRU'] as const).map(withOwnCell),
];
