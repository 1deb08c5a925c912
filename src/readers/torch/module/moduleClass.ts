/** torch.nn.Module: attributes that become parameters, buffers and modules, and the walks over them. */
import { native } from '../../python/builtins/native';
import { plainInstanceAttribute } from '../../python/evaluate/attributes';
import { builtinClasses, isInstance, nativeClass } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { bool, dictOf, none } from '../../python/values/make';
import type { ClassValue, InstanceValue, Value } from '../../python/values/value';
import { Encountered } from '../../python/values/unknown';
import { seenBy } from '../../tensors/complexTensor';
import { recorderOf } from '../../tensors/recorder';
import { bufferIn } from '../complex/complexTensor';
import { tensorIn } from '../../tensors/tensorValue';
import { flag } from '../../tensors/arguments';
import { callModule } from './calling';
import { moduleSurface } from './surface';
import { ModuleState, parameterIn, stateIn, stateOf } from './state';

const classKey = 'torch module class';
/** What nn.Buffer sets on its tensor, as in PyTorch. */
const bufferMark = '_is_buffer';

/** torch.nn.Module of a machine; programs may put things into it, so every reading has its own. */
export function moduleClassOf(machine: Machine): ClassValue {
  const found = machine.keep.get(classKey);
  if (typeof found === 'object') return found as ClassValue; // only this function writes under the key
  const made = nativeClass('Module', [builtinClasses.object], false);
  machine.keep.set(classKey, made);
  const add = (
    name: string,
    signature: string,
    run: (machine: Machine, ...bound: Value[]) => Value,
  ): void => {
    const method = native(`Module.${name}`, signature, run, {
      binds: true,
      takesUnknown: true,
      owner: 'Module',
    });
    made.attributes.set(name, method);
  };
  add('__init__', 'self, *args, **kwargs', (_machine, self) => initialise(self));
  add('__setattr__', 'self, name, value', (on, self, name, value) => setAttribute(on, self, name, value));
  add('__getattr__', 'self, name', (on, self, name) => getAttribute(on, self, name));
  add('__delattr__', 'self, name', (_on, self, name) => deleteAttribute(self, name));
  add('__call__', 'self, *args, **kwargs', callModule);
  for (const { name, signature, run } of moduleSurface) add(name, signature, run);
  made.attributes.set('training', bool(true));
  return made;
}

/** Whether a value is a module of this machine. */
export function isModule(machine: Machine, value: Value): value is InstanceValue {
  return value.kind === 'instance' && isInstance(value, moduleClassOf(machine));
}

/** Module.__init__: the inside, where there is none yet. */
function initialise(self: Value): Value {
  if (self.kind === 'instance' && !stateIn(self)) self.native = new ModuleState();
  return none;
}

function setAttribute(machine: Machine, self: Value, named: Value, value: Value): Value {
  if (self.kind !== 'instance' || named.kind !== 'str') return none;
  const name = named.value;
  const state = stateIn(self);
  const parameter = parameterIn(value);
  const module = isModule(machine, value) ? value : undefined;
  if (!state) {
    if (parameter) stateOf(machine, self, 'parameters');
    if (module) stateOf(machine, self, 'module');
    self.attributes.set(name, value);
    return none;
  }
  if (parameter || module) {
    forget(self, state, name, parameter ? state.parameters : state.modules);
    if (parameter) state.parameters.set(name, parameter);
    else state.modules.set(name, module ?? null);
    return none;
  }
  const buffer = tensorIn(value);
  if (buffer?.attributes.has(bufferMark)) {
    forget(self, state, name, state.buffers);
    state.buffers.set(name, buffer);
    const persistent = buffer.attributes.get('persistent');
    if (persistent && flag(machine, persistent)) state.volatile.delete(name);
    else state.volatile.add(name);
    return none;
  }
  const held = state.holderOf(name);
  if (held === state.parameters || held === state.modules) {
    if (value.kind !== 'none') refuse(machine, held === state.parameters, name, value);
    held.set(name, null);
  } else if (held === state.buffers) {
    state.buffers.set(name, bufferIn(recorderOf(machine), value) ?? null);
  } else {
    setPlain(machine, self, name, value);
  }
  return none;
}

function refuse(machine: Machine, isParameter: boolean, name: string, value: Value): void {
  if (value.kind === 'unknown') throw new Encountered(value);
  const type = value.kind === 'host' ? 'torch.FloatTensor' : value.kind;
  const message = isParameter
    ? `cannot assign '${type}' as parameter '${name}' (torch.nn.Parameter or None expected)`
    : `cannot assign '${type}' as child module '${name}' (torch.nn.Module or None expected)`;
  throw fail(machine, 'TypeError', message);
}

/** What object.__setattr__ does: properties first. */
function setPlain(machine: Machine, self: InstanceValue, name: string, value: Value): void {
  if (name === 'training' && value.kind === 'bool') {
    const state = stateIn(self);
    if (state) state.training = value.value;
  }
  for (const cls of self.cls.mro) {
    const found = cls.attributes.get(name);
    if (found?.kind !== 'property') continue;
    if (found.setter === null)
      throw fail(machine, 'AttributeError', `property '${name}' of '${self.cls.name}' object has no setter`);
    machine.call(found.setter, [self, value]);
    return;
  }
  self.attributes.set(name, value);
}

/** A name is in one place only; what takes the place of its own kind keeps its rank. */
function forget(self: InstanceValue, state: ModuleState, name: string, keep: Map<string, unknown>): void {
  self.attributes.delete(name);
  for (const held of [state.parameters, state.buffers, state.modules]) if (held !== keep) held.delete(name);
}

function getAttribute(machine: Machine, self: Value, named: Value): Value {
  if (self.kind !== 'instance' || named.kind !== 'str') return none;
  const state = stateIn(self);
  const compute = state?.derived.get(named.value);
  if (compute) return machine.call(compute, [self]);
  const found = state?.get(named.value);
  if (found !== undefined) return found ?? none;
  const held = heldIn(self, named.value);
  if (held) return held;
  if (named.value === 'training') return bool(stateIn(self)?.training ?? true);
  const plain = plainInstanceAttribute(machine, self, named.value);
  if (plain !== undefined) return plain;
  // A layer made with something that is not known has what it would have, but nobody knows it.
  if (state?.cause && !named.value.startsWith('_')) return state.cause;
  throw fail(machine, 'AttributeError', `'${self.cls.name}' object has no attribute '${named.value}'`);
}

/** `_modules` and its kin, as they are now. */
function heldIn(self: InstanceValue, name: string): Value | undefined {
  const state = stateIn(self);
  if (!state) return undefined;
  if (name === '_modules')
    return dictOf([...state.modules.keys()].map((key) => [key, state.get(key) ?? none]));
  const tensors = { _parameters: state.parameters, _buffers: state.buffers };
  if (name !== '_parameters' && name !== '_buffers') return undefined;
  return dictOf([...tensors[name]].map(([key, tensor]) => [key, tensor ? seenBy(tensor) : none]));
}

function deleteAttribute(self: Value, named: Value): Value {
  if (self.kind !== 'instance' || named.kind !== 'str') return none;
  const state = stateIn(self);
  if (!state?.holderOf(named.value)?.delete(named.value)) self.attributes.delete(named.value);
  return none;
}
