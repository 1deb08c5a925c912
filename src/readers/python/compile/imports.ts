/** Import statements. Which file a module is in is the loader's business. */
import type { Execute, Frame } from '../evaluate/frame';
import { LazyNames } from '../evaluate/lazyNames';
import type { StatementOf } from '../parse/syntax';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import type { ModuleValue, UnknownValue, Value } from '../values/value';
import { storeName } from './names';
import type { Scope } from './scope';

/** What the loader answers: a module, or why there is none. */
export type Imported = ModuleValue | UnknownValue;

/** The loader's door, kept by the machine under this key. */
export const loaderKey = 'loader';

/** Finds modules for import statements. */
export interface Loader {
  /** A module by its dotted name; with a level above 0 relative to the importing module. */
  load(machine: Machine, name: string, level: number, importer: ReadonlyMap<string, Value>): Imported;
}

function loaderOf(machine: Machine): Loader {
  return machine.keep.get(loaderKey) as Loader; // the machine is made with one
}

export function compileImport(node: StatementOf<'Import'>, scope: Scope): Execute {
  const guarded = scope.importsGuarded > 0;
  const imports = node.names.map(({ name, asname }) => ({
    name,
    whole: asname !== undefined || !name.includes('.'),
    store: storeName(asname ?? name.split('.')[0] ?? name, scope),
  }));
  return (frame) => {
    for (const { name, whole, store } of imports) {
      const module = imported(frame, name, 0, guarded);
      // `import a.b` binds a, after a.b has been loaded
      store(frame, whole ? module : imported(frame, name.split('.')[0] ?? name, 0, guarded));
    }
    return 'next';
  };
}

function imported(frame: Frame, name: string, level: number, guarded: boolean): Imported {
  const { machine } = frame;
  const module = loaderOf(machine).load(machine, name, level, frame.globals);
  if (module.kind === 'unknown' && module.reason === 'module' && guarded) {
    throw fail(machine, 'ModuleNotFoundError', `No module named '${name}'`);
  }
  return module;
}

export function compileImportFrom(node: StatementOf<'ImportFrom'>, scope: Scope): Execute {
  const guarded = scope.importsGuarded > 0;
  const level = node.level ?? 0;
  const name = node.module ?? '';
  if (name === '__future__') return () => 'next';
  if (node.names.some((alias) => alias.name === '*')) {
    return (frame) => {
      importAll(frame, imported(frame, name, level, guarded));
      return 'next';
    };
  }
  const imports = node.names.map((alias) => ({
    name: alias.name,
    store: storeName(alias.asname ?? alias.name, scope),
  }));
  return (frame) => {
    const module = imported(frame, name, level, guarded);
    for (const entry of imports)
      entry.store(frame, member(frame, module, entry.name, { name, level, guarded }));
    return 'next';
  };
}

interface From {
  readonly name: string;
  readonly level: number;
  readonly guarded: boolean;
}

/** A name of a module, or a module inside it. */
function member(frame: Frame, module: Imported, name: string, from: From): Value {
  const { machine } = frame;
  if (module.kind === 'unknown') return { ...module, callee: `${from.name}.${name}` };
  const found = machine.findAttribute(module, name);
  if (found !== undefined) return found;
  const inner = from.name === '' ? name : `${from.name}.${name}`;
  const loaded = loaderOf(machine).load(machine, inner, from.level, frame.globals);
  if (loaded.kind === 'module' || loaded.reason !== 'module') return loaded;
  throw fail(machine, 'ImportError', `cannot import name '${name}' from '${module.name}'`);
}

/** `from module import *`. */
function importAll(frame: Frame, module: Imported): void {
  if (module.kind === 'unknown') {
    frame.machine.report('information', `The names that * brings in are not known: ${module.message}`);
    return;
  }
  const target = frame.names ?? frame.globals;
  // Asked like any attribute: that runs a package's own file where it waits.
  const listed = frame.machine.findAttribute(module, '__all__');
  const names =
    listed?.kind === 'list' || listed?.kind === 'tuple'
      ? listed.items.flatMap((item) => (item.kind === 'str' ? [item.value] : []))
      : [...module.attributes.keys()].filter((name) => !name.startsWith('_'));
  for (const name of names) {
    if (target instanceof LazyNames && module.attributes instanceof LazyNames) {
      target.wait(name, () => frame.machine.findAttribute(module, name));
      continue;
    }
    const value = frame.machine.findAttribute(module, name);
    if (value === undefined) {
      throw fail(frame.machine, 'AttributeError', `module '${module.name}' has no attribute '${name}'`);
    }
    target.set(name, value);
  }
}
