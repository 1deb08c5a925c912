/** A network under construction while a program runs: which layer a node belongs to, where it stands, and the names of parameters. */
import { fileStart, type Span } from '../../base/span';
import type { NetworkBuilder } from '../../graph/builder';
import type { LayerIndex, Value } from '../../graph/network';
import { ops, type OpCall } from '../../ops/table';
import type { OpRole } from '../../ops/op';
import type { Initialisation } from '../../tensor/initialisations';
import { sizeOf, type Tensor } from '../../tensor/tensor';
import type { Machine } from '../python/values/machine';
import { spanOf } from '../python/values/place';
import type { UnknownValue } from '../python/values/value';
import type { Content, Draw, Parameter } from './content';
import { isFloating, type DtypeName } from './elementTypes';
import type { TensorValue } from './tensorValue';

/** A module or layer of the program whose forward is being run. */
export interface Scope {
  /** Its place among the modules of the network: `layer1.0.conv1`; empty for the network itself. */
  readonly path: string;
  /** The word for it in a list of layers: `conv2d`, the name of a class of the program. */
  readonly kind: string;
  /** Whether all that is computed in it is one layer (the framework's own layers). */
  readonly isLayer: boolean;
  /** Where it was made. */
  readonly span: Span | null;
}

/** A parameter or buffer and the module that it belongs to. */
export interface Owned {
  /** Its whole name: `layer1.0.conv1.weight`. */
  readonly name: string;
  readonly scope: Scope;
}

/** Roles of ops that are a layer of their own where no module is one around them. */
const layerRoles: ReadonlySet<OpRole> = new Set<OpRole>([
  'activation',
  'normalisation',
  'pooling',
  'noise',
  'loss',
]);

/** What is known of a program's network before it is traced. */
export interface Subject {
  /** Its parameters; what turns up beside them is added. */
  readonly parameters: Map<Parameter, Owned>;
  /** The tensors that it keeps and that no gradient changes; more may be added. */
  readonly buffers: Map<TensorValue, Owned>;
  /** The places of its modules, whose names no function may take. */
  readonly paths?: ReadonlySet<string>;
  /** Whether it is in training mode as a whole; parts of it may be in the other. */
  readonly training: boolean;
}

/** Puts nodes into a builder while a program runs. */
export class Tracing {
  readonly builder: NetworkBuilder;
  /** Nodes of contents that are put in when they are first used. */
  readonly values = new Map<Content, Value>();
  readonly scopes: Scope[] = [];
  /** What the whole numbers of an input are below, where somebody says it. */
  readonly bounds = new Map<Value, number>();
  /** Where nodes stand whatever is being evaluated: calls that a program recorded are made again later. Null: where evaluation stands. */
  at: Span | null = null;
  /** What takes the place of a grey node's value where the program stands; null where nobody says its shape. */
  standIn: () => TensorValue | null = () => null;
  private readonly machine: Machine;
  private readonly subject: Subject;
  private readonly buffers = new Map<TensorValue, Value>();
  private readonly layers = new Map<string, LayerIndex>();
  private readonly parameters = new Map<Parameter, Value>();
  /** The function of the framework that is being run, as programs name it; it names what has no module around it. */
  private running: { readonly name: string; layers: number } | null = null;
  /** How often a name has been given, by the name. */
  private readonly functionCounts = new Map<string, number>();
  private strays = 0;

  constructor(machine: Machine, builder: NetworkBuilder, subject: Subject) {
    this.machine = machine;
    this.builder = builder;
    this.subject = subject;
  }

  /** Whether the network is in training mode: then ops that follow the mode of a run may be in it. */
  get training(): boolean {
    return this.subject.training;
  }

  /** Where the program stands. */
  span(): Span {
    if (this.at) return this.at;
    const place = this.machine.here();
    return place ? spanOf(place) : fileStart('');
  }

  /** Runs something whose nodes belong to a scope. */
  inScope<Result>(scope: Scope, run: () => Result): Result {
    this.scopes.push(scope);
    try {
      return run();
    } finally {
      this.scopes.pop();
    }
  }

  /** Runs a function of the framework; where one calls another, the outer one gives the name. */
  within<Result>(name: string, run: () => Result): Result {
    if (this.running) return run();
    this.running = { name, layers: 0 };
    try {
      return run();
    } finally {
      this.running = null;
    }
  }

  /** Adds a node for an op; `tensors` are what it is called with. */
  op(call: OpCall, args: readonly Value[], tensors: readonly TensorValue[]): Value {
    return this.builder.op(call, args, this.layerFor(call, tensors), this.span());
  }

  /** A grey node. */
  opaque(cause: UnknownValue, args: readonly Value[]): Value {
    // Where it is used: that is the line on which a comment can say its shape.
    const span = this.span();
    const scope = this.scopes.at(-1);
    const layer = scope?.isLayer ? this.layerOf(scope) : null;
    return this.builder.opaque(cause.message, args, layer, span);
  }

  /** The same value, through which no gradient passes. */
  stopped(value: Value): Value {
    return this.builder.op({ op: 'stop-gradient', attributes: {} }, [value], null, this.span());
  }

  constant({ elementType, shape, data }: Tensor): Value {
    const type = elementType === 'int32' || elementType === 'bool' ? elementType : 'float';
    return this.builder.constant({ elementType: type, shape, values: data, span: this.span() });
  }

  zeros(sizes: readonly number[], floats: boolean): Value {
    const zeros = this.builder.op({ op: 'zeros', attributes: { sizes } }, [], null, this.span());
    if (floats) return zeros;
    return this.builder.op({ op: 'cast', attributes: { elementType: 'int32' } }, [zeros], null, this.span());
  }

  /** Random numbers of a run: noise in training, 0 in evaluation, so that evaluation is repeatable. */
  drawn({ law, scale, centre }: Draw, sizes: readonly number[], dtype: DtypeName): Value {
    const attributes = { sizes, law, scale, centre };
    const drawn = this.builder.op({ op: 'random', attributes }, [], null, this.span());
    if (law !== 'integers' || !isFloating(dtype)) return drawn;
    const floats = { op: 'cast', attributes: { elementType: 'float' } } as const;
    return this.builder.op(floats, [drawn], null, this.span());
  }

  /** The node of a parameter; one that belongs to no module of the network gets a name of its own. */
  parameter(parameter: Parameter): Value {
    const known = this.parameters.get(parameter);
    if (known) return known;
    const owned = this.subject.parameters.get(parameter) ?? this.stray(parameter);
    const value = this.builder.parameter({
      layer: this.layerOf(owned.scope),
      part: '',
      name: owned.name,
      role: parameter.role,
      shape: parameter.shape,
      ...(parameter.complex && { complex: true }),
      initialisation: parameter.initialisation,
      fans: parameter.fans,
      written: parameter.written,
      trainable: parameter.requiresGrad,
      span: parameter.span ?? this.span(),
    });
    this.parameters.set(parameter, value);
    return value;
  }

  /** The node of a buffer of the network, so that numbers from outside can take its place; null for any other tensor. */
  buffer(tensor: TensorValue, initialisation: Initialisation): Value | null {
    const owned = this.subject.buffers.get(tensor);
    if (!owned || !tensor.shape) return null;
    const known = this.buffers.get(tensor);
    if (known) return known;
    const layer = this.layerOf(owned.scope);
    const { name } = owned;
    const value = this.builder.buffer({
      ...{ layer, part: '', name, shape: tensor.shape, initialisation },
      span: owned.scope.span ?? this.span(),
    });
    this.buffers.set(tensor, value);
    return value;
  }

  /** Says to whom a parameter or buffer belongs that is made while the network runs. */
  adopt(tensor: TensorValue, owned: Owned): void {
    if (tensor.content.kind === 'parameter') this.subject.parameters.set(tensor.content.parameter, owned);
    else this.subject.buffers.set(tensor, owned);
  }

  /** Adds the parameters that nothing has used. */
  addUnused(): void {
    for (const parameter of this.subject.parameters.keys())
      if (sizeOf(parameter.shape) > 0) this.parameter(parameter);
  }

  private stray(parameter: Parameter): Owned {
    this.strays += 1;
    const name = `unregistered${this.strays}`;
    const owned = {
      name,
      scope: { path: name, kind: 'parameter', isLayer: true, span: parameter.span },
    };
    this.subject.parameters.set(parameter, owned);
    return owned;
  }

  private layerFor(call: OpCall, tensors: readonly TensorValue[]): LayerIndex | null {
    const scope = this.scopes.at(-1);
    if (scope?.isLayer) return this.layerOf(scope);
    for (const { content } of tensors) {
      const owner = content.kind === 'parameter' ? this.subject.parameters.get(content.parameter) : undefined;
      if (owner) return this.layerOf(owner.scope);
    }
    if (!layerRoles.has(ops[call.op].role)) return null;
    return this.builder.layer({ kind: call.op, span: this.span(), name: this.functionName(scope, call) });
  }

  /** The innermost module and the function, as in `layer1.0.relu`; a second one there is `layer1.0.relu_1`. */
  private functionName(scope: Scope | undefined, { op }: OpCall): string {
    const { running } = this;
    const word = running && running.layers === 0 ? running.name : op.replaceAll('-', '_');
    if (running) running.layers += 1;
    const stem = scope?.path ? `${scope.path}.${word}` : word;
    for (let count = this.functionCounts.get(stem) ?? 0; ; count += 1) {
      const name = count === 0 ? stem : `${stem}_${count}`;
      if (this.subject.paths?.has(name)) continue;
      this.functionCounts.set(stem, count + 1);
      return name;
    }
  }

  private layerOf(scope: Scope): LayerIndex {
    const known = this.layers.get(scope.path);
    if (known !== undefined) return known;
    const layer = this.builder.layer({
      kind: scope.kind,
      span: scope.span ?? this.span(),
      ...(scope.path === '' ? {} : { name: scope.path }),
    });
    this.layers.set(scope.path, layer);
    return layer;
  }
}
