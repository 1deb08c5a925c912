/** Looking into a program that was read: where calls stand, and what an expression at such a place is worth. */
import { moduleScope } from '../compile/compile';
import { forgetNames } from '../compile/branches';
import type { Scope } from '../compile/scope';
import { Frame } from '../evaluate/frame';
import { LimitReached, Raised } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { Expression, ExpressionOf, FunctionStatement, Located, Statement } from '../parse/syntax';
import { walk } from '../parse/names';
import { none } from '../values/make';
import type { UnknownValue, Value } from '../values/value';
import { evaluateIn, parseExpression } from './evalText';
import { isMainTest, usualPolicy } from './policy';
import { failureOf, withoutCancelling, type Failure, type Program, type ReadModule } from './program';

/** A call that stands somewhere in a file. */
export interface CallSite {
  readonly node: ExpressionOf<'Call'>;
  /** The callee as it is written: `nn.Linear`, `Net`. */
  readonly callee: string;
  /** Where it stands: at module level, in the main block, or in a function of this name. */
  readonly within: 'module' | 'main' | { readonly function: string };
  /** The statements around it, outermost first. */
  readonly statements: readonly Statement[];
}

/** What an evaluation gave: a value, or the exception that it raised. */
export type Outcome = { readonly value: Value } | { readonly failure: Failure };

/** Every call of a file in the order of the text. */
export function callSites(read: ReadModule): readonly CallSite[] {
  const sites: CallSite[] = [];
  for (const statement of read.file.body) collect(statement, [], read, 'module', sites);
  return sites;
}

type Within = CallSite['within'];

function collect(
  statement: Statement,
  around: readonly Statement[],
  read: ReadModule,
  within: Within,
  sites: CallSite[],
): void {
  const statements = [...around, statement];
  const here = placeOf(statement, within);
  const blocks = blocksOf(statement);
  const inner = new Set<unknown>(blocks.flat());
  walk(statement, (node) => {
    if (inner.has(node)) return false;
    if (node['nodeType'] === 'Call') {
      const call = node as unknown as ExpressionOf<'Call'>; // its type was just looked at
      sites.push({ node: call, callee: read.file.textOf(call.func), within: here, statements });
    }
    return true;
  });
  for (const block of blocks) for (const next of block) collect(next, statements, read, here, sites);
}

function placeOf(statement: Statement, within: Within): Within {
  if (statement.nodeType === 'If' && isMainTest(statement.test) && within === 'module') return 'main';
  if (statement.nodeType !== 'FunctionDef' && statement.nodeType !== 'ClassDef') return within;
  const outer = typeof within === 'object' ? `${within.function}.` : '';
  return { function: outer + statement.name };
}

/** The blocks of statements inside a statement. */
function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  const blocks: (readonly Statement[])[] = [];
  if ('body' in statement) blocks.push(statement.body);
  if ('orelse' in statement) blocks.push(statement.orelse);
  if ('finalbody' in statement) blocks.push(statement.finalbody);
  if ('handlers' in statement) for (const { body } of statement.handlers) blocks.push(body);
  if (statement.nodeType === 'Match') for (const { body } of statement.cases) blocks.push(body);
  return blocks;
}

/** Evaluates a text as an expression in the scope of a module: `ResNet18(num_classes=10)`. A sentence where it is no expression. */
export function evaluateText(
  program: Program,
  text: string,
  read: ReadModule = program.main,
): Outcome | string {
  const parsed = parseExpression(text);
  if (typeof parsed === 'string') return parsed;
  return outcomeOf(program, () => evaluateIn(program.machine, parsed, read.module.attributes));
}

/** Evaluates a node of a module's file in the module's scope. */
export function evaluateNode(
  program: Program,
  expression: Expression,
  read: ReadModule = program.main,
): Outcome {
  return outcomeOf(program, () =>
    evaluateIn(program.machine, { file: read.file, expression }, read.module.attributes),
  );
}

/** Calls a value, as the program would. */
export function callValue(
  program: Program,
  callee: Value,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value> | null = null,
): Outcome {
  return outcomeOf(program, () => program.machine.call(callee, positional, keywords));
}

const nobody: ParameterValue = () => undefined;

/** What a parameter of a function around an expression is worth; undefined where nobody says. */
export type ParameterValue = (statement: FunctionStatement, name: string, index: number) => Value | undefined;

/**
 * Evaluates an expression at its own place. The statements before it in its block and in the blocks around run in a copy of the module's
 * names (those that the policy leaves for later leave unknowns), a function's parameters are what `parameter` says, have their defaults or are
 * unknown, an `if` around counts as taken, and a loop around as in its first round. Nothing of it stays.
 */
export function evaluateAt(
  program: Program,
  site: Pick<CallSite, 'statements'>,
  expression: Expression,
  read: ReadModule = program.main,
  parameter: ParameterValue = nobody,
): Outcome {
  return outcomeOf(program, () =>
    withPlaces(program, read, parameter, expression, (places) => {
      const names = program.machine.aside(() => namesAt(places, site.statements));
      return places.scope.compile.expression(expression, places.scope)(places.at(names));
    }),
  );
}

/** Does work within a frame of a module that stands at a node. */
function withPlaces(
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
interface Places {
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
function namesAt(places: Places, statements: readonly Statement[]): Map<string, Value> {
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

/** The names as they are once a statement's first block has run: those that a main block binds are global. */
export function namesBehind(
  program: Program,
  statement: Statement,
  read: ReadModule = program.main,
): ReadonlyMap<string, Value> {
  const [block = []] = blocksOf(statement);
  const last = block.at(-1);
  if (!last) return new Map();
  let names = new Map<string, Value>();
  const work = (): Value => {
    withPlaces(program, read, nobody, last, (places) => {
      names = namesAt(places, [statement, last]);
      runBefore(places.at(names), places, last);
      return none;
    });
    return none;
  };
  program.machine.aside(() => outcomeOf(program, work));
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

function runBefore(frame: Frame, { machine, scope }: Places, statement: Statement): void {
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
    const ended = holdsLoop(statement) ? machine.within(mostStepsOfLoops, run) : (run(), true);
    if (!ended) forgetNames(frame, [statement], scope, unknown, 'all');
  } catch (error) {
    if (!(error instanceof Raised) && !(error instanceof Encountered)) throw error;
    forgetNames(frame, [statement], scope, unknown);
  }
}

/** Steps behind which a loop before a place is given up: one over samples or over what a user types, not one that builds a network. */
const mostStepsOfLoops = 200_000;

/** Whether a statement of a block goes through a loop of its own. */
function holdsLoop(statement: Statement): boolean {
  let found = false;
  walk(statement, ({ nodeType }) => {
    if (nodeType === 'For' || nodeType === 'While') found = true;
    return !found && nodeType !== 'FunctionDef' && nodeType !== 'ClassDef';
  });
  return found;
}

function outcomeOf(program: Program, work: () => Value): Outcome {
  const { machine } = program;
  const { top, depth } = machine;
  return withoutCancelling(() => {
    try {
      return { value: work() };
    } catch (error) {
      machine.top = top;
      machine.depth = depth;
      if (error instanceof Encountered) return { value: error.unknown };
      if (error instanceof Raised) return { failure: failureOf(machine, error) };
      if (error instanceof LimitReached) {
        if (!error.isSilent) machine.report('warning', error.message, error.place);
        return { value: machine.unknown('limit', error.message) };
      }
      if (error instanceof RangeError)
        return { value: machine.unknown('limit', 'This is nested too deeply to be evaluated.') };
      throw error;
    }
  });
}
