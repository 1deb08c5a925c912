/** Builds a network step by step; shapes are checked on the spot, and what does not fit becomes a problem and an opaque node. */
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import type { OpCall } from '../ops/table';
import type { Fans, Initialisation } from '../tensor/initialisations';
import type { Shape, TensorType } from '../tensor/tensor';
import type {
  Assumption,
  ConstantNode,
  Derivation,
  Layer,
  LayerIndex,
  Network,
  Node,
  OpNode,
  ParameterNode,
  TargetNode,
  Value,
} from './network';
import { holdsBatch, nominalBatch } from './batchSizes';
import { outputTypes } from './shapes';

export { nominalBatch } from './batchSizes';

/** What a reader knows of a layer. */
export interface LayerDescription {
  readonly kind: string;
  readonly span: Span;
  /** The user's name for it; without one it gets its kind with a running number. */
  readonly name?: string | undefined;
  readonly ignore?: readonly string[] | undefined;
}

/** What a reader knows of a parameter; its name becomes `LAYER.part`, and the layer's own where `part` is empty. */
export interface ParameterDescription {
  /** The whole name, in place of the one that is made of layer and part: what the source calls it. */
  readonly name?: string | undefined;
  readonly layer: LayerIndex;
  readonly part: string;
  readonly role: ParameterNode['role'];
  readonly shape: Shape;
  readonly complex?: true;
  readonly initialisation: Initialisation;
  readonly derived?: Derivation | undefined;
  readonly fans: Fans;
  readonly written: Span | null;
  readonly trainable?: boolean;
  readonly span: Span;
}

/** What a reader knows of a buffer; its name becomes `LAYER.part`. */
export interface BufferDescription {
  /** As for parameters. */
  readonly name?: string | undefined;
  readonly layer: LayerIndex;
  readonly part: string;
  readonly shape: Shape;
  readonly initialisation: Initialisation;
  readonly derived?: Derivation | undefined;
  readonly span: Span;
}

/** What is said of a network as a whole when it is finished. */
export type NetworkDescription = Pick<
  Network,
  'name' | 'span' | 'outputs' | 'loss' | 'dataset' | 'seed' | 'batch' | 'ignore'
> &
  Partial<Pick<Network, 'training' | 'circuit' | 'outputsLast' | 'framework'>>;

/** A network under construction. Every method appends; nothing that was added changes later. */
export interface NetworkBuilder {
  /** Adds a layer and makes its name unique. */
  layer(description: LayerDescription): LayerIndex;
  layerName(layer: LayerIndex): string;
  /**
   * What the network is given; `indexCount` (default 0, floats) makes it int32 indices below it. `whole` says that there is no batch axis.
   */
  input(name: string, sampleShape: Shape, span: Span, indexCount?: number, whole?: boolean): Value;
  /** Numbers that are known before the network runs; `values` fill `shape`. */
  constant(constant: Omit<ConstantNode, 'kind'>): Value;
  target(target: Omit<TargetNode, 'kind'>): Value;
  parameter(description: ParameterDescription): Value;
  buffer(description: BufferDescription): Value;
  /** Applies an op; arguments that do not fit give a problem at `span` and an opaque node. */
  op(call: OpCall, args: readonly Value[], layer: LayerIndex | null, span: Span): Value;
  opaque(reason: string, args: readonly Value[], layer: LayerIndex | null, span: Span): Value;
  /** The type of a value for the batch of the builder; null behind an opaque node. */
  typeOf(value: Value): TensorType | null;
  /** The node of a value. */
  nodeOf(value: Value): Node | undefined;
  assume(assumption: Assumption): void;
  /** How many layers there are so far. */
  readonly layerCount: number;
  finish(description: NetworkDescription): Network;
}

/** How a network is built. */
export interface BuilderOptions {
  /** Multiples of `nominalBatch` in the attributes of ops stand for multiples of the batch; default false: they are plain numbers. */
  readonly batchInAttributes?: boolean;
  /** The only batch for which the graph will hold; shapes are checked with it. Absent: any batch, and shapes are checked with the nominal one. */
  readonly batch?: number;
}

/** Starts an empty network; `report` receives the problems. */
export function networkBuilder(
  report: (problem: Problem) => void,
  { batchInAttributes = false, batch: fixedBatch }: BuilderOptions = {},
): NetworkBuilder {
  const batch = fixedBatch ?? nominalBatch;
  const layers: Layer[] = [];
  const { nodes, typeOf, append, leaf } = growingGraph(batch);
  const assumptions: Assumption[] = [];
  const layerNames = uniqueNames();
  const parameterNames = uniqueNames();

  const layerName = (layer: LayerIndex): string => layers[layer]?.name ?? '';
  const tensorName = (name: string | undefined, layer: LayerIndex, part: string): string =>
    parameterNames.taken(name ?? (part === '' ? layerName(layer) : `${layerName(layer)}.${part}`));
  const opaque: NetworkBuilder['opaque'] = (reason, args, layer, span) =>
    append({ kind: 'opaque', reason, args, layer, span }, null);

  return {
    layer: ({ kind, span, name, ignore = [] }) => {
      const unique = name === undefined ? layerNames.numbered(kind) : layerNames.taken(name);
      layers.push({ name: unique, kind, span, ignore });
      return layers.length - 1;
    },
    layerName,
    input: (name, sampleShape, span, indexCount = 0, whole = false) =>
      leaf({ kind: 'input', name, sampleShape, ...(whole && { whole }), indexCount, span }),
    constant: (constant) => leaf({ kind: 'constant', ...constant }),
    target: (target) => leaf({ kind: 'target', ...target }),
    parameter: ({ name, part, trainable = true, ...rest }) =>
      leaf({ kind: 'parameter', name: tensorName(name, rest.layer, part), trainable, ...rest }),
    buffer: ({ name, part, ...rest }) =>
      leaf({ kind: 'buffer', name: tensorName(name, rest.layer, part), ...rest }),
    op: (call, args, layer, span) => {
      const node = opNode(
        { kind: 'op', call, args, layer, span },
        batchInAttributes && batch === nominalBatch,
      );
      const found = outputTypes(node, args.map(typeOf), batch, 'float32');
      if (found === null || !('error' in found)) return append(node, found);
      const message = sentence(found.error);
      report({ severity: 'error', message, span });
      return opaque(message, args, layer, span);
    },
    opaque,
    typeOf,
    nodeOf: ({ node }) => nodes[node],
    assume: (assumption) => assumptions.push(assumption),
    get layerCount() {
      return layers.length;
    },
    finish: (description) => ({
      ...{ training: null, ...description, layers, nodes, assumptions },
      ...(fixedBatch !== undefined && { fixedBatch }),
    }),
  };
}

/** Nodes with their types, as they are added. */
interface GrowingGraph {
  readonly nodes: readonly Node[];
  readonly typeOf: (value: Value) => TensorType | null;
  readonly append: (node: Node, nodeTypes: readonly TensorType[] | null) => Value;
  /** Appends a node without arguments. */
  readonly leaf: (node: Node) => Value;
}

function growingGraph(batch: number): GrowingGraph {
  const nodes: Node[] = [];
  const types: (readonly TensorType[] | null)[] = [];
  const append = (node: Node, nodeTypes: readonly TensorType[] | null): Value => {
    nodes.push(node);
    types.push(nodeTypes);
    return { node: nodes.length - 1, output: 0 };
  };
  return {
    nodes,
    typeOf: (value) => types[value.node]?.[value.output] ?? null,
    append,
    leaf: (node) => {
      const found = outputTypes(node, [], batch, 'float32');
      return append(node, found === null || 'error' in found ? null : found);
    },
  };
}

function opNode(node: OpNode, batchInAttributes: boolean): OpNode {
  return batchInAttributes && holdsBatch(node.call.attributes) ? { ...node, scalesWithBatch: true } : node;
}

interface UniqueNames {
  /** The wanted name, or with -2, -3 ... behind it when it is taken. */
  taken(wanted: string): string;
  /** The kind with the next free running number. */
  numbered(kind: string): string;
}

function uniqueNames(): UniqueNames {
  const used = new Set<string>();
  const next = new Map<string, number>();
  const claim = (stem: string, separator: string, first: number): string => {
    const key = stem + separator;
    let number = next.get(key) ?? first;
    while (used.has(`${key}${number}`)) number += 1;
    next.set(key, number + 1);
    used.add(`${key}${number}`);
    return `${key}${number}`;
  };
  return {
    taken: (wanted) => {
      if (used.has(wanted)) return claim(wanted, '-', 2);
      used.add(wanted);
      return wanted;
    },
    numbered: (kind) => claim(kind, '', 1),
  };
}

/** The error of an op as a sentence, the nominal batch by its name. */
function sentence(error: string): string {
  const text = error.replaceAll(new RegExp(`\\b${nominalBatch}\\b`, 'g'), 'batch');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}
