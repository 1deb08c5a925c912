/** Variants of a network that it is judged against or compared with: the same graph with other activations or other first values. */
import { callNamed } from '../graph/calls';
import type { LayerIndex, Network, Node, NodeIndex, ParameterNode, Value } from '../graph/network';
import { activationName } from '../analysis/activations';
import { activationBehind, curveOf, rowsOf } from '../analysis/rows';
import { suitableInitialisation } from '../analysis/suitable';
import { activationDefaults, type ActivationName } from '../ops/activations/table';
import { ops, type OpCall, type OpName } from '../ops/table';
import type { Initialisation } from '../tensor/initialisations';

/**
 * The geometry control: every hidden activation a ReLU, every weight He-normal, every bias zero. What widths and the head alone do
 * to delta. An activation that feeds the loss stays, since the loss is defined on its range.
 */
export function geometryControl(network: Network): Network {
  const linear = linearLayers(network);
  return changed(withActivation(network, 'relu'), (node) =>
    node.kind === 'parameter'
      ? reinitialised(node, { name: linear.has(node.layer) ? 'lecun-normal' : 'he-normal' })
      : node,
  );
}

/** Functions of one number that are no activations (exp, sqrt, abs) are what the user means to compute. */
function isCurvedActivation<Name extends OpName>(call: OpCall<Name>): boolean {
  return ops[call.op].role === 'activation' && curveOf(call) !== null;
}

/** Hidden layers that no activation follows: no ReLU halves their signal, so LeCun's variance is what He's is behind a ReLU. */
function linearLayers(network: Network): ReadonlySet<number> {
  const rows = rowsOf(network);
  const last = rows.findLastIndex(({ role }) => role === 'weighted');
  return new Set(
    rows.flatMap((row, index) =>
      activationBehind(rows, index) === null && index !== last ? [row.layer] : [],
    ),
  );
}

/** The textbook control: the user's activations, with the initialisation that suits the one behind each layer. */
export function textbookControl(network: Network): Network {
  const activationOf = new Map<number, OpName | null>();
  const rows = rowsOf(network);
  rows.forEach((row, index) => activationOf.set(row.layer, activationBehind(rows, index)?.call.op ?? null));
  return changed(network, (node) =>
    node.kind === 'parameter'
      ? reinitialised(node, { name: suitableInitialisation(activationOf.get(node.layer) ?? null) })
      : node,
  );
}

function reinitialised(node: ParameterNode, initialisation: Initialisation): ParameterNode {
  const first: Readonly<Record<ParameterNode['role'], Initialisation>> = {
    weight: initialisation,
    bias: { name: 'zeros' },
    scale: { name: 'ones' },
    slope: node.initialisation,
    embedding: node.initialisation,
  };
  return { ...node, initialisation: first[node.role] };
}

function changed(network: Network, change: (node: Node, index: NodeIndex) => Node): Network {
  return { ...network, nodes: network.nodes.map(change) };
}

/** The same graph without what draws random numbers in training: dropout and its like pass their input on. */
export function withoutNoise(network: Network): Network {
  const passes = (node: Node | undefined): Value | null =>
    node?.kind === 'op' && ops[node.call.op].role === 'noise' ? (node.args[0] ?? null) : null;
  const behind = (value: Value): Value => {
    let from = value;
    for (let next = passes(network.nodes[from.node]); next; next = passes(network.nodes[from.node]))
      from = next;
    return from;
  };
  return {
    ...changed(network, (node) => (node.kind === 'op' ? { ...node, args: node.args.map(behind) } : node)),
    outputs: network.outputs.map(behind),
  };
}

/** The activation nodes whose exchange asks "what if": those before the output that are functions of one number. */
function hiddenActivations(network: Network): ReadonlySet<NodeIndex> {
  const outputs = new Set(network.outputs.map((value) => value.node));
  return new Set(
    network.nodes.flatMap((node, index) =>
      node.kind === 'op' && !outputs.has(index) && isCurvedActivation(node.call) ? [index] : [],
    ),
  );
}

/** The hidden activations as they are written (leaky-relu 0.1), each once, in order. */
export function hiddenActivationNames(network: Network): readonly string[] {
  const hidden = hiddenActivations(network);
  return [
    ...new Set(
      network.nodes.flatMap((node, index) =>
        node.kind === 'op' && hidden.has(index) ? [activationName(node.call)] : [],
      ),
    ),
  ];
}

/** The layers of the hidden activations. */
export function hiddenActivationLayers(network: Network): readonly LayerIndex[] {
  const hidden = hiddenActivations(network);
  return network.nodes.flatMap((node, index) =>
    node.kind === 'op' && node.layer !== null && hidden.has(index) ? [node.layer] : [],
  );
}

/** The same graph with one activation in all hidden layers, with the numbers that PyTorch gives it. */
export function withActivation(network: Network, name: ActivationName): Network {
  const hidden = hiddenActivations(network);
  const call = callNamed(name, activationDefaults[name]);
  // What was learned of the old one (a slope) is left without a user.
  return changed(network, (node, index) =>
    node.kind === 'op' && hidden.has(index) ? { ...node, call, args: node.args.slice(0, 1) } : node,
  );
}

/**
 * The same graph with an initialisation written at every layer that has weights: biases start at zero, unless it is PyTorch's default,
 * which draws them too. Scales of norms start at one, embeddings stay as they are.
 */
export function withInitialisation(network: Network, initialisation: Initialisation): Network {
  if (initialisation.name !== 'pytorch') {
    return changed(network, (node) =>
      node.kind === 'parameter' ? reinitialised(node, initialisation) : node,
    );
  }
  const weighted = new Set(
    network.nodes.flatMap((node) =>
      node.kind === 'parameter' && node.role === 'weight' ? [node.layer] : [],
    ),
  );
  return changed(network, (node) => {
    if (node.kind !== 'parameter' || node.initialisation.name === 'pytorch') return node;
    // What PyTorch means for a recurrent layer stands in `own`, which only the reader knows; elsewhere it is that of a linear layer.
    const drawn = node.role === 'weight' || (node.role === 'bias' && weighted.has(node.layer));
    return drawn ? { ...node, initialisation } : reinitialised(node, initialisation);
  });
}
