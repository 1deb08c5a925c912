/** The schedule of a run: which ops backprop visits, which gradients it needs, and until when a value has to stay. */
import type { Network, NodeIndex } from '../graph/network';
import { argumentsOf } from '../graph/shapes';

/** What is known of a run before it begins, node by node. */
export interface Schedule {
  /** Whether a node's gradient is of use: parameters, and every op that one of them reaches. Inputs, buffers and targets are spared. */
  readonly wanted: readonly boolean[];
  /** Whether the op may be run backward: its gradient is wanted and the loss may reach it. */
  readonly runsBack: readonly boolean[];
  /** Whether the value stays until the way back has come to its node, since an op that takes it runs backward. */
  readonly staysForBackward: readonly boolean[];
  /** Nodes whose values nobody needs any more once this node has been computed. */
  readonly lastUses: readonly (readonly NodeIndex[])[];
}

/** The schedule of a network; linear in the size of its graph. */
export function scheduleOf(network: Network): Schedule {
  const { nodes } = network;
  const wanted: boolean[] = [];
  for (const node of nodes) {
    if (node.kind === 'parameter') wanted.push(true);
    else wanted.push(node.kind === 'op' && node.args.some((arg) => wanted[arg.node] === true));
  }
  const reached = new Array<boolean>(nodes.length).fill(false);
  const runsBack = new Array<boolean>(nodes.length).fill(false);
  const staysForBackward = new Array<boolean>(nodes.length).fill(false);
  const lastUse = nodes.map((_, index) => index);
  if (network.loss && nodes[network.loss.node]) reached[network.loss.node] = true;
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    const back = node?.kind === 'op' && reached[index] === true && wanted[index] === true;
    runsBack[index] = back;
    for (const { node: from } of node ? argumentsOf(node) : []) {
      lastUse[from] = Math.max(lastUse[from] ?? 0, index);
      if (!back) continue;
      reached[from] = true;
      staysForBackward[from] = true;
    }
  }
  const lastUses = nodes.map((): NodeIndex[] => []);
  lastUse.forEach((user, index) => {
    if (staysForBackward[index] !== true) lastUses[user]?.push(index);
  });
  return { wanted, runsBack, staysForBackward, lastUses };
}
