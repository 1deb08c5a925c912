/** The network under construction while the nodes of a file are spelled one by one: what is known is computed, all else becomes nodes. */
import type { Span } from '../../../base/span';
import { isBatchSize } from '../../../graph/batchSizes';
import type { NetworkBuilder } from '../../../graph/builder';
import type { LayerIndex, ParameterNode, Value } from '../../../graph/network';
import { shapeOfCall } from '../../../graph/shapes';
import type { OpRole } from '../../../ops/op';
import { ops, type OpCall } from '../../../ops/table';
import type { Fans } from '../../../tensor/initialisations';
import { sizeOf, type Shape, type Tensor, type TensorType } from '../../../tensor/tensor';
import type { NodeMessage } from '../format/messages';
import { Folding, largestWeights } from './folding';
import { ownNodeName, scopeOf, stateName } from './naming';
import { isTrained } from './trained';
import {
  BehindGrey,
  computedOf,
  shapeOf,
  Unspellable,
  type Grey,
  type Known,
  type Operand,
  type Stored,
  type Wired,
} from './operands';

/** What a weight is for. */
export interface WeightUse {
  readonly role: ParameterNode['role'];
  /** Its name within its layer, where the file gives none: weight, bias. */
  readonly part: string;
  /** Whether the two axes of a matrix are swapped, so that outputs come first as PyTorch has them. */
  readonly transposed?: boolean;
  /** The module that it belongs to, where the file gives it no name of its own. */
  readonly owner?: string | undefined;
}

/** What names and numbers of a file say before its nodes are read. */
export interface FileNames {
  /** Paths of modules that are one layer. */
  readonly scopes: ReadonlySet<string>;
  /** Matrices that are others turned round: one weight for both. */
  readonly twins: ReadonlyMap<Tensor, Stored>;
  /** Paths of modules that are PyTorch's MultiheadAttention. */
  readonly attentions: ReadonlySet<string>;
}

interface Placed {
  readonly value: Value;
  readonly transposed: boolean;
}

/** Roles of ops that are a layer of their own without weights. */
const layerRoles: ReadonlySet<OpRole> = new Set<OpRole>(['activation', 'normalisation', 'pooling', 'noise']);

/** Puts nodes into a builder. */
export class Recording {
  readonly builder: NetworkBuilder;
  readonly span: Span;
  private readonly scopes: ReadonlySet<string>;
  private readonly twins: FileNames['twins'];
  private readonly attentions: FileNames['attentions'];
  /** Names of tensors that are taken for constants, though they are floats. */
  readonly kept = new Set<string>();
  /** How many weights and running statistics were put into the network. */
  readonly counts = { parameters: 0, buffers: 0 };
  private readonly folding = new Folding();
  private readonly placed = new Map<Tensor, Placed>();
  private readonly layers = new Map<string, LayerIndex>();
  private readonly weightFolding = new Folding(largestWeights);
  /** The node that is being spelled, and its layer once something asks for it. */
  private node: NodeMessage | null = null;
  private foldsWeights = false;
  private layer: LayerIndex | null = null;

  constructor(builder: NetworkBuilder, span: Span, { scopes, twins, attentions }: FileNames) {
    this.builder = builder;
    this.span = span;
    this.scopes = scopes;
    this.twins = twins;
    this.attentions = attentions;
  }

  /** Begins with the next node of the file; `foldsWeights` computes it of weights while reading. */
  begin(node: NodeMessage, foldsWeights = false): void {
    this.node = node;
    this.layer = null;
    this.foldsWeights = foldsWeights;
  }

  /** The first output of an op. @throws Unspellable where the arguments do not fit, BehindGrey */
  apply(call: OpCall, args: readonly Operand[]): Operand {
    const [first] = this.applyAll(call, args);
    if (!first) throw new RangeError(`${call.op} gives nothing`);
    return first;
  }

  /** All outputs of an op. */
  applyAll(call: OpCall, args: readonly Operand[]): readonly Operand[] {
    const types = args.map(typeOf);
    const found = shapeOfCall(call, types, 'float32');
    if ('error' in found) throw new Unspellable(sentence(found.error));
    const known = this.folded(call, args, found);
    if (known) return known;
    const values = args.map((arg) => this.valueOf(arg));
    const { node } = this.builder.op(call, values, this.layerFor(call), this.span);
    return found.map((type, output): Wired => ({ kind: 'wired', value: { node, output }, type }));
  }

  /** The known numbers of an operand; null where they are not known before the network runs. */
  known(operand: Operand): Tensor | null {
    return operand.kind === 'known' || operand.kind === 'stored' ? operand.tensor : null;
  }

  /** The parameter that a weight of the file becomes; anything else stays what it is, but turned round where that is asked for. */
  weight(operand: Operand, use: WeightUse): Operand {
    const { transposed = false } = use;
    const turn = (value: Operand): Operand =>
      this.apply({ op: 'permute', attributes: { axes: [1, 0] } }, [value]);
    if ((operand.kind !== 'stored' && operand.kind !== 'known') || computedOf(operand) !== 'float')
      return transposed ? turn(operand) : operand;
    const twin = this.twins.get(operand.tensor);
    if (twin) return this.weight(twin, { ...use, transposed: !transposed });
    const before = this.placed.get(operand.tensor) ?? this.placeParameter(operand, use, transposed);
    const shape = before.transposed ? operand.tensor.shape.toReversed() : operand.tensor.shape;
    const value: Wired = {
      kind: 'wired',
      value: before.value,
      type: { elementType: 'float32', shape },
    };
    return before.transposed === transposed ? value : turn(value);
  }

  /** Numbers of the file that no gradient changes: running statistics. */
  buffer(operand: Operand, part: string): Operand {
    if (operand.kind !== 'stored' && operand.kind !== 'known') return operand;
    const { tensor } = operand;
    const before = this.placed.get(tensor);
    if (!before) this.counts.buffers += 1;
    const value =
      before?.value ??
      this.builder.buffer({
        ...{ layer: this.ownLayer('norm', operand), part, name: tensorName(operand) },
        shape: tensor.shape,
        initialisation: { name: 'values', values: tensor.data },
        span: this.span,
      });
    this.placed.set(tensor, { value, transposed: false });
    return { kind: 'wired', value, type: { elementType: 'float32', shape: tensor.shape } };
  }

  /**
   * The layer of the node that is being spelled, which is made when it is first asked for: the module that its weight belongs to, or the
   * one that its name tells.
   */
  ownLayer(kind: string, ...weights: readonly (Operand | null)[]): LayerIndex {
    if (this.layer !== null) return this.layer;
    const weight = weights.find((one) => one !== null);
    const [owner] = weights.flatMap((one) =>
      one?.kind === 'stored' ? (stateName(one.name)?.owner ?? []) : [],
    );
    this.layer = this.layerNamed(owner ?? this.pathOf(weight !== undefined), kind);
    return this.layer;
  }

  /** Takes the node to the module that it stands in, where that is a layer already. */
  joinLayer(): void {
    const scope = this.node ? scopeOf(this.node) : '';
    this.layer ??= this.layers.get(scope) ?? null;
  }

  /** A grey node in the place of the one that is being spelled. */
  grey(reason: string, args: readonly Operand[]): Grey {
    const values = args.flatMap((arg) => (arg.kind === 'wired' || arg.kind === 'grey' ? [arg.value] : []));
    return { kind: 'grey', value: this.builder.opaque(reason, values, this.layer, this.span) };
  }

  /** The value of an operand in the network. */
  valueOf(operand: Operand): Value {
    if (operand.kind === 'wired' || operand.kind === 'grey') return operand.value;
    if (operand.kind === 'stored' && isTrained(operand)) {
      const role = operand.tensor.shape.length > 1 ? 'weight' : 'bias';
      return this.valueOf(this.weight(operand, { role, part: role }));
    }
    if (operand.kind === 'stored' && operand.tensor.computed === 'float' && operand.tensor.data.length > 1) {
      this.kept.add(operand.name);
    }
    return this.constant(operand);
  }

  private constant(operand: Known | Stored): Value {
    const { elementType, shape, data } = operand.tensor;
    if (operand.kind === 'known' && data.length <= 64 && [...data].some(isBatchSize)) {
      throw new Unspellable('It computes with the size of the batch as a number.');
    }
    const type = elementType === 'int32' || elementType === 'bool' ? elementType : 'float';
    return this.builder.constant({ elementType: type, shape, values: data, span: this.span });
  }

  private placeParameter(operand: Stored | Known, use: WeightUse, transposed: boolean): Placed {
    const { shape, data } = operand.tensor;
    const turned = transposed ? turnedRound(data, shape) : { shape, data };
    const layer = this.ownLayer(this.node?.operator.toLowerCase() ?? 'parameter', operand);
    const { owner, part } = use;
    const name = tensorName(operand) ?? (owner === undefined ? undefined : `${owner}.${part}`);
    const value = this.builder.parameter({
      ...{ layer: this.layerOfParameter(operand, layer), part, name },
      role: use.role,
      shape: turned.shape,
      initialisation: { name: 'values', values: turned.data },
      fans: fansOf(turned.shape),
      written: this.span,
      span: this.span,
    });
    this.counts.parameters += 1;
    const placed = { value, transposed };
    this.placed.set(operand.tensor, placed);
    return placed;
  }

  /** A parameter belongs to its own module, even where another one uses it. */
  private layerOfParameter(operand: Stored | Known, fallback: LayerIndex): LayerIndex {
    const owner = operand.kind === 'stored' ? stateName(operand.name)?.owner : undefined;
    return owner === undefined ? fallback : this.layerNamed(owner, 'parameter');
  }

  private layerNamed(path: string, kind: string): LayerIndex {
    const known = this.layers.get(path);
    if (path !== '' && known !== undefined) return known;
    const own = this.attentions.has(path) ? 'multi-head-attention' : kind;
    const layer = this.builder.layer({ kind: own, span: this.span, ...(path !== '' && { name: path }) });
    if (path !== '') this.layers.set(path, layer);
    return layer;
  }

  private pathOf(weighted: boolean): string {
    const { node } = this;
    if (!node) return '';
    const scope = scopeOf(node);
    if (scope !== '') return weighted || this.scopes.has(scope) ? scope : '';
    return ownNodeName(node) ?? '';
  }

  private layerFor(call: OpCall): LayerIndex | null {
    if (this.layer !== null) return this.layer;
    return layerRoles.has(ops[call.op].role) ? this.ownLayer(call.op) : null;
  }

  /** Results that are known while reading; weights of the file are left to the network where they do not just change their form. */
  private folded(
    call: OpCall,
    args: readonly Operand[],
    types: readonly TensorType[],
  ): readonly Known[] | null {
    const { foldsWeights } = this;
    const isOpen = (arg: Operand): boolean =>
      arg.kind === 'wired' || (!foldsWeights && arg.kind === 'stored' && isTrained(arg));
    if (args.some(isOpen)) return null;
    const tensors = args.flatMap((arg) => this.known(arg) ?? []);
    const folding = foldsWeights ? this.weightFolding : this.folding;
    const outputs = folding.outputs(call, tensors, types);
    return outputs?.map((tensor): Known => ({ kind: 'known', tensor, computed: computedAs(tensor) })) ?? null;
  }
}

/** The file's name of a tensor, where it is one that people know; else undefined. */
function tensorName(operand: Stored | Known): string | undefined {
  if (operand.kind !== 'stored') return undefined;
  const { name } = operand;
  return /^[A-Za-z_][\w.-]*$/.test(name) && !/^(onnx_|val_|const|_)/.test(name) ? name : undefined;
}

function computedAs({ elementType }: TensorType): Known['computed'] {
  return elementType === 'int32' || elementType === 'bool' ? elementType : 'float';
}

/** The type that shapes are checked with. */
function typeOf(operand: Operand): TensorType {
  if (operand.kind === 'grey') throw new BehindGrey();
  const computed = computedOf(operand);
  return { elementType: computed === 'float' ? 'float32' : computed, shape: shapeOf(operand) };
}

function turnedRound(
  data: ArrayLike<number>,
  [rows = 1, columns = 1]: Shape,
): { readonly shape: Shape; readonly data: Float32Array } {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      turned[column * rows + row] = data[row * columns + column] ?? NaN;
  }
  return { shape: [columns, rows], data: turned };
}

/** What a unit of a weight sees, and how many see a unit before it. */
function fansOf([outputs = 1, inputs = outputs, ...places]: Shape): Fans {
  const window = sizeOf(places);
  return { fanIn: inputs * window, fanOut: outputs * window };
}

/** The error of an op as a sentence. */
function sentence(error: string): string {
  const text = error.replaceAll(/\b99991\b/g, 'batch');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}
