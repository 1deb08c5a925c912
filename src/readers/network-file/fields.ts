/** Groups of named fields, and choices: one word with its main argument, further fields as its options. */
import { listed } from '../../base/words';
import { didYouMean, mismatch, type Form, type Json, type JsonSchema } from './forms';
import type { Report } from './report';
import { describe, quoted, type Entry, type Range } from './written';

/** One field of a group. */
export interface Field<Result> {
  readonly form: Form<Result>;
  /** One line for completion and hover. */
  readonly meaning: string;
  /** What holds when the field is absent, for completion. */
  readonly fallback?: Json;
}

/** The fields of a group by their names. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** A value that was read, with its place. */
export interface Placed<Result> {
  readonly value: Result;
  readonly range: Range;
  readonly keyRange: Range;
}

/** What was read of a group; fields that are absent or unreadable are missing. */
export type ReadFields<F extends Fields> = {
  readonly [Name in keyof F]?: Placed<F[Name] extends Field<infer Result> ? Result : never>;
};

/** Reads the entries of a group; unknown and repeated fields are reported and passed over. */
export function readFields<F extends Fields>(
  fields: F,
  entries: readonly Entry[],
  owner: string,
  report: Report,
): ReadFields<F> {
  const found: Record<string, Placed<unknown>> = {};
  const seen = new Set<string>();
  for (const { key, keyRange, value } of entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!field) {
      report.warning(`${owner} has no field ${quoted(key)}${didYouMean(key, Object.keys(fields))}`, keyRange);
    } else if (seen.has(key)) {
      report.warning(`The field ${quoted(key)} is given twice; the first one counts.`, keyRange);
    } else {
      const result = field.form.read(value, report);
      if (result !== undefined) found[key] = { value: result, range: value.range, keyRange };
    }
    seen.add(key);
  }
  return found as ReadFields<F>; // each field was read by the form that stands under its name
}

/** A group of named fields. */
export function group<F extends Fields>(fields: F, owner: string, expected: string): Form<ReadFields<F>> {
  return {
    expected,
    schema: { type: 'object', properties: propertiesOf(fields), additionalProperties: false },
    read: (written, report) =>
      written.kind === 'group'
        ? readFields(fields, written.entries, owner, report)
        : mismatch(expected, written, report),
  };
}

/** The schemas of fields, with their meanings and defaults. */
export function propertiesOf(fields: Fields): JsonSchema {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { form, meaning, fallback }]) => [
      name,
      { description: meaning, ...form.schema, ...(fallback !== undefined && { default: fallback }) },
    ]),
  );
}

/** One word of a choice. */
export interface Row<Result> {
  readonly meaning: string;
  /** The option that stands right behind the word, or null. */
  readonly main: string | null;
  /** Whether the main argument must be given. */
  readonly required: boolean;
  readonly options: Fields;
  /** Makes the result of the options; `range` is the place of the word. */
  make(options: readonly Entry[], owner: string, range: Range, report: Report): Result | undefined;
}

/**
 * Defines a word of a choice; `make` turns its options into the result, and is not asked when some are missing: the main argument where it
 * is `required`, and of each list in `needs` at least one.
 */
export function row<F extends Fields, Result>(definition: {
  readonly meaning: string;
  readonly main?: keyof F & string;
  readonly required?: boolean;
  readonly needs?: readonly (readonly (keyof F & string)[])[];
  readonly options: F;
  make(options: ReadFields<F>, range: Range, report: Report): Result | undefined;
}): Row<Result> {
  const { meaning, main = null, required = false, needs = [], options } = definition;
  const wanted = required && main !== null ? [[main], ...needs] : needs;
  return {
    meaning,
    main,
    required,
    options,
    make: (entries, owner, range, report) => {
      const read = readFields(options, entries, owner, report);
      const missing = wanted.filter((names) => names.every((name) => !read[name]));
      for (const names of missing) {
        // What stands there unreadable has been reported in its place.
        if (entries.some(({ key }) => names.includes(key))) continue;
        const [only, ...others] = names;
        const field = only !== undefined && others.length === 0 ? options[only] : undefined;
        const expected = field ? `: ${field.form.expected}` : '';
        report.error(`${owner} needs ${listed(names, 'or')}${expected}.`, range);
      }
      return missing.length > 0 ? undefined : definition.make(read, range, report);
    },
  };
}

/** What was read of a choice. */
export interface Chosen<Result, Common extends Fields> {
  /** The word, also when it is unknown; empty when there is none. */
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  /** Undefined when it could not be read; a problem has been reported. */
  readonly result: Result | undefined;
  readonly common: ReadFields<Common>;
}

/** A choice of words. */
export interface Choice<Result, Common extends Fields> extends Form<Chosen<Result, Common>> {
  /** The schemas of the words by their names, for a choice whose own schema refers to them. */
  readonly definitions: JsonSchema;
}

/**
 * A choice of words. `noun` names it in messages: "layer"; `common` are fields that go with every word. With `apart` the schema of each
 * word stands under `definitions` as NOUN-WORD: a choice of many words that holds itself is more than validators can compile as one.
 */
export function choice<Result, Common extends Fields>(
  rows: Readonly<Record<string, Row<Result>>>,
  noun: string,
  common: Common,
  apart = false,
): Choice<Result, Common> {
  const expected = `a ${noun}`;
  const known = Object.keys(rows);
  const unknown = (name: string): string => `There is no ${noun} ${quoted(name)}${didYouMean(name, known)}`;
  const missing = (range: Range): Chosen<Result, Common> => ({
    name: '',
    nameRange: range,
    range,
    result: undefined,
    common: {},
  });

  const readWord = (name: string, range: Range, report: Report): Chosen<Result, Common> => {
    const chosen = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (!chosen) report.error(unknown(name), range);
    return { name, nameRange: range, range, result: chosen?.make([], name, range, report), common: {} };
  };

  const readGroup = (entries: readonly Entry[], range: Range, report: Report): Chosen<Result, Common> => {
    const isCommon = ({ key }: Entry): boolean => Object.hasOwn(common, key);
    const head =
      entries.find(({ key }) => Object.hasOwn(rows, key)) ?? entries.find((entry) => !isCommon(entry));
    if (!head) {
      report.error(`Expected ${expected}, found no name of one.`, range);
      return missing(range);
    }
    const { key: name, keyRange: nameRange } = head;
    const shared = readFields(common, entries.filter(isCommon), name, report);
    const chosen = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (!chosen) report.error(unknown(name), nameRange);
    const rest = entries.filter((entry) => entry !== head && !isCommon(entry));
    const options =
      chosen && optionEntries(chosen, head, ownOptions(chosen, rest, rows, noun, report), report);
    const result = options && chosen.make(options, name, nameRange, report);
    return { name, nameRange, range, result, common: shared };
  };

  return {
    expected,
    ...choiceSchemas(rows, common, apart ? noun : null),
    read: (written, report) => {
      if (written.kind === 'text') return readWord(written.value, written.range, report);
      if (written.kind === 'group') return readGroup(written.entries, written.range, report);
      report.error(`Expected ${expected}, found ${describe(written)}.`, written.range);
      return missing(written.range);
    },
  };
}

/** Sets aside a second word of the choice, which is a frequent slip: two layers in one list item. */
function ownOptions<Result>(
  chosen: Row<Result>,
  entries: readonly Entry[],
  rows: Readonly<Record<string, Row<Result>>>,
  noun: string,
  report: Report,
): readonly Entry[] {
  return entries.filter(({ key, keyRange }) => {
    if (Object.hasOwn(chosen.options, key) || !Object.hasOwn(rows, key)) return true;
    report.error(`Only one ${noun} can stand here; ${quoted(key)} is passed over.`, keyRange);
    return false;
  });
}

/** The options of a word: its main argument by name, then those inside it, then those beside it. Undefined: reported. */
function optionEntries<Result>(
  { main, required }: Row<Result>,
  head: Entry,
  beside: readonly Entry[],
  report: Report,
): readonly Entry[] | undefined {
  const { value } = head;
  if (value.kind === 'nothing' && !required) return beside;
  if (value.kind === 'group') return [...value.entries, ...beside];
  if (main === null) {
    report.error(`${quoted(head.key)} takes no argument, found ${describe(value)}.`, value.range);
    return beside;
  }
  return [{ key: main, keyRange: head.keyRange, value }, ...beside];
}

/** The schema of a choice, and those of its words under `prefix` when they stand apart. */
function choiceSchemas(
  rows: Readonly<Record<string, Row<unknown>>>,
  common: Fields,
  prefix: string | null,
): { readonly schema: JsonSchema; readonly definitions: JsonSchema } {
  const bare = Object.entries(rows).filter(([, { required }]) => !required);
  const words = Object.entries(rows).map(
    ([name, chosen]) => [`${prefix ?? ''}-${name}`, rowSchema(name, chosen, common)] as const,
  );
  return {
    schema: {
      anyOf: [
        {
          type: 'string',
          enum: bare.map(([name]) => name),
          enumDescriptions: bare.map(([, { meaning }]) => meaning),
        },
        ...words.map(([key, schema]) => (prefix === null ? schema : { $ref: `#/definitions/${key}` })),
      ],
    },
    definitions: prefix === null ? {} : Object.fromEntries(words),
  };
}

function rowSchema(name: string, chosen: Row<unknown>, common: Fields): JsonSchema {
  const { meaning, main, required, options } = chosen;
  const mainForm = main === null ? undefined : options[main]?.form;
  const inside: JsonSchema = {
    type: 'object',
    properties: propertiesOf(options),
    additionalProperties: false,
    ...(required && main !== null && { required: [main] }),
  };
  const argument: Json[] = [
    ...(mainForm ? [mainForm.schema] : []),
    ...(Object.keys(options).length > 0 ? [inside] : []),
    ...(required ? [] : [{ type: 'null' }]),
  ];
  const beside = Object.entries(options).filter(
    ([option]) => option !== name && !(required && option === main),
  );
  return {
    type: 'object',
    description: meaning,
    properties: {
      [name]: { description: meaning, anyOf: argument },
      ...propertiesOf(Object.fromEntries(beside)),
      ...propertiesOf(common),
    },
    required: [name],
    additionalProperties: false,
  };
}
