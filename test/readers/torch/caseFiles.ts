/** The cases of test/readers/torch/cases as typed data; test/goldens/README.md says what each field holds. */
import type { ExpectedOutput, FamilyOf, Figure, Law } from '../frameworkCases';

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
  readonly laws: readonly Law[];
}

/** An expression with a value, or one that raises. */
export type ExpressionCase = Common & { readonly expression: string } & (
    { readonly kind: 'value'; readonly value: string } | { readonly kind: 'raises'; readonly error: string }
  );

/** Any case. */
export type Case = RunCase | WrongCase | StartsCase | ExpressionCase;

/** The cases of one file. */
export type Family = FamilyOf<Case>;
