/** The words of a directive comment: `name=value` one behind the other, or `ignore[rule, …]`, and what is wrong with them. */
import { ruleNames } from '../../network-file/ruleNames';
import { inputOf } from '../inputs';
import { lossCalled } from '../namedLoss';

/** `name=value`. */
export interface Word {
  readonly name: string;
  readonly value: string;
}

/** What stands in a comment. */
export interface Words {
  readonly words: readonly Word[];
  /** The rules of `ignore[…]`; null where there is none. */
  readonly ignored: readonly string[] | null;
  /** What is neither. */
  readonly rest: string;
}

const known: readonly string[] = ['network', 'input', 'loss', 'mode', 'shape'];

/** Splits a comment. A `=` within brackets belongs to a value: `network=Net(input=3)`. */
export function wordsIn(text: string): Words {
  const rules = /(?:^|\s)ignore\s*\[([^\]]*)\]/.exec(text);
  const ignored = rules ? [...(rules[1] ?? '').matchAll(/[^\s,]+/g)].map(([name]) => name) : null;
  const plain = rules ? text.replace(rules[0], ' ') : text;
  const starts: { readonly name: string; readonly at: number; readonly from: number }[] = [];
  let depth = 0;
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at] ?? '';
    if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    if (depth > 0 || (at > 0 && !/\s/.test(plain[at - 1] ?? ''))) continue;
    const found = /^([a-z][\w-]*)\s*=\s*(?!=)/i.exec(plain.slice(at));
    if (found) starts.push({ name: found[1] ?? '', at, from: at + found[0].length });
  }
  const words = starts.map(({ name, from }, index) => ({
    name,
    value: plain.slice(from, starts[index + 1]?.at ?? plain.length).trim(),
  }));
  return { words, ignored, rest: plain.slice(0, starts[0]?.at ?? plain.length).trim() };
}

/** A sentence for everything in a directive that is no word of ours. */
export function wrongWords(
  words: readonly Word[],
  ignored: readonly string[] | null,
  rest: string,
): readonly string[] {
  const wrong = words.flatMap((word) => wrongWord(word) ?? []);
  const rules = (ignored ?? []).flatMap((rule) =>
    ruleNames.includes(rule) ? [] : [`There is no rule ${rule}; the rules are ${ruleNames.join(', ')}.`],
  );
  const isEmpty = words.length === 0 && ignored === null;
  const stray =
    rest === '' && !isEmpty
      ? []
      : [
          `A directive is written as ${known.map((name) => `${name}=`).join(', ')} or ignore[rule]; found ${rest === '' ? 'nothing' : rest}.`,
        ];
  return [...stray, ...wrong, ...rules];
}

function wrongWord({ name, value }: Word): string | null {
  if (!known.includes(name)) {
    return `A directive has no word ${name}; it knows ${known.join(', ')} and ignore[rule].`;
  }
  if (value === '') return `Nothing stands behind ${name}=.`;
  if (name === 'mode' && value !== 'train' && value !== 'eval')
    return `mode is train or eval; found ${value}.`;
  if (name === 'loss' && lossCalled(value) === null) return `There is no loss ${value}.`;
  if (name !== 'input' && name !== 'shape') return null;
  for (const part of value.split(/;(?![^(]*\))/)) {
    const input = inputOf(part, null);
    if (typeof input === 'string') return input;
    if (name === 'shape' && input.kind === 'value' && part.trim() === 'None')
      return 'A shape is written as 1,64,28,28.';
  }
  return null;
}
