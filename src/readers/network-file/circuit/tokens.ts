/** Cuts the text of an expression into numbers, names and signs, each with its place. */
import { quoted, type Range } from '../written';

/** The signs of expressions. */
export type Sign = '+' | '-' | '*' | '/' | '^' | '(' | ')' | ',' | '=';

/** A piece of the text; `end` stands behind the last one. */
export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly range: Range }
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'sign'; readonly sign: Sign; readonly range: Range }
  | { readonly kind: 'end'; readonly range: Range };

/** What is wrong with an expression, and where in its text. */
export class ExpressionFault extends Error {
  readonly range: Range;

  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

/** The longest expression that is read, in characters. */
export const longestExpression = 10_000;

const spelled: ReadonlyMap<string, Sign> = new Map([
  ['+', '+'],
  ['-', '-'],
  ['−', '-'],
  ['*', '*'],
  ['×', '*'],
  ['·', '*'],
  ['/', '/'],
  ['÷', '/'],
  ['^', '^'],
  ['**', '^'],
  ['(', '('],
  [')', ')'],
  [',', ','],
  ['=', '='],
]);

const space = /\s+/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const name = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const sign = /\*\*|[-−+*×·/÷^(),=]/uy;

/** All pieces of a text from `from` to `to`, with their places in it. @throws ExpressionFault at the first character that is none of them */
export function tokensOf(text: string, from = 0, to = text.length): readonly Token[] {
  const tokens: Token[] = [];
  let at = from;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].slice(0, to - at);
  };
  while (at < to) {
    at += take(space)?.length ?? 0;
    if (at >= to) break;
    const [digits, word] = [take(number), take(name)];
    const range = { start: at, end: at + (digits ?? word ?? take(sign) ?? text.charAt(at)).length };
    tokens.push(digits === undefined ? plain(text, word, range) : numberAt(text, digits, range));
    at = range.end;
  }
  return [...tokens, { kind: 'end', range: { start: to, end: to } }];
}

function plain(text: string, word: string | undefined, range: Range): Token {
  if (word !== undefined) return { kind: 'name', name: word, range };
  const found = text.slice(range.start, range.end);
  const meant = spelled.get(found);
  if (meant !== undefined) return { kind: 'sign', sign: meant, range };
  throw new ExpressionFault(
    `${quoted(found)} means nothing in an expression; it knows + - * / ^ ( ) and commas.`,
    range,
  );
}

function numberAt(text: string, digits: string, range: Range): Token {
  const value = Number(digits);
  if (!Number.isFinite(value)) throw new ExpressionFault(`${quoted(digits)} is too large a number.`, range);
  if (text.charAt(range.end) === '.')
    throw new ExpressionFault('A number has one decimal point.', { start: range.start, end: range.end + 1 });
  return { kind: 'number', value, range };
}
