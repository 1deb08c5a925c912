/** Reads a Python source: its top level runs statement by statement, and what cannot be known or done is said at its place. */
import type { Problem } from '../../../base/problem';
import type { Files, Source } from '../../../base/source';
import { builtinsModule } from '../builtins/table';
import { moduleScope } from '../compile/compile';
import { forgetNames } from '../compile/branches';
import { loaderKey } from '../compile/imports';
import { topFrame, type Frame } from '../evaluate/frame';
import { text } from '../evaluate/repr';
import { Cancelled, runningMachine, type RunningMachine } from '../evaluate/runningMachine';
import { standardModules } from '../modules/table';
import { parsePython } from '../parse/parsePython';
import type { ParsedFile } from '../parse/parsedFile';
import type { Statement } from '../parse/syntax';
import { LimitReached, Raised, type Limits, type Machine, type TraceEntry } from '../values/machine';
import { str } from '../values/make';
import { Encountered } from '../values/unknown';
import type { InstanceValue, ModuleValue, UnknownReason, UnknownValue, Value } from '../values/value';
import { evalFunction } from './evalText';
import { fileLoader, type FileLoader } from './loader';
import type { ModuleTable } from './moduleTable';
import { fileNameOf, folderOf } from './paths';
import { usualPolicy, type Policy } from './policy';

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
  /** Called every few thousand steps; what it throws ends the reading and is thrown to the caller. */
  readonly checkpoint?: () => void;
  readonly policy?: Policy;
  /** `__name__` of the source; by default the file's name without its ending. */
  readonly name?: string;
}

/** A statement that was not run. */
export interface Deferred {
  readonly statement: Statement;
  readonly reason: string;
}

/** An exception that ended a statement of the top level. */
export interface Failure {
  readonly value: InstanceValue;
  /** `TypeError: …`, as the last line of a traceback. */
  readonly text: string;
  readonly trace: readonly TraceEntry[];
}

/** One file that was read. */
export interface ReadModule {
  readonly file: ParsedFile;
  readonly module: ModuleValue;
  readonly deferred: readonly Deferred[];
  readonly failures: readonly Failure[];
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
  });
  machine.keep.set(loaderKey, loader);
  const file = parsePython(source);
  const name = options.name ?? fileNameOf(source.path).replace(/\.py$/, '');
  const module: ModuleValue = {
    kind: 'module',
    name,
    attributes: new Map<string, Value>([
      ['__name__', str(name)],
      ['__file__', str(fileNameOf(source.path))],
      ['__doc__', { kind: 'none' }],
    ]),
    missing: null,
  };
  loader.add(fileNameOf(source.path), module);
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

/** A frame for the top level of a module. */
export function moduleFrame(machine: Machine, file: ParsedFile, module: ModuleValue): Frame {
  const [first] = file.body;
  const activation = {
    name: '<module>',
    file,
    node: first ?? { nodeType: 'Module', lineno: 1, col_offset: 0 },
    back: machine.top,
    frame: null as unknown, // the frame below is made with the activation
    hidden: false,
  };
  const names = module.attributes;
  const frame = topFrame(machine, activation, names);
  activation.frame = frame;
  return frame;
}

function runTopLevel(machine: Machine, file: ParsedFile, module: ModuleValue, policy: Policy): ReadModule {
  const deferred: Deferred[] = [];
  const failures: Failure[] = [];
  const frame = moduleFrame(machine, file, module);
  const scope = moduleScope(file);
  const { activation } = frame;
  const depth = machine.depth;
  machine.top = activation;
  let over: UnknownValue | null = null;
  for (const statement of file.body) {
    activation.node = statement;
    const reason = policy(statement);
    if (over || reason !== null) {
      const cause = over ?? leftFor(machine, 'deferred', reason ?? '');
      if (!over) deferred.push({ statement, reason: reason ?? '' });
      forgetUnbound(frame, statement, scope, cause);
      continue;
    }
    try {
      scope.compile.block([statement], scope)(frame);
    } catch (error) {
      machine.top = activation;
      machine.depth = depth;
      over = afterError(machine, error, failures);
      forgetUnbound(
        frame,
        statement,
        scope,
        over ?? leftFor(machine, 'raised', 'Its statement raised an exception.'),
      );
    }
  }
  machine.top = activation.back;
  return { file, module, deferred, failures };
}

function leftFor(machine: Machine, reason: UnknownReason, message: string): UnknownValue {
  return machine.unknown(reason, message);
}

/** Names that a statement would have bound, unless an earlier one bound them: that value is still the best known. */
function forgetUnbound(
  frame: Frame,
  statement: Statement,
  scope: ReturnType<typeof moduleScope>,
  cause: UnknownValue,
): void {
  const before = new Map(frame.globals);
  try {
    forgetNames(frame, [statement], scope, cause);
  } catch (error) {
    if (!(error instanceof Raised) && !(error instanceof Encountered)) throw error;
  }
  for (const [name, value] of before) frame.globals.set(name, value);
}

/** Records what ended a statement; the unknown that everything behind it is, if nothing more can run. */
function afterError(machine: Machine, error: unknown, failures: Failure[]): UnknownValue | null {
  if (error instanceof Cancelled) throw error;
  if (error instanceof LimitReached) {
    machine.report('warning', error.message, error.place);
    return machine.unknown('limit', error.message);
  }
  if (error instanceof Raised) {
    const failure = failureOf(machine, error);
    failures.push(failure);
    machine.report('error', failureSentence(failure), failure.trace.at(-1)?.place ?? null);
    return null;
  }
  const deep = error instanceof RangeError;
  machine.report(
    'warning',
    deep ? 'This is nested too deeply to be evaluated.' : `This could not be evaluated: ${String(error)}`,
  );
  return null;
}

/** An exception in the words of a traceback. */
export function failureOf(machine: Machine, { value, trace }: Raised): Failure {
  let said = '';
  try {
    said = text(machine, value);
  } catch (error) {
    if (!(error instanceof Raised) && !(error instanceof Encountered)) throw error;
  }
  return { value, text: said === '' ? value.cls.name : `${value.cls.name}: ${said}`, trace };
}

/** Calls that a sentence names before it becomes unreadable. */
const shownCalls = 5;

function failureSentence({ text, trace }: Failure): string {
  const calls = trace
    .slice(0, -1)
    .map(({ name, place }) => `${lineWords(place)}${name === '<module>' ? '' : ` in ${name}`}`)
    .reverse();
  if (calls.length === 0) return text;
  const shown =
    calls.length > shownCalls ? [...calls.slice(0, shownCalls - 1), '…', ...calls.slice(-1)] : calls;
  return `${text} (called from ${shown.join(', ')})`;
}

/** Where a call stands, for people: cells of a notebook count their own lines. */
function lineWords({ file, node }: TraceEntry['place']): string {
  const { path, start } = file.span(node);
  const cell = /#cell(\d+)$/.exec(path)?.[1];
  return `${cell === undefined ? '' : `cell ${cell} `}line ${start.line + 1}`;
}
