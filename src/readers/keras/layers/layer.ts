/** A layer of keras.layers as one value: its constructor, the weights it makes for the shapes it is given, and what it computes. */
import type { ParameterNode } from '../../../graph/network';
import type { OpCall } from '../../../ops/table';
import type { Fans, Initialisation } from '../../../tensor/initialisations';
import { repr as shownValue } from '../../python/evaluate/repr';
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { none } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { InstanceValue, Value } from '../../python/values/value';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { startOf } from '../../tensors/starts';
import type { TensorValue } from '../../tensors/tensorValue';
import { flag, number, perAxis, whole, word } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import { activated } from '../activations';
import { scopesOf } from '../../tensors/scopes';
import { isTraining } from '../layer/context';
import { nameOf, stateOf, type LayerState } from '../layer/state';
import { addWeight, kerasFans } from '../layer/weights';
import { tensorsIn } from '../model/symbolic';
import { initialisationOf } from '../starts/initialisers';
import { kerasFlavour } from '../values/flavour';

/** Whole shapes, the batch first (the nominal one while building). */
export type Sizes = readonly number[];

/** A weight as a layer describes it. */
export interface LayerWeight {
  /** Keras's own name: `kernel`, `bias`, `gamma`, `recurrent_kernel`. */
  readonly name: string;
  /** In Keras's own layout: kernels are (…taps, inputs, outputs). */
  readonly shape: Sizes;
  /** The argument of the constructor that says how it starts (`kernel_initializer`), or a law. */
  readonly start: string | Initialisation;
  readonly fans?: Fans;
  readonly role?: ParameterNode['role'];
  /** False for what gradients do not change: running statistics become buffers. */
  readonly trainable?: boolean;
}

/** A layer that is being made, built or called. */
export class Layer {
  readonly machine: Machine;
  readonly recorder: Recorder;
  readonly self: InstanceValue;
  readonly state: LayerState;

  constructor(machine: Machine, self: InstanceValue) {
    this.machine = machine;
    this.recorder = recorderOf(machine);
    this.self = self;
    this.state = stateOf(self);
  }

  /** Its name in the model: `conv2d_1`. */
  get name(): string {
    return nameOf(this.machine, this.self);
  }

  /** Whether this call runs as in training: then noise and batch statistics follow the mode of the run; else they are switched off. */
  get training(): boolean {
    return isTraining(this.machine);
  }

  /** An argument of the constructor or another attribute. */
  get(name: string): Value {
    return this.machine.findAttribute(this.self, name) ?? none;
  }

  set(name: string, value: Value): void {
    this.self.attributes.set(name, value);
  }

  isNone(name: string): boolean {
    return this.get(name).kind === 'none';
  }

  whole(name: string): number {
    return whole(this.machine, this.get(name));
  }

  number(name: string): number {
    return number(this.machine, this.get(name));
  }

  flag(name: string): boolean {
    return flag(this.machine, this.get(name));
  }

  /** A text; empty for None. */
  word(name: string): string {
    return this.isNone(name) ? '' : word(this.machine, this.get(name));
  }

  /** One whole number for each of `count` axes; a single number stands for all. */
  perAxis(name: string, count: number): readonly number[] {
    return perAxis(this.machine, this.get(name), count);
  }

  /** Whether channels are the last axis: `data_format`, which Keras leaves at channels_last unless told. */
  get channelsLast(): boolean {
    const value = unwrap(this.get('data_format'));
    if (value.kind === 'none') return true;
    if (value.kind === 'unknown') throw new Encountered(value);
    const name = value.kind === 'str' ? value.value.toLowerCase() : '';
    if (name === 'channels_last' || name === 'tf') return true;
    if (name === 'channels_first' || name === 'th') return false;
    const received = value.kind === 'str' ? value.value : shownValue(this.machine, value);
    const message = `The \`data_format\` argument must be one of {'channels_first', 'channels_last'}. Received: ${received}`;
    throw fail(this.machine, 'ValueError', message);
  }

  /** Makes a weight; its name in the network is `LAYER/name`. */
  weight(weight: LayerWeight): void {
    const { name, shape, start, trainable = true } = weight;
    const fans = weight.fans ?? kerasFans(shape);
    addWeight(this.machine, this.self, {
      ...{ name, shape, fans, trainable },
      ...(weight.role && { role: weight.role }),
      ...this.startOf(start, shape, fans),
    });
  }

  private startOf(
    start: string | Initialisation,
    shape: Sizes,
    fans: Fans,
  ): { readonly initialisation: Initialisation; readonly written: boolean } {
    if (typeof start !== 'string') return { initialisation: start, written: false };
    const law = initialisationOf(this.machine, this.get(start), shape, fans);
    const written = this.state.given.has(start);
    return { initialisation: written ? law : { name: 'keras', own: law }, written };
  }

  /** A weight when the layer runs; null where there is none. Running statistics become buffers of the network. */
  tensor(name: string): TensorValue | null {
    const weight = this.state.weights.get(name);
    if (!weight) return null;
    const { tensor, trainable } = weight;
    const { tracing } = this.recorder;
    if (trainable || !tracing) return tensor;
    const value = tracing.buffer(tensor, startOf(this.recorder, tensor));
    if (!value) return tensor;
    const { flavour, shape, dtype } = tensor;
    return this.recorder.make({
      flavour,
      shape,
      dtype,
      content: { kind: 'graph', value },
      differentiable: false,
    });
  }

  /** The same; RuntimeError where it is missing. */
  required(name: string): TensorValue {
    const found = this.tensor(name);
    if (found) return found;
    throw fail(
      this.machine,
      'RuntimeError',
      `Layer '${this.name}' was never built and thus it doesn't have any variables.`,
    );
  }

  /** The only input as a tensor whose shape is known. */
  input(inputs: Value): Shaped {
    const [first] = tensorsIn(inputs);
    if (inputs.kind === 'unknown') throw new Encountered(inputs);
    if (first) return withShape(this.recorder, first);
    throw fail(
      this.machine,
      'ValueError',
      'Only input tensors may be passed as positional arguments. The following argument value should be passed as a keyword argument: ' +
        `${inputs.kind} (of type <class '${inputs.kind}'>)`,
    );
  }

  /** All inputs of a layer that takes several. */
  inputs(inputs: Value): readonly Shaped[] {
    return tensorsIn(inputs).map((tensor) => withShape(this.recorder, tensor));
  }

  /** The first output of an op. */
  apply(call: OpCall, ...args: readonly TensorValue[]): TensorValue {
    return this.recorder.apply(call, args, { flavour: kerasFlavour });
  }

  /** All outputs of an op. */
  applyAll(call: OpCall, ...args: readonly TensorValue[]): readonly TensorValue[] {
    return this.recorder.applyAll(call, args, { flavour: kerasFlavour });
  }

  /** Axes in another order; as they are where that is the order already. */
  permuted(tensor: TensorValue, axes: readonly number[]): TensorValue {
    return axes.every((axis, place) => axis === place)
      ? tensor
      : this.apply({ op: 'permute', attributes: { axes } }, tensor);
  }

  /**
   * What the argument `activation` makes of what the layer has computed, as a layer of its own behind it: `dense/relu`. Within another layer
   * it is a part of that one.
   */
  finished(tensor: TensorValue): Value {
    const { tracing } = this.recorder;
    const scope = tracing?.scopes.at(-1);
    const activation = this.get('activation');
    if (!tracing || !scope || activation.kind === 'none' || scopesOf(this.machine).get(this.self) !== scope)
      return this.activated(tensor);
    const kind = activation.kind === 'str' ? activation.value : 'activation';
    const behind = { path: `${scope.path}/${kind}`, kind, isLayer: true, span: scope.span };
    return tracing.inScope(behind, () => this.activated(tensor));
  }

  /** What the argument `activation` (or another one) makes of a tensor. */
  activated(tensor: TensorValue, argument = 'activation'): Value {
    return activated(this.machine, this.get(argument), tensor);
  }

  /** Keras's ValueError for an input that does not fit: `expected min_ndim=2, found ndim=1`. */
  incompatible(what: string): Error {
    return fail(
      this.machine,
      'ValueError',
      `Input 0 of layer "${this.name}" is incompatible with the layer: ${what}`,
    );
  }

  /** Refuses inputs of the wrong rank, as Keras's InputSpec does. */
  checkRank(shape: Sizes, rank: { readonly least?: number; readonly exact?: number }): void {
    const words = `Full shape received: (${shape.map((size, axis) => (axis === 0 ? 'None' : size)).join(', ')})`;
    if (rank.exact !== undefined && shape.length !== rank.exact)
      throw this.incompatible(`expected ndim=${rank.exact}, found ndim=${shape.length}. ${words}`);
    if (rank.least !== undefined && shape.length < rank.least)
      throw this.incompatible(`expected min_ndim=${rank.least}, found ndim=${shape.length}. ${words}`);
  }
}

/** What a call says beside its inputs. */
export interface LayerArguments {
  /** By name: what `takes` lists, and `mask`. */
  readonly get: (name: string) => Value;
}

/** One layer of keras.layers. */
export interface KerasLayer {
  readonly name: string;
  /** Other names of the same layer: `MaxPool2D`, `Convolution2D`. */
  readonly aliases?: readonly string[];
  /** The word for it in lists of layers. */
  readonly kind: string;
  /**
   * Parameters of the constructor with Keras's defaults, but for those that all layers have (name, dtype, trainable, activity_regularizer,
   * input_shape and its kin). Each becomes an attribute of the same name, and each is a field of the layer's configuration.
   */
  readonly signature: string;
  /** Old keywords of this layer alone, beside those of legacyNames.ts: `output_dim` is `units` of Dense. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Changes what Keras 1 wrote by place, such as Convolution2D(32, 3, 3), before it is bound; without self. */
  readonly rearranged?: (positional: readonly Value[], keywords: Map<string, Value>) => readonly Value[];
  /** Runs at the end of the constructor: checks arguments, makes layers within. */
  readonly made?: (layer: Layer) => void;
  /** Makes weights for the shape of the input, or of the first of them; `all` has those of all. */
  readonly build?: (layer: Layer, shape: Sizes, all: readonly Sizes[]) => void;
  /** The name of the first parameter of a call: `inputs` unless given. */
  readonly first?: string;
  /** Further parameters of a call behind the inputs: `query_mask=None`. `training` and `mask` are there always. */
  readonly takes?: string;
  readonly call: (layer: Layer, inputs: Value, given: LayerArguments) => Value;
  /** What `adapt(data)` does, for layers that look at data before they train; others have no such method. */
  readonly adapt?: (layer: Layer, data: Value) => void;
  /** Further methods of its class. */
  readonly methods?: readonly (readonly [string, Value])[];
  /** The name of its class, where programs know it by another one. */
  readonly called?: string;
  /** Another layer that it descends from; Layer unless given. */
  readonly base?: string;
}
