/** A parsed Python file: its statements, its lines, and the way from a node's byte columns to spans. */
import type { Problem } from '../../../base/problem';
import type { Source } from '../../../base/source';
import type { Position, Span } from '../../../base/span';
import type { Located, Statement } from './syntax';

/** What the parser made of a source. */
export interface ParsedFile {
  readonly path: string;
  /** The lines as parsed: without line ends, byte order mark and form feeds. */
  readonly lines: readonly string[];
  readonly body: readonly Statement[];
  /** Syntax errors, each at its line; what could be kept stands in `body` all the same. */
  readonly problems: readonly Problem[];
  /** The place of a node, columns in UTF-16 units as in every other span. */
  span(node: Located): Span;
  /** The text of a node that stands on one line, the first line of any other. */
  textOf(node: Located): string;
}

/** The lines of a source as Python counts them. A form feed is white space and resets the indentation before it. */
export function linesOf(source: Source): string[] {
  return source.text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^[ \t]*\f/gm, '')
    .replaceAll('\f', ' ')
    .split('\n');
}

/** Joins statements and lines into a file. */
export function parsedFile(
  path: string,
  lines: readonly string[],
  body: readonly Statement[],
  problems: readonly Problem[],
): ParsedFile {
  const column = columnsOf(lines);
  const position = (line: number, byteColumn: number): Position => ({
    line: line - 1,
    column: column(line - 1, byteColumn),
  });
  const span = (node: Located): Span => ({
    path,
    start: position(node.lineno, node.col_offset),
    end: position(node.end_lineno ?? node.lineno, node.end_col_offset ?? node.col_offset),
  });
  const textOf = (node: Located): string => {
    const { start, end } = span(node);
    const line = lines[start.line] ?? '';
    return end.line === start.line ? line.slice(start.column, end.column) : line.slice(start.column);
  };
  return { path, lines, body, problems, span, textOf };
}

/**
 * From columns of the tree, which count bytes of UTF-8 as CPython's do, to columns in UTF-16 units. It goes on from where it was last: a line may
 * have a million characters, and a node every second one of them.
 */
function columnsOf(lines: readonly string[]): (line: number, byteColumn: number) => number {
  let last = { line: -1, index: 0, bytes: 0, isPlain: false };
  return (line, byteColumn) => {
    const text = lines[line] ?? '';
    if (last.line !== line) last = { line, index: 0, bytes: 0, isPlain: isAscii(text) };
    if (last.isPlain) return Math.min(byteColumn, text.length);
    if (byteColumn < last.bytes) Object.assign(last, { index: 0, bytes: 0 });
    let { index, bytes } = last;
    for (; index < text.length && bytes < byteColumn; index += 1) bytes += bytesOf(text.charCodeAt(index));
    Object.assign(last, { index, bytes });
    return index;
  };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) >= 0x80) return false;
  return true;
}

/** Bytes that a UTF-16 unit has a share in; each half of a surrogate pair stands for two of its four. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
}
