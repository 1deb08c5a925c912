/** Changes of calls: another callee, another argument, none. */
import { Refused, type Change } from '../../edit/draft';
import type { Expression, Keyword } from '../../python/parse/syntax';
import type { Plain } from '../../reader';
import type { Imports } from './imports';
import { insertion, type Call, type Node, type Page } from './page';

/** A plain value as Python writes it. */
export function pythonText(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  if (Array.isArray(value)) return `[${value.map((each: Plain) => pythonText(each)).join(', ')}]`;
  const fields = Object.entries(value).map(([key, each]) => `${pythonText(key)}: ${pythonText(each)}`);
  return `{${fields.join(', ')}}`;
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "float('nan')" : `float('${value < 0 ? '-' : ''}inf')`;
}

/** Where the opening bracket of a call stands. @throws Refused where the callee is in brackets of its own */
export function openingOf(page: Page, call: Call): number {
  const from = page.range(call.func).end;
  const at = from + (/^[\s\\]+/.exec(page.text.slice(from))?.[0].length ?? 0);
  if (page.text.charAt(at) !== '(')
    throw new Refused('The call is written in an unusual way; please change it by hand.');
  return at;
}

/** The arguments of a call in the order of the text. */
function argumentsOf(page: Page, { args, keywords }: Call): readonly (Expression | Keyword)[] {
  return [...args, ...keywords].sort((one, other) => page.range(one).start - page.range(other).start);
}

/** An argument by its place or its name; undefined where it is not given, or lies behind a star. */
export function argumentOf(
  { args, keywords }: Call,
  place: number | null,
  name: string,
): Expression | undefined {
  const named = keywords.find(({ arg }) => arg === name)?.value;
  if (named || place === null) return named;
  const before = args.slice(0, place + 1);
  return before.some(({ nodeType }) => nodeType === 'Starred') ? undefined : before[place];
}

/** Sets an argument, or adds it as a keyword behind the others; null takes a keyword away. */
export function setArgument(
  page: Page,
  call: Call,
  place: number | null,
  name: string,
  text: string | null,
): readonly Change[] {
  const value = argumentOf(call, place, name);
  if (text === null) return withoutKeyword(page, call, name);
  if (value) {
    const range = page.range(value);
    return page.text.slice(range.start, range.end) === text ? [] : [{ range, text }];
  }
  return [addArgument(page, call, `${name}=${text}`)];
}

/** Adds an argument behind the others, on a line of its own where they have theirs. */
export function addArgument(page: Page, call: Call, text: string): Change {
  const last = argumentsOf(page, call).at(-1);
  if (!last) return insertion(openingOf(page, call) + 1, text);
  const { start, end } = page.range(last);
  const line = page.text.slice(page.lineAt(start).start, start);
  return /^[ \t]+$/.test(line) ? insertion(end, `,\n${line}${text}`) : insertion(end, `, ${text}`);
}

function withoutKeyword(page: Page, call: Call, name: string): readonly Change[] {
  const all = argumentsOf(page, call);
  const index = all.findIndex((each) => each.nodeType === 'Keyword' && each.arg === name);
  const own = all[index];
  if (!own) return [];
  return [{ range: rangeInList(page, all, index), text: '' }];
}

/** An item of a list of nodes in brackets, with the comma and the space that go with it. */
export function rangeInList(
  page: Page,
  all: readonly Node[],
  index: number,
): { readonly start: number; readonly end: number } {
  const own = all[index];
  if (!own) throw new Refused('There is nothing at this place.');
  const { start, end } = page.range(own);
  const next = all[index + 1];
  const previous = all[index - 1];
  const ownLine = (offset: number): boolean =>
    /^[ \t]*$/.test(page.text.slice(page.lineAt(offset).start, offset));
  const line = page.lineAt(end);
  const rest = page.text.slice(end, line.end);
  // A line of its own goes as a whole, with what is said about it.
  if (ownLine(start) && /^\s*,\s*(?:#.*)?$/.test(rest) && line.end < page.text.length) {
    return { start: page.lineAt(start).start, end: line.end + 1 };
  }
  if (next) return { start, end: page.range(next).start };
  if (previous) return { start: page.range(previous).end, end };
  return { start, end: end + (/^\s*,/.exec(rest)?.[0].length ?? 0) };
}

/** Another callee, with the part of its path that stays. */
export function respell(page: Page, imports: Imports, { func }: Call, path: string): readonly Change[] {
  const cut = path.lastIndexOf('.');
  const range = page.range(func);
  if (func.nodeType === 'Attribute' && imports.dotted(func.value) === path.slice(0, cut)) {
    if (func.attr === path.slice(cut + 1)) return [];
    return [{ range: { start: range.end - func.attr.length, end: range.end }, text: path.slice(cut + 1) }];
  }
  return [{ range, text: imports.spell(path) }];
}

/** Other arguments behind the first `kept`; none where they are the same. */
export function replaceRest(page: Page, call: Call, kept: number, rest: string): readonly Change[] {
  const all = argumentsOf(page, call);
  const last = all[kept - 1];
  const from = last ? page.range(last).end : openingOf(page, call) + 1;
  const range = { start: from, end: page.range(call).end - 1 };
  const old = page.text.slice(range.start, range.end);
  const text = rest === '' ? '' : kept > 0 ? `, ${rest}` : rest;
  // A comma or a line break behind the last argument stays as it is.
  if (old.trim().replace(/,$/, '') === text || (rest === '' && all.length <= kept)) return [];
  return [{ range, text }];
}
