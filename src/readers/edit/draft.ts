/** A text that is being changed step by step, and the changes of all steps as changes of the text that it began with. */
import type { Range } from '../network-file/written';

/** Why an intent cannot be done, in one sentence for the user. */
export class Refused extends Error {}

/** A stretch of a text and what takes its place. */
export interface Change {
  readonly range: Range;
  readonly text: string;
}

/** A part of the draft: a stretch of the original, or something new. */
type Piece = Range | { readonly added: string };

/** A text on its way from the original. */
export interface Draft {
  readonly original: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** The original, unchanged. */
export function draftOf(original: string): Draft {
  return { original, text: original, pieces: [{ start: 0, end: original.length }] };
}

/** The draft with changes of its text, which must not overlap; null when they do. */
export function changed(draft: Draft, changes: readonly Change[]): Draft | null {
  // Sorting keeps the order of insertions at one place.
  const sorted = [...changes].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const pieces: Piece[] = [];
  let text = '';
  let done = 0;
  for (const { range, text: added } of sorted) {
    if (range.start < done) return null;
    pieces.push(...between(draft.pieces, done, range.start), { added });
    text += draft.text.slice(done, range.start) + added;
    done = range.end;
  }
  pieces.push(...between(draft.pieces, done, draft.text.length));
  return { original: draft.original, text: text + draft.text.slice(done), pieces };
}

/** Where what is left of a stretch of the original begins in the draft; undefined when nothing is. */
export function placeOfRest(draft: Draft, { start, end }: Range): number | undefined {
  let at = 0;
  for (const piece of draft.pieces) {
    const first = 'added' in piece ? end : Math.max(piece.start, start);
    if (!('added' in piece) && first < Math.min(piece.end, end)) return at + first - piece.start;
    at += lengthOf(piece);
  }
  return undefined;
}

/** What must be done to the original to get the draft: in order, none overlapping. */
export function changesOf({ original, pieces }: Draft): readonly Change[] {
  const changes: Change[] = [];
  let done = 0;
  let text = '';
  for (const piece of [...pieces, { start: original.length, end: original.length }]) {
    if ('added' in piece) {
      text += piece.added;
      continue;
    }
    if (text !== '' || piece.start > done) changes.push({ range: { start: done, end: piece.start }, text });
    text = '';
    done = piece.end;
  }
  return changes.filter(({ range, text: now }) => original.slice(range.start, range.end) !== now);
}

function lengthOf(piece: Piece): number {
  return 'added' in piece ? piece.added.length : piece.end - piece.start;
}

/** The pieces of a stretch of the draft. */
function between(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(0, start - at);
    const to = Math.min(lengthOf(piece), end - at);
    if (from < to) {
      found.push(
        'added' in piece
          ? { added: piece.added.slice(from, to) }
          : { start: piece.start + from, end: piece.start + to },
      );
    }
    at += lengthOf(piece);
  }
  return found;
}
