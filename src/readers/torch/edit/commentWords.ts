/** The words of one of our comments, as an edit has to write them again: `name=value` one behind the other, and `ignore[…]`. */

/** What a comment says. */
export interface Words {
  readonly words: readonly { readonly name: string; readonly value: string }[];
  /** The rules of `ignore[…]`; null where there is none. */
  readonly ignored: readonly string[] | null;
  /** What is neither. */
  readonly rest: string;
}

/** Splits the text behind the mark; blanks and `=` within brackets belong to a value. */
export function wordsIn(text: string): Words {
  const words: { readonly name: string; value: string }[] = [];
  const rest: string[] = [];
  let ignored: readonly string[] | null = null;
  for (const part of partsOf(text)) {
    const [, name, value = ''] = /^([a-z]+)=(.*)$/.exec(part) ?? [];
    const rules = /^ignore\s*\[(.*)\]$/.exec(part)?.[1];
    const last = words.at(-1);
    if (rules !== undefined) ignored = rules.split(/[\s,]+/).filter((rule) => rule !== '');
    else if (name !== undefined) words.push({ name, value });
    else if (last) last.value = `${last.value} ${part}`.trim();
    else rest.push(part);
  }
  return { words, ignored, rest: rest.join(' ') };
}

/** The text cut at the blanks outside of brackets. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of `${text} `) {
    if ('([{'.includes(letter)) depth += 1;
    if (')]}'.includes(letter)) depth -= 1;
    const isBlank = /\s/.test(letter);
    if (!isBlank || depth > 0) part += letter;
    else if (part !== '') {
      parts.push(part);
      part = '';
    }
  }
  return part === '' ? parts : [...parts, part.trim()];
}
