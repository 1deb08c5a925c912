/** The element type of floats that nobody has given one: `torch.set_default_dtype`. */
import type { Machine } from '../../python/values/machine';
import { dtypes, isFloating, type DtypeName } from '../../tensors/elementTypes';

const key = 'torch default dtype';

/** float32, unless the program has set another one. */
export function defaultDtype(machine: Machine): DtypeName {
  const kept = machine.keep.get(key);
  const names = Object.keys(dtypes) as DtypeName[]; // the keys of a constant object are exactly its names
  return names.find((name) => name === kept) ?? 'float32';
}

/** Sets it; what is no type of floats changes nothing. */
export function setDefaultDtype(machine: Machine, dtype: DtypeName | undefined): void {
  if (dtype && isFloating(dtype)) machine.keep.set(key, dtype);
}
