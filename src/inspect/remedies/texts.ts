/** A text after its edits, and the lines in which the two differ. */
import type { Position } from '../../base/span';
import type { TextEdit } from '../../readers/reader';
import type { ChangedLine } from './remedy';

/** The text after edits that stand in order and do not overlap. */
export function editedText(text: string, edits: readonly TextEdit[]): string {
  const starts = lineStarts(text);
  const offset = ({ line, column }: Position): number => (starts[line] ?? text.length) + column;
  let after = '';
  let done = 0;
  for (const { span, text: added } of edits) {
    after += text.slice(done, offset(span.start)) + added;
    done = offset(span.end);
  }
  return after + text.slice(done);
}

/** The lines that go and come, each hunk with what goes before what comes. */
export function changedLines(text: string, edits: readonly TextEdit[]): readonly ChangedLine[] {
  const [before, after] = [linesOf(text), linesOf(editedText(text, edits))];
  const changed: ChangedLine[] = [];
  let shift = 0;
  for (const { first, last, grown } of hunks(edits)) {
    const olds = before.slice(first, last + 1);
    const news = after.slice(first + shift, last + shift + grown + 1);
    let head = 0;
    while (head < olds.length && head < news.length && olds[head] === news[head]) head += 1;
    let tail = 0;
    while (tail < Math.min(olds.length, news.length) - head && olds.at(-1 - tail) === news.at(-1 - tail))
      tail += 1;
    const line = (kind: 'gone' | 'new', from: number) => (each: string, index: number) =>
      ({ kind, line: from + head + index, text: each }) as const;
    changed.push(
      ...olds.slice(head, olds.length - tail).map(line('gone', first)),
      ...news.slice(head, news.length - tail).map(line('new', first + shift)),
    );
    shift += grown;
  }
  return changed;
}

/** Runs of lines that edits touch: first and last line before them, and how many more lines there are afterwards. */
function hunks(
  edits: readonly TextEdit[],
): readonly { readonly first: number; readonly last: number; readonly grown: number }[] {
  const found: { first: number; last: number; grown: number }[] = [];
  for (const { span, text } of edits) {
    const grown = text.split('\n').length - 1 - (span.end.line - span.start.line);
    const open = found.at(-1);
    if (open && span.start.line <= open.last) {
      open.last = Math.max(open.last, span.end.line);
      open.grown += grown;
    } else found.push({ first: span.start.line, last: span.end.line, grown });
  }
  return found;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\r$/, ''));
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  return starts;
}
