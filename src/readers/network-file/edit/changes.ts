/** The smallest changes of a text that set, add and take away fields and items, in the layout that it has. */
import type { Plain } from '../../reader';
import type { Range } from '../written';
import type { Change } from '../../edit/draft';
import type { Field, Group, List, Place } from './tree';
import { write, writeField, writeItem, type Spelling } from './writing';

/** A text with its spelling. */
export interface Page {
  readonly text: string;
  readonly spelling: Spelling;
}

/** Puts a value in the place of another, or where one is missing. */
export function replace(place: Place, value: Plain, { text, spelling }: Page): Change {
  const { range } = place;
  if (place.kind !== 'nothing') {
    const old = text.slice(range.start, range.end);
    return { range, text: write(value, spelling, place.kind === 'scalar' ? old : '') };
  }
  const before = text.slice(0, range.start);
  const colon = before.trimEnd().endsWith(':') ? '' : ':';
  const space = colon === '' && /\s$/.test(before) ? '' : ' ';
  const behind = /^[^\s,}\]]/.test(text.slice(range.start)) ? ' ' : '';
  return { range, text: `${colon}${space}${write(value, spelling)}${behind}` };
}

/** Puts another item in the place of one. */
export function replaceItem(
  list: List,
  { range, kind }: Place,
  value: Plain,
  { text, spelling }: Page,
): Change {
  const old = kind === 'scalar' ? text.slice(range.start, range.end) : '';
  return { range, text: writeItem(value, list.flow, spelling, old) };
}

/** Adds a field behind the others. */
export function addField(group: Group, key: string, value: Plain, page: Page): readonly Change[] {
  const { text, spelling } = page;
  const last = group.fields.at(-1);
  const field = writeField(key, value, spelling);
  if (!last) {
    const inside = text.slice(group.range.start + 1, group.range.end - 1).trim() === '';
    const range = { start: group.range.start + 1, end: group.range.end - (inside ? 1 : 0) };
    return [{ range, text: inside ? ` ${field} ` : ` ${field}` }];
  }
  const whole = { start: last.keyRange.start, end: endOfField(last) };
  if (group.bare) {
    return [
      { range: { start: whole.start, end: whole.start }, text: '{ ' },
      { range: { start: whole.end, end: whole.end }, text: `, ${field} }` },
    ];
  }
  if (group.flow) return addInFlow(whole, field, page);
  const indent = ' '.repeat(columnOf(group.range.start, text));
  return [lineBehind(whole.end, `${indent}${field}`, page)];
}

/** Takes fields away, with the lines or commas that only they need; one field at least must stay. */
export function removeFields(group: Group, gone: readonly Field[], page: Page): readonly Change[] {
  const parts = group.fields.map((field) => ({ start: field.keyRange.start, end: endOfField(field) }));
  const which = group.fields.map((field) => gone.includes(field));
  return group.flow ? removeInFlow(parts, which, page) : removeLines(parts, which, page);
}

/** Adds an item before or behind that at `index`. */
export function addItem(
  list: List,
  index: number,
  side: 'before' | 'after',
  value: Plain,
  page: Page,
): readonly Change[] {
  const { text, spelling } = page;
  const { lineEnd } = spelling;
  const { range } = list.items[index] ?? list;
  const item = writeItem(value, list.flow, spelling);
  if (list.flow) {
    if (side === 'after') return addInFlow(range, item, page);
    const indent = ownIndent(range.start, text);
    const top = indent === null ? range.start : aboveComments(range.start, Infinity, text);
    if (indent === null) return [{ range: { start: top, end: top }, text: `${item}, ` }];
    const line = top === range.start ? `${item},${lineEnd}${indent}` : `${indent}${item},${lineEnd}`;
    return [{ range: { start: top, end: top }, text: line }];
  }
  const indent = text.slice(startOfLine(list.range.start, text), list.range.start);
  // A dash that stands behind something else on its line: the indentation is as wide as that.
  const spaces = ' '.repeat(indent.length);
  if (side === 'after')
    return [lineBehind(belowComments(range.end, indent.length, text), `${spaces}- ${item}`, page)];
  const dash = dashOf(list, range.start, text);
  const top = ownIndent(dash, text) === null ? dash : aboveComments(dash, indent.length, text);
  const line = top === dash ? `- ${item}${lineEnd}${spaces}` : `${spaces}- ${item}${lineEnd}`;
  return [{ range: { start: top, end: top }, text: line }];
}

/**
 * Where the comment lines begin that stand directly above an item and belong to it: those that are not indented further than its dash;
 * the place of the item itself where there are none.
 */
function aboveComments(start: number, column: number, text: string): number {
  let top = start;
  for (let line = startOfLine(start, text); line > 0;) {
    line = startOfLine(line - 1, text);
    const [, before = '', mark] = /^([ \t]*)(#|\/\/)?/.exec(text.slice(line)) ?? [];
    if (mark === undefined || before.length > column) break;
    top = line;
  }
  return top;
}

/** Where the comment lines end that stand directly below an item and are indented further than its dash: they are its own. */
function belowComments(end: number, column: number, text: string): number {
  // The text of a block scalar ends with its line.
  if (text.charAt(end - 1) === '\n') return end;
  let last = end;
  for (let line = afterLine(endOfLine(end, text), text); line < text.length;) {
    const [, before = '', mark] = /^([ \t]*)(#)?/.exec(text.slice(line)) ?? [];
    if (mark === undefined || before.length <= column) break;
    last = endOfLine(line, text);
    line = afterLine(last, text);
  }
  return last;
}

/** Takes items away; one at least must stay. */
export function removeItems(list: List, gone: readonly Place[], page: Page): readonly Change[] {
  const parts = list.items.map(({ range }) => range);
  const which = list.items.map((item) => gone.includes(item));
  if (list.flow) return removeInFlow(parts, which, page);
  const dashes = parts.map(({ start, end }) => ({ start: dashOf(list, start, page.text), end }));
  return removeLines(dashes, which, page);
}

/** Where a field ends: behind its value, or behind its key or colon where it has none. */
function endOfField({ keyRange, value }: Field): number {
  return Math.max(keyRange.end, value.range.end);
}

/** Behind a part of a flow list or group, on a line of its own if that part has one. */
function addInFlow({ start, end }: Range, added: string, { text, spelling }: Page): readonly Change[] {
  const indent = ownIndent(start, text);
  const rest = text.slice(end, endOfLine(end, text));
  const tail = /^\s*,?\s*(?:(?:#|\/\/).*)?$/.test(rest);
  if (indent === null || !tail) return [{ range: { start: end, end }, text: `, ${added}` }];
  const line = `${spelling.lineEnd}${indent}${added}`;
  const lineTail = endOfLine(end, text);
  const place = { start: lineTail, end: lineTail };
  if (/^\s*,/.test(rest)) return [{ range: place, text: `${line},` }];
  // The comma belongs to the old part, so that a comment behind it stays with it.
  return [
    { range: { start: end, end }, text: ',' },
    { range: place, text: line },
  ];
}

function lineBehind(end: number, line: string, { text, spelling }: Page): Change {
  // The text of a block scalar ends with its line.
  if (text.charAt(end - 1) === '\n')
    return { range: { start: end, end }, text: `${line}${spelling.lineEnd}` };
  const tail = endOfLine(end, text);
  return { range: { start: tail, end: tail }, text: `${spelling.lineEnd}${line}` };
}

/** Takes parts of a flow list or group away, each with its comma. */
function removeInFlow(parts: readonly Range[], gone: readonly boolean[], { text }: Page): readonly Change[] {
  return runs(gone).map(([first, last]) => {
    const start = parts[first]?.start ?? 0;
    const next = parts[last + 1];
    if (next) {
      const lines = ownIndent(start, text) !== null && ownIndent(next.start, text) !== null;
      // Whole lines, with what stands behind the comma on the last of them.
      if (lines) {
        const end = endOfLine(parts[last]?.end ?? start, text);
        return { range: { start: startOfLine(start, text), end: afterLine(end, text) }, text: '' };
      }
      return { range: { start, end: next.start }, text: '' };
    }
    return { range: { start: parts[first - 1]?.end ?? start, end: parts[last]?.end ?? start }, text: '' };
  });
}

function removeLines(parts: readonly Range[], gone: readonly boolean[], { text }: Page): readonly Change[] {
  return runs(gone).map(([first, last]) => {
    const start = parts[first]?.start ?? 0;
    const next = parts[last + 1];
    // The first field of a layer stands behind its dash; the next one moves there.
    if (ownIndent(start, text) === null && next) return { range: { start, end: next.start }, text: '' };
    const end = parts[last]?.end ?? start;
    const whole = text.charAt(end - 1) === '\n' ? end : afterLine(endOfLine(end, text), text);
    const from = startOfLine(start, text);
    const atEnd = whole === text.length && text.charAt(whole - 1) !== '\n';
    return { range: { start: atEnd ? endOfLine(Math.max(0, from - 1), text) : from, end: whole }, text: '' };
  });
}

/** First and last index of each run of true. */
function runs(which: readonly boolean[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  which.forEach((each, index) => {
    const last = found.at(-1);
    if (each && last?.[1] === index - 1) last[1] = index;
    else if (each) found.push([index, index]);
  });
  return found;
}

/** The dash of the item that starts at an offset: dashes of one list stand in one column. */
function dashOf(list: List, start: number, text: string): number {
  const column = columnOf(list.range.start, text);
  for (let line = startOfLine(start, text); line > list.range.start; line = startOfLine(line - 1, text)) {
    if (text.charAt(line + column) === '-' && line + column < start) return line + column;
  }
  return list.range.start;
}

function startOfLine(offset: number, text: string): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function columnOf(offset: number, text: string): number {
  const start = startOfLine(offset, text);
  return offset - start - (text.charAt(start) === '\uFEFF' ? 1 : 0);
}

/** Where the line of an offset ends, before its line end. */
function endOfLine(offset: number, text: string): number {
  const feed = text.indexOf('\n', offset);
  if (feed === -1) return text.length;
  return text.charAt(feed - 1) === '\r' && feed > offset ? feed - 1 : feed;
}

/** Where the next line begins, given where one ends. */
function afterLine(end: number, text: string): number {
  const feed = text.indexOf('\n', end);
  return feed === -1 ? text.length : feed + 1;
}

/** The white space before an offset, if nothing else stands before it on its line; else null. */
function ownIndent(offset: number, text: string): string | null {
  const before = text.slice(startOfLine(offset, text), offset);
  return /^[ \t]*$/.test(before) ? before : null;
}
