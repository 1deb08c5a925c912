/** The names at a place of a program: what stands before it runs in a copy, and nothing of it stays. */
import { moduleScope } from '../compile/compile';
import { forgetNames } from '../compile/branches';
import type { Scope } from '../compile/scope';
import { Frame } from '../evaluate/frame';
import { walk } from '../parse/names';
import type { Expression, FunctionStatement, Located, Statement } from '../parse/syntax';
import { Raised } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { UnknownValue, Value } from '../values/value';
import { usualPolicy } from './policy';
import type { Program, ReadModule } from './program';

/** Nobody says what parameters are. */
export const nobody: ParameterValue = () => undefined;

/** What a parameter of a function around an expression is worth; undefined where nobody says. */
export type ParameterValue = (statement: FunctionStatement, name: string, index: number) => Value | undefined;

/** The blocks of statements inside a statement. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  const blocks: (readonly Statement[])[] = [];
  if ('body' in statement) blocks.push(statement.body);
  if ('orelse' in statement) blocks.push(statement.orelse);
  if ('finalbody' in statement) blocks.push(statement.finalbody);
  if ('handlers' in statement) for (const { body } of statement.handlers) blocks.push(body);
  if (statement.nodeType === 'Match') for (const { body } of statement.cases) blocks.push(body);
  return blocks;
}

/** Does work within a frame of a module that stands at a node. */
export function withPlaces(
  program: Program,
  read: ReadModule,
  parameter: ParameterValue,
  node: Located,
  work: (places: Places) => Value,
): Value {
  const { machine } = program;
  const activation = {
    name: '<module>',
    file: read.file,
    node,
    back: machine.top,
    frame: null as unknown,
    hidden: false,
  };
  machine.top = activation;
  try {
    const at = (names: Map<string, Value>): Frame => {
      const frame = new Frame(machine, activation, { globals: names, parent: null, holder: null }, []);
      frame.names = names;
      activation.frame = frame;
      return frame;
    };
    const known = knownNames(program, parameter);
    return work({ machine, read, scope: moduleScope(read.file), at, parameter, known });
  } finally {
    machine.top = activation.back;
  }
}

/** What a way down to an expression needs. */
export interface Places {
  readonly machine: Program['machine'];
  readonly read: ReadModule;
  readonly scope: Scope;
  readonly at: (names: Map<string, Value>) => Frame;
  readonly parameter: ParameterValue;
  /** The names just before a statement, where they have been found already. */
  readonly known: WeakMap<Statement, ReadonlyMap<string, Value>>;
}

const knownKey = 'names before statements';

/** Statements before a place are run once for all that stands behind them, as long as the same is said of parameters. */
function knownNames({ machine }: Program, parameter: ParameterValue): Places['known'] {
  const found = machine.keep.get(knownKey);
  const all =
    found instanceof WeakMap
      ? (found as WeakMap<ParameterValue, Places['known']>) // only this function writes under the key
      : new WeakMap<ParameterValue, Places['known']>();
  machine.keep.set(knownKey, all);
  const made = all.get(parameter) ?? new WeakMap<Statement, ReadonlyMap<string, Value>>();
  all.set(parameter, made);
  return made;
}

/** The names at the innermost of some statements, each of which stands in a block of the one before. */
export function namesAt(places: Places, statements: readonly Statement[]): Map<string, Value> {
  const { read, at, known } = places;
  let names = new Map(read.module.attributes);
  for (const [depth, statement] of statements.entries()) {
    const next = statements[depth + 1];
    if (next === undefined) break;
    const block = blocksOf(statement).find((candidate) => candidate.includes(next)) ?? [];
    const last = block.indexOf(next);
    const from = block.findLastIndex((one, index) => index <= last && known.has(one));
    const before = block[from];
    if (before) names = new Map(known.get(before));
    else enter(at(names), places, statement);
    for (const one of block.slice(Math.max(0, from), last)) {
      known.set(one, new Map(names));
      runBefore(at(names), places, one);
    }
    known.set(next, new Map(names));
  }
  return names;
}

function nobodySays({ machine }: Frame): UnknownValue {
  return machine.unknown('parameter', 'Nothing says what this is.');
}

/** Binds what the head of a statement binds. */
function enter(frame: Frame, places: Places, statement: Statement): void {
  if (statement.nodeType === 'FunctionDef') bindParameters(frame, places, statement);
  else if (statement.nodeType === 'For' || statement.nodeType === 'With')
    forgetNames(
      frame,
      [{ ...statement, body: [], ...('orelse' in statement ? { orelse: [] } : {}) }],
      places.scope,
      nobodySays(frame),
    );
}

function bindParameters(frame: Frame, { scope, parameter }: Places, statement: FunctionStatement): void {
  const { args } = statement;
  const unknown = nobodySays(frame);
  const positional = [...args.posonlyargs, ...args.args];
  const first = positional.length - args.defaults.length;
  const names = frame.names ?? frame.globals;
  const bind = (name: string, index: number, otherwise: Expression | null | undefined): void => {
    const given = parameter(statement, name, index);
    names.set(name, given ?? (otherwise ? scope.compile.expression(otherwise, scope)(frame) : unknown));
  };
  for (const [index, { arg }] of positional.entries()) bind(arg, index, args.defaults[index - first]);
  for (const [index, { arg }] of args.kwonlyargs.entries()) bind(arg, Infinity, args.kw_defaults[index]);
  for (const rest of [args.vararg, args.kwarg]) if (rest) names.set(rest.arg, unknown);
}

/** Runs a statement that stands before a place; one that is left for later, raises or goes on for too long leaves its names unknown. */
export function runBefore(frame: Frame, { machine, scope }: Places, statement: Statement): void {
  const unknown = nobodySays(frame);
  if (statement.nodeType === 'Return' || statement.nodeType === 'Global' || statement.nodeType === 'Nonlocal')
    return;
  if (usualPolicy(statement) !== null) {
    forgetNames(frame, [statement], scope, unknown);
    return;
  }
  try {
    const run = (): void => {
      scope.compile.block([statement], scope)(frame);
    };
    const ended = mayGoOn(statement) ? machine.within(mostStepsOfLoops, run) : (run(), true);
    if (!ended) forgetNames(frame, [statement], scope, unknown, 'all');
  } catch (error) {
    if (!(error instanceof Raised) && !(error instanceof Encountered)) throw error;
    forgetNames(frame, [statement], scope, unknown);
  }
}

/** Steps behind which a loop or call before a place is given up: one over samples, or over all weights of a model, not one that builds a network. */
const mostStepsOfLoops = 200_000;

/** Whether a statement goes through a loop of its own, or calls something for what it does. */
function mayGoOn(statement: Statement): boolean {
  if (statement.nodeType === 'Expr') return true;
  let found = false;
  walk(statement, ({ nodeType }) => {
    if (nodeType === 'For' || nodeType === 'While') found = true;
    return !found && nodeType !== 'FunctionDef' && nodeType !== 'ClassDef';
  });
  return found;
}
