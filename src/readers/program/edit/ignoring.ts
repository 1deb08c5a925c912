/** Silences a rule by a comment: behind a line, or above the first statement for the whole file. */
import { Refused, type Change } from '../../edit/draft';
import { commentOn, commentText, type Comment } from './directives';
import { insertion, type Page } from './page';
import type { Site } from './site';

/** The changes for a line of the file or the cell with a path; null: the whole source. @throws Refused where no comment can stand there */
export function ignore(
  { page, lineAt, lineOf }: Site,
  rule: string,
  line: number | null,
  path?: string,
): readonly Change[] {
  return ignoreAt(page, rule, line === null ? null : lineAt(lineOf(line, path)));
}

/** The same where `offset` lies on the line; null: the whole text. @throws Refused */
export function ignoreAt(page: Page, rule: string, offset: number | null): readonly Change[] {
  if (offset === null) return wholeFile(page, rule);
  const line = page.lineAt(offset);
  const text = page.text.slice(line.start, line.end);
  if (isInText(page, line.end)) {
    throw new Refused('This line is part of a text; no comment can stand on it.');
  }
  const known = commentOn(page, line.start);
  if (known) return longer(known, rule);
  if (text.endsWith('\\'))
    throw new Refused('This line goes on in the next one; no comment can stand on it.');
  return [insertion(line.start + text.trimEnd().length, `  ${comment(rule)}`)];
}

function comment(rule: string): string {
  return commentText({ words: [], ignored: [rule], rest: '' });
}

/** Whether a place lies within a text of several lines. */
function isInText(page: Page, offset: number): boolean {
  return page.nodes.some((node) => {
    if (node.nodeType !== 'Constant' && node.nodeType !== 'JoinedStr') return false;
    const { start, end } = page.range(node);
    return start < offset && offset < end;
  });
}

function longer({ range, words }: Comment, rule: string): readonly Change[] {
  const { ignored } = words;
  if (ignored?.includes(rule) === true) return [];
  return [{ range, text: commentText({ ...words, ignored: [...(ignored ?? []), rule] }) }];
}

/** Above the first statement, below what the system and Python read on the first two lines. */
function wholeFile(page: Page, rule: string): readonly Change[] {
  const [first] = page.file.body;
  const limit = first ? page.linesOf(first).start : page.text.length;
  let place = 0;
  let isHead = true;
  for (let at = 0, number = 0; at < limit; number += 1) {
    const { end } = page.lineAt(at);
    const text = page.text.slice(at, end);
    const known = commentOn(page, at);
    if (known && known.words.ignored !== null && known.words.words.length === 0) return longer(known, rule);
    isHead &&= number < 2 && (text.startsWith('#!') || /^[ \t]*#.*coding[:=]/.test(text));
    at = end + 1;
    if (isHead) place = Math.min(at, limit);
  }
  return [insertion(place, `${comment(rule)}\n`)];
}
