/** The goldens of initialisations, as initialisations.py writes them: laws that PyTorch and Keras follow, and values that are not drawn. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameworkDefaults, frameworkDefaults } from '../../src/tensor/frameworkDefaults';
import type { Initialisation } from '../../src/tensor/initialisations';
import type { Shape } from '../../src/tensor/tensor';

/** What drawn numbers follow; `cut` is a normal law of the given deviation, cut at `limit` around its centre. */
export type Law =
  | { readonly law: 'uniform'; readonly low: number; readonly high: number }
  | { readonly law: 'normal'; readonly centre: number; readonly deviation: number }
  | { readonly law: 'cut'; readonly centre: number; readonly deviation: number; readonly limit: number }
  | { readonly law: 'constant'; readonly value: number };

/** One initialisation of a framework for one shape. */
export interface LawCase {
  readonly what: string;
  readonly initialisation: Initialisation;
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly law: Law;
}

/** What a framework's layer does with one of its parameters. */
export interface DefaultCase extends Omit<LawCase, 'what' | 'initialisation'> {
  readonly framework: keyof FrameworkDefaults;
  readonly layer: string;
  readonly kind: keyof typeof frameworkDefaults;
  /** Units of a recurrent layer, features of an attention layer. */
  readonly size: number;
}

export interface InitialisationGoldens {
  readonly cases: readonly LawCase[];
  readonly defaults: readonly DefaultCase[];
  readonly exact: readonly (Pick<LawCase, 'what' | 'initialisation' | 'shape'> & {
    readonly values: readonly number[];
  })[];
  /** Zeros in each column of sparse matrices, and the deviation of the rest. */
  readonly sparse: readonly Readonly<
    Record<'rows' | 'columns' | 'sparsity' | 'zeros' | 'deviation', number>
  >[];
}

export function readInitialisations(): InitialisationGoldens {
  const text = readFileSync(path.join(__dirname, 'initialisations.json'), 'utf8');
  return JSON.parse(text) as InitialisationGoldens; // written by initialisations.py, whose format is this type
}
