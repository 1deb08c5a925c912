/** Candidates in our own words: factories and classes that are called with usual arguments. */
import type { Span } from '../../../base/span';
import type { StatementOf } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import { evaluateText, type CallSite } from '../../python/read/sites';
import { spanOf } from '../../python/values/place';
import type { Value } from '../../python/values/value';
import type { Candidate, OwnClass } from './candidate';
import { constructorOf, type Callee } from './callees';
import { argumentsFor } from './fillArguments';

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
  strength: 'factory' | 'part' = 'factory',
): readonly Candidate[] {
  const { name, args: parameters, body } = statement;
  if (name.startsWith('_') || /^(main|train|test|run)/.test(name)) return [];
  const callee = { name, file: program.main.file, parameters, skip: 0, body };
  const made = filledCandidate(program, callee, sites, strength, program.main.file.span(statement));
  return made.expression === `${name}()` && parameters.args.length > parameters.defaults.length ? [] : [made];
}

export function classCandidate(
  program: Program,
  { cls, statement }: OwnClass,
  sites: readonly CallSite[],
  strength: 'class' | 'part',
): Candidate {
  const callee = constructorOf(cls, statement, cls.origin?.file ?? program.main.file);
  const span = cls.origin ? spanOf(cls.origin) : program.main.file.span(statement);
  return filledCandidate(program, callee, sites, strength, span);
}

/** The class that a call makes with arguments which nobody knows, made with usual ones in their place; none where it is no class of Python text. */
export function calledCandidate(
  program: Program,
  site: CallSite,
  cls: Value | undefined,
  sites: readonly CallSite[],
): readonly Candidate[] {
  if (cls?.kind !== 'class' || cls.origin?.node.nodeType !== 'ClassDef') return [];
  const { node, file } = cls.origin;
  if (file === program.main.file || file.path.startsWith('<')) return [];
  const callee = constructorOf(cls, node as StatementOf<'ClassDef'>, file, site.callee); // its type was just looked at
  return [filledCandidate(program, callee, sites, 'class', program.main.file.span(site.node))];
}
