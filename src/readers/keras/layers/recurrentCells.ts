/** The cells of keras.layers: one step of a recurrence, and where the op of a whole sequence does what the cell does. */
import type { OpCall } from '../../../ops/table';
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { list, int, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import type { KerasLayer, Layer } from './layer';
import { tensorsIn } from '../model/symbolic';

/** The kinds of cells. */
export type CellKind = 'SimpleRNN' | 'LSTM' | 'GRU';

const gatesOf: Readonly<Record<CellKind, number>> = { SimpleRNN: 1, LSTM: 4, GRU: 3 };

const penalties =
  'kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None';
const starts =
  'use_bias=True, kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal", bias_initializer="zeros"';

/** What constructors of a cell, and of the layer of its kind, take. */
export const cellSignature: Readonly<Record<CellKind, string>> = {
  SimpleRNN: `units, activation="tanh", ${starts}, ${penalties}, dropout=0.0, recurrent_dropout=0.0, seed=None`,
  LSTM: `units, activation="tanh", recurrent_activation="sigmoid", ${starts}, unit_forget_bias=True, ${penalties}, dropout=0.0, recurrent_dropout=0.0, seed=None`,
  GRU: `units, activation="tanh", recurrent_activation="sigmoid", ${starts}, ${penalties}, dropout=0.0, recurrent_dropout=0.0, seed=None, reset_after=True`,
};

/** The same without activity_regularizer, as layers write it behind bias_regularizer. */
export function checkUnits(layer: Layer): void {
  const value = unwrap(layer.get('units'));
  if (value.kind === 'unknown') return;
  const units = layer.whole('units');
  if (units > 0) return;
  const message = `Received an invalid value for argument \`units\`, expected a positive integer, got ${units}.`;
  throw fail(layer.machine, 'ValueError', message);
}

function buildCell(kind: CellKind, layer: Layer, features: number): void {
  const units = layer.whole('units');
  const columns = gatesOf[kind] * units;
  layer.weight({ name: 'kernel', shape: [features, columns], start: 'kernel_initializer', role: 'weight' });
  layer.weight({
    name: 'recurrent_kernel',
    shape: [units, columns],
    start: 'recurrent_initializer',
    role: 'weight',
  });
  if (!layer.flag('use_bias')) return;
  const two = kind === 'GRU' && layer.flag('reset_after');
  const forgets = kind === 'LSTM' && layer.flag('unit_forget_bias') && isZeros(layer.get('bias_initializer'));
  layer.weight({
    name: 'bias',
    shape: two ? [2, columns] : [columns],
    start: forgets ? { name: 'keras', own: { name: 'forget-gate' } } : 'bias_initializer',
    role: 'bias',
  });
}

function isZeros(value: Value): boolean {
  return value.kind === 'str' && /^zeros?$/i.test(value.value);
}

/** One step: the output and the states after it. */
export interface Step {
  readonly output: TensorValue;
  readonly states: readonly TensorValue[];
}

/** The weights of a cell, columns by gates. */
interface Weights {
  readonly kernel: TensorValue;
  readonly recurrent: TensorValue;
  readonly bias: TensorValue | null;
  readonly recurrentBias: TensorValue | null;
}

function weightsOf(kind: CellKind, layer: Layer): Weights {
  const bias = layer.tensor('bias');
  const row = (index: number): TensorValue | null =>
    bias && layer.apply({ op: 'select', attributes: { axis: 0, index } }, bias);
  const two = kind === 'GRU' && layer.flag('reset_after');
  return {
    kernel: layer.required('kernel'),
    recurrent: layer.required('recurrent_kernel'),
    bias: two ? row(0) : bias,
    recurrentBias: two ? row(1) : null,
  };
}

/** One step of a cell, spelled out. */
export function stepOf(kind: CellKind, layer: Layer, x: TensorValue, states: readonly TensorValue[]): Step {
  const weights = weightsOf(kind, layer);
  const on = (call: OpCall, ...args: readonly TensorValue[]): TensorValue => layer.apply(call, ...args);
  const pair = (op: 'add' | 'multiply', a: TensorValue, b: TensorValue): TensorValue =>
    on(plainCall(op), a, b);
  const product = (a: TensorValue, b: TensorValue): TensorValue =>
    on({ op: 'matrix-product', attributes: {} }, a, b);
  const shifted = (a: TensorValue, b: TensorValue | null): TensorValue => (b ? pair('add', a, b) : a);
  const gate = (value: TensorValue, argument: string): TensorValue =>
    tensorIn(layer.activated(value, argument)) ?? value;
  const [h, c] = states;
  if (!h) throw fail(layer.machine, 'ValueError', 'A cell needs its states.');
  const input = shifted(product(x, weights.kernel), weights.bias);
  if (kind === 'SimpleRNN') {
    const output = gate(pair('add', input, product(h, weights.recurrent)), 'activation');
    return { output, states: [output] };
  }
  const units = layer.whole('units');
  const block = (tensor: TensorValue, index: number, count = 1): TensorValue =>
    on(
      { op: 'slice', attributes: { axis: 1, start: index * units, end: (index + count) * units, step: 1 } },
      tensor,
    );
  if (kind === 'LSTM') {
    const z = pair('add', input, product(h, weights.recurrent));
    const [i, f] = [0, 1].map((index) => gate(block(z, index), 'recurrent_activation'));
    const candidate = gate(block(z, 2), 'activation');
    const o = gate(block(z, 3), 'recurrent_activation');
    const kept = f && c ? pair('multiply', f, c) : candidate;
    const cell = pair('add', kept, i ? pair('multiply', i, candidate) : candidate);
    const output = pair('multiply', o, gate(cell, 'activation'));
    return { output, states: [output, cell] };
  }
  const after = layer.flag('reset_after');
  const recurrent = (from: number, count: number): TensorValue => block(weights.recurrent, from, count);
  const inner = after
    ? shifted(product(h, weights.recurrent), weights.recurrentBias)
    : product(h, recurrent(0, 2));
  const z = gate(pair('add', block(input, 0), block(inner, 0)), 'recurrent_activation');
  const r = gate(pair('add', block(input, 1), block(inner, 1)), 'recurrent_activation');
  const reset = after
    ? pair('multiply', r, block(inner, 2))
    : product(pair('multiply', r, h), recurrent(2, 1));
  const candidate = gate(pair('add', block(input, 2), reset), 'activation');
  const rest = on({ op: 'affine', attributes: { scale: -1, shift: 1 } }, z);
  const output = pair('add', pair('multiply', z, h), pair('multiply', rest, candidate));
  return { output, states: [output] };
}

/** Whether an activation is one of a name. */
function isNamed(layer: Layer, argument: string, name: string): boolean {
  const value = layer.get(argument);
  if (value.kind === 'str') return value.value === name;
  return value.kind === 'builtin' && value.name === name;
}

/** Columns of gates as rows, in the order of our ops: a GRU of Keras has its update gate first. */
function gateRows(kind: CellKind, layer: Layer, tensor: TensorValue): TensorValue {
  const rows = tensor.shape?.length === 2 ? layer.permuted(tensor, [1, 0]) : tensor;
  if (kind !== 'GRU') return rows;
  const units = layer.whole('units');
  const parts = layer.applyAll({ op: 'split', attributes: { axis: 0, sizes: [units, units, units] } }, rows);
  const [z, r, n] = parts;
  return z && r && n ? layer.apply({ op: 'concat', attributes: { axis: 0 } }, r, z, n) : rows;
}

/** A whole sequence by one op: all outputs, and the states behind the last step. Null where the cell does something else. */
export function wholeSequence(
  kind: CellKind,
  layer: Layer,
  x: TensorValue,
  states: readonly TensorValue[] | null,
): { readonly all: TensorValue; readonly states: readonly TensorValue[] } | null {
  const plain =
    kind === 'SimpleRNN'
      ? isNamed(layer, 'activation', 'tanh') || isNamed(layer, 'activation', 'relu')
      : isNamed(layer, 'activation', 'tanh') && isNamed(layer, 'recurrent_activation', 'sigmoid');
  if (!plain || (layer.training && layer.number('recurrent_dropout') > 0)) return null;
  const { kernel, recurrent, bias, recurrentBias } = weightsOf(kind, layer);
  const biases = [bias, recurrentBias].filter((one) => one !== null);
  const shared = { biases: biases.length, initial: states !== null, reverse: false, timeMajor: false };
  const call: OpCall =
    kind === 'LSTM'
      ? { op: 'lstm', attributes: { ...shared, projection: false } }
      : kind === 'GRU'
        ? { op: 'gru', attributes: { ...shared, resetAfter: layer.flag('reset_after') } }
        : {
            op: 'rnn',
            attributes: { ...shared, nonlinearity: isNamed(layer, 'activation', 'relu') ? 'relu' : 'tanh' },
          };
  const weights = [kernel, recurrent, ...biases].map((tensor) => gateRows(kind, layer, tensor));
  const [all, hidden, cell] = layer.applyAll(call, x, ...weights, ...(states ?? []));
  if (!all || !hidden) return null;
  return { all, states: cell ? [hidden, cell] : [hidden] };
}

function cellOf(kind: CellKind): KerasLayer {
  return {
    name: `${kind}Cell`,
    kind: `${kind === 'SimpleRNN' ? 'simple_rnn' : kind.toLowerCase()}_cell`,
    signature: cellSignature[kind],
    made: (layer) => {
      checkUnits(layer);
      const units = int(layer.whole('units'));
      layer.set('state_size', kind === 'LSTM' ? list([units, units]) : units);
      layer.set('output_size', units);
    },
    build: (layer, shape) => {
      buildCell(kind, layer, shape.at(-1) ?? 1);
    },
    takes: 'states=None',
    call: (layer, inputs, given) => {
      const before = given.get('states');
      const { output, states } = stepOf(kind, layer, layer.input(inputs), tensorsIn(before));
      const after = states.map(({ value }) => value);
      const [only = output.value] = after;
      return tuple([output.value, tensorIn(before) ? only : list(after)]);
    },
  };
}

/** All cells but StackedRNNCells, which stands with the layers that run them. */
export const cellLayers: readonly KerasLayer[] = [cellOf('SimpleRNN'), cellOf('LSTM'), cellOf('GRU')];
