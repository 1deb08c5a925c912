/** The standard modules that are ours, by name; every other module is looked for in the workspace. */
import type { BuiltinModule, ModuleTable } from '../read/moduleTable';
import { none, tuple, int } from '../values/make';
import type { Value } from '../values/value';
import { argparseSource, argparseValues } from './argparseSource';
import { collectionsSource } from './collectionsSource';
import { deepCopy, shallowCopy } from './copying';
import { dataclassesSource } from './dataclassesSource';
import { randomModule } from './draws';
import { enumSource } from './enumSource';
import { functoolsSource } from './functoolsSource';
import { itertoolsSource } from './itertoolsSource';
import { jsonModule } from './json';
import { mathModule } from './math';
import { numbersModule } from './numbers';
import { operatorModule } from './operators';
import { osModule, osPathModule, silent, sysModule, timeModule } from './outside';
import { reModule } from './patterns/module';
import { signatureFunction } from './signature';
import {
  abcSource,
  contextlibSource,
  copySource,
  loggingSource,
  typesSource,
  tyroSource,
  warningsSource,
} from './smallSources';
import { importlibMetadata, importlibUtil } from './importlibModules';
import { checkedFieldsSource, packagingVersionSource } from './packagingSource';
import { inspectModule } from './inspecting';
import { typingModule } from './typing';

/** Modules that reach outside and of which nothing is answered. */
const silentModules = [
  'subprocess',
  'socket',
  'shutil',
  'io',
  'pickle',
  'glob',
  'threading',
  'multiprocessing',
  'urllib',
  'urllib.request',
  'requests',
  'http',
  'tempfile',
  'ctypes',
  'importlib',
  'datetime',
  'uuid',
  'hashlib',
  'platform',
  'signal',
  'gc',
  'traceback',
  'queue',
  'zipfile',
  'tarfile',
  'csv',
  'pathlib',
  'asyncio',
  'concurrent',
  'concurrent.futures',
  'struct',
  'base64',
  'string',
  'textwrap',
  'pprint',
  'weakref',
  'builtins',
  'statistics',
  'fractions',
  'decimal',
  'bisect',
  'heapq',
  'unittest',
  'codecs',
  'locale',
  'getpass',
  'atexit',
  'sysconfig',
  'site',
  'pdb',
  'timeit',
  'secrets',
  '__main__',
] as const;

function python(source: string, values: readonly (readonly [string, Value])[] = []): BuiltinModule {
  return { values: () => values, source };
}

const abstractCollections: BuiltinModule = {
  missing: (machine, name) =>
    machine.importModule('typing') && machine.findAttribute(machine.importModule('typing') ?? none, name),
};

/** Modules of the standard library by name, and parts of packages that stand beside nearly every program. */
export const standardModules: ModuleTable = new Map<string, BuiltinModule>([
  ...silentModules.map((name) => [name, silent(name)] as const),
  ['abc', python(abcSource)],
  ['inspect', inspectModule],
  ['argparse', python(argparseSource, argparseValues)],
  ['collections', python(collectionsSource)],
  ['collections.abc', abstractCollections],
  ['contextlib', python(contextlibSource)],
  [
    'copy',
    python(copySource, [
      ['_shallow', shallowCopy],
      ['_deep', deepCopy],
    ]),
  ],
  ['dataclasses', python(dataclassesSource, [['_signature', signatureFunction]])],
  ['enum', python(enumSource)],
  ['functools', python(functoolsSource)],
  ['huggingface_hub.dataclasses', python(checkedFieldsSource)],
  ['importlib.metadata', importlibMetadata],
  ['importlib.util', importlibUtil],
  ['itertools', python(itertoolsSource)],
  ['json', jsonModule],
  ['logging', python(loggingSource)],
  ['math', mathModule],
  ['numbers', numbersModule],
  ['operator', operatorModule],
  ['os', osModule],
  ['os.path', osPathModule],
  ['tyro', python(tyroSource)],
  ['packaging', python('')],
  ['packaging.version', python(packagingVersionSource)],
  ['random', randomModule],
  ['re', reModule],
  ['sys', sysModule],
  ['time', timeModule],
  ['types', python(typesSource)],
  ['typing', typingModule],
  ['typing_extensions', typingModule],
  ['warnings', python(warningsSource)],
  ['__future__', { values: () => [['annotations', tuple([int(1)])]], missing: () => none }],
]);
