/** Reads a Python source: its top level runs statement by statement, and what cannot be known or done is said at its place. */
import type { Problem } from '../../../base/problem';
import type { Files, Source } from '../../../base/source';
import { builtinsModule } from '../builtins/table';
import { loaderKey } from '../compile/imports';
import { Cancelled, runningMachine, type RunningMachine } from '../evaluate/runningMachine';
import { notebookNames } from '../modules/notebookNames';
import { standardModules } from '../modules/table';
import { parsePython } from '../parse/parsePython';
import type { ParsedFile } from '../parse/parsedFile';
import type { Limits, Machine } from '../values/machine';
import { none, str } from '../values/make';
import type { ModuleValue, Value } from '../values/value';
import { evalFunction } from './evalText';
import { fileLoader, type FileLoader } from './loader';
import type { ModuleTable } from './moduleTable';
import { fileNameOf, folderOf } from './paths';
import { usualPolicy, type Policy } from './policy';
import { runTopLevel, type ReadModule } from './topLevel';

export { failureOf, moduleFrame, type Deferred, type Failure, type ReadModule } from './topLevel';

/** How a program is read; everything may be left out. */
export interface ProgramOptions {
  /** Further files by path relative to the source's folder. */
  readonly files?: Files;
  /** Builtin modules beside the standard ones: torch, numpy, keras. */
  readonly modules?: ModuleTable;
  /** Folders for absolute imports, relative to the source's; by default it and two above. */
  readonly roots?: readonly string[];
  /** Folders of installed packages, relative to the source's, for absolute imports that are found nowhere else. */
  readonly packages?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Called every few hundred steps and between files; what it throws ends the reading and is thrown to the caller. */
  readonly checkpoint?: () => void;
  /** Seconds after which nothing more is evaluated; null while there is time. Asked as often as the checkpoint. */
  readonly timeUp?: () => number | null;
  readonly policy?: Policy;
  /** `__name__` of the source; by default the file's name without its ending. */
  readonly name?: string;
}

/** A source that was read, with everything it imported. */
export interface Program {
  readonly machine: RunningMachine;
  readonly main: ReadModule;
  /** Every file read, by path. */
  readonly modules: ReadonlyMap<string, ReadModule>;
  /** Syntax errors, exceptions and notes, each at its place; reads on as more is evaluated. */
  problems(): readonly Problem[];
  /** Paths of files that would let more be known. */
  needs(): readonly string[];
}

/** Reads a source. Never throws, but for what the checkpoint throws. */
export function readProgram(source: Source, options: ProgramOptions = {}): Program {
  const modules = new Map<string, ReadModule>();
  const policy = options.policy ?? usualPolicy;
  const run = (machine: Machine, file: ParsedFile, module: ModuleValue): void => {
    modules.set(file.path, runTopLevel(machine, file, module, policy));
  };
  const loader: FileLoader = fileLoader({
    files: options.files ?? new Map(),
    folder: folderOf(source.path),
    table: new Map([...standardModules, ...(options.modules ?? [])]),
    roots: [...(options.roots ?? ['', '..', '../..']), ...(options.packages ?? [])],
    packages: options.packages ?? [],
    waiting: options,
    run,
  });
  const machine = runningMachine({
    builtins: builtinsModule([evalFunction]),
    importModule: (on, name) => {
      const found = loader.load(on, name, 0, new Map());
      return found.kind === 'module' ? found : undefined;
    },
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.checkpoint ? { checkpoint: options.checkpoint } : {}),
    ...(options.timeUp ? { timeUp: options.timeUp } : {}),
    path: source.path,
  });
  machine.keep.set(loaderKey, loader);
  const file = parsePython(source, options);
  const name = options.name ?? fileNameOf(source.path).replace(/\.py$/, '');
  const module: ModuleValue = {
    kind: 'module',
    name,
    attributes: new Map<string, Value>([
      ['__name__', str(name)],
      ['__file__', str(fileNameOf(source.path))],
      ['__doc__', none],
      ['__spec__', none],
      ...notebookNames(source.path),
    ]),
    missing: null,
  };
  loader.add(machine, fileNameOf(source.path), module);
  withoutCancelling(() => run(machine, file, module));
  const main = modules.get(source.path) ?? { file, module, deferred: [], failures: [] };
  return {
    machine,
    main,
    modules,
    problems: () => [...[...modules.values()].flatMap((read) => read.file.problems), ...machine.problems],
    needs: () => [...loader.needs],
  };
}

/** What a checkpoint threw reaches the caller as it was thrown. */
export function withoutCancelling<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Cancelled) throw error.reason;
    throw error;
  }
}
