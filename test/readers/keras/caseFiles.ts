/** The cases of test/readers/keras/cases as typed data; test/goldens/README.md says what each field holds. */
import type { ExpectedOutput, FamilyOf, Figure, Law } from '../frameworkCases';

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
  readonly laws: readonly Law[];
}

/** Any case. */
export type Case = RunCase | WrongCase | StartsCase;

/** The cases of one file. */
export type Family = FamilyOf<Case>;
