/** A layer of torch.nn: its constructor, the parameters it makes, and its forward. */
import { Encountered } from '../../python/values/unknown';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';
import { native } from '../../python/builtins/native';
import { readSignature } from '../../python/builtins/native';
import { nativeClass } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { none, str } from '../../python/values/make';
import type { ClassValue, InstanceValue, UnknownValue, Value } from '../../python/values/value';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { complexIn, realTensorsIn } from '../../tensors/complexTensor';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { declareLayer } from '../../tensors/scopes';
import { moduleClassOf } from '../module/moduleClass';
import { ownParameter, type OwnParameter } from '../module/parameter';
import { ModuleState, stateIn } from '../module/state';
import { wordsOf } from './words';

/** A layer that is being made or run. */
export class Layer {
  readonly machine: Machine;
  readonly recorder: Recorder;
  readonly self: InstanceValue;
  readonly state: ModuleState;

  constructor(machine: Machine, self: InstanceValue) {
    this.machine = machine;
    this.recorder = recorderOf(machine);
    this.self = self;
    const state = stateIn(self) ?? new ModuleState();
    self.native = state;
    this.state = state;
  }

  /** An attribute as the program sees it, whoever has set it. */
  get(name: string): Value {
    return this.machine.getAttribute(this.self, name);
  }

  set(name: string, value: Value): void {
    this.self.attributes.set(name, value);
  }

  /** Makes a parameter, in place of an argument of the same name; null leaves its place empty, as `bias=False` does. */
  parameter(name: string, description: OwnParameter | null): void {
    this.self.attributes.delete(name);
    this.state.parameters.set(name, description && ownParameter(this.machine, description));
  }

  buffer(name: string, tensor: TensorValue | null): void {
    this.self.attributes.delete(name);
    this.state.buffers.set(name, tensor);
  }

  /** A parameter or buffer when the layer runs; null where there is none. */
  tensor(name: string): TensorValue | null {
    return tensorIn(this.get(name)) ?? null;
  }
}

/** A method of a layer beside its constructor and its forward. */
export interface LayerMethod {
  readonly name: string;
  /** Parameters behind self. */
  readonly takes: string;
  readonly run: (layer: Layer, ...bound: Value[]) => Value;
}

/** One layer of torch.nn. */
export interface TorchLayer {
  readonly name: string;
  /** The word for it in lists of layers. */
  readonly kind: string;
  /** Parameters of the constructor; each becomes an attribute of the same name, but for device and dtype. */
  readonly signature: string;
  /** Makes what the layer holds beside those attributes; `bound` is in the order of the signature. Runs again at reset_parameters. */
  readonly build?: (layer: Layer, ...bound: Value[]) => void;
  /** Parameters of forward: `input` unless given. */
  readonly takes?: string;
  readonly forward: (layer: Layer, ...bound: Value[]) => Value;
  /** Other methods that programs call or put their own in place of. */
  readonly methods?: readonly LayerMethod[];
  /** Another layer that it descends from; Module unless given. */
  readonly base?: string;
}

/** The classes of layers for one machine, by their names; a base stands before what descends from it. */
export function layerClasses(
  machine: Machine,
  layers: readonly TorchLayer[],
): ReadonlyMap<string, ClassValue> {
  const classes = new Map<string, ClassValue>();
  for (const layer of layers) {
    const base = classes.get(layer.base ?? '') ?? moduleClassOf(machine);
    const cls = nativeClass(layer.name, [base], false);
    declareLayer(cls, layer.kind);
    cls.attributes.set('__init__', initialiser(layer));
    const { takes = 'input', forward: run, methods = [] } = layer;
    for (const method of [{ name: 'forward', takes, run }, ...methods]) {
      cls.attributes.set(method.name, methodOf(layer.name, method));
    }
    cls.attributes.set(
      'reset_parameters',
      native('reset_parameters', 'self', () => none, { binds: true, owner: layer.name }),
    );
    cls.attributes.set(
      'extra_repr',
      native(
        'extra_repr',
        'self',
        (on, self) => str(self.kind === 'instance' ? (wordsOf(on, self, layer.name) ?? '') : ''),
        { binds: true, owner: layer.name },
      ),
    );
    classes.set(layer.name, cls);
  }
  return classes;
}

const notKept = new Set(['device', 'dtype']);

function initialiser({ name, signature, build }: TorchLayer): Value {
  let names: readonly string[] | null = null;
  return native(
    `${name}.__init__`,
    signature === '' ? 'self' : `self, ${signature}`,
    (machine, self, ...bound) => {
      if (self.kind !== 'instance') return none;
      self.native = new ModuleState();
      const layer = new Layer(machine, self);
      names ??= namesOf(name, signature);
      for (const [index, own] of names.entries()) {
        const value = bound[index];
        if (value && !notKept.has(own)) layer.set(own, value);
      }
      try {
        // Raises where a type of complex numbers is asked for: layers have none.
        for (const value of bound) dtypeIn(value);
        build?.(layer, ...bound);
      } catch (error) {
        // Its place among the modules stays; what it computes is not known.
        if (!(error instanceof Encountered)) throw error;
        layer.state.cause = error.unknown;
        // The argument says whether there is one, and is none itself.
        self.attributes.delete('bias');
      }
      return none;
    },
    { binds: true, owner: name, takesUnknown: true },
  );
}

/** The names of all parameters of a signature, in the order in which they are bound. */
function namesOf(name: string, signature: string): readonly string[] {
  const { code } = readSignature(name, signature);
  return [
    ...code.positional,
    ...code.keywordOnly,
    ...(code.rest ? [code.rest] : []),
    ...(code.keywordRest ? [code.keywordRest] : []),
  ];
}

function methodOf(owner: string, { name, takes, run }: LayerMethod): Value {
  return native(
    `${owner}.${name}`,
    takes === '' ? 'self' : `self, ${takes}`,
    (machine, self, ...bound) => {
      if (self.kind !== 'instance') return none;
      const layer = new Layer(machine, self);
      const { cause } = layer.state;
      if (!cause && !bound.some(complexIn)) return run(layer, ...bound);
      const tensors = bound.flatMap(realTensorsIn);
      const grey = (unknown: UnknownValue): Value =>
        tensors.length > 0 ? layer.recorder.opaque(unknown, tensors, torchFlavour).value : unknown;
      if (cause) return grey(cause);
      try {
        return run(layer, ...bound);
      } catch (error) {
        // Most layers take real numbers only.
        if (error instanceof Encountered) return grey(error.unknown);
        throw error;
      }
    },
    { binds: true, owner },
  );
}
