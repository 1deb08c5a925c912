/** The compiled module as TypeScript sees it: its functions, the variants, and which of them this engine runs. */
import type { ComparisonName, PairwiseName, ReductionName } from '../kernels';
import type { AttentionFunctions } from './attention';
import type { ConvolutionFunctions } from './convolutionFunctions';
import type { DrawFunctions } from './draws';
import type { NormalisationFunctions } from './normalisation';
import type { PoolingFunctions } from './pooling';
import type { RecurrentFunctions } from './recurrent';
import type { SummaryFunctions } from './summary';

/** A variant of the module: float32 in vectors of four, with products and sums rounded apart or (relaxed) at once. */
export type WasmVariant = 'simd' | 'relaxed';

/** Addresses and steps are bytes, counts are elements. Addresses of 2 GiB and more pass as numbers; the module reads them unsigned. */
type Value = (x: number, out: number, count: number, first: number, second: number) => void;
type Gradient = (dy: number, x: number, out: number, count: number, first: number, second: number) => void;
type Move = (x: number, xStep: number, out: number, outStep: number, count: number) => void;
type Accumulate = (
  ...places: [
    x: number,
    xStep: number,
    xRow: number,
    into: number,
    intoStep: number,
    intoRow: number,
    count: number,
    rows: number,
  ]
) => void;
type Rows = (x: number, out: number, rows: number, columns: number, work: number) => void;

/** The functions with a derivative, as the module exports them. */
type Activation =
  | 'identity'
  | 'relu'
  | 'relu6'
  | 'leakyRelu'
  | 'elu'
  | 'selu'
  | 'celu'
  | 'gelu'
  | 'geluTanh'
  | 'silu'
  | 'mish'
  | 'softplus'
  | 'softsign'
  | 'softshrink'
  | 'hardshrink'
  | 'tanhshrink'
  | 'hardtanh'
  | 'hardSigmoid'
  | 'kerasHardSigmoid'
  | 'hardSwish'
  | 'sigmoid'
  | 'logSigmoid'
  | 'tanh'
  | 'threshold'
  | 'step'
  | 'exponential'
  | 'square'
  | 'squareRoot'
  | 'inverseSquareRoot'
  | 'reciprocal'
  | 'absolute'
  | 'negative'
  | 'clamp'
  | 'logarithm';

/** The functions of two numbers that the module exports. */
type FastPairwise = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | ComparisonName;

/** What the module exports (src/tensor/wasm/assembly). */
export type WasmFunctions = AttentionFunctions &
  ConvolutionFunctions &
  DrawFunctions &
  Readonly<Record<Activation | 'affine', Value>> &
  Readonly<Record<`${Activation}Gradient`, Gradient>> &
  Readonly<
    Record<
      FastPairwise,
      (
        ...places: [
          a: number,
          aStep: number,
          aRow: number,
          b: number,
          bStep: number,
          bRow: number,
          out: number,
          outStep: number,
          outRow: number,
          count: number,
          rows: number,
        ]
      ) => void
    >
  > &
  NormalisationFunctions &
  PoolingFunctions &
  RecurrentFunctions &
  SummaryFunctions & {
    readonly accumulateSum: Accumulate;
    readonly accumulateMaximum: Accumulate;
    readonly accumulateMinimum: Accumulate;
    fillDoubles(value: number, out: number, count: number): void;
    roundDoubles(x: number, out: number, count: number): void;
    readonly move: Move;
    readonly moveRows: Accumulate;
    readonly softmax: Rows;
    readonly logSoftmax: Rows;
    matrixProduct(
      ...operands: [
        a: number,
        aRowStep: number,
        aInnerStep: number,
        b: number,
        bInnerStep: number,
        bColumnStep: number,
        out: number,
        rows: number,
        columns: number,
        inner: number,
        work: number,
      ]
    ): void;
    /** One block of columns and of k, and any rows; `packs`: b is laid out first, else it still lies in `work` from the call before. */
    matrixProductPart(
      ...operands: [
        a: number,
        aRowStep: number,
        aInnerStep: number,
        b: number,
        bInnerStep: number,
        bColumnStep: number,
        out: number,
        outRowStep: number,
        rows: number,
        columns: number,
        inner: number,
        packs: boolean,
        adds: boolean,
        work: number,
      ]
    ): void;
    /** The most columns of a part. */
    matrixProductColumns(): number;
    /** The most of k in a part. */
    matrixProductInner(): number;
    /** Rows that are laid out at once: parts have a multiple of them. */
    matrixProductRows(): number;
    multiplyTile(
      ...panels: [left: number, right: number, inner: number, out: number, rowBytes: number, adds: boolean]
    ): void;
    matrixProductBytes(): number;
    firstFreeByte(): number;
  };

/** The module's functions of two numbers; null: the loops do it. */
export const pairwiseFunctions: Readonly<Record<PairwiseName, FastPairwise | null>> = {
  add: 'add',
  subtract: 'subtract',
  multiply: 'multiply',
  divide: 'divide',
  maximum: 'maximum',
  minimum: 'minimum',
  equal: 'equal',
  notEqual: 'notEqual',
  less: 'less',
  lessEqual: 'lessEqual',
  power: null,
  powerByBase: null,
  powerByExponent: null,
  remainder: null,
  floorDivide: null,
};

/** Where the module's reductions start and the function that gathers; null: the loops do it. */
export const reductionFunctions: Readonly<
  Record<
    ReductionName,
    {
      readonly start: number;
      readonly gather: 'accumulateSum' | 'accumulateMaximum' | 'accumulateMinimum';
    } | null
  >
> = {
  sum: { start: 0, gather: 'accumulateSum' },
  maximum: { start: -Infinity, gather: 'accumulateMaximum' },
  minimum: { start: Infinity, gather: 'accumulateMinimum' },
  product: null,
};

/** The module's functions for the names that functions of one number have as `Elementwise`. */
export const activationFunctions: Readonly<Record<string, Activation>> = {
  identity: 'identity',
  relu: 'relu',
  relu6: 'relu6',
  'leaky-relu': 'leakyRelu',
  elu: 'elu',
  selu: 'selu',
  celu: 'celu',
  gelu: 'gelu',
  'gelu-tanh': 'geluTanh',
  silu: 'silu',
  mish: 'mish',
  softplus: 'softplus',
  softsign: 'softsign',
  softshrink: 'softshrink',
  hardshrink: 'hardshrink',
  tanhshrink: 'tanhshrink',
  hardtanh: 'hardtanh',
  'hard-sigmoid': 'hardSigmoid',
  'keras-hard-sigmoid': 'kerasHardSigmoid',
  'hard-swish': 'hardSwish',
  sigmoid: 'sigmoid',
  'log-sigmoid': 'logSigmoid',
  tanh: 'tanh',
  threshold: 'threshold',
  step: 'step',
  exponential: 'exponential',
  exp: 'exponential',
  log: 'logarithm',
  sqrt: 'squareRoot',
  rsqrt: 'inverseSquareRoot',
  square: 'square',
  reciprocal: 'reciprocal',
  abs: 'absolute',
  negate: 'negative',
  clamp: 'clamp',
};

/**
 * The smallest modules that hold an instruction of each variant: one function of type () -> v128 that ends in
 * `i8x16.splat`, or in `f32x4.relaxed_madd` of three vectors of zeros.
 */
const probes: Readonly<Record<WasmVariant, readonly number[]>> = {
  simd: [0x41, 0, 0xfd, 0x0f],
  relaxed: [0x41, 0, 0xfd, 0x0f, 0x41, 0, 0xfd, 0x0f, 0x41, 0, 0xfd, 0x0f, 0xfd, 0x85, 0x02],
};

/** Whether this engine runs a variant. */
export function supports(variant: WasmVariant): boolean {
  if (typeof WebAssembly === 'undefined') return false;
  const body = [0, ...probes[variant], 0x0b];
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const type = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const code = [10, body.length + 2, 1, body.length, ...body];
  return WebAssembly.validate(Uint8Array.from([...header, ...type, 3, 2, 1, 0, ...code]));
}

/** The fastest variant that this engine runs, or null where there is none. */
export function bestVariant(): WasmVariant | null {
  if (supports('relaxed')) return 'relaxed';
  return supports('simd') ? 'simd' : null;
}
