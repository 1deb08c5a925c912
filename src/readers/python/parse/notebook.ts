/** A notebook as one parsed file: its cells one after the other, each parsed by itself, so that a broken one costs only itself. */
import type { Problem } from '../../../base/problem';
import type { Source } from '../../../base/source';
import { fileStart, type Span } from '../../../base/span';
import { cellPath, cellsOf, NotebookProblem, type Cell } from '../../notebook/cells';
import { parsedFile, type ParsedFile } from './parsedFile';
import { shiftLines } from './shiftLines';
import type { Statement } from './syntax';

/** A cell with the line of the whole, from 0, at which it begins. */
interface Placed {
  readonly path: string;
  readonly start: number;
}

/**
 * Parses a notebook. Lines of the tree and `lines` count through all cells; every span has the path of its cell and the lines within it.
 */
export function parseNotebook(source: Source, parse: (cell: Source) => ParsedFile): ParsedFile {
  const cells = readCells(source);
  if ('severity' in cells) return parsedFile(source.path, [], [], [cells]);
  const lines: string[] = [];
  const body: Statement[] = [];
  const problems: Problem[] = [];
  const placed: Placed[] = [];
  for (const { number, text } of cells) {
    const path = cellPath(source.path, number);
    const file = parse({ path, text });
    placed.push({ path, start: lines.length });
    for (const statement of file.body) shiftLines(statement, lines.length);
    lines.push(...file.lines);
    body.push(...file.body);
    problems.push(...file.problems);
  }
  const whole = parsedFile(source.path, lines, body, problems);
  return { ...whole, span: (node) => inCell(whole.span(node), placed) };
}

function readCells(source: Source): readonly Cell[] | Problem {
  try {
    return cellsOf(source.text);
  } catch (error) {
    if (!(error instanceof NotebookProblem)) throw error;
    return { severity: 'error', message: error.message, span: fileStart(source.path) };
  }
}

/** A span of the whole as one of its cell. */
function inCell(span: Span, placed: readonly Placed[]): Span {
  const cell = placed.findLast(({ start }) => start <= span.start.line);
  if (!cell) return span;
  const { path, start } = cell;
  const moved = ({ line, column }: Span['start']): Span['start'] => ({ line: line - start, column });
  return { path, start: moved(span.start), end: moved(span.end) };
}
