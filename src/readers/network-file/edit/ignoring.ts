/** Silences a rule in the text of a network file: by a comment in YAML, by the field `ignore` in JSON. */
import type { Plain } from '../../reader';
import { commentsOf, ignoreCommentsOf } from '../ignoreComments';
import type { Change } from '../../edit/draft';
import type { Place } from './tree';
import type { Spelling } from './writing';

/** The field with a rule besides those that it names. */
export function withRule(field: Place | undefined, rule: string): Plain {
  const named = field?.kind === 'list' ? field.items : field ? [field] : [];
  const rules = named.flatMap((place) => (place.kind === 'scalar' ? [String(place.value)] : []));
  return [...new Set([...rules, rule])];
}

/** A comment behind the line that an offset lies on, or above the whole file (null); null where none can stand there. */
export function ignoreComment(
  text: string,
  offset: number | null,
  rule: string,
  { lineEnd }: Spelling,
): Change | null {
  const comments = ignoreCommentsOf(text);
  if (offset === null) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    const first = comments[0];
    if (first && text.slice(start, first.range.start).trim() === '') return longer(first, rule);
    return insertion(start, `# ${spelled(rule)}${lineEnd}`);
  }
  const feed = text.indexOf('\n', offset);
  const line = { start: text.lastIndexOf('\n', offset - 1) + 1, end: feed === -1 ? text.length : feed };
  const there = comments.find(({ range }) => line.start <= range.start && range.start < line.end);
  if (there) return longer(there, rule);
  const end = line.start + text.slice(line.start, line.end).trimEnd().length;
  const change = insertion(end, `  # ${spelled(rule)}`);
  const after = text.slice(0, end) + change.text + text.slice(end);
  // Within a text of several lines it would be part of that.
  const isComment = commentsOf(after).some(
    ({ start, end: last }) => start <= end + 2 && end + change.text.length <= last,
  );
  return isComment ? change : null;
}

const spelled = (rule: string): string => `backprop-lens: ignore[${rule}]`;

function insertion(at: number, text: string): Change {
  return { range: { start: at, end: at }, text };
}

function longer({ rules, end }: ReturnType<typeof ignoreCommentsOf>[number], rule: string): Change {
  if (rules.some(({ name }) => name === rule)) return insertion(end, '');
  return insertion(end, rules.length === 0 ? rule : `, ${rule}`);
}
