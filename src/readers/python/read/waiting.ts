/** Which statements of an installed file may run when a name of theirs is first asked for, so that nothing runs that nobody uses. */
import { boundNames, walk } from '../parse/names';
import type { Expression, Statement } from '../parse/syntax';
import type { Policy } from './policy';

/** A statement that waits, and the names that it binds. */
export interface Waiting {
  readonly statement: Statement;
  readonly names: readonly string[];
}

/** What becomes of a statement when its turn comes: null where it runs at once; an import waits name by name. */
export type Plan = ReadonlyMap<Statement, readonly Waiting[] | null>;

/**
 * Imports, definitions and plain assignments wait if nothing else binds their names. What may change anything else runs in its turn: calls,
 * loops, conditions, decorators that may keep what they decorate, and assignments that look at what such statements may change.
 */
export function planOf(body: readonly Statement[], policy: Policy): Plan {
  const known = plans.get(body);
  if (known?.policy === policy) return known.plan;
  const plan = newPlan(body, policy);
  plans.set(body, { policy, plan });
  return plan;
}

/** Plans of trees, which are kept from one reading to the next and never changed. */
const plans = new WeakMap<readonly Statement[], { readonly policy: Policy; readonly plan: Plan }>();

function newPlan(body: readonly Statement[], policy: Policy): Plan {
  const bound = body.map((statement) => [...boundNames([statement]).bound]);
  const counts = new Map<string, number>();
  for (const names of bound) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const plan = new Map<Statement, readonly Waiting[] | null>();
  for (const [index, statement] of body.entries()) {
    const parts = policy(statement) === null ? partsOf(statement, bound[index] ?? []) : null;
    const single = parts?.every(({ names }) => names.every((name) => counts.get(name) === 1));
    plan.set(statement, single === true ? parts : null);
  }
  keepOrder(body, plan);
  return plan;
}

function partsOf(statement: Statement, names: readonly string[]): readonly Waiting[] | null {
  switch (statement.nodeType) {
    case 'Import':
    case 'ImportFrom':
      if (statement.names.some(({ name }) => name === '*')) return null;
      return statement.names.map((alias) => ({
        statement: { ...statement, names: [alias] },
        names: [
          alias.asname ?? (statement.nodeType === 'Import' ? (alias.name.split('.')[0] ?? '') : alias.name),
        ],
      }));
    case 'FunctionDef':
      return statement.decorator_list.every(changesNothing) ? [{ statement, names }] : null;
    case 'ClassDef':
      return statement.keywords.length === 0 && statement.decorator_list.every(changesNothing)
        ? [{ statement, names }]
        : null;
    case 'Assign':
      return statement.targets.every(({ nodeType }) => nodeType === 'Name') ? [{ statement, names }] : null;
    case 'AnnAssign':
      return statement.target.nodeType === 'Name' && statement.value ? [{ statement, names }] : null;
    default:
      return null;
  }
}

/** Decorators of the standard library and of torch, which keep nothing of what they decorate. */
const harmlessDecorator =
  /^(?:(?:torch|functools|contextlib|dataclasses|abc|typing)\.[\w.]+|dataclass|wraps|lru_cache|cache|contextmanager|total_ordering|overload|no_type_check)$/;

function changesNothing(decorator: Expression): boolean {
  const callee = decorator.nodeType === 'Call' ? decorator.func : decorator;
  return harmlessDecorator.test(dotted(callee));
}

function dotted(node: Expression): string {
  if (node.nodeType === 'Name') return node.id;
  return node.nodeType === 'Attribute' ? `${dotted(node.value)}.${node.attr}` : '';
}

/**
 * An assignment that reads a name which statements that run at once may change, themselves or through functions of the file, runs in its turn
 * too, and so may change names itself.
 */
function keepOrder(body: readonly Statement[], plan: Map<Statement, readonly Waiting[] | null>): void {
  const waiting = new Map<string, Statement>();
  for (const [statement, parts] of plan) {
    for (const { names } of parts ?? []) for (const name of names) waiting.set(name, statement);
  }
  const changed = new Set<string>();
  const note = (read: ReadonlySet<string>): void => {
    for (const name of read) {
      const home = waiting.get(name);
      if (!home || changed.has(name)) continue;
      changed.add(name);
      if (isDefinition(home)) note(namesIn(home, true));
    }
  };
  for (const statement of body) if (!plan.get(statement)) note(namesIn(statement, false));
  for (let before = -1; before !== changed.size;) {
    before = changed.size;
    for (const statement of body) {
      if (!isAssignment(statement) || !plan.get(statement)) continue;
      const read = namesIn(statement, false);
      if (![...read].some((name) => isChanged(name, waiting.get(name), changed))) continue;
      plan.set(statement, null);
      note(read);
    }
  }
}

/** Only what an assignment made can be changed: a function or a class that is read stays what it is. */
function isChanged(name: string, home: Statement | undefined, changed: ReadonlySet<string>): boolean {
  return home !== undefined && isAssignment(home) && changed.has(name);
}

function isAssignment({ nodeType }: Statement): boolean {
  return nodeType === 'Assign' || nodeType === 'AnnAssign';
}

function isDefinition({ nodeType }: Statement): boolean {
  return nodeType === 'FunctionDef' || nodeType === 'ClassDef';
}

/** The names that a statement reads when it runs, and, if wanted, those that the bodies of functions in it read when they are called. */
function namesIn(statement: Statement, withBodies: boolean): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Readonly<Record<string, unknown>>): boolean => {
    if (node['nodeType'] === 'Name' && typeof node['id'] === 'string') names.add(node['id']);
    if (node['nodeType'] !== 'FunctionDef' || withBodies) return true;
    walk([node['decorator_list'], node['args']], visit);
    return false;
  };
  walk(statement, visit);
  if (statement.nodeType === 'Assign')
    for (const target of statement.targets) if (target.nodeType === 'Name') names.delete(target.id);
  return names;
}
