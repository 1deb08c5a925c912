/** Which names a block of Python binds, and other facts that need only the tree. */
import type { Arguments, Expression, FunctionNode, Statement } from './syntax';

/** The names that a function's, class's or module's own block binds, and those it declares to be elsewhere. */
export interface BoundNames {
  readonly bound: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
}

/** Any node of the tree, seen as a plain object. */
type Node = Readonly<Record<string, unknown>>;

/** Nodes that open a scope of their own. */
const scopes = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda', 'ClassDef']);

const comprehensions = new Set(['ListComp', 'SetComp', 'DictComp', 'GeneratorExp']);

/** Whether a value found in a node's field is itself a node. */
function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value;
}

/** Calls `visit` for the node and everything under it; what `visit` answers with false is not entered. */
export function walk(root: unknown, visit: (node: Node) => boolean): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index -= 1) open.push(value[index]);
    } else if (isNode(value) && visit(value)) {
      const fields = Object.values(value);
      for (let index = fields.length - 1; index >= 0; index -= 1) {
        const field = fields[index];
        if (typeof field === 'object' && field !== null) open.push(field);
      }
    }
  }
}

/** Collects what a block binds. Comprehensions are scopes of their own, but for the walrus. */
export function boundNames(block: readonly Statement[] | Expression): BoundNames {
  const bound = new Set<string>();
  const globals = new Set<string>();
  const nonlocals = new Set<string>();
  const addName = (name: unknown): void => {
    if (typeof name === 'string') bound.add(name);
  };
  const visit = (node: Node): boolean => {
    const type = String(node['nodeType']);
    if (type === 'Name' && isNode(node['ctx']) && node['ctx']['nodeType'] !== 'Load') addName(node['id']);
    else if (scopes.has(type)) {
      addName(node['name']);
      walk([node['decorator_list'], node['bases'], node['keywords']], visit);
      return false;
    } else if (comprehensions.has(type)) {
      addWalrusTargets(node, bound);
      return false;
    } else if (type === 'Alias') addName(node['asname'] ?? String(node['name']).split('.')[0]);
    else if (type === 'ExceptHandler' || type.startsWith('Match')) {
      addName(node['name']);
      addName(node['rest']);
    } else if (type === 'Global' || type === 'Nonlocal') {
      const names = node['names'];
      if (Array.isArray(names))
        for (const name of names) (type === 'Global' ? globals : nonlocals).add(String(name));
      return false;
    }
    return true;
  };
  walk(block, visit);
  for (const name of [...globals, ...nonlocals]) bound.delete(name);
  return { bound, globals, nonlocals };
}

function addWalrusTargets(comprehension: Node, bound: Set<string>): void {
  walk(comprehension, (node) => {
    const target = node['target'];
    if (node['nodeType'] === 'NamedExpr' && isNode(target)) bound.add(String(target['id']));
    return !scopes.has(String(node['nodeType']));
  });
}

/** The names of a function's parameters, in the order of its slots. */
export function parameterNames(parameters: Arguments): readonly string[] {
  return [
    ...parameters.posonlyargs,
    ...parameters.args,
    ...parameters.kwonlyargs,
    ...(parameters.vararg ? [parameters.vararg] : []),
    ...(parameters.kwarg ? [parameters.kwarg] : []),
  ].map(({ arg }) => arg);
}

/** Whether a `yield` stands in a node itself, not in a function inside it. */
export function containsYield(root: unknown): boolean {
  let found = false;
  walk(root, (node) => {
    const type = String(node['nodeType']);
    if (type === 'Yield' || type === 'YieldFrom') found = true;
    return !found && !scopes.has(type);
  });
  return found;
}

/** Whether a function is a generator function. */
export function isGenerator(node: FunctionNode): boolean {
  return containsYield(node.body);
}

/** What happens in a block that may or may not run: the names and attributes it would change, and how it would leave. */
export interface BlockEffects {
  /** Assigned names. */
  readonly names: ReadonlySet<string>;
  /** Targets such as `self.x` and `x[0]`: the expression nodes. */
  readonly places: readonly Expression[];
  /** Names of containers that it would fill or empty: `xs.append(…)`, `table[key] = …`. */
  readonly filled: ReadonlySet<string>;
  readonly returns: boolean;
  readonly breaks: boolean;
  /** Whether its last statement raises. */
  readonly raises: boolean;
}

/** Methods that change the list, dict or set on which they are called. */
const fillers = new Set([
  ...['append', 'extend', 'insert', 'remove', 'sort', 'reverse', 'pop', 'clear'],
  ...['add', 'discard', 'update', 'setdefault', 'popitem'],
]);

/** The name of the container that a node fills: `xs` of `xs.append`, `table` of `table[key]` where that is set. */
function filledBy(node: Node): string | null {
  const { value } = node;
  if (!isNode(value)) return null;
  const isFilled =
    node['nodeType'] === 'Attribute'
      ? fillers.has(String(node['attr']))
      : node['nodeType'] === 'Subscript' && isNode(node['ctx']) && node['ctx']['nodeType'] !== 'Load';
  // table[key].append(…) and table[key][other] = … change what is in it.
  if (value['nodeType'] === 'Subscript' && isFilled)
    return filledBy({ ...value, ctx: { nodeType: 'Store' } });
  return isFilled && value['nodeType'] === 'Name' ? String(value['id']) : null;
}

/** Looks at a block without running it. */
export function blockEffects(block: readonly Statement[]): BlockEffects {
  const places: Expression[] = [];
  const filled = new Set<string>();
  let returns = false;
  walk(block, (node) => {
    const type = String(node['nodeType']);
    if (type === 'Return') returns = true;
    const container = filledBy(node);
    if (container !== null) filled.add(container);
    if (
      (type === 'Attribute' || type === 'Subscript') &&
      isNode(node['ctx']) &&
      node['ctx']['nodeType'] === 'Store'
    ) {
      places.push(node as unknown as Expression); // its type was just looked at
    }
    return !scopes.has(type) && !comprehensions.has(type);
  });
  const last = block.at(-1);
  return {
    names: boundNames(block).bound,
    places,
    filled,
    returns,
    breaks: leavesLoop(block),
    raises: last?.nodeType === 'Raise',
  };
}

/** Whether a `break` or `continue` of a block means a loop around it, not one inside it. */
function leavesLoop(block: readonly Statement[]): boolean {
  let leaves = false;
  const visit = (node: Node): boolean => {
    const type = String(node['nodeType']);
    if (type === 'Break' || type === 'Continue') leaves = true;
    if (type !== 'For' && type !== 'AsyncFor' && type !== 'While') return !leaves && !scopes.has(type);
    walk(node['orelse'], visit);
    return false;
  };
  walk(block, visit);
  return leaves;
}
