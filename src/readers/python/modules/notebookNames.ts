/** The names that a notebook has without an import. */
import type { Machine } from '../values/machine';
import { none, openBuiltin } from '../values/make';
import type { Value } from '../values/value';

/** `display` shows its values below the cell; `get_ipython` gives the running shell, which is not there. */
export function notebookNames(path: string): readonly (readonly [string, Value])[] {
  if (!path.endsWith('.ipynb')) return [];
  return [
    ['display', openBuiltin('display', () => none)],
    ['get_ipython', openBuiltin('get_ipython', shell)],
  ];
}

function shell(machine: Machine): Value {
  return machine.unknown(
    'effect',
    'get_ipython() reaches outside the program and is not done.',
    'get_ipython',
  );
}
