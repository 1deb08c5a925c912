/** Variants of a network with a recurrent layer: the same layer with another cell, or with orthogonal recurrent weights. */
import { argumentNames, type ArgumentName } from '../../ops/recurrent/form';
import { streams } from '../../engine/parameters';
import type { Network, Node, NodeIndex, ParameterNode } from '../../graph/network';
import { usersOf, type Users } from '../../graph/users';
import { frameworkDefaults, ownDefault } from '../../tensor/frameworkDefaults';
import type { Initialisation } from '../../tensor/initialisations';
import { orthogonal } from '../../tensor/orthogonal';
import type { Pace } from '../../tensor/pace';
import { randomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/tensor';
import {
  formOf,
  gateNames,
  parametersByName,
  passesOf,
  type CellName,
  type Pass,
  type RecurrentCall,
} from './passes';

/** A variant, or why there is none, in words that follow "since". */
export type Variant = { readonly network: Network } | { readonly reason: string };

/**
 * The network with another cell in every pass of one layer: hidden size, directions and biases stay, its weights start as the framework's
 * default for that cell has it. Every other parameter keeps its values, since as many parameters stand before it.
 */
export function withCell(network: Network, layer: string, cell: CellName): Variant {
  const users = usersOf(network);
  const changed = new Map<NodeIndex, Node>();
  for (const pass of passesOf(network)) {
    if (pass.layer !== layer || pass.op.call.op === cell) continue;
    const reason = bound(network, pass, users);
    if (reason !== null) return { reason };
    for (const [index, node] of swappedNodes(network, pass, cell)) changed.set(index, node);
  }
  return { network: withNodes(network, changed) };
}

/** What ties a pass to its cell, or null. */
function bound(network: Network, pass: Pass, users: Users): string | null {
  const { op, node } = pass;
  if (op.call.attributes.initial) return 'its first states are given';
  const takesCells = (user: Node | undefined): boolean =>
    user !== undefined && 'args' in user && user.args.some((arg) => arg.node === node && arg.output === 2);
  if (
    (users[node] ?? []).some((user) => takesCells(network.nodes[user])) ||
    network.outputs.some((value) => value.node === node && value.output === 2)
  )
    return 'its cells are used outside of it';
  const parameters = parametersByName(network, pass);
  if (parameters.size + 1 < op.args.length) return 'its weights are computed by other layers';
  const shared = [...parameters.values()].some(({ index }) => (users[index] ?? []).length > 1);
  return shared ? 'it shares its weights' : null;
}

const swappable: readonly ArgumentName[] = ['inputWeights', 'recurrentWeights', 'inputBias', 'recurrentBias'];

function swappedNodes(network: Network, pass: Pass, cell: CellName): ReadonlyMap<NodeIndex, Node> {
  const { op, node } = pass;
  const changed = new Map<NodeIndex, Node>();
  const parameters = parametersByName(network, pass);
  const recurrent = parameters.get('recurrentWeights')?.node;
  const units = recurrent?.shape[1] ?? 0;
  const framework = recurrent?.initialisation.name === 'keras' ? 'keras' : 'pytorch';
  for (const name of swappable) {
    const parameter = parameters.get(name);
    if (!parameter) continue;
    const shape = [gateNames[cell].length * units, ...parameter.node.shape.slice(1)];
    changed.set(parameter.index, {
      ...parameter.node,
      shape,
      fans: { fanIn: parameter.node.fans.fanIn, fanOut: shape[0] ?? 0 },
      initialisation: defaultOf(name, cell, units, framework),
      derived: undefined,
      written: null,
    });
  }
  const args = op.args.filter((_, place) => argumentNames(formOf(op.call))[place] !== 'projection');
  return changed.set(node, { ...op, call: callOf(op.call, cell), args });
}

function defaultOf(
  name: ArgumentName,
  cell: CellName,
  units: number,
  framework: 'pytorch' | 'keras',
): Initialisation {
  const { recurrentInput, recurrentWeight, recurrentBias, forgetBias } = frameworkDefaults;
  const biasOf = name === 'inputBias' && cell === 'lstm' ? forgetBias : recurrentBias;
  const of =
    name === 'inputWeights' ? recurrentInput : name === 'recurrentWeights' ? recurrentWeight : biasOf;
  return ownDefault({ name: framework }, of(units));
}

function callOf({ attributes }: RecurrentCall, cell: CellName): RecurrentCall {
  const { biases, initial, reverse, timeMajor } = attributes;
  const shared = { biases, initial, reverse, timeMajor };
  switch (cell) {
    case 'rnn':
      return { op: cell, attributes: { ...shared, nonlinearity: 'tanh' } };
    case 'lstm':
      return { op: cell, attributes: { ...shared, projection: false } };
    case 'gru':
      return { op: cell, attributes: { ...shared, resetAfter: true } };
  }
}

/** The network with a random orthogonal matrix for each gate's recurrent weights in all passes of one layer (Saxe et al. 2014). */
export function withOrthogonal(network: Network, layer: string, pace: Pace): Network {
  const changed = new Map<NodeIndex, Node>();
  const order = network.nodes.filter(({ kind }) => kind === 'parameter');
  for (const pass of passesOf(network)) {
    const recurrent = pass.layer === layer && parametersByName(network, pass).get('recurrentWeights');
    if (!recurrent) continue;
    const { index, node } = recurrent;
    const gates = gateNames[pass.op.call.op].length;
    changed.set(index, {
      ...node,
      initialisation: orthogonalBlocks(node, gates, network.seed, order.indexOf(node), pace),
      derived: undefined,
      written: null,
    });
  }
  return withNodes(network, changed);
}

function orthogonalBlocks(
  { shape }: ParameterNode,
  gates: number,
  seed: number,
  place: number,
  pace: Pace,
): Initialisation {
  const [rows = 0, columns = 0] = shape;
  const block = [rows / gates, columns];
  const values = new Float64Array(sizeOf(shape));
  const random = randomStream(seed, streams.parameters).fork(place);
  for (let gate = 0; gate < gates; gate += 1) {
    values.set(orthogonal(block, random.fork(gate), pace), gate * sizeOf(block));
  }
  return { name: 'values', values };
}

function withNodes(network: Network, changed: ReadonlyMap<NodeIndex, Node>): Network {
  return { ...network, nodes: network.nodes.map((node, index) => changed.get(index) ?? node) };
}
