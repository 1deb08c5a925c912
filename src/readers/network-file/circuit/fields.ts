/** What a circuit looks like in a network file: expressions, and the values of their variables. */
import type { Form } from '../forms';
import { mismatch, number } from '../forms';
import type { Report } from '../report';
import { quoted, type Range, type Written } from '../written';

/** One expression as the file holds it; its text is read later, with the places of its characters. */
export interface WrittenExpression {
  readonly text: string;
  readonly range: Range;
  /** The name that stands before it as a key, or null. */
  readonly key: { readonly name: string; readonly range: Range } | null;
  /** Whether it is an item of a list. */
  readonly listed: boolean;
}

/** The value of a variable with its place. */
export interface WrittenValue {
  /** Null when what stands there is no number, which has been reported. */
  readonly value: number | null;
  readonly range: Range;
  readonly keyRange: Range;
}

const expected = 'an expression, for instance (x + y) * z, or a list of name = expression';
const plain = { type: ['string', 'number'] };

/** One expression, or several as a list or as a group of names. */
export const expressionForm: Form<WrittenExpression[]> = {
  expected,
  schema: {
    anyOf: [
      plain,
      { type: 'array', items: plain, minItems: 1 },
      { type: 'object', additionalProperties: plain, minProperties: 1 },
    ],
  },
  read: (written, report) => {
    const found = expressionsIn(written, report);
    return found.length > 0 ? found : undefined;
  },
};

function expressionsIn(written: Written, report: Report): WrittenExpression[] {
  if (written.kind === 'list' && written.items.length > 0)
    return written.items.flatMap((item) =>
      item.kind === 'group' ? keyed(item, report) : textOf(item, null, true, report),
    );
  if (written.kind === 'group' && written.entries.length > 0) return keyed(written, report);
  return textOf(written, null, false, report);
}

function keyed({ entries }: Extract<Written, { kind: 'group' }>, report: Report): WrittenExpression[] {
  return entries.flatMap(({ key, keyRange, value }) =>
    textOf(value, { name: key, range: keyRange }, false, report),
  );
}

function textOf(
  written: Written,
  key: WrittenExpression['key'],
  listed: boolean,
  report: Report,
): WrittenExpression[] {
  const { range } = written;
  if (written.kind === 'text' && written.value.trim() !== '')
    return [{ text: written.value, range, key, listed }];
  if (written.kind === 'number') return [{ text: String(written.value), range, key, listed }];
  mismatch(expected, written, report);
  return [];
}

const finite = number();

/** Values by the names of their variables. */
export const valuesForm: Form<ReadonlyMap<string, WrittenValue>> = {
  expected: 'the values of the variables, for instance { x: -2, y: 5 }',
  schema: { type: 'object', additionalProperties: finite.schema },
  read: (written, report) => {
    if (written.kind !== 'group') {
      mismatch(valuesForm.expected, written, report);
      return;
    }
    const values = new Map<string, WrittenValue>();
    for (const { key, keyRange, value } of written.entries) {
      const read = finite.read(value, report);
      if (values.has(key)) report.warning(`${quoted(key)} is given twice; the first value counts.`, keyRange);
      else values.set(key, { value: read ?? null, range: value.range, keyRange });
    }
    return values;
  },
};
