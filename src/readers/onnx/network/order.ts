/** The nodes of a graph that its outputs need, each behind those that it takes values from. */
import type { GraphMessage, NodeMessage } from '../format/messages';

/** Nodes in order, and what stands in the way of others. */
export interface Order {
  readonly nodes: readonly NodeMessage[];
  /** One sentence each. */
  readonly problems: readonly string[];
}

/** Orders the nodes; what lies on a cycle is left out. */
export function ordered({ nodes, outputs, inputs, initialisers }: GraphMessage): Order {
  const problems: string[] = [];
  const given = new Set([...inputs, ...initialisers].map(({ name }) => name));
  const makers = new Map<string, NodeMessage>();
  for (const node of nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      if (makers.has(name) || given.has(name)) problems.push(`The name "${name}" stands for two values.`);
      else makers.set(name, node);
    }
  }
  const sorted: NodeMessage[] = [];
  const state = new Map<NodeMessage, 'open' | 'done'>();
  const cycles: NodeMessage[] = [];
  // By hand, since a chain of nodes may be longer than calls can be nested.
  const stack: { readonly node: NodeMessage; next: number }[] = [];
  const enter = (name: string): void => {
    const node = makers.get(name);
    if (!node || state.get(node) === 'done') return;
    if (state.get(node) === 'open') cycles.push(node);
    else {
      state.set(node, 'open');
      stack.push({ node, next: 0 });
    }
  };
  for (const { name } of outputs) {
    enter(name);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const input = top.node.inputs[top.next];
      top.next += 1;
      if (input !== undefined) enter(input);
      else {
        state.set(top.node, 'done');
        sorted.push(top.node);
        stack.pop();
      }
    }
  }
  const [first] = cycles;
  if (first) problems.push(`The graph runs in a circle through ${calledOf(first)}.`);
  return { nodes: sorted, problems };
}

/** A node in a sentence: the node "x" (Conv). */
export function calledOf({ name, operator }: NodeMessage): string {
  return name === '' ? `a node (${operator})` : `the node "${name}" (${operator})`;
}
