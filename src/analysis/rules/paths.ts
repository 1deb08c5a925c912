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
  const before = feeding.get(network);
  if (before) return before[from] === true;
  // Users stand behind what they use: one sweep from the last node to the first.
  const feeds = new Array<boolean>(network.nodes.length).fill(false);
  for (let index = feeds.length - 1; index >= 0; index -= 1) {
    feeds[index] = index === network.loss?.node || (users[index] ?? []).some((user) => feeds[user] === true);
  }
  feeding.set(network, feeds);
  return feeds[from] === true;
}

/** Which nodes feed the loss, by network, since every parameter asks for it. */
const feeding = new WeakMap<Network, readonly boolean[]>();
