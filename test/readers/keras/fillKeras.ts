/** Fills a model and its inputs as test/goldens/keras_source.py does, and gives every input a shift, whose gradient is that of the input. */
import type { Dataset } from '../../../src/graph/dataset';
import type { Network, Node, ParameterNode, Value } from '../../../src/graph/network';
import { fileStart } from '../../../src/base/span';
import { hashAt } from '../../../src/tensor/formulas';
import type { Initialisation } from '../../../src/tensor/initialisations';
import { sizeOf } from '../../../src/tensor/tensor';

/** How far the numbers of one input lie behind those of the one before. */
const apart = 7919;

/** One input in the words of a case. */
export interface GivenInput {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly isFloat: boolean;
}

/** Reads the words of a case. */
export function givenInput(word: string, place: number): GivenInput {
  const [, kind, sizes = '', below = '1'] = /^(?:(int|bool):)?([\d,]+)(?:<(\d+))?$/.exec(word) ?? [];
  const shape = sizes.split(',').map(Number);
  const value = (index: number): number => {
    if (kind === 'int') return (7 * index + 3) % Number(below);
    if (kind === 'bool') return Number(index % 3 < 2);
    return hashAt(index + 1 + apart * place);
  };
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, index) => value(index));
  return { shape, values, isFloat: kind === undefined };
}

function startOf({ name, shape }: Pick<ParameterNode, 'name' | 'shape'>): Initialisation {
  if (shape.length >= 2)
    return { name: 'hash', argument: 1 / Math.sqrt(sizeOf(shape.slice(0, -1))), centre: 0 };
  return { name: 'hash', argument: 0.1, centre: /(gamma|scale|variance)$/.test(name) ? 1 : 0 };
}

/** Statistics that are filled like weights; other buffers keep what they have. */
const running = /moving_(mean|variance)$/;

/** The name of the shift of an input. */
export const shiftName = (place: number): string => `input-shift-${place}`;

/** The network with filled parameters, a shift of zeros added to every input of floats, and the inputs of a case as its data. */
export function filledModel(network: Network, words: readonly string[]): Network {
  const inputs = words.map(givenInput);
  const nodes: Node[] = [];
  /** The new place of every old node. */
  const places: number[] = [];
  let inputPlace = 0;
  const moved = ({ node, output }: Value): Value => ({ node: places[node] ?? node, output });
  for (const node of network.nodes) {
    const at = nodes.push(rewired(node, moved)) - 1;
    const given = node.kind === 'input' ? inputs[inputPlace] : undefined;
    if (node.kind === 'input') inputPlace += 1;
    places.push(given?.isFloat === true ? at + 2 : at);
    if (given?.isFloat !== true) continue;
    const span = fileStart('');
    nodes.push({
      ...{ kind: 'parameter', name: shiftName(inputPlace - 1), role: 'bias', shape: given.shape },
      ...{ span, written: null, trainable: true, layer: 0 },
      ...{ initialisation: { name: 'zeros' }, fans: { fanIn: 1, fanOut: 1 } },
    });
    const args = [at, at + 1].map((one) => ({ node: one, output: 0 }));
    nodes.push({ kind: 'op', call: { op: 'add', attributes: {} }, args, layer: null, span });
  }
  const loss = network.loss && { ...network.loss, node: places[network.loss.node] ?? 0 };
  const batch = inputs[0]?.shape[0] ?? 1;
  return {
    ...network,
    nodes,
    outputs: network.outputs.map(moved),
    loss,
    batch,
    dataset: dataOf(network, inputs, batch),
  };
}

function rewired(node: Node, moved: (value: Value) => Value): Node {
  if (node.kind === 'op' || node.kind === 'opaque') return { ...node, args: node.args.map(moved) };
  if (node.kind === 'parameter') return { ...node, initialisation: startOf(node), derived: undefined };
  if (node.kind === 'buffer' && running.test(node.name)) return { ...node, initialisation: startOf(node) };
  return node;
}

function dataOf(network: Network, [first, ...others]: readonly GivenInput[], count: number): Dataset | null {
  if (!first) return null;
  return {
    ...{
      name: 'filled',
      count,
      sampleShape: first.shape.slice(1),
      targets: null,
      targetShape: [],
      columns: [],
      testing: [],
    },
    ...{ inOrder: true, span: network.span, inputs: first.values },
    otherInputs: others.map(({ values }) => values),
    training: Array.from({ length: count }, (_, index) => index),
  };
}
