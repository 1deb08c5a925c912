/** The cases of test/readers/keras/cases as typed data; test/goldens/README.md says what each field holds. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import type { ExpectedOutput, Figure, NotYet } from '../torch/caseFiles';

interface Common {
  readonly name: string;
  /** A source that makes `model`. */
  readonly text: string;
  /** `2,4` floats, `int:2,3<10` indices, `bool:2,3` truths; the batch first. */
  readonly inputs: readonly string[];
  readonly mode?: 'train';
}

/** A model that runs. */
export interface RunCase extends Common {
  readonly kind: 'run';
  readonly outputs: readonly ExpectedOutput[];
  readonly loss: Figure;
  /** Norm and sum of products with `hash` of the gradient of every input; empty where it has none. */
  readonly inputGradients: readonly (readonly [Figure, Figure] | readonly [])[];
  /** Path, shape, whether training changes it and, where the loss reaches it, norm and sum of products with `hash` of its gradient. */
  readonly weights: readonly (
    | readonly [string, readonly number[], boolean]
    | readonly [string, readonly number[], boolean, Figure, Figure]
  )[];
}

/** A model that raises. */
export interface WrongCase extends Common {
  readonly kind: 'wrong';
  /** Keras's own words, from its class on. */
  readonly error: string;
  /** The parts of them that are asked for. */
  readonly says: readonly string[];
  /** From 1; null: none of the source's own. */
  readonly line: number | null;
}

/** A model whose first values are asked for. */
export interface StartsCase extends Common {
  readonly kind: 'starts';
  /** Path, shape, mean, standard deviation, least, largest. */
  readonly laws: readonly (readonly [string, readonly number[], number, number, number, number])[];
}

/** Any case. */
export type Case = RunCase | WrongCase | StartsCase;

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
      // Written by test/goldens/keras_source.py, whose format is this type.
      const family = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Family, 'name'>;
      return { ...family, name: file.replace('.json', '') };
    });
}

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
