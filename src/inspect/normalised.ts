/** Variants of a network with normalisation put in behind its hidden layers, or taken out; all other first values stay as they are. */
import { rowsOf, type Row } from '../analysis/rows';
import { callNamed } from '../graph/calls';
import type {
  BufferNode,
  Layer,
  LayerIndex,
  Network,
  Node,
  NodeIndex,
  OpNode,
  ParameterNode,
  Value,
} from '../graph/network';
import { typesOf } from '../graph/shapes';
import { ops } from '../ops/table';
import { sizeOf, type Shape } from '../tensor/tensor';

/** A normalisation that can be put in. */
export type NormalisationName = 'batch-norm' | 'layer-norm';

/** Normalisations of activations; weight and spectral norm are about weights. */
const normalising: ReadonlySet<string> = new Set([
  ...['batch-norm', 'layer-norm', 'group-norm', 'instance-norm', 'rms-norm', 'local-response-norm'],
]);

/** The normalisations that a network has, each kind once, in order. */
export function normalisationsOf({ nodes }: Network): readonly string[] {
  return [...new Set(nodes.flatMap((node) => (isNormalisation(node) ? [node.call.op] : [])))];
}

function isNormalisation(node: Node): node is OpNode {
  return node.kind === 'op' && normalising.has(node.call.op);
}

/** The hidden layers that a normalisation could stand behind. */
export function normalisableLayers(network: Network): readonly LayerIndex[] {
  return hiddenRows(network).map(({ layer }) => layer);
}

/** The same graph without its normalisations: what they were given goes on. Their parameters stay, so that all others are drawn alike. */
export function withoutNormalisation(network: Network): Network {
  return rewired(network, (node) => {
    const given = isNormalisation(node) ? node.args[0] : undefined;
    return given ? { instead: given } : null;
  });
}

/**
 * The same graph with one normalisation between each hidden linear or convolutional layer and its activation, and no other. It learns
 * scale and shift, as in PyTorch; behind a convolution layer norm runs over channels and places.
 */
export function withNormalisation(network: Network, name: NormalisationName): Network {
  const plain = withoutNormalisation(network);
  const types = typesOf(plain, shapeBatch, 'float32');
  const hosts = new Map<NodeIndex, Inserted>();
  const layers = [...plain.layers];
  for (const row of hiddenRows(plain)) {
    const shape = types[row.before.node]?.[row.before.output]?.shape;
    const host = plain.layers[row.layer];
    if (!shape || !host) continue;
    const layer = layers.push(layerBehind(host, name, layers)) - 1;
    hosts.set(row.before.node, insertion(name, row, shape, { layer, description: layers[layer] ?? host }));
  }
  return { ...rewired(plain, (_, index) => hosts.get(index) ?? null), layers };
}

/** Any batch above 1; shapes are asked for one sample. */
const shapeBatch = 2;

/** Rows of linear layers and convolutions that do not feed the loss. */
function hiddenRows(network: Network): readonly Row[] {
  const outputs = new Set(network.outputs.map(({ node }) => node));
  return rowsOf(network).filter(({ before, after, role }) => {
    const node = network.nodes[before.node];
    const isHost = node?.kind === 'op' && hostOps.has(node.call.op) && ops[node.call.op].role === 'weighted';
    return role === 'weighted' && isHost && !outputs.has(before.node) && !outputs.has(after.node);
  });
}

const hostOps: ReadonlySet<string> = new Set(['linear', 'convolution']);

function layerBehind(host: Layer, name: NormalisationName, others: readonly Layer[]): Layer {
  const taken = new Set(others.map((layer) => layer.name));
  let unique = `${host.name}.${name}`;
  while (taken.has(unique)) unique += "'";
  return { name: unique, kind: name, span: host.span, ignore: [] };
}

/** What is put in behind a node: the leaves that it takes, and its op. */
interface Inserted {
  readonly leaves: readonly (ParameterNode | BufferNode)[];
  readonly behind: Omit<OpNode, 'args'>;
}

function insertion(
  name: NormalisationName,
  { unitAxis }: Row,
  shape: Shape,
  { layer, description }: { readonly layer: number; readonly description: Layer },
): Inserted {
  const { span } = description;
  const isImage = unitAxis === 1 && shape.length > 2;
  const channels = [shape.at(unitAxis) ?? 1];
  const over = name === 'layer-norm' ? (isImage ? shape.slice(1) : shape.slice(-1)) : channels;
  const fans = { fanIn: sizeOf(over), fanOut: sizeOf(over) };
  const learned = {
    kind: 'parameter',
    shape: over,
    fans,
    written: null,
    trainable: true,
    layer,
    span,
  } as const;
  const leaves: (ParameterNode | BufferNode)[] = [
    { ...learned, name: `${description.name}.weight`, role: 'scale', initialisation: { name: 'ones' } },
    { ...learned, name: `${description.name}.bias`, role: 'bias', initialisation: { name: 'zeros' } },
  ];
  const affine = { epsilon: 1e-5, scale: true, shift: true };
  if (name === 'layer-norm') {
    const call = callNamed('layer-norm', { ...affine, axes: over.length });
    return { leaves, behind: { kind: 'op', call, layer, span } };
  }
  const running = { kind: 'buffer', shape: channels, layer, span } as const;
  leaves.push(
    { ...running, name: `${description.name}.running-mean`, initialisation: { name: 'zeros' } },
    { ...running, name: `${description.name}.running-variance`, initialisation: { name: 'ones' } },
  );
  const axis = unitAxis;
  const call = callNamed('batch-norm', { ...affine, momentum: 0.1, axis, statistics: true, unbiased: true });
  return { leaves, behind: { kind: 'op', call, layer, span } };
}

/** What becomes of an op: another value in its place, or more behind it; null: it stays. */
type Change = { readonly instead: Value } | Inserted | null;

/**
 * Builds the nodes anew. All leaves stand first, in their old order and new ones behind them: a parameter's first values hang on its place
 * among the parameters, so those of the old ones stay.
 */
function rewired(network: Network, change: (node: Node, index: NodeIndex) => Change): Network {
  const nodes: Node[] = [];
  const places = new Map<string, Value>();
  const keyOf = ({ node, output }: Value): string => `${node} ${output}`;
  const first = new Map<NodeIndex, NodeIndex>();
  const placeOf = (value: Value): Value =>
    places.get(keyOf(value)) ?? { node: first.get(value.node) ?? 0, output: value.output };
  const append = (node: Node): Value => ({ node: nodes.push(node) - 1, output: 0 });
  const changes = network.nodes.map(change);
  network.nodes.forEach((node, index) => {
    if (isLeaf(node)) first.set(index, append(node).node);
  });
  const leaves = changes.map((each) => (each && 'leaves' in each ? each.leaves.map(append) : []));
  network.nodes.forEach((node, index) => {
    if (isLeaf(node)) return;
    const each = changes[index] ?? null;
    if (each && 'instead' in each) {
      places.set(keyOf({ node: index, output: 0 }), placeOf(each.instead));
      return;
    }
    const moved = append({ ...node, args: node.args.map(placeOf) });
    first.set(index, moved.node);
    if (each === null) return;
    const behind = append({ ...each.behind, args: [moved, ...(leaves[index] ?? [])] });
    places.set(keyOf({ node: index, output: 0 }), behind);
  });
  const { loss } = network;
  return {
    ...network,
    nodes,
    outputs: network.outputs.map(placeOf),
    loss: loss && { ...loss, node: placeOf({ node: loss.node, output: 0 }).node },
  };
}

/** Nodes that take nothing. */
function isLeaf(node: Node): node is Exclude<Node, { readonly args: readonly Value[] }> {
  return node.kind !== 'op' && node.kind !== 'opaque';
}
