/** The top level of one file: its statements run one after another, and what is wrong with one is said at its place. */
import { forgetNames } from '../compile/branches';
import { moduleScope } from '../compile/compile';
import type { Scope } from '../compile/scope';
import { topFrame, type Frame } from '../evaluate/frame';
import { LazyNames } from '../evaluate/lazyNames';
import { text } from '../evaluate/repr';
import { Cancelled } from '../evaluate/runningMachine';
import { boundNames } from '../parse/names';
import type { ParsedFile } from '../parse/parsedFile';
import type { Statement } from '../parse/syntax';
import { LimitReached, Raised, type Machine, type TraceEntry } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { InstanceValue, ModuleValue, UnknownReason, UnknownValue } from '../values/value';
import type { Policy } from './policy';
import { planOf, type Waiting } from './waiting';

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

/** A frame for the top level of a module. */
export function moduleFrame(machine: Machine, file: ParsedFile, module: ModuleValue): Frame {
  const [first] = file.body;
  const activation = {
    name: '<module>',
    file,
    node: first ?? { nodeType: 'Module', lineno: 1, col_offset: 0 },
    back: machine.top,
    frame: null as unknown, // the frame below is made with the activation
    hidden: file.path.startsWith('<'), // Python text of ours
  };
  const names = module.attributes;
  const frame = topFrame(machine, activation, names);
  activation.frame = frame;
  return frame;
}

/**
 * Runs a file's statements one by one; one that raises is a problem at its line, and the next one runs. Where the module's names may wait, the
 * statements that nothing else depends on run when one of their names is asked for.
 */
export function runTopLevel(
  machine: Machine,
  file: ParsedFile,
  module: ModuleValue,
  policy: Policy,
): ReadModule {
  const deferred: Deferred[] = [];
  const failures: Failure[] = [];
  const running: Running = { machine, file, module, scope: moduleScope(file), failures };
  const { attributes } = module;
  const plan = attributes instanceof LazyNames ? planOf(file.body, policy) : null;
  const frame = moduleFrame(machine, file, module);
  const { activation } = frame;
  machine.top = activation;
  let over: UnknownValue | null = null;
  for (const statement of file.body) {
    activation.node = statement;
    const waiting = plan?.get(statement);
    if (attributes instanceof LazyNames && waiting && !over) {
      for (const part of waiting) waitFor(running, attributes, part);
      continue;
    }
    const reason = policy(statement);
    if (over || reason !== null) {
      const cause = over ?? leftFor(machine, 'deferred', reason ?? '');
      if (!over) deferred.push({ statement, reason: reason ?? '' });
      forgetUnbound(frame, statement, running.scope, cause);
    } else over = runStatement(running, frame, statement);
  }
  machine.top = activation.back;
  return { file, module, deferred, failures };
}

/** A file whose top level runs. */
interface Running {
  readonly machine: Machine;
  readonly file: ParsedFile;
  readonly module: ModuleValue;
  readonly scope: Scope;
  readonly failures: Failure[];
}

/** Runs a statement; the unknown that everything behind it is, if nothing more can run. */
function runStatement(running: Running, frame: Frame, statement: Statement): UnknownValue | null {
  const { machine, scope, failures } = running;
  const { depth } = machine;
  try {
    scope.compile.block([statement], scope)(frame);
    return null;
  } catch (error) {
    machine.top = frame.activation;
    machine.depth = depth;
    const over = afterError(machine, error, failures);
    const cause = over ?? leftFor(machine, 'raised', 'Its statement raised an exception.');
    forgetUnbound(frame, statement, scope, cause);
    return over;
  }
}

/** Lets the names of a statement wait; it runs as if it were its turn, whoever asks. */
function waitFor(running: Running, attributes: LazyNames, { statement, names }: Waiting): void {
  let runs = false;
  for (const name of names) {
    attributes.wait(name, () => {
      if (runs) return undefined;
      runs = true;
      const frame = moduleFrame(running.machine, running.file, running.module);
      const { activation } = frame;
      activation.node = statement;
      running.machine.top = activation;
      try {
        runStatement(running, frame, statement);
      } finally {
        running.machine.top = activation.back;
      }
      return undefined;
    });
  }
}

function leftFor(machine: Machine, reason: UnknownReason, message: string): UnknownValue {
  return machine.unknown(reason, message);
}

/** Names that a statement would have bound, unless an earlier one bound them: that value is still the best known. */
function forgetUnbound(frame: Frame, statement: Statement, scope: Scope, cause: UnknownValue): void {
  const names = [...boundNames([statement]).bound];
  const before = names.map((name) => [name, frame.globals.get(name)] as const);
  try {
    forgetNames(frame, [statement], scope, cause);
  } catch (error) {
    if (!(error instanceof Raised) && !(error instanceof Encountered)) throw error;
  }
  for (const [name, value] of before) if (value !== undefined) frame.globals.set(name, value);
}

/** Records what ended a statement; the unknown that everything behind it is, if nothing more can run. */
function afterError(machine: Machine, error: unknown, failures: Failure[]): UnknownValue | null {
  if (error instanceof Cancelled) throw error;
  if (error instanceof LimitReached) {
    if (!error.isSilent) machine.report('warning', error.message, error.place);
    return machine.unknown('limit', error.message);
  }
  if (error instanceof Raised) {
    const failure = failureOf(machine, error);
    failures.push(failure);
    const [inner, ...around] = failure.trace.map(({ place }) => place).reverse();
    machine.report('error', failureSentence(failure), inner ?? null, around.slice(0, shownCalls));
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
