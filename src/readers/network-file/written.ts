/** What a network file says, value by value with its place, the same for YAML and JSON. */
import { shortNumber } from '../../base/numbers';

/** A stretch of the text in character offsets, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One field of a group. */
export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: Written;
}

/** One value with its place. */
export type Written =
  | { readonly kind: 'number'; readonly value: number; readonly range: Range }
  | { readonly kind: 'text'; readonly value: string; readonly range: Range }
  | { readonly kind: 'flag'; readonly value: boolean; readonly range: Range }
  | { readonly kind: 'nothing'; readonly range: Range }
  | { readonly kind: 'list'; readonly items: readonly Written[]; readonly range: Range }
  | { readonly kind: 'group'; readonly entries: readonly Entry[]; readonly range: Range };

/** A slip in the text itself (YAML or JSON syntax), before anything is known of its meaning. */
export interface SyntaxProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly range: Range;
}

/** A text turned into values; null when nothing at all could be made of it. */
export interface Parsed {
  readonly root: Written | null;
  readonly problems: readonly SyntaxProblem[];
}

/** Lists and groups nested deeper than this are not read. */
export const deepest = 100;

/** More values than this in one file, aliases written out, are not read. */
export const mostValues = 3_000_000;

/** The message for what is nested deeper than `deepest`. */
export const tooDeep = `Lists and groups may be nested ${deepest} levels deep; what is deeper is left out.`;

/** The message for a file with more than `mostValues`. */
export const tooMany =
  'The file holds more than three million values (aliases written out); the rest is left out.';

/** A value as it is named in a message: the text "abc", a list of 3. */
export function describe(written: Written): string {
  switch (written.kind) {
    case 'number':
      return `the number ${Number.isInteger(written.value) && Math.abs(written.value) < 1e15 ? written.value : shortNumber(written.value)}`;
    case 'text':
      return `the text ${quoted(written.value)}`;
    case 'flag':
      return String(written.value);
    case 'nothing':
      return 'nothing';
    case 'list':
      return written.items.length === 0 ? 'an empty list' : `a list of ${written.items.length}`;
    case 'group':
      return 'a group of fields';
  }
}

/** A word of the user in quotation marks, cut to a readable length. */
export function quoted(word: string): string {
  return `"${shortened(word, 40)}"`;
}

/** Text of the user as one line of plain characters, cut to a length. */
export function shortened(text: string, longest: number): string {
  // Cut first: a name may be megabytes long.
  const line = text.slice(0, longest + 1).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
