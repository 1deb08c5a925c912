/** The text of a source as an edit sees it, a notebook's cells one below the other, and the way back to the source. */
import { isNotebookPath } from '../../../base/programs';
import { locator, type Source } from '../../../base/source';
import type { Span } from '../../../base/span';
import { editedSource } from '../../edit/editedSource';
import { Refused, type Change } from '../../edit/draft';
import { cellPath, cellsOf, NotebookProblem, type Cell } from '../../notebook/cells';
import type { Range } from '../../network-file/written';
import { linesOf } from '../../python/parse/parsedFile';
import type { TextEdit } from '../../reader';

/** A source as one text whose lines end in \n. */
export interface Origin {
  readonly path: string;
  readonly text: string;
  /** Whether it has the part that spans with a path lie in. */
  holds(path: string): boolean;
  /** The offsets of a span; null where it is of another file. */
  range(span: Span): Range | null;
  /** A line (zero-based) of the part with a path, or of the whole file. @throws Refused where there is none */
  line(line: number, path?: string): Range;
  /** A change of the text as one of the source. */
  edits(change: Change): readonly TextEdit[];
  /** The source after edits. */
  after(edits: readonly TextEdit[]): Source;
}

/** A stretch of lines with a path of its own: the whole file, or a cell. */
interface Part {
  readonly path: string;
  /** The offset at which it begins. */
  readonly start: number;
  readonly text: string;
}

/** The text of a source. */
export function originOf(source: Source): Origin {
  const parts = partsOf(source);
  const text = parts.map((part) => part.text).join('\n');
  const feed = source.text.includes('\r\n') && !isNotebookPath(source.path) ? '\r\n' : '\n';
  const mark = source.text.startsWith('\uFEFF') ? 1 : 0;
  const range = (span: Span): Range | null => {
    const part = parts.find(({ path }) => path === span.path);
    if (!part) return null;
    const starts = lineStarts(part.text);
    const offset = ({ line, column }: Span['start']): number =>
      part.start + Math.min(part.text.length, (starts[line] ?? part.text.length) + column);
    return { start: offset(span.start), end: offset(span.end) };
  };
  return {
    path: source.path,
    text,
    holds: (path) => path === source.path || parts.some((part) => part.path === path),
    range,
    line: (line, path = source.path) => {
      const part = parts.find((each) => each.path === path);
      const start = part && lineStarts(part.text)[line];
      if (!part || start === undefined) throw new Refused('There is no such line.');
      return { start: part.start + start, end: part.start + start };
    },
    edits: ({ range, text: added }) => {
      const part = parts.findLast(({ start }) => start <= range.start);
      if (!part) return [];
      const { start, end } = locator(part).span(range.start - part.start, range.end - part.start);
      const moved = ({ line, column }: Span['start']): Span['start'] => ({
        line,
        column: line === 0 ? column + mark : column,
      });
      const span = { path: part.path, start: moved(start), end: moved(end) };
      return [{ span, text: feed === '\n' ? added : added.replaceAll('\n', feed) }];
    },
    after: (edits) => editedSource(source, edits),
  };
}

function partsOf(source: Source): readonly Part[] {
  if (!isNotebookPath(source.path)) {
    return [{ path: source.path, start: 0, text: linesOf(source).join('\n') }];
  }
  let start = 0;
  return readCells(source.text).map(({ number, text }) => {
    const part = { path: cellPath(source.path, number), start, text };
    start += text.length + 1;
    return part;
  });
}

function readCells(text: string): readonly Cell[] {
  try {
    return cellsOf(text);
  } catch (error) {
    if (error instanceof NotebookProblem) return [];
    throw error;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  return starts;
}
