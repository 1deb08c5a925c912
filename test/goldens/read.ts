/** The golden files as typed data; README.md beside them says what each holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attributes } from '../../src/ops/op';
import { tensorOf, type ElementType, type Tensor } from '../../src/tensor/tensor';

/** A number, or what JSON has no number for. */
export type GoldenNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** A tensor in a golden file. */
export interface GoldenTensor {
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  readonly values: readonly GoldenNumber[];
}

/** activations.json */
export interface ActivationGoldens {
  readonly points: readonly number[];
  readonly curves: readonly {
    readonly op: string;
    readonly attributes: Attributes;
    readonly values: readonly GoldenNumber[];
    readonly derivatives: readonly GoldenNumber[];
    readonly exactValues: readonly (GoldenNumber | null)[];
    readonly exactDerivatives: readonly (GoldenNumber | null)[];
  }[];
  readonly overAxes: readonly {
    readonly op: string;
    readonly attributes: Attributes;
    readonly args: readonly GoldenTensor[];
    readonly outputGradient: GoldenTensor;
    readonly output: GoldenTensor;
    readonly gradients: readonly GoldenTensor[];
  }[];
}

/** clipping.json */
export interface ClippingGoldens {
  readonly cases: readonly {
    readonly way: 'norm' | 'value' | 'each' | 'global';
    readonly limit: number;
    /** The power of the norm. */
    readonly p: GoldenNumber;
    readonly gradients: readonly GoldenTensor[];
    readonly norm: GoldenNumber;
    readonly clipped: readonly GoldenTensor[];
  }[];
}

/** One case of ops-FAMILY.json, written by `case` of golden.py. */
export interface OpCase {
  readonly op: string;
  readonly attributes: Attributes;
  readonly training: boolean;
  readonly args: readonly GoldenTensor[];
  readonly outputs: readonly GoldenTensor[];
  /** Null: that output has no gradient. */
  readonly outputGradients: readonly (GoldenTensor | null)[];
  readonly gradients: readonly (GoldenTensor | null)[];
}

/** network-NAME.json */
export interface NetworkGolden {
  readonly name: string;
  readonly input:
    | GoldenTensor
    | {
        readonly file: string;
        readonly rows: readonly number[];
        readonly columns: number;
        readonly scale: number;
      };
  readonly target: GoldenTensor;
  readonly parameters: Readonly<Record<string, Omit<GoldenTensor, 'elementType'>>>;
  readonly nodes: readonly {
    readonly name: string;
    readonly op: string;
    readonly attributes: Attributes;
    readonly args: readonly string[];
  }[];
  readonly loss: number;
  readonly rootMeanSquareGradients: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly float32: { readonly loss: number; readonly relativeErrors: Readonly<Record<string, number>> };
}

/** distributions.json */
export interface DistributionGoldens {
  readonly points: readonly number[];
  readonly erf: readonly number[];
  readonly erfc: readonly number[];
  readonly probabilities: readonly number[];
  readonly quantiles: readonly number[];
}

interface Goldens {
  readonly distributions: DistributionGoldens;
  readonly activations: ActivationGoldens;
  readonly clipping: ClippingGoldens;
}

/** The names of the network goldens. */
export const networkNames = [
  'digits-sigmoid',
  'relu-mse',
  'deep-sigmoid',
  'residual-tanh',
  'mixture-huber',
] as const;

/** One golden file that is not a network. */
export function readGolden<Name extends keyof Goldens>(name: Name): Goldens[Name] {
  return read(`${name}.json`) as Goldens[Name]; // written by the script of the same name, whose format is this type
}

/** The families of ops that have a golden file of their own. */
export function opFamilies(): readonly string[] {
  return readdirSync(__dirname)
    .map((name) => /^ops-(.+)\.json$/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

/** The cases of one family of ops. */
export function readOpCases(family: string): readonly OpCase[] {
  return (read(`ops-${family}.json`) as { readonly cases: readonly OpCase[] }).cases; // written with `case` of golden.py
}

/** One golden network. */
export function readNetwork(name: (typeof networkNames)[number]): NetworkGolden {
  return read(`network-${name}.json`) as NetworkGolden; // written by networks.py, whose format is this type
}

/** A golden tensor as one of ours. */
export function toTensor({ elementType, shape, values }: GoldenTensor): Tensor {
  return tensorOf(elementType, shape, values.map(Number));
}

/** The batch of a network golden, its rows of a table read where it stands. */
export function inputOf({ input }: NetworkGolden): Tensor {
  if (!('file' in input)) return toTensor(input);
  const { file, rows, columns, scale } = input;
  const lines = readFileSync(join(__dirname, '..', '..', file), 'utf8')
    .split('\n')
    .slice(1);
  const values = rows.flatMap((row) => (lines[row] ?? '').split(',').slice(0, columns).map(Number));
  return tensorOf(
    'float64',
    [rows.length, columns],
    values.map((value) => value * scale),
  );
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, path), 'utf8'));
}
