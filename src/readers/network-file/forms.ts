/** Forms: what a field may look like. One value reads it, names it in a message and describes it in the JSON Schema. */
import { wholeNumber } from '../../base/numbers';
import { listed, nearest } from '../../base/words';
import type { Report } from './report';
import { describe, quoted, type Written } from './written';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema (draft 07). */
export type JsonSchema = Readonly<Record<string, Json>>;

/** What a value may look like. */
export interface Form<Result> {
  /** For messages: "a whole number from 1". */
  readonly expected: string;
  readonly schema: JsonSchema;
  /** The value, or undefined; then, and wherever something was passed over, a problem has been reported. */
  read(written: Written, report: Report): Result | undefined;
}

/** The bounds of a number: `minimum` and `maximum` are allowed themselves, `above` and `below` are not. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly above?: number;
  readonly below?: number;
}

/** A finite number. */
export function number(bounds: Bounds = {}): Form<number> {
  return numberForm('number', bounds);
}

/** A whole number. */
export function whole(bounds: Bounds = {}): Form<number> {
  return numberForm('integer', bounds);
}

function numberForm(type: 'number' | 'integer', bounds: Bounds): Form<number> {
  const { minimum = -Infinity, maximum = Infinity, above = -Infinity, below = Infinity } = bounds;
  const expected = `a ${type === 'integer' ? 'whole ' : ''}number${boundsText(bounds)}`;
  return {
    expected,
    schema: {
      type,
      ...(bounds.minimum !== undefined && { minimum }),
      ...(bounds.maximum !== undefined && { maximum }),
      ...(bounds.above !== undefined && { exclusiveMinimum: above }),
      ...(bounds.below !== undefined && { exclusiveMaximum: below }),
    },
    read: (written, report) => {
      if (written.kind !== 'number') {
        mismatch(expected, written, report);
        return;
      }
      const { value } = written;
      const fits = value >= minimum && value <= maximum && (value > above || above === -Infinity);
      const inside = fits && (value < below || below === Infinity) && Number.isFinite(value);
      if (!inside || (type === 'integer' && !Number.isInteger(value))) {
        mismatch(expected, written, report);
        return;
      }
      return value;
    },
  };
}

function boundsText({ minimum, maximum, above, below }: Bounds): string {
  if (minimum !== undefined && maximum !== undefined) {
    return ` from ${sizeText(minimum)} to ${sizeText(maximum)}`;
  }
  const parts = [
    minimum === undefined ? '' : `of at least ${minimum}`,
    maximum === undefined ? '' : `of at most ${maximum}`,
    above === undefined ? '' : `above ${above}`,
    below === undefined ? '' : `below ${below}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` ${listed(parts)}`;
}

function sizeText(bound: number): string {
  return Number.isInteger(bound) ? wholeNumber(bound) : String(bound);
}

/** True or false. */
export const flag: Form<boolean> = {
  expected: 'true or false',
  schema: { type: 'boolean' },
  read: (written, report) =>
    written.kind === 'flag' ? written.value : mismatch('true or false', written, report),
};

/** Text that is not empty. */
export function text(expected: string): Form<string> {
  return {
    expected,
    schema: { type: 'string', minLength: 1 },
    read: (written, report) =>
      written.kind === 'text' && written.value !== '' ? written.value : mismatch(expected, written, report),
  };
}

/** One of a set of words, given with their meanings; `noun` stands for them in messages where they are many. */
export function word<Word extends string>(
  meanings: Readonly<Record<Word, string>>,
  noun?: string,
): Form<Word> {
  const words = Object.keys(meanings) as Word[]; // the keys of a constant object are exactly its words
  const expected = noun ?? listed(words, 'or');
  return {
    expected,
    schema: { type: 'string', enum: words, enumDescriptions: words.map((each) => meanings[each]) },
    read: (written, report) => {
      if (written.kind !== 'text') {
        mismatch(expected, written, report);
        return;
      }
      const found = words.find((each) => each === written.value);
      if (found !== undefined) return found;
      report.error(
        `Expected ${expected}, found ${describe(written)}${didYouMean(written.value, words)}`,
        written.range,
      );
      return undefined;
    },
  };
}

/** A list; items that cannot be read are left out. */
export function listOf<Item>(item: Form<Item>, expected: string, bounds: JsonSchema = {}): Form<Item[]> {
  return {
    expected,
    schema: { type: 'array', items: item.schema, ...bounds },
    read: (written, report) => {
      if (written.kind !== 'list') {
        mismatch(expected, written, report);
        return;
      }
      return written.items.map((each) => item.read(each, report)).filter((each) => each !== undefined);
    },
  };
}

/** One item, or a list of them. */
export function oneOrMany<Item>(item: Form<Item>, expected: string): Form<Item[]> {
  const many = listOf(item, expected);
  return {
    expected,
    schema: { anyOf: [item.schema, many.schema] },
    read: (written, report) => {
      if (written.kind === 'list') return many.read(written, report);
      const only = item.read(written, report);
      return only === undefined ? undefined : [only];
    },
  };
}

/** The form, or null for "none". */
export function orNone<Result>(form: Form<Result>): Form<Result | null> {
  const expected = `${form.expected}, or null`;
  return {
    expected,
    schema: { anyOf: [form.schema, { type: 'null' }] },
    read: (written, report) => (written.kind === 'nothing' ? null : form.read(written, report)),
  };
}

/** A form that is defined further down; its schema stands under `definitions`. */
export function later<Result>(definition: string, expected: string, form: () => Form<Result>): Form<Result> {
  return {
    expected,
    schema: { $ref: `#/definitions/${definition}` },
    read: (written, report) => form().read(written, report),
  };
}

/** The same form; its schema stands once under `definitions` instead of everywhere. */
export function defined<Result>(definition: string, form: Form<Result>): Form<Result> {
  return { ...form, schema: { $ref: `#/definitions/${definition}` } };
}

/** A form whose result keeps its place. */
export function placed<Result>(form: Form<Result>): Form<{ value: Result; written: Written }> {
  return {
    ...form,
    read: (written, report) => {
      const value = form.read(written, report);
      return value === undefined ? undefined : { value, written };
    },
  };
}

/** Reports what was expected and what was found. */
export function mismatch(expected: string, written: Written, report: Report): undefined {
  const hint =
    looksLikeNumber(written) && expected.includes('number') ? ' (take away the quotation marks)' : '';
  report.error(`Expected ${expected}, found ${describe(written)}${hint}.`, written.range);
  return undefined;
}

/** The end of a message about an unknown word, with its full stop. */
export function didYouMean(found: string, known: readonly string[]): string {
  const best = nearest(found, known);
  return best === undefined ? '.' : `; did you mean ${quoted(best)}?`;
}

function looksLikeNumber(written: Written): boolean {
  return written.kind === 'text' && written.value.trim() !== '' && Number.isFinite(Number(written.value));
}
