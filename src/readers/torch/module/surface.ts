/** The methods of torch.nn.Module beside attributes and calls: walks, modes, registration, state. */
import { fail } from '../../python/values/exceptions';
import { classOf } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { bool, dictOf, iteratorOver, none, str, tuple } from '../../python/values/make';
import type { InstanceValue, Value } from '../../python/values/value';
import { isFloating, type DtypeName } from '../../tensors/elementTypes';
import { recorderOf } from '../../tensors/recorder';
import { seenBy } from '../../tensors/complexTensor';
import { bufferIn } from '../complex/complexTensor';
import { tensorIn } from '../../tensors/tensorValue';
import { flag, word } from '../../tensors/arguments';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';
import { allKeysMatched } from './loading';
import { hookMethods } from './hooks';
import { moduleText } from './text';
import { method, type Method } from './method';
import {
  everyPlace,
  joined,
  ModuleState,
  namedModules,
  namedTensors,
  parameterIn,
  stateIn,
  stateOf,
} from './state';

/** Gives the module itself, as `.to(device)` and its kin do, with floats of another type where one is named; there is one device. */
function itself(name: string): Method {
  return method(name, 'self, *args, **kwargs', (machine, self, args, keywords) => {
    const given = [
      ...(args.kind === 'tuple' ? args.items : []),
      ...(keywords.kind === 'dict' ? [...keywords.table.entries()].map(({ value }) => value) : []),
    ];
    const [dtype] = given.flatMap((value) => dtypeIn(value) ?? tensorIn(value)?.dtype ?? []);
    return dtype !== undefined && isFloating(dtype) ? cast(machine, self, dtype) : self;
  });
}

/** Lets the floats of a module and of all below it have another type. They are computed in the type of the run. */
function cast(machine: Machine, self: Value, dtype: DtypeName): Value {
  const module = instance(machine, self);
  for (const which of ['parameters', 'buffers'] as const)
    for (const [, tensor] of namedTensors(module, which, true))
      if (isFloating(tensor.dtype)) tensor.dtype = dtype;
  return self;
}

function instance(machine: Machine, self: Value): InstanceValue {
  if (self.kind === 'instance' && self.native instanceof ModuleState) return self;
  stateOf(machine, self, 'module');
  throw fail(machine, 'TypeError', 'not a module');
}

function pairs(entries: readonly (readonly [string, Value])[]): Value {
  return iteratorOver(
    'generator',
    entries.map(([name, value]) => tuple([str(name), value])),
  );
}

function tensors(
  machine: Machine,
  self: Value,
  which: 'parameters' | 'buffers',
  prefix: Value,
  recurse: Value,
  once = true,
): readonly (readonly [string, Value])[] {
  const module = instance(machine, self);
  const start = prefix.kind === 'str' ? prefix.value : '';
  const all = flag(machine, recurse)
    ? namedTensors(module, which, once)
    : [...(stateIn(module)?.[which] ?? [])].flatMap(([name, tensor]) =>
        tensor ? [[name, tensor] as const] : [],
      );
  return all.map(([name, tensor]) => [joined(start, name), seenBy(tensor)]);
}

function setMode(machine: Machine, self: Value, training: boolean): Value {
  for (const { module } of namedModules(instance(machine, self))) {
    const state = stateIn(module);
    if (state) state.training = training;
    module.attributes.delete('training');
    machine.setAttribute(module, 'training', bool(training));
  }
  return self;
}

function childrenOf(machine: Machine, self: Value): readonly (readonly [string, InstanceValue])[] {
  const seen = new Set<InstanceValue>();
  return [...(stateIn(instance(machine, self))?.modules ?? [])].flatMap(([name, child]) => {
    if (!child || seen.has(child)) return [];
    seen.add(child);
    return [[name, child] as const];
  });
}

function stateDict(machine: Machine, self: Value, prefix: Value): Value {
  const start = prefix.kind === 'str' ? prefix.value : '';
  const entries = everyPlace(instance(machine, self)).flatMap(({ path, module }) => {
    const state = stateIn(module);
    return [...(state?.parameters ?? []), ...(state?.buffers ?? [])].flatMap(([name, tensor]) =>
      tensor && !state?.volatile.has(name) ? [[start + joined(path, name), seenBy(tensor)] as const] : [],
    );
  });
  return dictOf(entries);
}

function submodule(machine: Machine, self: Value, path: string): Value {
  const names = path === '' ? [] : path.split('.');
  return names.reduce((at, name) => {
    const found = machine.findAttribute(at, name);
    if (found) return found;
    const message = `${classOf(at).name} has no attribute \`${name}\``;
    throw fail(machine, 'AttributeError', message);
  }, self);
}

/** A name that may be registered: no dots, not empty, and not taken by anything else. */
function newName(
  machine: Machine,
  self: Value,
  given: Value,
  what: string,
  own: ReadonlyMap<string, unknown>,
): string {
  const name = word(machine, given);
  if (name.includes('.')) {
    const dotted =
      what === 'module' ? `${what} name can't contain ".", got: ${name}` : `${what} name can't contain "."`;
    throw fail(machine, 'KeyError', dotted);
  }
  if (name === '') throw fail(machine, 'KeyError', `${what} name can't be empty string ""`);
  if (!own.has(name) && machine.findAttribute(self, name)) {
    throw fail(machine, 'KeyError', `attribute '${name}' already exists`);
  }
  return name;
}

/** Every method. */
export const moduleSurface: readonly Method[] = [
  ...['to', 'cuda', 'cpu', 'type', 'share_memory', 'compile', 'to_empty'].map(itself),
  ...(
    [
      ['float', 'float32'],
      ['double', 'float64'],
      ['half', 'float16'],
      ['bfloat16', 'bfloat16'],
    ] as const
  ).map(([name, dtype]) => method(name, 'self', (machine, self) => cast(machine, self, dtype))),
  method('register_parameter', 'self, name, param', (machine, self, name, parameter) => {
    const state = stateOf(machine, self, 'parameter');
    const key = newName(machine, self, name, 'parameter', state.parameters);
    const held = parameterIn(parameter);
    if (!held && parameter.kind !== 'none' && parameter.kind !== 'unknown') {
      const type = parameter.kind === 'host' ? 'torch.FloatTensor' : classOf(parameter).name;
      const message = `cannot assign '${type}' object to parameter '${key}' (torch.nn.Parameter or None required)`;
      throw fail(machine, 'TypeError', message);
    }
    state.parameters.set(key, held ?? null);
    return none;
  }),
  method(
    'register_buffer',
    'self, name, tensor, persistent=True',
    (machine, self, name, tensor, persistent) => {
      const state = stateOf(machine, self, 'buffer');
      const key = newName(machine, self, name, 'buffer', state.buffers);
      const unknown = tensor.kind === 'unknown' ? recorderOf(machine).opaque(tensor, [], torchFlavour) : null;
      state.buffers.set(key, bufferIn(recorderOf(machine), tensor) ?? unknown);
      if (!flag(machine, persistent)) state.volatile.add(key);
      return none;
    },
  ),
  ...['add_module', 'register_module'].map((own) =>
    method(own, 'self, name, module', (machine, self, name, module) => {
      const state = stateOf(machine, self, 'module');
      const isModule = stateIn(module) !== undefined || module.kind === 'none' || module.kind === 'unknown';
      if (!isModule) throw fail(machine, 'TypeError', `${classOf(module).name} is not a Module subclass`);
      const key = newName(machine, self, name, 'module', state.modules);
      state.modules.set(key, module.kind === 'instance' ? module : null);
      if (module.kind === 'unknown') state.unknownModules.set(key, module);
      return none;
    }),
  ),
  method('forward', 'self, *args, **kwargs', (machine, self) => {
    const name = self.kind === 'instance' ? self.cls.name : 'Module';
    throw fail(machine, 'NotImplementedError', `Module [${name}] is missing the required "forward" function`);
  }),
  method('children', 'self', (machine, self) =>
    iteratorOver(
      'generator',
      childrenOf(machine, self).map(([, child]) => child),
    ),
  ),
  method('named_children', 'self', (machine, self) => pairs(childrenOf(machine, self))),
  method('modules', 'self', (machine, self) =>
    iteratorOver(
      'generator',
      namedModules(instance(machine, self)).map(({ module }) => module),
    ),
  ),
  method(
    'named_modules',
    "self, memo=None, prefix='', remove_duplicate=True",
    (machine, self, _memo, prefix, once) => {
      const walk = flag(machine, once) ? namedModules : everyPlace;
      const start = prefix.kind === 'str' ? prefix.value : '';
      return pairs(walk(instance(machine, self), start).map(({ path, module }) => [path, module]));
    },
  ),
  method('parameters', 'self, recurse=True', (machine, self, recurse) => {
    const found = tensors(machine, self, 'parameters', none, recurse).map(([, value]) => value);
    // Layers that nobody could make have parameters that nobody knows: there are not none.
    const unknown = namedModules(instance(machine, self)).flatMap(
      ({ module }) => stateIn(module)?.cause ?? [],
    );
    return found.length === 0 && unknown[0] ? unknown[0] : iteratorOver('generator', found);
  }),
  method(
    'named_parameters',
    "self, prefix='', recurse=True, remove_duplicate=True",
    (machine, self, prefix, recurse, once) =>
      pairs(tensors(machine, self, 'parameters', prefix, recurse, flag(machine, once))),
  ),
  method('buffers', 'self, recurse=True', (machine, self, recurse) =>
    iteratorOver(
      'generator',
      tensors(machine, self, 'buffers', none, recurse).map(([, value]) => value),
    ),
  ),
  method(
    'named_buffers',
    "self, prefix='', recurse=True, remove_duplicate=True",
    (machine, self, prefix, recurse, once) =>
      pairs(tensors(machine, self, 'buffers', prefix, recurse, flag(machine, once))),
  ),
  method(
    'state_dict',
    "self, *, destination=None, prefix='', keep_vars=False",
    (machine, self, _into, prefix) => stateDict(machine, self, prefix),
  ),
  method('load_state_dict', 'self, state_dict, strict=True, assign=False', () => allKeysMatched()),
  method('train', 'self, mode=True', (machine, self, mode) => setMode(machine, self, flag(machine, mode))),
  method('eval', 'self', (machine, self) => setMode(machine, self, false)),
  method('apply', 'self, fn', (machine, self, apply) => {
    const visit = (module: InstanceValue): void => {
      for (const [, child] of childrenOf(machine, module)) visit(child);
      machine.call(apply, [module]);
    };
    visit(instance(machine, self));
    return self;
  }),
  method('requires_grad_', 'self, requires_grad=True', (machine, self, wanted) => {
    for (const [, tensor] of namedTensors(instance(machine, self), 'parameters')) {
      if (tensor.content.kind === 'parameter') tensor.content.parameter.requiresGrad = flag(machine, wanted);
    }
    return self;
  }),
  method('zero_grad', 'self, set_to_none=True', () => none),
  method('get_submodule', 'self, target', (machine, self, target) =>
    submodule(machine, self, word(machine, target)),
  ),
  method('get_parameter', 'self, target', (machine, self, target) =>
    submodule(machine, self, word(machine, target)),
  ),
  method('get_buffer', 'self, target', (machine, self, target) =>
    submodule(machine, self, word(machine, target)),
  ),
  method('extra_repr', 'self', () => str('')),
  method('__repr__', 'self', (machine, self) => str(moduleText(machine, self))),
  method('_get_name', 'self', (_machine, self) => str(self.kind === 'instance' ? self.cls.name : '')),
  ...hookMethods,
];
