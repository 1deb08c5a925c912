/** A source after its edits; those of a notebook are made in its cells. */
import { isNotebookPath } from '../../base/programs';
import type { Source } from '../../base/source';
import type { Position } from '../../base/span';
import { withCells } from '../notebook/withCells';
import { cellPath } from '../notebook/cells';
import type { TextEdit } from '../reader';

/** The texts of a source by the paths of spans in it: its own, or that of each of a notebook's cells. */
export function textsOf({ path, text }: Source): ReadonlyMap<string, string> {
  if (!isNotebookPath(path)) return new Map([[path, text]]);
  const texts = new Map<string, string>();
  withCells(text, (code, number) => {
    texts.set(cellPath(path, number), code);
    return code;
  });
  return texts;
}

/** The source after edits that stand in order and do not overlap; edits of other files are left out. */
export function editedSource(source: Source, edits: readonly TextEdit[]): Source {
  if (!isNotebookPath(source.path)) {
    return {
      ...source,
      text: editedText(
        source.text,
        edits.filter(({ span }) => span.path === source.path),
      ),
    };
  }
  const text = withCells(source.text, (cell, number) => {
    const own = edits.filter(({ span }) => span.path === cellPath(source.path, number));
    return editedText(cell, own);
  });
  return { ...source, text };
}

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

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  return starts;
}
