/** Looking into a program that was read: where calls stand, and what an expression at such a place is worth. */
import { moduleScope } from '../compile/compile';
import { forgetNames } from '../compile/branches';
import type { Scope } from '../compile/scope';
import { Frame } from '../evaluate/frame';
import { LimitReached, Raised } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { Expression, ExpressionOf, FunctionStatement, Statement } from '../parse/syntax';
import { walk } from '../parse/names';
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

/**
 * Evaluates an expression at its own place. The statements before it in its block and in the blocks around run in a copy of the module's
 * names (those that the policy leaves for later leave unknowns), a function's parameters have their defaults or are unknown, an `if` around
 * counts as taken, and a loop around as in its first round. Nothing of it stays.
 */
export function evaluateAt(
  program: Program,
  site: Pick<CallSite, 'statements'>,
  expression: Expression,
  read: ReadModule = program.main,
): Outcome {
  return outcomeOf(program, () => {
    const { machine } = program;
    const names = new Map(read.module.attributes);
    const activation = {
      name: '<module>',
      file: read.file,
      node: expression,
      back: machine.top,
      frame: null as unknown,
      hidden: false,
    };
    const frame = new Frame(machine, activation, { globals: names, parent: null, holder: null }, []);
    frame.names = names;
    activation.frame = frame;
    machine.top = activation;
    try {
      const scope = moduleScope(read.file);
      machine.aside(() => {
        for (const [depth, statement] of site.statements.entries()) {
          enter(frame, scope, statement, site.statements[depth + 1]);
        }
      });
      return scope.compile.expression(expression, scope)(frame);
    } finally {
      machine.top = activation.back;
    }
  });
}

/** Goes into a statement on the way to another one inside it: binds what its head binds and runs what stands before. */
function enter(frame: Frame, scope: Scope, statement: Statement, next: Statement | undefined): void {
  const unknown = frame.machine.unknown('parameter', 'Nothing says what this is.');
  if (next === undefined) return;
  if (statement.nodeType === 'FunctionDef') bindParameters(frame, scope, statement, unknown);
  else if (statement.nodeType === 'For' || statement.nodeType === 'With')
    forgetNames(
      frame,
      [{ ...statement, body: [], ...('orelse' in statement ? { orelse: [] } : {}) }],
      scope,
      unknown,
    );
  const block = blocksOf(statement).find((candidate) => candidate.includes(next)) ?? [];
  for (const before of block.slice(0, block.indexOf(next))) runBefore(frame, scope, before, unknown);
}

function bindParameters(
  frame: Frame,
  scope: Scope,
  { args }: FunctionStatement,
  unknown: UnknownValue,
): void {
  const positional = [...args.posonlyargs, ...args.args];
  const first = positional.length - args.defaults.length;
  const names = frame.names ?? frame.globals;
  for (const [index, { arg }] of positional.entries()) {
    const value = args.defaults[index - first];
    names.set(arg, value ? scope.compile.expression(value, scope)(frame) : unknown);
  }
  for (const [index, { arg }] of args.kwonlyargs.entries()) {
    const value = args.kw_defaults[index];
    names.set(arg, value ? scope.compile.expression(value, scope)(frame) : unknown);
  }
  for (const rest of [args.vararg, args.kwarg]) if (rest) names.set(rest.arg, unknown);
}

function runBefore(frame: Frame, scope: Scope, statement: Statement, unknown: UnknownValue): void {
  if (statement.nodeType === 'Return' || statement.nodeType === 'Global' || statement.nodeType === 'Nonlocal')
    return;
  if (usualPolicy(statement) !== null) {
    forgetNames(frame, [statement], scope, unknown);
    return;
  }
  try {
    scope.compile.block([statement], scope)(frame);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    forgetNames(frame, [statement], scope, unknown);
  }
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
        machine.report('warning', error.message, error.place);
        return { value: machine.unknown('limit', error.message) };
      }
      if (error instanceof RangeError)
        return { value: machine.unknown('limit', 'This is nested too deeply to be evaluated.') };
      throw error;
    }
  });
}
