/** How a module is printed: its own words, then its modules, indented, equal neighbours of a list as one (torch/nn/modules/module.py, container.py). */
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { stateIn } from './state';

/** Deeper modules are left out. */
const mostDepth = 40;

/** The text; a class of the program may say its own words in `extra_repr`. */
export function moduleText(machine: Machine, self: Value, depth = 0): string {
  if (self.kind !== 'instance') return '';
  const own = machine.call(machine.getAttribute(self, 'extra_repr'), []);
  const extra = own.kind === 'str' && own.value !== '' ? own.value.split('\n') : [];
  const children = depth > mostDepth ? [] : childrenOf(machine, self, depth);
  const { name } = self.cls;
  if (children.length === 0 && extra.length <= 1) return `${name}(${extra.join('')})`;
  return `${name}(\n  ${[...extra, ...children].join('\n  ')}\n)`;
}

function childrenOf(machine: Machine, self: Value, depth: number): readonly string[] {
  const found = [...(stateIn(self)?.modules ?? [])].map(
    ([name, child]) =>
      [name, child ? moduleText(machine, child, depth + 1).replaceAll('\n', '\n  ') : 'None'] as const,
  );
  const isList = self.kind === 'instance' && self.cls.mro.some((cls) => cls.name === 'ModuleList');
  if (!isList) return found.map(([name, text]) => `(${name}): ${text}`);
  const runs: { first: string; last: string; count: number; text: string }[] = [];
  for (const [name, text] of found) {
    const run = runs.at(-1);
    if (run?.text === text) Object.assign(run, { last: name, count: run.count + 1 });
    else runs.push({ first: name, last: name, count: 1, text });
  }
  return runs.map(({ first, last, count, text }) =>
    count === 1 ? `(${first}): ${text}` : `(${first}-${last}): ${count} x ${text}`,
  );
}
