/** Builds a network step by step; shapes are checked on the spot, and what does not fit becomes a problem and an opaque node. */
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import type { OpCall } from '../ops/table';
import type { Fans, Initialisation } from '../tensor/initialisations';
import type { Shape, TensorType } from '../tensor/tensor';
import type {
  Assumption,
  Derivation,
  Layer,
  LayerIndex,
  Network,
  Node,
  ParameterNode,
  TargetNode,
  Value,
} from './network';
import { outputTypes } from './shapes';

/**
 * The batch with which shapes are checked while building. Above 1, or it would stretch to other axes; a prime that hardly anyone
 * writes as a size, so that it can be told from the sizes in a message. Nothing of this size is ever allocated.
 */
export const nominalBatch = 99991;

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
  readonly layer: LayerIndex;
  readonly part: string;
  readonly role: ParameterNode['role'];
  readonly shape: Shape;
  readonly initialisation: Initialisation;
  readonly derived?: Derivation | undefined;
  readonly fans: Fans;
  readonly written: Span | null;
  readonly trainable?: boolean;
  readonly span: Span;
}

/** What a reader knows of a buffer; its name becomes `LAYER.part`. */
export interface BufferDescription {
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
  Partial<Pick<Network, 'training' | 'circuit'>>;

/** A network under construction. Every method appends; nothing that was added changes later. */
export interface NetworkBuilder {
  /** Adds a layer and makes its name unique. */
  layer(description: LayerDescription): LayerIndex;
  layerName(layer: LayerIndex): string;
  /** What the network is given; `indexCount` (default 0, floats) makes it int32 indices below it. */
  input(name: string, sampleShape: Shape, span: Span, indexCount?: number): Value;
  target(target: Omit<TargetNode, 'kind'>): Value;
  parameter(description: ParameterDescription): Value;
  buffer(description: BufferDescription): Value;
  /** Applies an op; arguments that do not fit give a problem at `span` and an opaque node. */
  op(call: OpCall, args: readonly Value[], layer: LayerIndex | null, span: Span): Value;
  opaque(reason: string, args: readonly Value[], layer: LayerIndex | null, span: Span): Value;
  /** The type of a value for the nominal batch; null behind an opaque node. */
  typeOf(value: Value): TensorType | null;
  assume(assumption: Assumption): void;
  /** How many layers there are so far. */
  readonly layerCount: number;
  finish(description: NetworkDescription): Network;
}

/** Starts an empty network; `report` receives the problems. */
export function networkBuilder(report: (problem: Problem) => void): NetworkBuilder {
  const layers: Layer[] = [];
  const nodes: Node[] = [];
  const types: (readonly TensorType[] | null)[] = [];
  const assumptions: Assumption[] = [];
  const layerNames = uniqueNames();
  const parameterNames = uniqueNames();

  const typeOf = (value: Value): TensorType | null => types[value.node]?.[value.output] ?? null;
  const append = (node: Node, nodeTypes: readonly TensorType[] | null): Value => {
    nodes.push(node);
    types.push(nodeTypes);
    return { node: nodes.length - 1, output: 0 };
  };
  const leaf = (node: Node): Value => {
    const found = outputTypes(node, [], nominalBatch, 'float32');
    return append(node, found === null || 'error' in found ? null : found);
  };
  const opaque: NetworkBuilder['opaque'] = (reason, args, layer, span) =>
    append({ kind: 'opaque', reason, args, layer, span }, null);

  return {
    layer: ({ kind, span, name, ignore = [] }) => {
      const unique = name === undefined ? layerNames.numbered(kind) : layerNames.taken(name);
      layers.push({ name: unique, kind, span, ignore });
      return layers.length - 1;
    },
    layerName: (layer) => layers[layer]?.name ?? '',
    input: (name, sampleShape, span, indexCount = 0) =>
      leaf({ kind: 'input', name, sampleShape, indexCount, span }),
    target: (target) => leaf({ kind: 'target', ...target }),
    parameter: ({ part, trainable = true, ...rest }) => {
      const owner = layers[rest.layer]?.name ?? '';
      const name = parameterNames.taken(part === '' ? owner : `${owner}.${part}`);
      return leaf({ kind: 'parameter', name, trainable, ...rest });
    },
    buffer: ({ part, ...rest }) => {
      const name = parameterNames.taken(`${layers[rest.layer]?.name ?? ''}.${part}`);
      return leaf({ kind: 'buffer', name, ...rest });
    },
    op: (call, args, layer, span) => {
      const node: Node = { kind: 'op', call, args, layer, span };
      const found = outputTypes(node, args.map(typeOf), nominalBatch, 'float32');
      if (found === null || !('error' in found)) return append(node, found);
      const message = sentence(found.error);
      report({ severity: 'error', message, span });
      return opaque(message, args, layer, span);
    },
    opaque,
    typeOf,
    assume: (assumption) => assumptions.push(assumption),
    get layerCount() {
      return layers.length;
    },
    finish: (description) => ({ training: null, ...description, layers, nodes, assumptions }),
  };
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
