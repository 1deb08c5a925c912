/** What stands around the definitions of a program: the names of its main block, and what its functions are called with. */
import type { Expression, FunctionStatement } from '../../python/parse/syntax';
import { isMainTest } from '../../python/read/policy';
import type { Program } from '../../python/read/program';
import { evaluateAt, namesBehind, type CallSite, type ParameterValue } from '../../python/read/sites';
import type { InstanceValue, Value } from '../../python/values/value';

/** Gives the module the names that its main block binds: they are global there, and functions use them (`args`). */
export function nameMainBlock(program: Program, sites: readonly CallSite[]): void {
  const { attributes } = program.main.module;
  for (const statement of program.main.file.body) {
    if (statement.nodeType !== 'If' || !isMainTest(statement.test)) continue;
    if (!sites.some(({ statements }) => statements[0] === statement)) continue;
    for (const [name, value] of namesBehind(program, statement)) {
      const before = attributes.get(name);
      // The block was left for later, and its names with it.
      const isOpen = before === undefined || (before.kind === 'unknown' && before.reason === 'deferred');
      if (isOpen && value.kind !== 'unknown') attributes.set(name, value);
    }
  }
}

/** Nested calls that are followed to learn what a parameter is. */
const mostCalls = 3;

/** What functions of the file are called with, found at their first call; `self` where a module of its class is given. */
export function parametersFrom(
  program: Program,
  sites: readonly CallSite[],
  self: InstanceValue | null = null,
): ParameterValue {
  const known = new Map<FunctionStatement, Map<string, Value | undefined>>();
  let depth = 0;
  const valueOf: ParameterValue = (statement, name, index) => {
    if (name === 'self') return self ?? undefined;
    const already = known.get(statement);
    if (already?.has(name)) return already.get(name);
    if (depth >= mostCalls) return undefined;
    depth += 1;
    const value = argumentAtCall(program, sites, statement, name, index, valueOf);
    depth -= 1;
    known.set(statement, (already ?? new Map<string, Value | undefined>()).set(name, value));
    return value;
  };
  return valueOf;
}

function argumentAtCall(
  program: Program,
  sites: readonly CallSite[],
  statement: FunctionStatement,
  name: string,
  index: number,
  parameter: ParameterValue,
): Value | undefined {
  const isInit = statement.name === '__init__';
  const owner = isInit ? ownerOf(program, statement) : statement.name;
  const isMethod = statement.args.args[0]?.arg === 'self';
  const site = sites.find(({ callee, statements }) => {
    if (statements.includes(statement)) return false;
    return callee === owner || (isMethod && !isInit && callee.endsWith(`.${statement.name}`));
  });
  const place = isMethod ? index - 1 : index;
  const expression: Expression | undefined =
    site?.node.keywords.find(({ arg }) => arg === name)?.value ?? site?.node.args[place];
  if (!site || !expression || expression.nodeType === 'Starred') return undefined;
  const outcome = evaluateAt(program, site, expression, program.main, parameter);
  return 'value' in outcome && outcome.value.kind !== 'unknown' ? outcome.value : undefined;
}

/** The name of the class in whose body a function stands. */
function ownerOf({ main }: Program, statement: FunctionStatement): string | null {
  const owner = main.file.body.find(
    (one) => one.nodeType === 'ClassDef' && one.body.some((inner) => inner === statement),
  );
  return owner?.nodeType === 'ClassDef' ? owner.name : null;
}
