/** Which functions of a file make modules. */
import { walk } from '../../python/parse/names';
import type { ExpressionOf, StatementOf } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import type { OwnClass } from './candidate';

/** Functions of the file that return what a class of modules, or another such function, makes. */
export function factoriesOf(
  { main }: Program,
  classes: readonly OwnClass[],
): ReadonlyMap<string, StatementOf<'FunctionDef'>> {
  const functions = main.file.body.filter((statement) => statement.nodeType === 'FunctionDef');
  const makers = new Set(classes.map(({ statement }) => statement.name));
  const found = new Map<string, StatementOf<'FunctionDef'>>();
  for (let round = 0; round < 4; round += 1) {
    const before = found.size;
    for (const statement of functions) {
      if (found.has(statement.name) || !makesModule(statement, makers)) continue;
      found.set(statement.name, statement);
    }
    for (const name of found.keys()) makers.add(name);
    if (found.size === before) break;
  }
  return new Map(
    functions.flatMap((statement) => (found.has(statement.name) ? [[statement.name, statement]] : [])),
  );
}

function makesModule(statement: StatementOf<'FunctionDef'>, makers: ReadonlySet<string>): boolean {
  const assigned = new Set<string>();
  let returned = false;
  const calls = (node: unknown): boolean => {
    if (typeof node !== 'object' || node === null || !('nodeType' in node)) return false;
    if (node.nodeType === 'Name') return assigned.has((node as ExpressionOf<'Name'>).id); // its type was just looked at
    if (node.nodeType !== 'Call') return false;
    const { func } = node as ExpressionOf<'Call'>; // its type was just looked at
    if (func.nodeType === 'Name') return makers.has(func.id) || func.id === 'Sequential';
    // model.to(device), nn.Sequential(...)
    return func.nodeType === 'Attribute' && (func.attr === 'Sequential' || calls(func.value));
  };
  walk(statement, (node) => {
    if (node !== (statement as unknown) && /FunctionDef|ClassDef|Lambda/.test(String(node['nodeType'])))
      return false;
    if (node['nodeType'] === 'Assign') {
      const assignment = node as unknown as StatementOf<'Assign'>; // its type was just looked at
      for (const target of assignment.targets) {
        if (target.nodeType === 'Name' && calls(assignment.value)) assigned.add(target.id);
      }
    }
    if (node['nodeType'] === 'Return' && partsOf(node['value']).some(calls)) returned = true;
    return true;
  });
  return returned;
}

/** What is returned, each by itself where it is several things: `return model, criterion`. */
function partsOf(value: unknown): readonly unknown[] {
  const isTuple =
    typeof value === 'object' && value !== null && 'nodeType' in value && value.nodeType === 'Tuple';
  return isTuple ? (value as ExpressionOf<'Tuple'>).elts : [value]; // its type was just looked at
}
