/** What a layer of Keras keeps beside its attributes: its name, its weights, the layers that a model lists, and whether it is built. */
import type { CopiedInside } from '../../python/modules/copying';
import type { Machine } from '../../python/values/machine';
import type { InstanceValue, UnknownValue, Value } from '../../python/values/value';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import type { FunctionalGraph } from '../model/graph';

/** One weight of a layer. */
export interface Weight {
  /** `kernel`, `moving_mean`. */
  readonly name: string;
  readonly tensor: TensorValue;
  /** Whether gradients are meant to change it: running statistics they do not. */
  readonly trainable: boolean;
}

/** The inside of one layer. */
export class LayerState implements CopiedInside {
  /** Null until it is given one or asked for it. */
  name: string | null = null;
  /** By name, in the order in which they were made. */
  readonly weights = new Map<string, Weight>();
  /** The layers of a Sequential or functional model, in Keras's order. */
  layers: InstanceValue[] = [];
  /** The recorded calls of a functional model. */
  graph: FunctionalGraph | null = null;
  /** Sizes that `input_shape=` and its kin say, batch first; null where a size is open. */
  batchShape: readonly (number | null)[] | null = null;
  dtype = 'float32';
  trainable = true;
  built = false;
  /** Whether it has called add_loss, and whether add_weight was told a regularizer. */
  addsLoss = false;
  penalised = false;
  /** Names of the arguments of the constructor that the program gives itself. */
  readonly given = new Set<string>();
  /** The symbolic tensors that it was first called with and gave. */
  input: Value | null = null;
  output: Value | null = null;
  /** What compile was told. */
  compiled: ReadonlyMap<string, Value> | null = null;
  /** Why it could not be made: an argument that is not known. */
  cause: UnknownValue | null = null;

  /** The inside of a deep copy, with weights of its own. */
  copyInside(copied: (part: Value) => Value): LayerState {
    const made = new LayerState();
    made.name = this.name;
    made.trainable = this.trainable;
    made.built = this.built;
    made.batchShape = this.batchShape;
    made.dtype = this.dtype;
    made.graph = this.graph;
    for (const { name, tensor, trainable } of this.weights.values()) {
      const copy = tensorIn(copied(tensor.value));
      if (copy) made.weights.set(name, { name, tensor: copy, trainable });
    }
    made.layers = this.layers.flatMap((layer) => {
      const copy = copied(layer);
      return copy.kind === 'instance' ? [copy] : [];
    });
    return made;
  }
}

/** The inside of a layer; made where the program has not called `super().__init__()` yet. */
export function stateOf(layer: InstanceValue): LayerState {
  if (layer.native instanceof LayerState) return layer.native;
  const made = new LayerState();
  layer.native = made;
  return made;
}

const countsKey = 'keras names of layers';

/** The name of a layer: the one that it was given, or that of its class with a running number, as Keras counts. */
export function nameOf(machine: Machine, layer: InstanceValue): string {
  const state = stateOf(layer);
  state.name ??= uniqueName(machine, snakeCase(layer.cls.name));
  return state.name;
}

/** `dense`, `dense_1`, … for one reading. */
export function uniqueName(machine: Machine, base: string): string {
  const found = machine.keep.get(countsKey);
  const counts = found instanceof Map ? (found as Map<string, number>) : new Map<string, number>(); // only this function writes under the key
  machine.keep.set(countsKey, counts);
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

/** Counts from the beginning again, as Keras does behind `clear_session()`. */
export function forgetNames(machine: Machine): void {
  machine.keep.delete(countsKey);
}

/** `Conv2DTranspose` as `conv2d_transpose` (keras.src.utils.naming.to_snake_case). */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
