/** Where a layer of Keras stands in the text: in a list of Sequential, in `model.add(…)`, called at once, or kept under a name and called. */
import type { Expression, Statement, StatementOf } from '../../python/parse/syntax';
import type { Container } from '../../program/edit/containers';
import { isCall, type Call, type Node, type Page } from '../../program/edit/page';
import { ownAttribute, usesOf, type Site } from '../../program/edit/site';

/** How a layer stands in the text. */
export type Standing =
  /** Among others that run one after the other. */
  | { readonly kind: 'among'; readonly container: Container }
  /** Made and called in one go: `Dense(3)(x)`. */
  | { readonly kind: 'applied'; readonly call: Call }
  /** Kept as an attribute or a variable, which only calls use. */
  | {
      readonly kind: 'kept';
      readonly statement: Statement;
      /** `self.` or nothing, and the name behind it. */
      readonly owner: string;
      readonly name: string;
      readonly calls: readonly Call[];
    }
  /** Anywhere else: in a list that a loop goes through, as an argument. */
  | { readonly kind: 'elsewhere' };

/** Wrappers that make one layer of the one that they hold. */
const wrappers = /(?:^|\.)(?:TimeDistributed|Bidirectional)$/;

/** The whole layer that a call is within: the wrapper around it, or the call itself. */
export function wholeOf(page: Page, call: Call): Call {
  const parent = page.parent(call);
  return isCall(parent) && wrappers.test(page.textOf(parent.func)) && parent.args[0] === call
    ? wholeOf(page, parent)
    : call;
}

/** How a layer stands that a call makes. */
export function standingOf(site: Site, call: Call): Standing {
  const { page } = site;
  const container = containerOf(page, call);
  if (container) return { kind: 'among', container };
  const parent = page.parent(call);
  if (isCall(parent) && (parent.func as unknown) === call) return { kind: 'applied', call: parent };
  const own = ownAttribute(site, call);
  if (own) {
    const { calls, others } = usesOf(site, own);
    if (others > 0 || calls.length === 0) return { kind: 'elsewhere' };
    return { kind: 'kept', statement: own.statement, owner: `${own.object}.`, name: own.name, calls };
  }
  return (parent?.nodeType === 'Assign' && variableOf(page, parent, call)) || { kind: 'elsewhere' };
}

/** The list of Sequential, or the statement `model.add(…)`, that an expression stands in. */
function containerOf(page: Page, layer: Expression): Container | null {
  const parent = page.parent(layer);
  if (parent?.nodeType === 'List') {
    const { elts } = parent as Node & { readonly elts: readonly Expression[] }; // its type was just looked at
    const index = elts.indexOf(layer);
    return index !== -1 && isOfSequential(page, parent)
      ? { kind: 'items', items: elts, index, key: null }
      : null;
  }
  if (!isCall(parent) || parent.func.nodeType !== 'Attribute' || parent.func.attr !== 'add') return null;
  const isStatement = page.parent(parent)?.nodeType === 'Expr' && parent.args[0] === layer;
  return isStatement ? { kind: 'append', statement: page.statementOf(parent), call: parent } : null;
}

function isOfSequential(page: Page, items: Node): boolean {
  const parent = page.parent(items);
  const holder = parent?.nodeType === 'Keyword' ? page.parent(parent) : parent;
  if (isCall(holder)) return isSequential(page, holder);
  if (parent?.nodeType !== 'Assign') return false;
  const name = targetOf(parent);
  return (
    name !== null &&
    page
      .calls(page.functionOf(items))
      .some(
        (call) =>
          isSequential(page, call) &&
          [...call.args, ...call.keywords.map(({ value }) => value)].some(
            (each) => each.nodeType === 'Name' && each.id === name,
          ),
      )
  );
}

function isSequential(page: Page, { func }: Call): boolean {
  return /(?:^|\.)Sequential$/.test(page.textOf(func));
}

/** The one name that an assignment gives. */
export function targetOf(assignment: Node): string | null {
  const { targets } = assignment as unknown as StatementOf<'Assign'>; // callers looked at its type
  const [target, ...others] = targets;
  return target?.nodeType === 'Name' && others.length === 0 ? target.id : null;
}

/** A layer under a name of its own: called by it, or put among others by it. */
function variableOf(page: Page, assignment: Node, layer: Call): Standing | null {
  const name = targetOf(assignment);
  if (name === null) return null;
  const home = page.functionOf(layer);
  const uses = page.nodes.filter(
    (node) =>
      node.nodeType === 'Name' &&
      (node as unknown as { readonly id: string }).id === name && // its type was just looked at
      page.parent(node) !== assignment &&
      page.functionOf(node) === home,
  );
  const calls = uses.flatMap((use) => {
    const parent = page.parent(use);
    return isCall(parent) && (parent.func as unknown) === use ? [parent] : [];
  });
  const [use] = uses;
  if (calls.length === uses.length && calls.length > 0) {
    return { kind: 'kept', statement: page.statementOf(assignment), owner: '', name, calls };
  }
  const container = uses.length === 1 && use ? containerOf(page, use as unknown as Expression) : null; // a name is one
  return container && { kind: 'among', container };
}
