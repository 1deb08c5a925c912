/** What is called with usual arguments: a function, or the constructor of a class. */
import type { ParsedFile } from '../../python/parse/parsedFile';
import type { Arguments, Statement, StatementOf } from '../../python/parse/syntax';
import type { ClassValue } from '../../python/values/value';

/** What is to be called. */
export interface Callee {
  readonly name: string;
  /** The file that it stands in. */
  readonly file: ParsedFile;
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
export function constructorOf(
  cls: ClassValue,
  statement: StatementOf<'ClassDef'>,
  file: ParsedFile,
  name: string = statement.name,
): Callee {
  const own = functionIn(statement.body);
  const found = own ? { initialise: own, file } : inheritedBy(cls);
  const { args: parameters = noArguments, body = [] } = found?.initialise ?? {};
  return { name, file: found?.file ?? file, parameters, skip: 1, body };
}

function inheritedBy(
  cls: ClassValue,
): { readonly initialise: StatementOf<'FunctionDef'>; readonly file: ParsedFile } | null {
  const inherited = cls.mro
    .map((ancestor) => ancestor.attributes.get('__init__'))
    .find((value) => value !== undefined);
  if (inherited?.kind !== 'function') return null;
  const { node, file } = inherited.origin;
  if (node.nodeType !== 'FunctionDef') return null;
  return { initialise: node as StatementOf<'FunctionDef'>, file }; // its type was just looked at
}

function functionIn(body: readonly Statement[]): StatementOf<'FunctionDef'> | undefined {
  return body.find(
    (statement): statement is StatementOf<'FunctionDef'> =>
      statement.nodeType === 'FunctionDef' && statement.name === '__init__',
  );
}
