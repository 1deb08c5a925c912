/** What a torch module keeps: its parameters, buffers and modules by name, and whether it trains. */
import type { CopiedInside } from '../../python/modules/copying';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { InstanceValue, UnknownValue, Value } from '../../python/values/value';
import { keptOf, seenBy } from '../../tensors/complexTensor';
import type { TensorValue } from '../../tensors/tensorValue';

/** A function that is called with the module and its inputs, behind forward with what that gave too. */
export interface Hook {
  readonly before: boolean;
  readonly withKeywords: boolean;
  readonly run: Value;
}

/** The inside of one module. */
export class ModuleState implements CopiedInside {
  /** None stays as a place for a parameter. */
  readonly parameters = new Map<string, TensorValue | null>();
  readonly buffers = new Map<string, TensorValue | null>();
  readonly modules = new Map<string, InstanceValue | null>();
  /** Modules that are not understood, which stand among `modules` as null. */
  readonly unknownModules = new Map<string, UnknownValue>();
  /** Attributes that a function computes of the module at every use: weights that are normalised. */
  readonly derived = new Map<string, Value>();
  /** What is called before and behind forward, in the order of registration. */
  readonly hooks = new Set<Hook>();
  /** Buffers that state_dict leaves out. */
  readonly volatile = new Set<string>();
  training = true;
  /** Why a layer of torch could not be made: an argument that is not known. */
  cause: UnknownValue | null = null;

  /** The inside of a deep copy: parameters, buffers and modules of its own. */
  copyInside(copied: (part: Value) => Value): ModuleState {
    const made = new ModuleState();
    const tensorCopy = (tensor: TensorValue | null): TensorValue | null =>
      tensor && (keptOf(copied(seenBy(tensor))) ?? null);
    for (const [name, tensor] of this.parameters) made.parameters.set(name, tensorCopy(tensor));
    for (const [name, tensor] of this.buffers) made.buffers.set(name, tensorCopy(tensor));
    for (const [name, module] of this.modules) {
      const copy = module && copied(module);
      made.modules.set(name, copy?.kind === 'instance' ? copy : null);
    }
    for (const hook of this.hooks) made.hooks.add(hook);
    for (const name of this.volatile) made.volatile.add(name);
    for (const [name, compute] of this.derived) made.derived.set(name, compute);
    made.training = this.training;
    return made;
  }

  /** The map that holds a name. */
  holderOf(name: string): Map<string, unknown> | undefined {
    return [this.parameters, this.buffers, this.modules].find((held) => held.has(name));
  }

  /** What is held under a name, as a value of the program; undefined where nothing is. */
  get(name: string): Value | null | undefined {
    const tensor = this.parameters.get(name) ?? this.buffers.get(name);
    if (tensor) return seenBy(tensor);
    const module = this.modules.get(name) ?? this.unknownModules.get(name);
    if (module) return module;
    return this.holderOf(name) ? null : undefined;
  }
}

/** The inside of a module, or undefined for whatever is none or has not been through `Module.__init__`. */
export function stateIn(value: Value): ModuleState | undefined {
  return value.kind === 'instance' && value.native instanceof ModuleState ? value.native : undefined;
}

/** The same; AttributeError where `super().__init__()` is missing. `what` is what was to be assigned. */
export function stateOf(machine: Machine, value: Value, what: string): ModuleState {
  const state = stateIn(value);
  if (state) return state;
  throw fail(machine, 'AttributeError', `cannot assign ${what} before Module.__init__() call`);
}

/** A module and its place: the names that lead to it. */
export interface NamedModule {
  readonly path: string;
  readonly module: InstanceValue;
}

/** A module and all below it, each once, in the order of registration. */
export function namedModules(
  module: InstanceValue,
  path = '',
  seen = new Set<InstanceValue>(),
): NamedModule[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const below = [...(stateIn(module)?.modules ?? [])].flatMap(([name, child]) =>
    child ? namedModules(child, joined(path, name), seen) : [],
  );
  return [{ path, module }, ...below];
}

/** The same at every place where they stand. A module within itself is left out, and what is deeper than any program goes. */
export function everyPlace(
  module: InstanceValue,
  path = '',
  around: readonly InstanceValue[] = [],
): NamedModule[] {
  if (around.includes(module) || around.length > mostDepth) return [];
  const within = [...around, module];
  const below = [...(stateIn(module)?.modules ?? [])].flatMap(([name, child]) =>
    child ? everyPlace(child, joined(path, name), within) : [],
  );
  return [{ path, module }, ...below];
}

const mostDepth = 100;

/** A name below a path. */
export function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Parameters or buffers of a module and all below it by their whole names, each tensor once or at every place. */
export function namedTensors(
  module: InstanceValue,
  which: 'parameters' | 'buffers',
  once = true,
): readonly (readonly [string, TensorValue])[] {
  const seen = new Set<unknown>();
  return (once ? namedModules(module) : everyPlace(module)).flatMap(({ path, module: owner }) =>
    [...(stateIn(owner)?.[which] ?? [])].flatMap(([name, tensor]) => {
      if (!tensor) return [];
      const identity = tensor.content.kind === 'parameter' ? tensor.content.parameter : tensor;
      if (once && seen.has(identity)) return [];
      seen.add(identity);
      return [[joined(path, name), tensor] as const];
    }),
  );
}

/** Whether a value is a parameter: a tensor that training changes. */
export function parameterIn(value: Value): TensorValue | undefined {
  const tensor = keptOf(value);
  return tensor?.content.kind === 'parameter' && tensor.type.name !== 'Tensor' ? tensor : undefined;
}
