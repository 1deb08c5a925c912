/** Modules that reach outside: os, sys, time, pathlib and the like. What is fixed and harmless is answered, everything else is unknown. */
import { nativeClass, builtinClasses } from '../values/classes';
import type { BuiltinModule } from '../read/moduleTable';
import type { Machine } from '../values/machine';
import { builtin, dict, float, int, list, no, none, openBuiltin, str, tuple } from '../values/make';
import type { Value } from '../values/value';
import { textOf } from '../builtins/checks';
import { joinPath } from '../read/paths';
import { loadedModules } from './loadedModules';

function effect(module: string): NonNullable<BuiltinModule['missing']> {
  return (machine: Machine, name) =>
    name.startsWith('__')
      ? undefined
      : machine.unknown(
          'effect',
          `${module}.${name} reaches outside the program and is not done.`,
          `${module}.${name}`,
        );
}

/** A module of which nothing is answered. */
export function silent(name: string): BuiltinModule {
  return { missing: effect(name) };
}

const still = openBuiltin('still', () => none);

export const osModule: BuiltinModule = {
  values: () => [
    ['environ', dict()],
    ['name', str('posix')],
    ['sep', str('/')],
    ['linesep', str('\n')],
    ['getenv', openBuiltin('getenv', (_, [, otherwise = none]) => otherwise)],
    ['makedirs', still],
    ['mkdir', still],
    ['cpu_count', openBuiltin('cpu_count', () => int(1))],
    ['getcwd', openBuiltin('getcwd', () => str('.'))],
    ['PathLike', nativeClass('PathLike', [builtinClasses.object], false)],
  ],
  missing: effect('os'),
};

export const osPathModule: BuiltinModule = {
  values: () => [
    [
      'join',
      builtin('join', (machine, parts) =>
        str(
          parts
            .map((part) => textOf(machine, part, 'path'))
            .reduce(
              (base, part) =>
                part.startsWith('/') || base === '' ? part : `${base.replace(/\/$/, '')}/${part}`,
              '',
            ),
        ),
      ),
    ],
    [
      'basename',
      builtin('basename', (machine, [path = none]) =>
        str(textOf(machine, path, 'path').replace(/^.*\//s, '')),
      ),
    ],
    [
      'dirname',
      builtin('dirname', (machine, [path = none]) =>
        str(textOf(machine, path, 'path').replace(/\/?[^/]*$/s, '')),
      ),
    ],
    [
      'splitext',
      builtin('splitext', (machine, [path = none]) => {
        const whole = textOf(machine, path, 'path');
        const ending = /(?<=[^/.])\.[^./]*$/.exec(whole)?.[0] ?? '';
        return tuple([str(whole.slice(0, whole.length - ending.length)), str(ending)]);
      }),
    ],
    ['exists', openBuiltin('exists', () => no)],
    ['isfile', openBuiltin('isfile', () => no)],
    ['isdir', openBuiltin('isdir', () => no)],
    ['abspath', builtin('abspath', (machine, [path = none]) => str(textOf(machine, path, 'path')))],
    ['realpath', builtin('realpath', (machine, [path = none]) => str(textOf(machine, path, 'path')))],
    ['expanduser', builtin('expanduser', (machine, [path = none]) => str(textOf(machine, path, 'path')))],
    [
      'normpath',
      builtin('normpath', (machine, [path = none]) =>
        str(joinPath('', textOf(machine, path, 'path')) || '.'),
      ),
    ],
    ['sep', str('/')],
  ],
  missing: effect('os.path'),
};

const stream: Value = {
  kind: 'module',
  name: 'stream',
  attributes: new Map<string, Value>([
    ['write', still],
    ['flush', still],
    ['isatty', openBuiltin('isatty', () => no)],
  ]),
  missing: null,
};

export const sysModule: BuiltinModule = {
  values: (machine) => [
    ['argv', list([str('')])],
    ['path', list([])],
    ['modules', dict(loadedModules(machine))],
    ['platform', str('linux')],
    ['version', str('3.11.0')],
    ['version_info', tuple([int(3), int(11), int(0), str('final'), int(0)])],
    ['maxsize', int(2n ** 63n - 1n)],
    ['byteorder', str('little')],
    ['executable', str('python')],
    ['stdout', stream],
    ['stderr', stream],
    [
      'float_info',
      {
        kind: 'module',
        name: 'float_info',
        attributes: new Map<string, Value>([
          ['max', float(Number.MAX_VALUE)],
          ['min', float(2.2250738585072014e-308)],
          ['epsilon', float(Number.EPSILON)],
        ]),
        missing: null,
      },
    ],
    ['setrecursionlimit', still],
    ['getrecursionlimit', openBuiltin('getrecursionlimit', () => int(1000))],
    ['getsizeof', openBuiltin('getsizeof', () => int(64))],
    ['intern', openBuiltin('intern', (_, [value = none]) => value)],
  ],
  missing: effect('sys'),
};

export const timeModule: BuiltinModule = {
  values: () => [
    ...['time', 'perf_counter', 'monotonic', 'process_time'].map(
      (name) => [name, openBuiltin(name, () => float(0))] as const,
    ),
    ['sleep', still],
    ['strftime', openBuiltin('strftime', () => str(''))],
  ],
  missing: effect('time'),
};
