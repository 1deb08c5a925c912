/** Layers and parameters as their authors know them, from the names that exporters leave in a file. */
import type { GraphMessage, NodeMessage } from '../format/messages';

/** A parameter's module and its name there: `layer1.0.conv1` and `weight`. */
export interface StateName {
  readonly owner: string;
  readonly part: string;
}

/** The module and part in a name such as PyTorch's state_dict has; null for names of other kinds (`onnx::MatMul_12`). */
export function stateName(name: string): StateName | null {
  const found = /^([A-Za-z_][\w-]*(?:\.[\w-]+)*)\.([A-Za-z_]\w*)$/.exec(name);
  return found ? { owner: found[1] ?? '', part: found[2] ?? '' } : null;
}

/** The paths of modules that are PyTorch's MultiheadAttention: what they call the weights of their projections tells. */
export function attentionModules({ initialisers }: Pick<GraphMessage, 'initialisers'>): ReadonlySet<string> {
  const owners = initialisers.flatMap(({ name }) => {
    const state = stateName(name);
    return state && /^in_proj_(weight|bias)$/.test(state.part) ? [state.owner] : [];
  });
  return new Set(owners);
}

/** The path of the module in the name of a node: `/layer1/layer1.0/conv1/Conv` stands in `layer1.0.conv1`; empty where it says none. */
export function scopeOf({ name }: Pick<NodeMessage, 'name'>): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== 'StatefulPartitionedCall');
  const path: string[] = [];
  for (const part of parts.slice(0, -1)) {
    const last = path.at(-1);
    if (last !== undefined && part.startsWith(`${last}.`)) path.pop();
    path.push(part);
  }
  return path.join('.');
}

/** A name that its author gave to a node, not one that an exporter made of the operator and a number. */
export function ownNodeName({ name, operator }: NodeMessage): string | null {
  if (name === '' || name.includes('/') || name.startsWith('node_')) return null;
  return new RegExp(`^${operator}_?\\d*$`, 'i').test(name) ? null : name;
}

/** Which scopes are one layer: all that is computed in them is one operator. */
export function layerScopes(nodes: readonly NodeMessage[]): ReadonlySet<string> {
  const operators = new Map<string, string | null>();
  for (const node of nodes) {
    if (node.operator === 'Constant') continue;
    const parts = scopeOf(node).split('.');
    for (let length = 1; length <= parts.length; length += 1) {
      const path = parts.slice(0, length).join('.');
      const before = operators.get(path);
      operators.set(path, before === undefined || before === node.operator ? node.operator : null);
    }
  }
  operators.delete('');
  return new Set([...operators].filter(([, operator]) => operator !== null).map(([path]) => path));
}
