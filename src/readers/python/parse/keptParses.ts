/** What texts were parsed to, kept from one reading to the next: a save parses what changed and nothing else. */
import type { Statement } from './syntax';

/** A text without a syntax error; trees are never changed once they stand here. */
export interface Kept {
  readonly lines: readonly string[];
  readonly body: readonly Statement[];
}

/** Trees by their text. */
export interface KeptParses {
  /** The tree of a text if it was parsed lately. */
  get(text: string): Kept | undefined;
  /** Keeps a tree; what was not used for longest goes. */
  keep(text: string, parse: Kept): void;
  forget(text: string): void;
}

/** Characters of text whose trees are kept; a tree takes some fifty bytes for each. */
const mostCharacters = 3_000_000;

/** An empty store of trees. */
export function keptParses(): KeptParses {
  const kept = new Map<string, Kept>();
  let characters = 0;
  const forget = (text: string): void => {
    if (kept.delete(text)) characters -= text.length;
  };
  return {
    get(text) {
      const found = kept.get(text);
      if (!found) return undefined;
      // A map keeps the order in which its keys came: those used lately come last.
      kept.delete(text);
      kept.set(text, found);
      return found;
    },
    keep(text, { lines, body }) {
      if (text.length > mostCharacters / 4 || kept.has(text)) return;
      kept.set(text, { lines, body });
      characters += text.length;
      for (const oldest of kept.keys()) {
        if (characters <= mostCharacters) return;
        forget(oldest);
      }
    },
    forget,
  };
}
