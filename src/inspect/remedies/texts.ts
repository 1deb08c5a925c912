/** The lines in which a text and the same after its edits differ. */
import type { Source } from '../../base/source';
import { editedText, textsOf } from '../../readers/edit/editedSource';
import type { TextEdit } from '../../readers/reader';
import type { ChangedLine } from './remedy';

/** The lines that go and come, each hunk with what goes before what comes; those of a notebook are counted in each cell. */
export function changedLines(source: Source, edits: readonly TextEdit[]): readonly ChangedLine[] {
  return [...textsOf(source)].flatMap(([path, text]) =>
    changesOf(
      text,
      edits.filter(({ span }) => span.path === path),
    ),
  );
}

function changesOf(text: string, edits: readonly TextEdit[]): readonly ChangedLine[] {
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
