/** The cases of test/readers/torch/cases as typed data; test/goldens/README.md says what each field holds. */
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

interface Common {
  readonly name: string;
  readonly text: string;
}

/** What a network is read from. */
export interface NetworkCase extends Common {
  readonly inputs: readonly string[];
  readonly mode?: 'train';
  readonly network?: string;
}

/** A network that runs. */
export interface RunCase extends NetworkCase {
  readonly kind: 'run';
  readonly outputs: readonly ExpectedOutput[];
  readonly loss: Figure;
  /** Name, shape and, where the loss reaches it, norm and sum of products with `hash`. */
  readonly gradients: readonly (
    readonly [string, readonly number[]] | readonly [string, readonly number[], Figure, Figure]
  )[];
}

/** A network that raises. */
export interface WrongCase extends NetworkCase {
  readonly kind: 'wrong';
  readonly error: string;
  /** From 1; null: none of the source's own. */
  readonly line: number | null;
}

/** A network whose first values are asked for. */
export interface StartsCase extends NetworkCase {
  readonly kind: 'starts';
  /** Name, shape, mean, standard deviation, least, largest. */
  readonly laws: readonly (readonly [string, readonly number[], number, number, number, number])[];
}

/** An expression with a value, or one that raises. */
export type ExpressionCase = Common & { readonly expression: string } & (
    { readonly kind: 'value'; readonly value: string } | { readonly kind: 'raises'; readonly error: string }
  );

/** Any case. */
export type Case = RunCase | WrongCase | StartsCase | ExpressionCase;

/** The cases of one file. */
export interface Family {
  readonly name: string;
  /** What stands before every text. */
  readonly header: string;
  readonly cases: readonly Case[];
}

/** All families, in order. */
export function readFamilies(): readonly Family[] {
  const folder = path.join(__dirname, 'cases');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      // Written by test/goldens/torch_source.py, whose format is this type.
      const family = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Family, 'name'>;
      return { ...family, name: file.replace('.json', '') };
    });
}

/** Why cases do not hold yet: by family, by the name of the case. */
export type NotYet = Readonly<Record<string, Readonly<Record<string, string>>>>;

const notYetFile = path.join(__dirname, 'notYet.json');

/** The list of the cases that do not hold yet. */
export function readNotYet(): NotYet {
  return JSON.parse(readFileSync(notYetFile, 'utf8')) as NotYet; // written below
}

/** Replaces that list; of long reasons it keeps the beginning. */
export async function writeNotYet(notYet: NotYet): Promise<void> {
  const short = JSON.stringify(notYet, (_key, value: unknown) =>
    typeof value === 'string' ? value.slice(0, longestReason) : value,
  );
  writeFileSync(notYetFile, await format(short, { parser: 'json', printWidth: 110 }));
}

const longestReason = 80;
