/** The network as plain data: nodes in topological order, each with the layer that the user wrote and its place in the source. */
import type { Span } from '../base/span';
import type { OpCall } from '../ops/table';
import type { Fans, Initialisation } from '../tensor/initialisations';
import type { Shape } from '../tensor/tensor';
import type { Directive } from './choice';
import type { Circuit } from './circuit';
import type { Dataset } from './dataset';
import type { Training } from './training';

/** The index of a node in `Network.nodes`. */
export type NodeIndex = number;
/** The index of a layer in `Network.layers`. */
export type LayerIndex = number;

/** One output of one node. */
export interface Value {
  readonly node: NodeIndex;
  readonly output: number;
}

/** What the user wrote as one layer; it groups the nodes that spell it. */
export interface Layer {
  /** Unique in its network: the user's id, else the kind with a running number (linear1). */
  readonly name: string;
  /** The word for it in the source: linear, sigmoid, dropout, add. */
  readonly kind: string;
  readonly span: Span;
  /** Rules that the user has silenced for it. */
  readonly ignore: readonly string[];
}

/** An op applied to earlier values. */
export interface OpNode {
  readonly kind: 'op';
  readonly call: OpCall;
  readonly args: readonly Value[];
  readonly layer: LayerIndex | null;
  readonly span: Span;
  /**
   * The source writes batch sizes into the attributes: every number among them that is a multiple of `nominalBatch` (but 0) stands for that
   * multiple of the batch that is run. `callAt` puts it in.
   */
  readonly scalesWithBatch?: true;
}

/** What the probe feeds in, batch axis left out: `sampleShape` is one sample. A network may have several, or none. */
export interface InputNode {
  readonly kind: 'input';
  readonly name: string;
  readonly sampleShape: Shape;
  /** There is no batch axis: `sampleShape` is the whole shape, and every batch is given the same. */
  readonly whole?: true;
  /** 0: floats; else int32 indices from 0 to one below it (tokens). */
  readonly indexCount: number;
  readonly span: Span;
}

/** What the loss compares with, batch axis left out. */
export interface TargetNode {
  readonly kind: 'target';
  readonly sampleShape: Shape;
  /**
   * `classes`: int32 indices below `classCount`; `binary`: floats 0 or 1; `signs`: floats -1 or 1; `probabilities`: floats that sum to 1 over
   * the last axis; `counts`: floats from 0 on; `values`: any floats.
   */
  readonly meaning: 'classes' | 'binary' | 'signs' | 'probabilities' | 'counts' | 'values';
  /** Number of classes, or 0. */
  readonly classCount: number;
  /** An index that stands for no class and may be given besides: what the loss ignores, or the end of a list. */
  readonly ignored?: number;
  /** A class that is never a target: ctc's blank. */
  readonly blank?: number;
  readonly span: Span;
}

/**
 * First values that follow from those of an earlier parameter: the Euclidean lengths of its slices along an axis, or its first singular
 * vectors as a matrix whose rows are that axis. The left one is approached from the numbers that are drawn for it, the right one follows.
 */
export type Derivation = { readonly weight: string; readonly axis: number } & (
  | { readonly part: 'lengths' }
  | { readonly part: 'left singular vector' }
  | { readonly part: 'right singular vector'; readonly left: string }
);

/** A tensor that training changes, with how it gets its first values. */
export interface ParameterNode {
  readonly kind: 'parameter';
  /** `LAYER.weight`, `LAYER.bias`, or what the source calls it: unique in the network. */
  readonly name: string;
  /** `embedding`: a table of vectors that are looked up or added, not multiplied with. */
  readonly role: 'weight' | 'bias' | 'scale' | 'slope' | 'embedding';
  readonly shape: Shape;
  readonly initialisation: Initialisation;
  /** What takes the place of `initialisation`, or what it makes of it; absent: nothing does. */
  readonly derived?: Derivation | undefined;
  readonly fans: Fans;
  /** Whether the last axis holds real and imaginary parts: frameworks count both as one number. */
  readonly complex?: true;
  /** Where the user wrote the initialisation, or null when it is a default. */
  readonly written: Span | null;
  readonly trainable: boolean;
  readonly layer: LayerIndex;
  readonly span: Span;
}

/**
 * A tensor that belongs to the network and that no gradient changes: running statistics, the vectors of a power iteration (PyTorch's
 * buffers, Keras' non-trainable weights).
 */
export interface BufferNode {
  readonly kind: 'buffer';
  /** `LAYER.running-mean`: unique among parameters and buffers. */
  readonly name: string;
  readonly shape: Shape;
  readonly initialisation: Initialisation;
  /** As for parameters. */
  readonly derived?: Derivation | undefined;
  readonly layer: LayerIndex;
  readonly span: Span;
}

/** Numbers that the source computes before the network runs (masks, tables of positions). No gradient is wanted of them. */
export interface ConstantNode {
  readonly kind: 'constant';
  /** `float`: the float type of the run. */
  readonly elementType: 'float' | 'int32' | 'bool';
  /** The whole shape, the same for every batch; an axis may be empty. */
  readonly shape: Shape;
  /** As many as the shape holds, in row-major order; 1 and 0 where they are bool. */
  readonly values: ArrayLike<number>;
  readonly span: Span;
}

/** Something that the reader could not understand; nothing behind it can be computed. */
export interface OpaqueNode {
  readonly kind: 'opaque';
  /** One plain sentence. */
  readonly reason: string;
  readonly args: readonly Value[];
  readonly layer: LayerIndex | null;
  readonly span: Span;
}

/** A node of the graph. */
export type Node = OpNode | InputNode | TargetNode | ParameterNode | BufferNode | ConstantNode | OpaqueNode;

/** Something that was taken for granted because the source does not say it. */
export interface Assumption {
  readonly about: 'input' | 'loss' | 'targets' | 'data' | 'initialisation' | 'structure' | 'training';
  /** One sentence for the user. */
  readonly message: string;
  readonly span: Span | null;
  /** In a program: the words of a directive comment that would say it; absent where none can. */
  readonly directive?: Directive;
}

/** Rules that are silent about what begins on some lines, zero-based, from the first to the last of them. */
export interface IgnoredLines {
  /** The file or cell that the lines are of, as in spans; absent: the source is one file. */
  readonly path?: string;
  readonly from: number;
  readonly to: number;
  readonly rules: readonly string[];
}

/** The frameworks of the programs that are read. */
export type Framework = 'pytorch' | 'keras';

/** One network of a source. Nodes stand in topological order: arguments before their users. */
export interface Network {
  readonly name: string;
  readonly span: Span;
  readonly layers: readonly Layer[];
  readonly nodes: readonly Node[];
  /** What the network predicts (before the loss). */
  readonly outputs: readonly Value[];
  /** The node that computes the loss, and its name for the user; null when an opaque node stands in the way. */
  readonly loss: { readonly node: NodeIndex; readonly name: string; readonly span: Span } | null;
  /** All samples, when the source names data; null means a seeded standard normal batch with random targets. */
  readonly dataset: Dataset | null;
  readonly seed: number;
  /** The probe batch that the source asks for, or null. */
  readonly batch: number | null;
  /** The only batch for which the graph holds: what the source computes depends on it. Absent: any batch will do. */
  readonly fixedBatch?: number;
  /** Read as evaluation runs it, because the source or whoever asks says so: then it is run so too. Absent: as training does. */
  readonly mode?: 'eval';
  /** Its kernels have their outputs on the last axis, as Keras's have; absent: on the first. */
  readonly outputsLast?: true;
  /** Whose words the program speaks that it was read from: rules and edits speak and write in them. Absent: no program, or our own words. */
  readonly framework?: Framework;
  /** How the source wants it trained; null where it says nothing (then `usualTraining` is taken). */
  readonly training: Training | null;
  readonly assumptions: readonly Assumption[];
  /** Rules silenced for the whole network. */
  readonly ignore: readonly string[];
  /** Rules silenced for what stands on some lines of the source, by comments; absent: there are none. */
  readonly ignoredLines?: readonly IgnoredLines[];
  /** What it was read from, when that was expressions and not layers; then its loss is one of their values, whatever op gives it. */
  readonly circuit?: Circuit;
}
