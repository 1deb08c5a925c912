/** Comments that speak to us: the words about a network on or above its definition, and their place. */
import { Refused, type Change } from '../../edit/draft';
import type { DirectiveField } from '../../../graph/choice';
import type { Statement } from '../../python/parse/syntax';
import type { Range } from '../../network-file/written';
import { wordsIn, type Words } from '../choose/directiveWords';
import { insertion, isStatement, type Page } from './page';
import type { Site } from './site';

/** The words of a directive in the order in which they are written. */
const order: readonly string[] = ['network', 'input', 'loss', 'mode', 'shape'] satisfies readonly (
  DirectiveField | 'shape'
)[];

/** A comment of ours. */
export interface Comment {
  /** From its sharp to the end of its line. */
  readonly range: Range;
  readonly words: Words;
  /** Whether nothing else stands on its line. */
  readonly isAlone: boolean;
}

/** The comment of ours at the end of a line; null where there is none. */
export function commentOn(page: Page, offset: number): Comment | null {
  const line = page.lineAt(offset);
  const text = page.text.slice(line.start, line.end);
  const found = /#\s*backprop-lens:\s*(.*)$/.exec(text);
  if (!found) return null;
  return {
    range: { start: line.start + found.index, end: line.end },
    words: wordsIn(found[1] ?? ''),
    isAlone: text.slice(0, found.index).trim() === '',
  };
}

/** A comment of ours as text; nothing where it says nothing. */
export function commentText({ words, ignored, rest }: Words): string {
  const said = order.flatMap((name) => words.filter((word) => word.name === name));
  const parts = [
    ...(rest === '' ? [] : [rest]),
    ...said.map(({ name, value }) => `${name}=${value}`),
    ...(ignored ? [`ignore[${ignored.join(', ')}]`] : []),
  ];
  return parts.length === 0 ? '' : `# backprop-lens: ${parts.join(' ')}`;
}

/** Sets a word of the directive on or above the definition or call of the network, or takes it away. @throws Refused */
export function setDirective(site: Site, field: DirectiveField, to: string | null): readonly Change[] {
  const { page, home, lineAt } = site;
  if (to !== null && /[\n\r]/.test(to)) throw new Refused('A directive stands on one line.');
  const here = lineAt(home);
  const statement = statementAt(page, here);
  const lines = statement ? page.linesOf(statement) : page.lineAt(here);
  const known =
    commentOn(page, lines.start) ?? commentOn(page, here) ?? commentAbove(page, lines.start) ?? naming(page);
  const before = known?.words ?? { words: [], ignored: null, rest: '' };
  const others = before.words.filter(({ name }) => name !== field);
  const words = to === null ? others : [...others, { name: field, value: to.trim() }];
  const text = commentText({ ...before, words });
  if (!known) {
    const indent = /^[ \t]*/.exec(page.text.slice(lines.start))?.[0] ?? '';
    return text === '' ? [] : [insertion(lines.start, `${indent}${text}\n`)];
  }
  if (text !== '') return [{ range: known.range, text }];
  const line = page.lineAt(known.range.start);
  if (known.isAlone) return [{ range: { start: line.start, end: line.end + 1 }, text: '' }];
  const code = page.text.slice(line.start, known.range.start).trimEnd();
  return [{ range: { start: line.start + code.length, end: known.range.end }, text: '' }];
}

/** A directive above a line, with nothing but comments and empty lines between. */
function commentAbove(page: Page, start: number): Comment | null {
  for (let at = start; at > 0;) {
    const line = page.lineAt(at - 1);
    const text = page.text.slice(line.start, line.end).trim();
    if (text !== '' && !text.startsWith('#')) return null;
    const found = commentOn(page, line.start);
    if (found && found.words.words.length > 0) return found;
    at = line.start;
  }
  return null;
}

/** The one directive of the text that names a network: it counts before all others. */
function naming(page: Page): Comment | null {
  const found: Comment[] = [];
  for (let at = 0; at < page.text.length; at = page.lineAt(at).end + 1) {
    const comment = commentOn(page, at);
    if (comment?.words.words.some(({ name }) => name === 'network') === true) found.push(comment);
  }
  const [only, ...others] = found;
  return only && others.length === 0 ? only : null;
}

/** The outermost statement that begins on the line of an offset, or else the innermost that the line is part of. */
function statementAt(page: Page, offset: number): Statement | null {
  const line = page.lineAt(offset);
  const around = page.nodes.filter((node) => {
    if (!isStatement(node)) return false;
    const { start, end } = page.range(node);
    return start <= line.end && end > line.start;
  });
  const begins = around.filter((node) => page.range(node).start >= line.start);
  return ((begins[0] ?? around.at(-1)) as unknown as Statement | undefined) ?? null; // statements were asked for
}
