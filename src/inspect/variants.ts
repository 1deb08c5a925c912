/** Variants of a network that it is judged against: the same graph with other activations or other first values. */
import type { Network, Node, NodeIndex, ParameterNode } from '../graph/network';
import { activationBehind, curveOf, rowsOf } from '../analysis/rows';
import { suitableInitialisation } from '../analysis/suitable';
import { ops, type OpCall, type OpName } from '../ops/table';
import type { Initialisation } from '../tensor/initialisations';

/**
 * The geometry control: every hidden activation a ReLU, every weight He-normal, every bias zero. What widths and the head alone do
 * to delta. An activation that feeds the loss stays, since the loss is defined on its range.
 */
export function geometryControl(network: Network): Network {
  const outputs = new Set(network.outputs.map((value) => value.node));
  const linear = linearLayers(network);
  return changed(network, (node, index) => {
    if (node.kind === 'parameter') {
      return reinitialised(node, { name: linear.has(node.layer) ? 'lecun-normal' : 'he-normal' });
    }
    if (node.kind !== 'op' || outputs.has(index) || !isCurvedActivation(node.call)) return node;
    return { ...node, call: { op: 'relu', attributes: {} } };
  });
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
