/** Modules and layers of a program as scopes of the network that is being traced, whatever the framework. */
import type { Machine } from '../python/values/machine';
import { spanOf } from '../python/values/place';
import type { InstanceValue } from '../python/values/value';
import type { Scope } from './tracing';

/** The word for a module in a list of layers, and whether all that it computes is one layer. */
export type LayerKind = Pick<Scope, 'kind' | 'isLayer'>;

const declared = new WeakMap<object, string>();

/** Says that instances of a class are one layer each for whoever looks at the network; `kind` is the word for them. */
export function declareLayer(cls: object, kind: string): void {
  declared.set(cls, kind);
}

/** The word that was declared for the class of a module or for one that it descends from. */
export function declaredKind({ cls }: InstanceValue): string | undefined {
  return cls.mro.map((one) => declared.get(one)).find((kind) => kind !== undefined);
}

const scopesKey = 'module scopes';

/** The scopes of the modules of the network that is being traced. */
export function scopesOf(machine: Machine): Map<InstanceValue, Scope> {
  const found = machine.keep.get(scopesKey);
  if (found instanceof Map) return found as Map<InstanceValue, Scope>; // only this function writes under the key
  const made = new Map<InstanceValue, Scope>();
  machine.keep.set(scopesKey, made);
  return made;
}

/** The scope of a module; one that no module of the network holds gets one at the path that is made for it. */
export function scopeOf(
  machine: Machine,
  module: InstanceValue,
  kindOf: (module: InstanceValue) => LayerKind,
  path: () => string,
): Scope {
  const scopes = scopesOf(machine);
  const known = scopes.get(module);
  if (known) return known;
  const made = newScope(module, path(), kindOf(module));
  scopes.set(module, made);
  return made;
}

/** A scope for a module at a path. */
export function newScope(module: InstanceValue, path: string, { kind, isLayer }: LayerKind): Scope {
  return { path, kind, isLayer, span: module.origin && spanOf(module.origin) };
}
