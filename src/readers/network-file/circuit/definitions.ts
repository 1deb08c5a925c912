/** Finds the definitions in written expressions: cuts texts of several lines, parses each, and maps what was found to the file. */
import type { Report } from '../report';
import { quoted, type Range } from '../written';
import type { WrittenExpression } from './fields';
import { mostParts, notClosed, parseDefinition, type Expression } from './parse';
import { ExpressionFault, longestExpression } from './tokens';

/** One definition with the ways back to its text and to the file. */
export interface PlacedDefinition {
  /** Null where the source gives none. */
  readonly name: string | null;
  readonly nameRange: Range;
  /** The whole text in which the expression's own ranges lie. */
  readonly source: string;
  /** Null when it could not be read, which has been reported. */
  readonly expression: Expression | null;
  /** A stretch of `source` as a stretch of the file. */
  readonly inFile: (range: Range) => Range;
}

const identifier = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** All definitions of a file in order; `fileText` is the text of the whole file. Every mistake is reported at its character. */
export function definitionsOf(
  written: readonly WrittenExpression[],
  fileText: string,
  report: Report,
): readonly PlacedDefinition[] {
  const found: PlacedDefinition[] = [];
  let [length, parts] = [0, 0];
  for (const each of written) {
    length += each.text.length;
    if (length > longestExpression) {
      report.error(
        `All expressions of a file may have ${longestExpression} characters; these have more.`,
        each.range,
      );
      break;
    }
    const inFile = placesIn(fileText, each);
    for (const [start, end] of statementsOf(each.text)) {
      const definition = definitionAt(each, { start, end }, inFile, report);
      parts += definition.expression ? partsOf(definition.expression) : 0;
      if (parts > mostParts) {
        report.error(
          `All expressions of a file may have ${mostParts} values and signs; these have more.`,
          each.range,
        );
        return found;
      }
      found.push(definition);
    }
  }
  return found;
}

function definitionAt(
  { text, key, listed }: WrittenExpression,
  { start, end }: Range,
  inFile: PlacedDefinition['inFile'],
  report: Report,
): PlacedDefinition {
  try {
    const parsed = parseDefinition(text, start, end);
    const own = parsed.name === null ? null : { name: parsed.name, range: inFile(parsed.nameRange) };
    if (key && own) report.error(`${quoted(key.name)} is already the name of this expression.`, own.range);
    if (key && !identifier.test(key.name))
      report.error(`${quoted(key.name)} cannot be a name: letters, digits and _ can.`, key.range);
    const { name, range } = key ?? own ?? { name: null, range: inFile(parsed.expression.range) };
    return { name, nameRange: range, source: text, expression: parsed.expression, inFile };
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    const hint =
      error.message === notClosed && listed
        ? ' In a list on one line, write quotation marks around an expression with commas.'
        : '';
    report.error(error.message + hint, inFile(error.range));
    const name =
      key?.name ?? /^\s*([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*=/u.exec(text.slice(start, end))?.[1] ?? null;
    return { name, nameRange: inFile({ start, end }), source: text, expression: null, inFile };
  }
}

/** The statements of a text: cut at semicolons, and at lines that start another definition. */
function statementsOf(text: string): readonly (readonly [start: number, end: number])[] {
  const cuts = [...text.matchAll(/;|\n(?=[^\S\n]*[\p{L}_][\p{L}\p{M}\p{N}_]*[^\S\n]*=)/gu)];
  const starts = [0, ...cuts.map(({ index }) => index + 1)];
  const ends = [...cuts.map(({ index }) => index), text.length];
  const stretches = starts.map((start, at) => [start, ends[at] ?? text.length] as const);
  const filled = stretches.filter(([start, end]) => text.slice(start, end).trim() !== '');
  return filled.length > 0 ? filled : [[0, text.length]];
}

/** How many values and gates an expression has. */
function partsOf(expression: Expression): number {
  const waiting: Expression[] = [expression];
  let count = 0;
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    count += 1;
    waiting.push(...below(part));
  }
  return count;
}

/** The expressions that one is made of, from the left. */
export function below(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'operator':
      return [expression.left, expression.right];
    case 'negate':
      return [expression.of];
    case 'call':
      return expression.values;
    case 'number':
    case 'name':
      return [];
  }
}

/**
 * The places of a text's characters in the file. A quoted or folded text differs from what stands in the file by quotation marks, escapes and
 * white space only, so that its characters are found one behind the other.
 */
function placesIn(fileText: string, { text, range }: WrittenExpression): PlacedDefinition['inFile'] {
  const places: number[] = [];
  let at = range.start;
  for (const character of text.split('')) {
    const blank = /\s/.test(character);
    let next = at;
    while (next < range.end && !fits(fileText.charAt(next), character, blank)) next += 1;
    // A character that is written as an escape is not found: it stands where the one before it does.
    if (next < range.end) at = next + 1;
    places.push(Math.min(next < range.end ? next : at, Math.max(range.start, range.end - 1)));
  }
  const placeOf = (offset: number): number => places[offset] ?? range.end;
  return ({ start, end }) => {
    const from = start < places.length ? placeOf(start) : Math.max(range.start, placeOf(places.length - 1));
    return { start: from, end: Math.max(from + 1, end > start ? placeOf(end - 1) + 1 : from + 1) };
  };
}

function fits(found: string, wanted: string, blank: boolean): boolean {
  return blank ? /\s/.test(found) : found === wanted;
}
