/** What is called with usual arguments: a function, or the constructor of a class. */
import type { Arguments, Statement, StatementOf } from '../../python/parse/syntax';
import type { ClassValue } from '../../python/values/value';

/** What is to be called. */
export interface Callee {
  readonly name: string;
  readonly parameters: Arguments;
  /** Parameters that are not given: `self`. */
  readonly skip: number;
  /** The statements in which the parameters are used. */
  readonly body: readonly Statement[];
}

const noArguments: StatementOf<'FunctionDef'>['args'] = {
  nodeType: 'Arguments',
  posonlyargs: [],
  args: [],
  kwonlyargs: [],
  kw_defaults: [],
  defaults: [],
};

/** The constructor of a class, its own or the one that it inherits. */
export function constructorOf(cls: ClassValue, statement: StatementOf<'ClassDef'>): Callee {
  const initialise = initialiserOf(cls, statement);
  const { args: parameters = noArguments, body = [] } = initialise ?? {};
  return { name: statement.name, parameters, skip: 1, body };
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
