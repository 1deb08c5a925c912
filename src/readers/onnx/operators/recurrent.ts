/** Recurrent layers: one node holds the weights of both directions, with gates in ONNX's order. */
import type { OpCall } from '../../../ops/table';
import type { Shape, Tensor } from '../../../tensor/tensor';
import { shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;
type Kind = 'lstm' | 'gru' | 'rnn';

/** Our gates by their place among ONNX's: of an LSTM input, forget, cell, output from input, output, forget, cell; of a GRU reset, update, new from update, reset, new. */
const gateOrder = {
  lstm: [0, 2, 3, 1],
  gru: [1, 0, 2],
  rnn: [0],
} as const satisfies Record<Kind, readonly number[]>;

/** The usual functions of the gates; others are not spelled. */
const usualActivations = {
  lstm: ['sigmoid', 'tanh', 'tanh'],
  gru: ['sigmoid', 'tanh'],
  rnn: ['tanh'],
} as const satisfies Record<Kind, readonly string[]>;

interface Direction {
  readonly asked: Asked;
  readonly kind: Kind;
  readonly place: number;
  readonly reverse: boolean;
  readonly units: number;
}

function recurrent(kind: Kind): Operator {
  return {
    since: 7,
    spell: (asked) => {
      const way = asked.text('direction', 'forward');
      const ways = way === 'bidirectional' ? [false, true] : [way === 'reverse'];
      refuseUnusual(asked, kind, ways.length);
      asked.record.ownLayer(kind, asked.input(1));
      const units = shapeOf(asked.input(2)).at(-1) ?? 0;
      const ends = ways.map((reverse, place) => directed({ asked, kind, place, reverse, units }));
      return outputsOf(asked, ends);
    },
  };
}

/** Peepholes, clipping, coupled gates and sequences of different lengths have no op of ours. */
function refuseUnusual(asked: Asked, kind: Kind, ways: number): void {
  const { operator } = asked.node;
  if (asked.has('clip')) throw new Unspellable(`${operator} clips its cells.`);
  if (asked.whole('input_forget', 0) !== 0) throw new Unspellable(`${operator} couples its gates.`);
  if (asked.optional(7)) throw new Unspellable(`${operator} has peepholes.`);
  const lengths = asked.numbers(4);
  const steps = shapeOf(asked.input(0))[asked.whole('layout', 0) === 1 ? 1 : 0];
  if (lengths?.some((length) => length !== steps)) {
    throw new Unspellable(`${operator} has sequences of different lengths.`);
  }
  const given = asked.texts('activations').map((name) => name.toLowerCase());
  const usual = usualActivations[kind];
  const wanted = Array.from({ length: ways }, () => usual).flat();
  const relu = kind === 'rnn' && given.length > 0 && given.every((name) => name === 'relu');
  if (given.length > 0 && !relu && given.some((name, which) => name !== wanted[which])) {
    throw new Unspellable(`${operator} has other functions than the usual ones.`);
  }
}

function directed(direction: Direction): readonly Operand[] {
  const { asked, kind, reverse, units } = direction;
  const hasBias = asked.optional(3) !== null;
  const states = statesOf(direction);
  const args = [
    asked.input(0),
    part(direction, 1, 'weight_ih', 0),
    part(direction, 2, 'weight_hh', 0),
    ...(hasBias ? [part(direction, 3, 'bias_ih', 0), part(direction, 3, 'bias_hh', 1)] : []),
    ...states,
  ];
  const sequence = {
    biases: hasBias ? 2 : 0,
    initial: states.length > 0,
    reverse,
    timeMajor: asked.whole('layout', 0) === 0,
  };
  if (units === 0) throw new Unspellable(`${asked.node.operator} has no units.`);
  return asked.record.applyAll(callOf(asked, kind, sequence), args);
}

function callOf(
  asked: Asked,
  kind: Kind,
  sequence: { biases: number; initial: boolean; reverse: boolean; timeMajor: boolean },
): OpCall {
  if (kind === 'lstm') return { op: 'lstm', attributes: { ...sequence, projection: false } };
  if (kind === 'gru') {
    const resetAfter = asked.whole('linear_before_reset', 0) !== 0;
    return { op: 'gru', attributes: { ...sequence, resetAfter } };
  }
  const isRelu = asked.texts('activations')[0]?.toLowerCase() === 'relu';
  return { op: 'rnn', attributes: { ...sequence, nonlinearity: isRelu ? 'relu' : 'tanh' } };
}

/** The rows of one direction in our order of gates, as a parameter. Biases stand behind each other in one row. */
function part(
  { asked, kind, place, reverse, units }: Direction,
  input: number,
  name: string,
  half: number,
): Operand {
  const operand = asked.input(input);
  const tensor = asked.record.known(operand);
  if (!tensor) throw new Unspellable(`${asked.node.operator} computes its weights.`);
  const [, , columns = 1] = tensor.shape;
  const isBias = tensor.shape.length === 2;
  const order = gateOrder[kind];
  const rows = order.length * units;
  const width = isBias ? 1 : columns;
  const start = place * (isBias ? 2 * rows : rows * columns) + half * rows;
  const data = Float32Array.from({ length: rows * width }, (_, at) => {
    const gate = Math.floor(at / (units * width));
    return tensor.data[start + (order[gate] ?? 0) * units * width + (at % (units * width))] ?? NaN;
  });
  const shape: Shape = isBias ? [rows] : [rows, columns];
  return asked.record.weight(
    {
      kind: 'known',
      computed: 'float',
      tensor: sliceOf(asked, tensor, `${input}.${place}.${half}`, shape, data),
    },
    { role: isBias ? 'bias' : 'weight', part: `${name}_l${numberOf(asked)}${reverse ? '_reverse' : ''}` },
  );
}

const slices = new WeakMap<Tensor, Map<string, Tensor>>();

/** The same tensor for the same part, so that nodes that share weights share parameters. */
function sliceOf(asked: Asked, whole: Tensor, key: string, shape: Shape, data: Float32Array): Tensor {
  const known = slices.get(whole) ?? new Map<string, Tensor>();
  slices.set(whole, known);
  const name = `${asked.node.operator}.${key}`;
  const tensor = known.get(name) ?? { elementType: 'float32', shape, data };
  known.set(name, tensor);
  return tensor;
}

/** Which of a stack of layers a node is: exporters that name nodes by their module number those of one module. */
function numberOf(asked: Asked): number {
  return Number(/^\/.*_(\d+)$/.exec(asked.node.name)?.[1] ?? 0);
}

/** The states before the first step of a direction; those of zeros are left out. */
function statesOf({ asked, kind, place, units }: Direction): readonly Operand[] {
  const batchFirst = asked.whole('layout', 0) === 1;
  const given = [asked.optional(5), ...(kind === 'lstm' ? [asked.optional(6)] : [])];
  const isZero = (state: Given | null): boolean => {
    const tensor = state && asked.record.known(state);
    return !state || (tensor?.data.every((value) => value === 0) ?? false);
  };
  if (given.every(isZero)) return [];
  const batch = shapeOf(asked.input(0))[batchFirst ? 0 : 1] ?? 1;
  return given.map((state) =>
    state
      ? asked.apply({ op: 'select', attributes: { axis: batchFirst ? 1 : 0, index: place } }, state)
      : asked.apply({ op: 'zeros', attributes: { sizes: [batch, units] } }),
  );
}

/** All steps, then the last states, with an axis for the directions. */
function outputsOf(asked: Asked, ends: readonly (readonly Operand[])[]): readonly Operand[] {
  const batchFirst = asked.whole('layout', 0) === 1;
  const [all, one] = batchFirst ? [2, 1] : [1, 0];
  return asked.node.outputs.map((name, output) => {
    const values = ends.flatMap((end) => end[output] ?? []);
    const axis = output === 0 ? all : one;
    const [first] = values;
    if (!first) throw new Unspellable(`${asked.node.operator} names an output that it has not.`);
    if (name === '') return first;
    return asked.record.apply({ op: 'stack', attributes: { axis } }, values);
  });
}

/** Recurrent layers by their names. */
export const recurrentLayers = {
  GRU: recurrent('gru'),
  LSTM: recurrent('lstm'),
  RNN: recurrent('rnn'),
} as const satisfies Record<string, Operator>;
