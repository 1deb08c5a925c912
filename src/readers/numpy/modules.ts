/** What `import numpy` gives: arrays that are the same tensors as torch's, with numbers known while reading. */
import { native } from '../python/builtins/native';
import type { BuiltinModule } from '../python/read/moduleTable';
import { builtinClasses } from '../python/values/classes';
import { float, none, openBuiltin, str } from '../python/values/make';
import type { Value } from '../python/values/value';
import { dtypes, type DtypeName } from '../tensors/elementTypes';
import { tensorIn } from '../tensors/tensorValue';
import { recorderOf } from '../tensors/recorder';
import { dtypeAliases, dtypeClass, dtypeIn, dtypeValue } from './dtypes';
import { elementwiseFunctions } from './elementwise';
import { ndarrayClass } from './flavour';
import { makingFunctions } from './making';
import { randomValues } from './random';
import type { Home, NumpyFunction } from './row';
import { shapeFunctions } from './shapes';

/** Every function, family by family. */
export const numpyFunctions: readonly NumpyFunction[] = [
  ...elementwiseFunctions,
  ...makingFunctions,
  ...shapeFunctions,
];

function functionsIn(home: Home): readonly (readonly [string, Value])[] {
  const binds = home === 'method';
  return numpyFunctions
    .filter(({ homes }) => homes.includes(home))
    .map(({ name, signature, run }) => [
      name,
      native(name, signature, (machine, ...bound) => run(recorderOf(machine), ...bound), {
        binds,
        ...(binds ? { owner: 'ndarray' } : {}),
      }),
    ]);
}

for (const [name, method] of functionsIn('method')) ndarrayClass.attributes.set(name, method);
ndarrayClass.attributes.set('dtype', {
  kind: 'property',
  getter: native('dtype', 'self', (_machine, self) => dtypeValue(tensorIn(self)?.dtype ?? 'float64')),
  setter: null,
  deleter: null,
  doc: null,
});

/** Reads a file: nothing is opened here. */
const outside = ['load', 'loadtxt', 'genfromtxt', 'fromfile', 'memmap', 'save', 'savez', 'savetxt'];

function values(): readonly (readonly [string, Value])[] {
  const names = Object.keys(dtypes) as DtypeName[]; // the keys of a constant object are exactly its names
  return [
    ['ndarray', ndarrayClass],
    ['dtype', native('dtype', 'dtype', (_machine, dtype) => dtypeValue(dtypeIn(dtype) ?? 'float64'))],
    ...names.map((name) => [name, dtypeValue(name)] as const),
    ...Object.entries(dtypeAliases).map(([name, own]) => [name, dtypeValue(own)] as const),
    ['integer', builtinClasses.int],
    ['floating', builtinClasses.float],
    ['generic', dtypeClass],
    ['pi', float(Math.PI)],
    ['e', float(Math.E)],
    ['inf', float(Infinity)],
    ['nan', float(NaN)],
    ['newaxis', none],
    ['__version__', str('2.3.0')],
    ...functionsIn('numpy'),
    ...outside.map(
      (name) =>
        [
          name,
          openBuiltin(name, (machine) =>
            machine.unknown(
              'effect',
              `numpy.${name} reads or writes a file; nothing is opened.`,
              `numpy.${name}`,
            ),
          ),
        ] as const,
    ),
  ];
}

/** The modules by their dotted names. */
export const numpyModules: Readonly<Record<string, BuiltinModule>> = {
  numpy: {
    values,
    missing: (machine, name) =>
      name.startsWith('__')
        ? undefined
        : machine.unknown('unsupported', `numpy.${name} is not understood yet.`, `numpy.${name}`),
  },
  'numpy.random': { values: () => randomValues },
};
