/** Who uses whom in a network: the arguments of all nodes, read the other way round. */
import type { Network, NodeIndex } from './network';
import { argumentsOf } from './shapes';

/** For every node, the ops (and opaque nodes) that use one of its outputs, in order. */
export type Users = readonly (readonly NodeIndex[])[];

/** The users of every node; one that takes a value twice stands there twice. */
export function usersOf(network: Network): Users {
  const users: NodeIndex[][] = network.nodes.map(() => []);
  network.nodes.forEach((node, index) => {
    for (const { node: used } of argumentsOf(node)) users[used]?.push(index);
  });
  return users;
}
