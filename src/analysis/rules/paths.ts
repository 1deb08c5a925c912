/** The ways from a node of the network to the loss, as the rules about single parameters walk them. */
import type { Network, NodeIndex, OpNode, ParameterNode } from '../../graph/network';
import type { Users } from '../../graph/users';
import { ops, type OpName } from '../../ops/table';
import type { OpRole } from '../../ops/op';

/** What an op is for. */
export function roleOf({ call }: OpNode): OpRole {
  const name: OpName = call.op;
  return ops[name].role;
}

/** The op at a node, or null. */
export function opAt(network: Network, index: NodeIndex): OpNode | null {
  const node = network.nodes[index];
  return node?.kind === 'op' ? node : null;
}

/** The parameters that an op takes. */
export function parametersOf(network: Network, { args }: OpNode): readonly ParameterNode[] {
  return args.flatMap(({ node }) => {
    const found = network.nodes[node];
    return found?.kind === 'parameter' ? [found] : [];
  });
}

/** The node of a parameter, or -1. */
export function parameterNode(network: Network, name: string): NodeIndex {
  const known = parameterNodes.get(network) ?? new Map<string, NodeIndex>();
  if (!parameterNodes.has(network)) {
    network.nodes.forEach((node, index) => {
      if (node.kind === 'parameter') known.set(node.name, index);
    });
    parameterNodes.set(network, known);
  }
  return known.get(name) ?? -1;
}

/** Parameters by name, by network, since every layer asks for its own. */
const parameterNodes = new WeakMap<Network, Map<string, NodeIndex>>();

/** Whether the loss is computed from a node. */
export function feedsLoss(network: Network, users: Users, from: NodeIndex): boolean {
  const feeds = feeding.get(network) ?? leadingTo(network, users, (index) => index === network.loss?.node);
  feeding.set(network, feeds);
  return feeds[from] === true;
}

/** Whether a node is used, itself or through others, by an operation that is not understood: what it does for the loss is not known then. */
export function feedsOpaque(network: Network, users: Users, from: NodeIndex): boolean {
  const isOpaque = (index: NodeIndex): boolean => network.nodes[index]?.kind === 'opaque';
  const feeds = feedingOpaque.get(network) ?? leadingTo(network, users, isOpaque);
  feedingOpaque.set(network, feeds);
  return feeds[from] === true;
}

/** For every node whether a way leads from it to one of some nodes. */
function leadingTo(
  network: Network,
  users: Users,
  isGoal: (index: NodeIndex) => boolean,
): readonly boolean[] {
  // Users stand behind what they use: one sweep from the last node to the first.
  const leads = new Array<boolean>(network.nodes.length).fill(false);
  for (let index = leads.length - 1; index >= 0; index -= 1) {
    leads[index] = isGoal(index) || (users[index] ?? []).some((user) => leads[user] === true);
  }
  return leads;
}

/** Which nodes feed the loss, and which an opaque node, by network, since every parameter asks for it. */
const feeding = new WeakMap<Network, readonly boolean[]>();
const feedingOpaque = new WeakMap<Network, readonly boolean[]>();
