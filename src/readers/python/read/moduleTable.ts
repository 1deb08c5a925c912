/** How a module that is ours is written: names with values, or Python text, or both. Other folders add rows of this type. */
import type { Machine } from '../values/machine';
import type { Value } from '../values/value';

/** One builtin module. */
export interface BuiltinModule {
  /** Values by name, made once for each machine when the module is first imported. */
  readonly values?: (machine: Machine) => Iterable<readonly [string, Value]>;
  /** Python text that runs with those names in scope; what it defines is added. */
  readonly source?: string;
  /** What is given for a name that is not there; left out, it is an AttributeError. */
  readonly missing?: (machine: Machine, name: string) => Value | undefined;
}

/** Builtin modules by their dotted names. */
export type ModuleTable = ReadonlyMap<string, BuiltinModule>;
