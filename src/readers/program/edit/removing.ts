/** Takes layers away: items of nn.Sequential, calls of functions, attributes with all that calls them. */
import { Refused, type Change } from '../../edit/draft';
import type { LayerIndex } from '../../../graph/network';
import type { Expression, Statement } from '../../python/parse/syntax';
import { openingOf } from './callText';
import { containerOf, withoutItem } from './containers';
import type { Call, Node, Page } from './page';
import { ownAttribute, placesOf, usesOf, type Own, type Place, type Site } from './site';

/** The changes. @throws Refused */
export function removeLayers(site: Site, layers: readonly LayerIndex[]): readonly Change[] {
  return placesOf(site, layers).flatMap((place) => removed(site, place));
}

function removed(site: Site, place: Place): readonly Change[] {
  const { page, imports } = site;
  const { call } = place;
  if (place.isFunction) {
    const input = inputOf(call, isMethod(site, call));
    if (!input) throw new Refused(`${place.name} is called in an unusual way; please change it by hand.`);
    return unwrapped(page, call, input);
  }
  const container = containerOf(page, imports, call);
  if (container) return withoutItem(page, container);
  const own = ownAttribute(site, call);
  const attribute = own && withoutAttribute(site, own);
  // What is asked for by its place or name elsewhere stays, and does nothing.
  return attribute ?? [{ range: page.range(call), text: `${imports.spell('torch.nn.Identity')}()` }];
}

/** An attribute of the object goes with all that calls it; null where it is used otherwise. */
export function withoutAttribute(site: Site, own: Own): readonly Change[] | null {
  const { page } = site;
  const { calls, others } = usesOf(site, own);
  const inputs = calls.map((call) => inputOf(call, false));
  if (others > 0 || calls.length === 0 || inputs.some((input) => !input)) return null;
  const uses = calls.flatMap((call, index) => {
    const input = inputs[index];
    return input ? unwrapped(page, call, input) : [];
  });
  return [...page.withoutStatements([own.statement]), ...uses];
}

/** Whether a call is that of a method: its input stands before the dot. */
function isMethod({ imports }: Site, { func }: Call): boolean {
  return func.nodeType === 'Attribute' && imports.dotted(func) === null;
}

/** What goes into a call: its first argument, or what stands before the dot of a method. */
export function inputOf({ func, args, keywords }: Call, method: boolean): Expression | undefined {
  if (method) return func.nodeType === 'Attribute' ? func.value : undefined;
  const [first] = args;
  const named = keywords.find(({ arg }) => arg === 'input')?.value;
  return first?.nodeType === 'Starred' ? undefined : (first ?? named);
}

/** The input of a call in its place; `x = f(x)` goes as a whole. */
export function unwrapped(page: Page, call: Call, input: Expression): readonly Change[] {
  const parent = page.parent(call);
  if (parent?.nodeType === 'Assign' && input.nodeType === 'Name') {
    const [target, ...others] = (parent as Node & { readonly targets: readonly Expression[] }).targets; // its type was just looked at
    if (others.length === 0 && target?.nodeType === 'Name' && target.id === input.id) {
      return page.withoutStatements([parent as unknown as Statement]); // an assignment is a statement
    }
  }
  const whole = page.range(call);
  const inner = page.range(input);
  const brackets = needsBrackets(page, input, parent);
  const opening = openingOf(page, call);
  // The brackets of the call are those that the input needs.
  const from = brackets && opening < inner.start ? opening : inner.start;
  return [
    { range: { start: whole.start, end: from }, text: brackets && opening >= inner.start ? '(' : '' },
    { range: { start: inner.end, end: brackets ? whole.end - 1 : whole.end }, text: '' },
  ];
}

const closed = new Set([
  ...['Name', 'Attribute', 'Call', 'Subscript', 'Constant', 'List', 'Dict', 'Set', 'ListComp', 'JoinedStr'],
]);

const holders = new Set([
  'Assign',
  'AugAssign',
  'AnnAssign',
  'Return',
  'Expr',
  'Keyword',
  'Call',
  'List',
  'Starred',
]);

function needsBrackets(page: Page, input: Expression, parent: Node | null): boolean {
  if (closed.has(input.nodeType)) return false;
  const isSplit = page.textOf(input).includes('\n');
  return isSplit || parent === null || !holders.has(parent.nodeType);
}
