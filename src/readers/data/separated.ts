/**
 * Splits separated values (RFC 4180: commas or tabs, quotes, CRLF) into rows of cells.
 * Written by hand since it is one loop: the usual library takes ten times as long and brings a copy of Node's Buffer to the browser.
 */

/** A row of cells with the line on which it begins, counted from 1 as editors show it. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A text that ends inside quotes, and the line on which they open; null when all is well. */
export interface Separated {
  readonly rows: readonly Row[];
  readonly unclosed: number | null;
}

/** The separator: a tab when the first line holds one and no comma, a semicolon likewise, else a comma. */
export function separatorOf(text: string): string {
  const end = text.indexOf('\n');
  const first = end === -1 ? text : text.slice(0, end);
  if (first.includes(',')) return ',';
  return ['\t', ';'].find((separator) => first.includes(separator)) ?? ',';
}

/** Splits a text; empty lines are left out. */
export function separated(text: string, separator: string): Separated {
  const rows: Row[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  const anyQuotes = text.includes('"');
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const content = text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
    const plain = text.slice(start, content);
    if (anyQuotes && plain.includes('"')) {
      const quotedRow = rowWithQuotes(text, start, separator);
      if (quotedRow.unclosed) return { rows, unclosed: line };
      rows.push({ line, cells: quotedRow.cells });
      line += quotedRow.lines;
      start = quotedRow.next;
    } else {
      if (plain !== '') rows.push({ line, cells: plain.split(separator) });
      line += 1;
      start = end + 1;
    }
  }
  return { rows, unclosed: null };
}

interface QuotedRow {
  readonly cells: readonly string[];
  /** How many lines of the text it takes. */
  readonly lines: number;
  readonly next: number;
  readonly unclosed: boolean;
}

/** Reads one row cell by cell; a quoted cell may hold separators, line ends and doubled quotes. */
function rowWithQuotes(text: string, start: number, separator: string): QuotedRow {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      for (;;) {
        const close = text.indexOf('"', at + 1);
        if (close === -1) return { cells, lines, next: text.length, unclosed: true };
        cell += text.slice(at + 1, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
      lines += cell.split('\n').length - 1;
    }
    const stop = nextOf(text, at, separator);
    cell += text.slice(at, stop).replace(/\r$/, '');
    cells.push(cell);
    at = stop + 1;
    if (text[stop] !== separator) return { cells, lines, next: at, unclosed: false };
  }
}

/** Where the cell ends: at the separator, the line end or the end of the text. */
function nextOf(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
  return at;
}
