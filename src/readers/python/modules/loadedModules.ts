/** The modules that a machine has loaded from files, as `sys.modules` holds them. */
import type { Machine } from '../values/machine';
import { Table } from '../values/table';

const key = 'loaded modules';

/** The table by name, which the loader fills. */
export function loadedModules(machine: Machine): Table {
  const known = machine.keep.get(key);
  if (known instanceof Table) return known;
  const made = new Table();
  machine.keep.set(key, made);
  return made;
}
