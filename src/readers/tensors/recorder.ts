/** What happens when a program computes with tensors: known numbers are computed at once, all else becomes nodes of the network being traced. */
import { holdsBatch } from '../../graph/batchSizes';
import { shapeOfCall } from '../../graph/shapes';
import type { Value } from '../../graph/network';
import { ops, type OpCall } from '../../ops/table';
import { randomStream } from '../../tensor/random';
import { referenceKernels } from '../../tensor/reference';
import { sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import { fail } from '../python/values/exceptions';
import type { Machine } from '../python/values/machine';
import type { UnknownValue } from '../python/values/value';
import { certainNumbers } from './certainNumbers';
import type { Content, Draw } from './content';
import { isFloating, promoted, storedType, type DtypeName } from './elementTypes';
import { TensorValue, type Flavour, type TensorParts } from './tensorValue';
import type { Tracing } from './tracing';

/** Elements of one tensor that is computed while reading; what is larger is left to the network. */
const mostElements = 2 ** 22;
/** Elements computed while reading in all: 128 MiB of them. */
const mostInAll = 2 ** 24;

/** What a result is to be where that does not follow from the arguments. */
export interface ResultWishes {
  readonly flavour?: Flavour;
  /** The element type; where left out it is promoted from the arguments. */
  readonly dtype?: DtypeName;
}

/** Computes and records for one machine. */
export class Recorder {
  readonly machine: Machine;
  /** The network that is being traced; null while modules are only being made. */
  tracing: Tracing | null = null;
  /** False within `torch.no_grad()`. */
  gradEnabled = true;
  private readonly kernels = referenceKernels('float64', (work) => this.machine.step(work >> 4));
  private computed = 0;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** The first output of an op. Raises RuntimeError in our own words where the arguments do not fit; check before to say it in a framework's. */
  apply(
    call: OpCall,
    args: readonly TensorValue[],
    wishes: ResultWishes & { flavour: Flavour },
  ): TensorValue {
    const [first] = this.applyAll(call, args, wishes);
    if (!first) throw new RangeError(`${call.op} gives nothing`);
    return first;
  }

  /** All outputs of an op. */
  applyAll(
    call: OpCall,
    args: readonly TensorValue[],
    wishes: ResultWishes & { flavour: Flavour },
  ): readonly TensorValue[] {
    this.machine.step(8);
    for (const arg of args) this.refresh(arg);
    const opaque = args.find(({ content }) => content.kind === 'opaque');
    if (opaque?.content.kind === 'opaque') return [this.opaque(opaque.content.cause, args, wishes.flavour)];
    const found = shapeOfCall(call, args.map(typeOf), 'float64');
    if ('error' in found) throw fail(this.machine, 'RuntimeError', found.error);
    const dtype = (type: TensorType): DtypeName => dtypeOfResult(type, args, wishes);
    const contents = this.contentsOf(call, args, found);
    const differentiable = this.gradEnabled && args.some((arg) => arg.differentiable);
    return found.map((type, output) =>
      this.make({
        flavour: wishes.flavour,
        shape: type.shape,
        dtype: dtype(type),
        content: rounded(contents[output] ?? { kind: 'placeholder' }, dtype(type)),
        differentiable: differentiable && type.elementType !== 'int32' && type.elementType !== 'bool',
      }),
    );
  }

  /** The first output of an op that becomes a node only where something uses it, at the place of that. */
  later(
    call: OpCall,
    args: readonly TensorValue[],
    { flavour }: ResultWishes & { flavour: Flavour },
  ): TensorValue {
    for (const arg of args) this.refresh(arg);
    const found = shapeOfCall(call, args.map(typeOf), 'float64');
    const type = 'error' in found ? undefined : found[0];
    if (!type || args.some(({ content }) => content.kind === 'opaque'))
      return this.apply(call, args, { flavour });
    return this.make({
      flavour,
      shape: type.shape,
      dtype: dtypeOfResult(type, args, { flavour }),
      content: { kind: 'call', call, args: args.map(frozen), output: 0 },
      differentiable: this.gradEnabled && args.some((arg) => arg.differentiable),
    });
  }

  /** A tensor that stands at the place of the program that is being run. */
  make(parts: Omit<TensorParts, 'origin'>): TensorValue {
    return new TensorValue({ ...parts, origin: this.machine.here() });
  }

  /** Known numbers. */
  constant(
    flavour: Flavour,
    dtype: DtypeName,
    shape: readonly number[],
    data: ArrayLike<number>,
  ): TensorValue {
    const elementType = storedType(dtype);
    const storage =
      elementType === 'float64'
        ? Float64Array.from(data)
        : elementType === 'bool'
          ? Uint8Array.from(data)
          : Int32Array.from(data);
    const tensor: Tensor = { elementType, shape, data: storage };
    return this.make({
      flavour,
      shape,
      dtype,
      content: { kind: 'constant', tensor },
      differentiable: false,
    });
  }

  /** Numbers that are drawn when the network runs. */
  drawn(flavour: Flavour, dtype: DtypeName, shape: readonly number[], draw: Draw): TensorValue {
    return this.make({ flavour, shape, dtype, content: { kind: 'drawn', draw }, differentiable: false });
  }

  /** What an operation gives that is not understood: a grey node of the network, and no shape. */
  opaque(cause: UnknownValue, args: readonly TensorValue[], flavour: Flavour): TensorValue {
    const content: Content = this.tracing
      ? {
          kind: 'opaque',
          cause,
          value: this.tracing.opaque(
            cause,
            args.map((arg) => this.valueOf(arg)),
          ),
        }
      : { kind: 'opaque', cause };
    const known = this.tracing?.standIn() ?? null;
    if (known) return known;
    return this.make({ flavour, shape: null, dtype: flavour.usualFloat, content, differentiable: true });
  }

  /** Brings a view up to what has been written into its base. */
  refresh(tensor: TensorValue): void {
    const { view } = tensor;
    if (!view) return;
    this.refresh(view.base);
    if (view.base.version === tensor.seen) return;
    tensor.seen = view.base.version;
    const again = this.applyAll(view.call, [view.base], { flavour: tensor.flavour })[view.output];
    if (!again) return;
    tensor.content = again.content;
    tensor.differentiable = again.differentiable;
    tensor.version += 1;
  }

  /** The known numbers of a tensor, in row-major order; null where they are not known. */
  known(tensor: TensorValue): Tensor | null {
    return this.knownFrom(tensor, new Map());
  }

  /** Tensors are used many times over, as by every residual connection: the content of each, which its copies share, is looked at once. */
  private knownFrom(tensor: TensorValue, seen: Map<Content, Tensor | null>): Tensor | null {
    this.refresh(tensor);
    const { content } = tensor;
    if (content.kind === 'constant') return content.tensor;
    // While a network runs a parameter is what training makes of it.
    if (content.kind === 'parameter' && !this.tracing) return certainNumbers(content.parameter, mostElements);
    if (content.kind !== 'call' || holdsBatch(content.call.attributes)) return null;
    const already = seen.get(content);
    if (already !== undefined) return already;
    seen.set(content, null);
    const tensors: Tensor[] = [];
    for (const arg of content.args) {
      const found = this.knownFrom(arg, seen);
      if (!found) return null;
      tensors.push(found);
    }
    const result = this.compute(content.call, tensors, sizeOf(tensor.shape ?? []));
    const known = result?.[content.output] ?? null;
    seen.set(content, known);
    return known;
  }

  /** The value of a tensor in the network being traced. */
  valueOf(tensor: TensorValue): Value {
    this.refresh(tensor);
    const { tracing } = this;
    if (!tracing) throw new RangeError('nothing is being traced');
    const { content } = tensor;
    if (content.kind === 'graph') return content.value;
    const cached = tracing.values.get(content);
    if (cached) return cached;
    const value = this.materialised(tensor, tracing);
    tracing.values.set(content, value);
    return value;
  }

  private materialised({ content, shape, dtype }: TensorValue, tracing: Tracing): Value {
    const sizes = shape ?? [];
    switch (content.kind) {
      case 'graph':
        return content.value;
      case 'constant':
        return tracing.constant(content.tensor);
      case 'parameter':
        return tracing.parameter(content.parameter);
      case 'drawn':
        return tracing.drawn(content.draw, sizes, dtype);
      case 'placeholder':
        return tracing.zeros(sizes, isFloating(dtype));
      case 'opaque':
        return content.value ?? tracing.opaque(content.cause, []);
      case 'call': {
        const args = content.args.map((arg) => this.valueOf(arg));
        const { node } = tracing.op(content.call, args, content.args);
        return { node, output: content.output };
      }
    }
  }

  /** How the outputs of a call are known: computed, as nodes, or left for later. */
  private contentsOf(
    call: OpCall,
    args: readonly TensorValue[],
    types: readonly TensorType[],
  ): readonly Content[] {
    const { tracing } = this;
    const isKnown = args.every(({ content }) => content.kind === 'constant');
    if (isKnown && ops[call.op].role !== 'noise' && !holdsBatch(call.attributes)) {
      const tensors = args.flatMap(({ content }) => (content.kind === 'constant' ? [content.tensor] : []));
      const result = this.compute(call, tensors, totalOf(types));
      if (result) return result.map((tensor) => ({ kind: 'constant', tensor }));
    }
    if (args.some(({ content }) => content.kind === 'placeholder')) {
      const made = { call, args: args.map(frozen), place: this.machine.here() };
      return types.map((_, output) => ({ kind: 'placeholder', made, output }));
    }
    if (!tracing || !args.some(isBound)) {
      return types.map((_, output) => ({ kind: 'call', call, args: args.map(frozen), output }));
    }
    const values = args.map((arg) => this.valueOf(arg));
    const stops = !this.gradEnabled && args.some((arg) => arg.differentiable);
    const { node } = tracing.op(call, values, args);
    return types.map((type, output) => {
      const value = { node, output };
      const isFloat = type.elementType !== 'int32' && type.elementType !== 'bool';
      return { kind: 'graph', value: stops && isFloat ? tracing.stopped(value) : value };
    });
  }

  /** Known outputs; null where they are too many. */
  private compute(call: OpCall, args: readonly Tensor[], elements: number): readonly Tensor[] | null {
    const work = Math.max(elements, ...args.map(({ data }) => data.length));
    if (work > mostElements || this.computed + elements > mostInAll) return null;
    this.computed += elements;
    this.machine.step(work >> 3);
    const run = { training: false, random: randomStream(0, 0) };
    // The table's attributes fit the name: both come from one call.
    const op = ops[call.op] as (typeof ops)['identity'];
    return op.forward(this.kernels, args, call.attributes as never, run).outputs;
  }
}

const recorderKey = 'tensor recorder';

/** The recorder of a machine; there is one. */
export function recorderOf(machine: Machine): Recorder {
  const found = machine.keep.get(recorderKey);
  if (found instanceof Recorder) return found;
  const made = new Recorder(machine);
  machine.keep.set(recorderKey, made);
  return made;
}

/** The type that shapes are checked with. */
function typeOf({ shape, dtype }: TensorValue): TensorType {
  return { elementType: storedType(dtype), shape: shape ?? [] };
}

/** What is known of calls that wait: their arguments are never changed. */
const boundCalls = new WeakMap<Content, boolean>();

/** Whether a tensor stands in the network or will: it cannot be computed before. A call may use a tensor many times over; each is looked at once. */
function isBound({ content }: TensorValue): boolean {
  if (content.kind !== 'call') return content.kind === 'graph' || content.kind === 'parameter';
  const found = boundCalls.get(content) ?? content.args.some(isBound);
  boundCalls.set(content, found);
  return found;
}

/** The tensor as it is now, whatever is written into it later. */
function frozen(tensor: TensorValue): TensorValue {
  const { flavour, type, shape, dtype, content, differentiable, origin } = tensor;
  return new TensorValue({ flavour, type, shape, dtype, content, differentiable, origin });
}

function totalOf(types: readonly TensorType[]): number {
  return types.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function dtypeOfResult(
  { elementType }: TensorType,
  args: readonly TensorValue[],
  { dtype, flavour }: ResultWishes & { flavour: Flavour },
): DtypeName {
  if (elementType === 'bool') return 'bool';
  const wanted = elementType === 'int32' ? 'int32' : 'float';
  if (dtype && (wanted === 'float') === isFloating(dtype) && dtype !== 'bool') return dtype;
  const fitting = args
    .map((arg) => arg.dtype)
    .filter((own) => own !== 'bool' && isFloating(own) === (wanted === 'float'));
  const [first, ...rest] = fitting;
  if (first) return rest.reduce(promoted, first);
  return wanted === 'float' ? flavour.usualFloat : 'int64';
}

/** float32 numbers are rounded as float32 does: where they become whole numbers, the last bit counts. */
function rounded(content: Content, dtype: DtypeName): Content {
  if (content.kind !== 'constant' || dtype !== 'float32' || content.tensor.elementType !== 'float64')
    return content;
  const { tensor } = content;
  return { kind: 'constant', tensor: { ...tensor, data: Float64Array.from(Float32Array.from(tensor.data)) } };
}
