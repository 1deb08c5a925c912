/** The lists that layers stand in: arguments of nn.Sequential, lists that become one, `layers.append(…)`. */
import type { Change } from '../../edit/draft';
import type { Expression, Located, Statement } from '../../python/parse/syntax';
import { rangeInList } from './callText';
import type { Imports } from './imports';
import { insertion, isCall, type Call, type Node, type Page } from './page';

/** A layer among others that run one after the other. */
export type Container =
  | {
      readonly kind: 'items';
      readonly items: readonly Expression[];
      readonly index: number;
      /** The name of the layer where each has one: `('fc', nn.Linear(…))`. */
      readonly key: string | null;
    }
  /** A statement that appends it to a list. */
  | { readonly kind: 'append'; readonly statement: Statement; readonly call: Call };

/** The container of a layer that nn.Sequential runs; null where it is none, or its places count for something else. */
export function containerOf(page: Page, imports: Imports, call: Call): Container | null {
  const parent = page.parent(call);
  if (parent?.nodeType === 'Tuple')
    return keyed(page, imports, parent as Node & { elts: Expression[] }, call); // its type was just looked at
  const statement = page.parent(parent ?? call);
  if (isCall(parent) && isAppend(parent) && parent.args[0] === call && statement?.nodeType === 'Expr') {
    const list = parent.func.nodeType === 'Attribute' ? parent.func.value : null;
    if (!list || !becomesSequential(page, imports, page.textOf(list), call)) return null;
    return { kind: 'append', statement: page.statementOf(parent), call: parent };
  }
  const items = itemsOf(page, imports, parent);
  const index = items?.indexOf(call) ?? -1;
  return items && index !== -1 ? { kind: 'items', items, index, key: null } : null;
}

function isAppend({ func, args }: Call): boolean {
  return func.nodeType === 'Attribute' && func.attr === 'append' && args.length === 1;
}

/** The items of nn.Sequential(…) or of a list that becomes one. */
function itemsOf(page: Page, imports: Imports, node: Node | null): readonly Expression[] | null {
  if (isCall(node)) return isSequential(imports, node) ? node.args : null;
  if (node?.nodeType !== 'List') return null;
  const { elts } = node as Node & { readonly elts: readonly Expression[] }; // its type was just looked at
  const parent = page.parent(node);
  const outer = parent && page.parent(parent);
  if (parent?.nodeType === 'Starred' && isCall(outer)) return isSequential(imports, outer) ? elts : null;
  const name = listName(page, parent, node);
  if (name !== null) return becomesSequential(page, imports, name, node) ? elts : null;
  if (parent?.nodeType === 'Return') {
    const own = page.functionOf(node)?.name;
    return own !== undefined && isSpread(page, imports, own) ? elts : null;
  }
  return null;
}

/** The name that a list is assigned or added to. */
function listName(page: Page, parent: Node | null, list: Node): string | null {
  if (parent?.nodeType === 'Assign') {
    const [target] = (parent as Node & { readonly targets: readonly Expression[] }).targets; // its type was just looked at
    return target ? page.textOf(target) : null;
  }
  if (parent?.nodeType === 'AugAssign') {
    return page.textOf((parent as Node & { readonly target: Expression }).target); // as above
  }
  if (!isCall(parent) || parent.func.nodeType !== 'Attribute' || parent.func.attr !== 'extend') return null;
  return (parent.args[0] as unknown) === list ? page.textOf(parent.func.value) : null;
}

/** Whether `nn.Sequential(*name)` stands in the same function. */
function becomesSequential(page: Page, imports: Imports, name: string, near: object): boolean {
  const within: Located | null = page.functionOf(near);
  return page
    .calls(within)
    .some(
      (call) =>
        isSequential(imports, call) &&
        call.args.some((each) => each.nodeType === 'Starred' && page.textOf(each.value) === name),
    );
}

/** Whether what a function gives is spread into an nn.Sequential. */
function isSpread(page: Page, imports: Imports, name: string): boolean {
  return page
    .calls()
    .some(
      (call) =>
        isSequential(imports, call) &&
        call.args.some(
          (each) =>
            each.nodeType === 'Starred' &&
            isCall(each.value) &&
            [name, `self.${name}`].includes(page.textOf(each.value.func)),
        ),
    );
}

function isSequential(imports: Imports, { func }: Call): boolean {
  return imports.dotted(func) === 'torch.nn.Sequential';
}

/** `('fc', nn.Linear(…))` in an OrderedDict that becomes an nn.Sequential. */
function keyed(
  page: Page,
  imports: Imports,
  pair: Node & { readonly elts: readonly Expression[] },
  call: Call,
): Container | null {
  const [key, value] = pair.elts;
  const list = page.parent(pair);
  const dict = list && page.parent(list);
  const outer = dict && page.parent(dict);
  if (value !== call || key?.nodeType !== 'Constant' || typeof key.value !== 'string') return null;
  if (list?.nodeType !== 'List' || !isCall(dict) || !isCall(outer) || !isSequential(imports, outer))
    return null;
  const { elts } = list as Node & { readonly elts: readonly Expression[] }; // its type was just looked at
  const index = elts.findIndex((each) => (each as unknown) === pair);
  return { kind: 'items', items: elts, index, key: key.value };
}

/** Adds an item before or behind that of a container, in its layout. */
export function addBeside(
  page: Page,
  container: Container,
  side: 'before' | 'after',
  text: string,
  name: string,
): Change {
  if (container.kind === 'append') {
    const line = `${page.textOf(container.call.func)}(${text})`;
    return side === 'after'
      ? page.linesBehind(container.statement, [line])
      : page.linesAbove(container.statement, [line]);
  }
  const item = container.key === null ? text : `('${container.key}_${name}', ${text})`;
  const own = container.items[container.index];
  if (!own) return insertion(0, '');
  const { start, end } = page.range(own);
  const indent = page.text.slice(page.lineAt(start).start, start);
  const ownLine = /^[ \t]+$/.test(indent);
  if (side === 'before') return insertion(start, ownLine ? `${item},\n${indent}` : `${item}, `);
  if (!ownLine) return insertion(end, `, ${item}`);
  const line = page.lineAt(end);
  // A comment behind the comma stays with the item that it is about.
  const comma = /^\s*,\s*(?:#.*)?$/.test(page.text.slice(end, line.end));
  return comma ? insertion(line.end, `\n${indent}${item},`) : insertion(end, `,\n${indent}${item}`);
}

/** Takes items of one container away. */
export function withoutItem(page: Page, container: Container): readonly Change[] {
  if (container.kind === 'append') return page.withoutStatements([container.statement]);
  return [
    {
      range: rangeInList(page, container.items, container.index),
      text: '',
    },
  ];
}
