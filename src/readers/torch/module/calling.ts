/** Calling a module: its forward runs within its scope. */
import { dict, dictOf, none, tuple } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import { fail } from '../../python/values/exceptions';
import type { InstanceValue, Value } from '../../python/values/value';
import { scopeOf as scopeIn, scopesOf } from '../../tensors/scopes';
import type { Scope } from '../../tensors/tracing';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { kindOf } from './kinds';
import { stateIn } from './state';

/** Module.__call__: forward, within the module's scope. */
export function callModule(machine: Machine, self: Value, rest?: Value, keywords?: Value): Value {
  if (self.kind !== 'instance') return none;
  if (!stateIn(self)) {
    throw fail(machine, 'AttributeError', `'${self.cls.name}' object has no attribute '_backward_hooks'`);
  }
  const forward = machine.getAttribute(self, 'forward');
  const positional = rest?.kind === 'tuple' ? rest.items : [];
  const named = keywordsOf(keywords);
  const { tracing } = recorderOf(machine);
  const run = (): Value => hooked(machine, self, forward, positional, named);
  return tracing ? tracing.inScope(scopeOf(machine, self), run) : run();
}

/** Forward between what was registered to be called before and behind it; what those give takes the place of inputs or output. */
function hooked(
  machine: Machine,
  self: InstanceValue,
  forward: Value,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value> | null,
): Value {
  const hooks = [...(stateIn(self)?.hooks ?? [])].filter(({ run }) => run.kind !== 'unknown');
  let inputs = positional;
  const keywords = dictOf(named ?? []);
  for (const { run, before, withKeywords } of hooks) {
    if (!before) continue;
    const given = machine.call(run, [self, tuple(inputs), ...(withKeywords ? [keywords] : [])]);
    if (given.kind === 'none' || given.kind === 'unknown' || withKeywords) continue;
    inputs = given.kind === 'tuple' ? given.items : [given];
  }
  let output = machine.call(forward, inputs, named);
  for (const { run, before, withKeywords } of hooks) {
    if (before) continue;
    const given = machine.call(run, [self, tuple(inputs), ...(withKeywords ? [keywords] : []), output]);
    if (given.kind !== 'none' && given.kind !== 'unknown') output = given;
  }
  return output;
}

function keywordsOf(value: Value | undefined): ReadonlyMap<string, Value> | null {
  const table = value?.kind === 'dict' ? value.table : dict().table;
  const pairs = [...table.entries()].flatMap(({ key, value: item }) =>
    key.kind === 'str' ? [[key.value, item] as const] : [],
  );
  return pairs.length > 0 ? new Map(pairs) : null;
}

/** Runs something as the work of the innermost module itself, although that has modules in it. */
export function insideItsLayer({ tracing }: Recorder): <Result>(run: () => Result) => Result {
  return (run) => {
    const scope = tracing?.scopes.at(-1);
    return tracing && scope ? tracing.inScope({ ...scope, isLayer: true }, run) : run();
  };
}

/** The scope of a module; one that no module of the network holds gets the name of its class. */
export function scopeOf(machine: Machine, module: InstanceValue): Scope {
  const unregistered = (): string => `unregistered.${module.cls.name}${scopesOf(machine).size}`;
  return scopeIn(machine, module, kindOf, unregistered);
}
