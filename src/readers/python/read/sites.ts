/** Looking into a program that was read: where calls stand, and what an expression at such a place is worth. */
import { LimitReached, Raised } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { Expression, ExpressionOf, Statement } from '../parse/syntax';
import { walk } from '../parse/names';
import { none } from '../values/make';
import type { Value } from '../values/value';
import { blocksOf, namesAt, nobody, runBefore, withPlaces, type ParameterValue } from './before';
import { evaluateIn, parseExpression } from './evalText';
import { isMainTest } from './policy';
import { failureOf, withoutCancelling, type Failure, type Program, type ReadModule } from './program';

export type { ParameterValue } from './before';

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

/** The statements behind that of a call site in its block, and whether the block is the top level of its file. */
export function statementsBehind(
  site: Pick<CallSite, 'statements'>,
  read: ReadModule,
): { readonly statements: readonly Statement[]; readonly topLevel: boolean } {
  const own = site.statements.at(-1);
  const around = site.statements.at(-2);
  const blocks = around ? blocksOf(around) : [read.file.body];
  const block = blocks.find((candidate) => own !== undefined && candidate.includes(own)) ?? [];
  return {
    statements: own ? block.slice(block.indexOf(own) + 1) : [],
    topLevel: around === undefined,
  };
}

/**
 * Evaluates an expression behind the last of some statements of a site's block, when it and all before it in the block have run. At the top
 * level, which has run already, only the given ones run, in a copy of its names.
 */
export function evaluateBehind(
  program: Program,
  site: Pick<CallSite, 'statements'>,
  ran: readonly [Statement, ...Statement[]],
  expression: Expression,
  parameter: ParameterValue = nobody,
): Outcome {
  const read = program.main;
  const around = site.statements.slice(0, -1);
  const last = ran[ran.length - 1] ?? ran[0];
  return outcomeOf(program, () =>
    withPlaces(program, read, parameter, expression, (places) => {
      const names = program.machine.aside(() => {
        const found = namesAt(places, [...around, last]);
        for (const one of around.length > 0 ? [last] : ran) runBefore(places.at(found), places, one);
        return found;
      });
      return places.scope.compile.expression(expression, places.scope)(places.at(names));
    }),
  );
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
