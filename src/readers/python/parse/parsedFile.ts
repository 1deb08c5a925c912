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
  const position = (line: number, byteColumn: number): Position => ({
    line: line - 1,
    column: utf16Column(lines[line - 1] ?? '', byteColumn),
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

/** Columns of the tree count bytes of UTF-8, as CPython's do. */
function utf16Column(line: string, byteColumn: number): number {
  let bytes = 0;
  for (let index = 0; index < line.length; index += 1) {
    if (bytes >= byteColumn) return index;
    const unit = line.charCodeAt(index);
    // Each half of a surrogate pair stands for two of the four bytes.
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return line.length;
}
