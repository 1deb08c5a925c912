/** What a function does with a parameter: whether it is called, counted through, looked into by keys or by attributes. */
import type { Expression, ExpressionOf, Statement } from '../../python/parse/syntax';
import { walk } from '../../python/parse/names';

/** How a name is used in a block. */
export interface Usage {
  /** `name(…)` */
  readonly called: boolean;
  /** The greatest constant index, `len(name)`, a loop over it: -1 where it is used so without an index; null: it is not. */
  readonly indexed: number | null;
  /** Names that follow it in a tuple that it is taken apart into: `c, h, w = name`. */
  readonly parts: number;
  readonly keys: readonly string[];
  readonly attributes: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

/** Whether a node is the name. */
function isName(node: unknown, name: string): boolean {
  return (
    typeof node === 'object' &&
    node !== null &&
    'nodeType' in node &&
    node.nodeType === 'Name' &&
    (node as ExpressionOf<'Name'>).id === name // its type was just looked at
  );
}

/** Looks through statements for uses of a name. */
export function usageOf(block: readonly Statement[], name: string): Usage {
  let called = false;
  let indexed: number | null = null;
  let parts = 0;
  const keys = new Set<string>();
  const attributes = new Set<string>();
  const count = (index: number): void => {
    indexed = Math.max(indexed ?? -1, index);
  };
  walk(block, (node) => {
    const type = node['nodeType'];
    if (type === 'Call') {
      if (isName(node['func'], name)) called = true;
      if (countsThrough(node, name)) count(-1);
    } else if (type === 'Subscript' && isName(node['value'], name)) {
      const key = constantIn(node['slice']);
      if (typeof key === 'string') keys.add(key);
      else count(typeof key === 'number' ? key : -1);
    } else if (type === 'Attribute' && isName(node['value'], name)) attributes.add(String(node['attr']));
    else if ((type === 'For' || type === 'Comprehension') && isName(node['iter'], name)) count(-1);
    else if (type === 'Starred' && isName(node['value'], name)) count(-1);
    else if (type === 'Assign' && isName(node['value'], name)) parts = Math.max(parts, targetsIn(node));
    return true;
  });
  return { called, indexed, parts, keys: [...keys], attributes: [...attributes] };
}

/** len(name), enumerate(name), zip(…, name), sum(name) */
function countsThrough(node: Node, name: string): boolean {
  const func = node['func'] as Expression; // the node is a call
  const args = node['args'];
  return (
    func.nodeType === 'Name' &&
    /^(len|enumerate|zip|sum|list|tuple|reversed)$/.test(func.id) &&
    Array.isArray(args) &&
    args.some((argument) => isName(argument, name))
  );
}

function constantIn(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('nodeType' in node)) return null;
  return node.nodeType === 'Constant' && 'value' in node ? node.value : null;
}

function targetsIn(node: Node): number {
  const targets = node['targets'];
  const first: unknown = Array.isArray(targets) ? targets[0] : null;
  return typeof first === 'object' && first !== null && 'elts' in first && Array.isArray(first.elts)
    ? first.elts.length
    : 0;
}
