/** Cases made by a framework (test/goldens/*_source.py): how they are read, run one by one, and which of them do not hold yet. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';

/** A number, or what JSON has no number for. */
export type Figure = number | 'NaN' | 'Infinity' | '-Infinity';

/** One output of a network. */
export interface ExpectedOutput {
  readonly shape: readonly number[];
  readonly first: readonly Figure[];
  readonly sums?: readonly [Figure, Figure, Figure];
  /** Of outputs that are no floats. */
  readonly dtype?: string;
}

/** Name, shape, mean, standard deviation, least, largest of a parameter's first values. */
export type Law = readonly [string, readonly number[], number, number, number, number];

/** The cases of one file. */
export interface FamilyOf<Case> {
  readonly name: string;
  /** What stands before every text. */
  readonly header: string;
  readonly cases: readonly Case[];
}

/** All families of a framework, in order; `Case` is the format that its script in test/goldens writes. */
export function readFamilies<Case>(framework: string): readonly FamilyOf<Case>[] {
  const folder = path.join(__dirname, framework, 'cases');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      // written by the framework's script, whose format is this type
      const family = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<
        FamilyOf<Case>,
        'name'
      >;
      return { ...family, name: file.replace('.json', '') };
    });
}

/** Why cases do not hold yet: by family, by the name of the case. */
export type NotYet = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The list of a framework's cases that do not hold yet. */
export function readNotYet(framework: string): NotYet {
  return JSON.parse(readFileSync(notYetFile(framework), 'utf8')) as NotYet; // written below
}

/** Replaces that list; of long reasons it keeps the beginning. */
export async function writeNotYet(framework: string, notYet: NotYet): Promise<void> {
  const short = JSON.stringify(notYet, (_key, value: unknown) =>
    typeof value === 'string' ? value.slice(0, longestReason) : value,
  );
  writeFileSync(notYetFile(framework), await format(short, { parser: 'json', printWidth: 110 }));
}

/**
 * A test for every case of a framework. What does not hold yet stands in notYet.json with the reason, and a case in that list that holds
 * fails: the list can only shrink. UPDATE_NOT_YET=1 takes out what holds.
 */
export function describeCases<Case extends { readonly name: string }>(
  framework: string,
  differenceOf: (family: FamilyOf<Case>, expected: Case) => string | null,
): void {
  const notYet = readNotYet(framework);
  const updating = process.env['UPDATE_NOT_YET'] === '1';
  /** What was run and still does not hold. */
  const failing: Record<string, Record<string, string>> = {};

  for (const family of readFamilies<Case>(framework)) {
    const awaited = new Map(Object.entries(notYet[family.name] ?? {}));
    describe(family.name, () => {
      for (const expected of family.cases) {
        const { name } = expected;
        const reason = awaited.get(name);
        it(reason === undefined ? name : `${name} (not yet)`, () => {
          const difference = differenceOf(family, expected);
          if (reason === undefined) assert.equal(difference, null);
          else if (difference !== null) (failing[family.name] ??= {})[name] = reason;
          else assert.ok(updating, 'It holds: take it out of notYet.json with UPDATE_NOT_YET=1.');
        });
      }

      it('has no case in notYet.json that does not exist', () => {
        const names = family.cases.map(({ name }) => name);
        assert.deepEqual(
          [...awaited.keys()].filter((name) => !names.includes(name)),
          [],
        );
      });
    });
  }

  after(async () => {
    if (updating) await writeNotYet(framework, failing);
    const count = Object.values(notYet).reduce((sum, names) => sum + Object.keys(names).length, 0);
    if (count > 0)
      process.stdout.write(`${count} cases do not hold yet (test/readers/${framework}/notYet.json)\n`);
  });
}

function notYetFile(framework: string): string {
  return path.join(__dirname, framework, 'notYet.json');
}

const longestReason = 80;
