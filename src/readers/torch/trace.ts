/** What torch says of its modules for a network to be traced of one: what they hold, and how they are called. */
import type { Program } from '../python/read/program';
import { callValue } from '../python/read/sites';
import type { InstanceValue } from '../python/values/value';
import {
  trace as traceWith,
  type Traced,
  type TracedFramework,
  type TraceOrder as ProgramOrder,
} from '../program/trace';
import type { Parameter } from '../tensors/content';
import type { TensorValue } from '../tensors/tensorValue';
import type { Owned, Subject } from '../tensors/tracing';
import { newScope, scopesOf } from '../tensors/scopes';
import { kindOf } from './module/kinds';
import { joined, namedModules, stateIn } from './module/state';
import { torchFlavour } from './values/flavour';

/** PyTorch's modules. */
const framework: TracedFramework = {
  name: 'pytorch',
  flavour: torchFlavour,
  subjectOf,
  call: (program, module, inputs) => callValue(program, module, inputs),
  callWord: 'forward',
};

/** What is to be traced, and how. */
export type TraceOrder = Omit<ProgramOrder, 'framework'>;

/** Runs forward once and records it. Nothing of it stays in the program but what forward itself assigns. */
export function trace(program: Program, order: TraceOrder): Traced {
  return traceWith(program, { ...order, framework });
}

export type { Traced } from '../program/trace';

/** What a module and all below it hold, with their names and scopes; also tells every module its scope. */
function subjectOf({ machine }: Program, module: InstanceValue): Subject {
  const scopes = scopesOf(machine);
  scopes.clear();
  const parameters = new Map<Parameter, Owned>();
  const buffers = new Map<TensorValue, Owned>();
  const modules = namedModules(module);
  const paths = new Set(modules.map(({ path }) => path));
  for (const { path, module: one } of modules) {
    const scope = newScope(one, path, kindOf(one));
    scopes.set(one, scope);
    const state = stateIn(one);
    for (const [name, tensor] of state?.parameters ?? []) {
      if (tensor?.content.kind !== 'parameter' || parameters.has(tensor.content.parameter)) continue;
      parameters.set(tensor.content.parameter, { name: joined(path, name), scope });
    }
    for (const [name, tensor] of state?.buffers ?? []) {
      if (tensor && !buffers.has(tensor)) buffers.set(tensor, { name: joined(path, name), scope });
    }
  }
  return { parameters, buffers, paths, training: stateIn(module)?.training ?? true };
}
