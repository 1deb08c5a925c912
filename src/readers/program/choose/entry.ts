/** Models without a `forward`: the method that the program calls on them in its place, as agents and wrappers are written. */
import type { Assumption } from '../../../graph/network';
import type { Span } from '../../../base/span';
import { lookup } from '../../python/values/classes';
import type { FunctionValue, InstanceValue } from '../../python/values/value';
import type { CallSite } from '../../python/read/sites';

/** The method that stands for `forward`, and what is said of that. */
export interface Entry {
  readonly name: string;
  readonly assumption: Assumption;
}

/** Methods that start, prepare or save something, whatever they are given. */
const others =
  /^(_|init|reset|load|save|from_|set_|to$|train$|eval$|parameters$|state_dict$|configure_|prepare|register)/;

/**
 * Lets the method of a model that the program calls most often stand as its `forward`, and of two that are called as often the one that takes
 * more. Null where it has a forward, or nothing is called.
 */
export function entryOf(module: InstanceValue, sites: readonly CallSite[], span: Span): Entry | null {
  if (lookup(module.cls, 'forward')?.kind === 'function' || module.attributes.has('forward')) return null;
  const methods = new Map<string, FunctionValue>();
  for (const { attributes, origin } of module.cls.mro) {
    for (const [name, value] of origin ? attributes : [])
      if (value.kind === 'function' && takesInput(value) && !others.test(name) && !methods.has(name))
        methods.set(name, value);
  }
  const counts = new Map<string, number>();
  for (const { callee, node } of sites) {
    const name = callee.slice(callee.lastIndexOf('.') + 1);
    if (callee.includes('.') && methods.has(name) && node.args.length > 0)
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const width = (name: string): number => methods.get(name)?.code.positional.length ?? 0;
  const [first] = [...counts].toSorted(([a, calls], [b, more]) => more - calls || width(b) - width(a));
  const called = first && methods.get(first[0]);
  if (!first || !called) return null;
  const [name] = first;
  module.attributes.set('forward', { kind: 'boundMethod', callable: called, self: module });
  const message = `${module.cls.name} has no forward; ${name} is run in its place, as the program calls it.`;
  return { name, assumption: { about: 'structure', message, span } };
}

/** Whether something beside `self` must be given. */
function takesInput({ code, defaults }: FunctionValue): boolean {
  return code.positional[0] === 'self' && code.positional.length - defaults.length > 1;
}
