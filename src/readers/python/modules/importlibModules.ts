/** importlib.util and importlib.metadata: which packages can be had, and their versions, as far as the reader itself knows. */
import { textOf } from '../builtins/checks';
import type { BuiltinModule } from '../read/moduleTable';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { dict, none, openBuiltin, str } from '../values/make';
import type { ClassValue, Value } from '../values/value';

/** `find_spec(name)`: something where the module can be imported, None where it cannot. */
export const importlibUtil: BuiltinModule = {
  values: () => [
    [
      'find_spec',
      openBuiltin('find_spec', (machine, [name = none]) => {
        if (name.kind === 'unknown') return name;
        const wanted = textOf(machine, name, 'name');
        return machine.importModule(wanted) ? str(wanted) : none;
      }),
    ],
  ],
  missing: (machine, name) =>
    name.startsWith('__')
      ? undefined
      : machine.unknown(
          'effect',
          `importlib.util.${name} reaches outside the program and is not done.`,
          name,
        ),
};

/** The versions of modules that say one; every other package is not found. */
export const importlibMetadata: BuiltinModule = {
  values: (machine) => [
    ['PackageNotFoundError', notFound(machine)],
    ['packages_distributions', openBuiltin('packages_distributions', () => dict())],
    [
      'version',
      openBuiltin('version', (on, [name = none]) => {
        if (name.kind === 'unknown') return name;
        const wanted = textOf(on, name, 'name');
        const version = versionOf(on, wanted);
        if (version !== undefined) return version;
        throw fail(on, 'ModuleNotFoundError', `No package metadata was found for ${wanted}`);
      }),
    ],
  ],
};

/** The class that CPython's is made from: what catches the one catches the other. */
function notFound(machine: Machine): ClassValue {
  return machine.exceptionClass('ModuleNotFoundError');
}

function versionOf(machine: Machine, name: string): Value | undefined {
  const module = machine.importModule(name);
  return module && machine.findAttribute(module, '__version__');
}
