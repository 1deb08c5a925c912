/** What texts were parsed to, kept from one reading to the next: a save parses what changed and nothing else. */
import type { Statement } from './syntax';

/** A text without a syntax error; trees are never changed once they stand here. */
interface Kept {
  readonly lines: readonly string[];
  readonly body: readonly Statement[];
}

/** Characters of text whose trees are kept; a tree takes some fifty bytes for each. */
const mostCharacters = 3_000_000;

const kept = new Map<string, Kept>();
let characters = 0;

/** The tree of a text if it was parsed lately. */
export function keptParse(text: string): Kept | undefined {
  const found = kept.get(text);
  if (!found) return undefined;
  // A map keeps the order in which its keys came: those used lately come last.
  kept.delete(text);
  kept.set(text, found);
  return found;
}

/** Keeps a tree; what was not used for longest goes. */
export function keepParse(text: string, parse: Kept): void {
  if (text.length > mostCharacters / 4 || kept.has(text)) return;
  kept.set(text, { lines: parse.lines, body: parse.body });
  characters += text.length;
  for (const oldest of kept.keys()) {
    if (characters <= mostCharacters) return;
    kept.delete(oldest);
    characters -= oldest.length;
  }
}
