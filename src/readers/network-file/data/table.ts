/** The data as a network file spells them: a table file, samples written in place, or a named set. */
import { namedSets, type NamedSet, type SetName } from '../../data/namedSets';
import { choice, row, type Chosen, type Field, type Placed, type ReadFields, type Row } from '../fields';
import { number, oneOrMany, text, whole, type Form } from '../forms';
import { numbers, type GivenNumbers } from '../numbers';
import type { Range } from '../written';

/** What the file asks for. */
export type DataRequest =
  | {
      readonly kind: 'file';
      readonly file: Placed<string>;
      /** The array of the inputs, where the file holds arrays. */
      readonly input: Placed<string> | undefined;
      readonly targets: Placed<readonly string[]> | undefined;
      readonly scale: number;
      readonly test: Placed<number> | undefined;
    }
  | {
      readonly kind: 'inline';
      readonly inputs: Placed<GivenNumbers>;
      readonly targets: Placed<GivenNumbers> | undefined;
    }
  | {
      readonly kind: 'set';
      readonly name: string;
      readonly set: NamedSet;
      readonly samples: number;
      readonly noise: number;
      readonly classes: number;
      readonly features: number;
      /** Undefined: the network's seed. */
      readonly seed: number | undefined;
      readonly test: Placed<number> | undefined;
      readonly range: Range;
    };

/** Seeds are exact up to here. */
export const greatestSeed = Number.MAX_SAFE_INTEGER;

const test: Field<number> = {
  form: whole({ minimum: 0, maximum: 100_000_000 }),
  meaning: 'Samples held out for testing: a seeded shuffle, each class in its share.',
  fallback: 0,
};

const rows: Readonly<Record<string, Row<DataRequest>>> = {
  file: row({
    meaning:
      'A file beside this one: csv or tsv, whose first row names the columns, or npy, npz or safetensors, whose arrays have the sample as first axis.',
    main: 'path',
    required: true,
    options: {
      path: { form: text('the path of a file'), meaning: 'The path of the file, from this file on.' },
      target: {
        form: oneOrMany(text('the name of a column'), 'the names of columns'),
        meaning: 'The column or columns to predict, all others being inputs; or the array to predict.',
      },
      input: {
        form: text('the name of an array'),
        meaning: 'The array of the inputs in a file of arrays; default: input, x, or the only other one.',
      },
      scale: { form: number(), meaning: 'What every input is multiplied with.', fallback: 1 },
      test,
    },
    make: ({ path, target, input, scale, test: held }) =>
      path && { kind: 'file', file: path, input, targets: target, scale: scale?.value ?? 1, test: held },
  }),
  inputs: row({
    meaning: 'The samples themselves, one item for each: [[0, 1], [1, 1]].',
    main: 'samples',
    required: true,
    options: {
      samples: { form: numbers(false), meaning: 'One item for each sample.' },
      targets: { form: numbers(false), meaning: 'One item for each sample: what it should give.' },
    },
    make: ({ samples, targets }) => samples && { kind: 'inline', inputs: samples, targets },
  }),
  ...Object.fromEntries(
    Object.entries(namedSets).map(([name, set]) => [name, setRow(name as SetName, set)]), // the keys of the table
  ),
};

function setRow(name: SetName, set: NamedSet): Row<DataRequest> {
  const { defaults } = set;
  const base: Record<string, Field<number>> = {
    samples: {
      form: whole({ minimum: 1, maximum: 20_000 }),
      meaning: 'How many samples.',
      fallback: defaults.samples,
    },
    noise: { form: number({ minimum: 0 }), meaning: set.noise, fallback: defaults.noise },
    seed: { form: whole({ minimum: 0, maximum: greatestSeed }), meaning: "Default: the file's seed." },
    test,
  };
  const bounds = { classes: { minimum: 1, maximum: 100 }, features: { minimum: 1, maximum: 50 } };
  for (const key of set.takes) {
    base[key] = { form: whole(bounds[key]), meaning: `How many ${key}.`, fallback: defaults[key] };
  }
  return row({
    meaning: set.meaning,
    main: 'samples',
    options: base,
    make: (read: ReadFields<Record<string, Field<number>>>, range) => ({
      kind: 'set',
      name,
      set,
      range,
      samples: read['samples']?.value ?? defaults.samples,
      noise: read['noise']?.value ?? defaults.noise,
      classes: read['classes']?.value ?? defaults.classes,
      features: read['features']?.value ?? defaults.features,
      seed: read['seed']?.value,
      test: read['test'],
    }),
  });
}

/** The data of a network. */
export const dataForm: Form<Chosen<DataRequest, Record<string, never>>> = choice(rows, 'kind of data', {});
