/** Candidates in our own words: factories and classes that are called with usual arguments. */
import type { Span } from '../../../base/span';
import type { Statement, StatementOf } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import { evaluateText, type CallSite } from '../../python/read/sites';
import { spanOf } from '../../python/values/place';
import type { ClassValue } from '../../python/values/value';
import type { Candidate, OwnClass } from './candidate';
import { argumentsFor, type Callee } from './fillArguments';

/** A candidate of our own words: a call with usual arguments. What it would need to be told is said where one has none. */
function filledCandidate(
  program: Program,
  callee: Callee,
  sites: readonly CallSite[],
  strength: Candidate['strength'],
  span: Span,
): Candidate {
  const given = program.machine.aside(() => argumentsFor(program, callee, sites));
  const isGiven = 'text' in given;
  const expression = `${callee.name}(${isGiven ? given.text : ''})`;
  return {
    ...{ expression, label: callee.name, strength, span, target: null, site: null },
    assumed: isGiven ? given.assumed : [],
    make: () =>
      isGiven
        ? evaluateText(program, expression)
        : `Nothing says what ${callee.name} is made with: ${given.missing} has no usual value. Say it in a comment: # backprop-lens: network=${callee.name}(…)`,
  };
}

/** A factory that can be called without arguments, or with usual ones. */
export function factoryCandidate(
  program: Program,
  statement: StatementOf<'FunctionDef'>,
  sites: readonly CallSite[],
): readonly Candidate[] {
  const { name, args: parameters, body } = statement;
  if (name.startsWith('_') || /^(main|train|test|run)/.test(name)) return [];
  const callee = { name, parameters, skip: 0, body };
  const made = filledCandidate(program, callee, sites, 'factory', program.main.file.span(statement));
  return made.expression === `${name}()` && parameters.args.length > parameters.defaults.length ? [] : [made];
}

const noArguments: StatementOf<'FunctionDef'>['args'] = {
  nodeType: 'Arguments',
  posonlyargs: [],
  args: [],
  kwonlyargs: [],
  kw_defaults: [],
  defaults: [],
};

export function classCandidate(
  program: Program,
  { cls, statement }: OwnClass,
  sites: readonly CallSite[],
  strength: 'class' | 'part',
): Candidate {
  const initialise = initialiserOf(cls, statement);
  const callee: Callee = {
    name: statement.name,
    parameters: initialise?.args ?? noArguments,
    skip: 1,
    body: initialise?.body ?? [],
  };
  const span = cls.origin ? spanOf(cls.origin) : program.main.file.span(statement);
  return filledCandidate(program, callee, sites, strength, span);
}

function initialiserOf(
  cls: ClassValue,
  statement: StatementOf<'ClassDef'>,
): StatementOf<'FunctionDef'> | undefined {
  const own = functionIn(statement.body);
  if (own) return own;
  const inherited = cls.mro
    .map((ancestor) => ancestor.attributes.get('__init__'))
    .find((value) => value !== undefined);
  const node: unknown = inherited?.kind === 'function' ? inherited.origin.node : null;
  const isFunction =
    typeof node === 'object' && node !== null && 'nodeType' in node && node.nodeType === 'FunctionDef';
  return isFunction ? (node as StatementOf<'FunctionDef'>) : undefined; // its type was just looked at
}

function functionIn(body: readonly Statement[]): StatementOf<'FunctionDef'> | undefined {
  return body.find(
    (statement): statement is StatementOf<'FunctionDef'> =>
      statement.nodeType === 'FunctionDef' && statement.name === '__init__',
  );
}
