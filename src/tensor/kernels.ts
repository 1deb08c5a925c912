/** The contract between ops and arithmetic: what every kernel variant (plain loops, WASM) must provide. */
import type { AttentionKernels } from './attention';
import type { ConvolutionKernels } from './convolution';
import type { DrawKernels } from './draws';
import type { NormalisationKernels } from './normalisation';
import type { Pace } from './pace';
import type { PoolingKernels } from './pooling';
import type { RecurrentKernels } from './recurrent';
import type { ResamplingKernels } from './resampling';
import type { SummaryKernels } from './summary';
import type { ElementType, FloatType, Shape, Tensor } from './tensor';

/**
 * A function of one number with its derivative: one value for the loops, the fast kernels' dispatch (by `name` and
 * `parameters`) and the drawn curve. A fast variant that does not know the name calls `value` and `derivative`.
 */
export interface Elementwise {
  readonly name: string;
  /** Its constants, for instance the slope of a leaky ReLU, in a fixed order. */
  readonly parameters: readonly number[];
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/** Functions of two tensors under broadcasting (NumPy's rule: axes aligned from the last, size 1 stretches). */
export type PairwiseName =
  'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | ComparisonName | PowerName;

/** Comparisons: 1 where they hold, else 0; whether `out` holds floats or a mask. */
export type ComparisonName = 'equal' | 'notEqual' | 'less' | 'lessEqual';

/** Powers a^b, their derivatives by a and by b; what a division that is rounded down leaves, and its quotient. */
export type PowerName = 'power' | 'powerByBase' | 'powerByExponent' | 'remainder' | 'floorDivide';

/** Ways to fold axes into one number. */
export type ReductionName = 'sum' | 'maximum' | 'minimum' | 'product';

/** Where the elements of a part of a tensor stand: index (i, j, ...) at start + i * strides[0] + j * strides[1] + ... */
export interface Layout {
  readonly start: number;
  /** In elements; 0 repeats an element along the axis, a negative number runs backwards. */
  readonly strides: readonly number[];
}

/** The identity of a piece of storage, which several tensors may share. */
export type StorageKey = object;

/** How a matrix product takes its operands. */
export interface MatrixProductOptions {
  /** Use the transpose of the last two axes of `a`. */
  readonly transposeA?: boolean;
  /** Use the transpose of the last two axes of `b`. */
  readonly transposeB?: boolean;
}

/**
 * The arithmetic that ops are written in. Every function writes into `out`, which the caller got from `allocate`, so that
 * an arena can own all storage; `out` may not overlap an operand unless the function says so. Float operands and results have
 * the element type `floatType`. Functions assume fitting shapes: ops check them before (see Op.shape).
 */
export interface Kernels
  extends
    AttentionKernels,
    ConvolutionKernels,
    DrawKernels,
    NormalisationKernels,
    PoolingKernels,
    RecurrentKernels,
    ResamplingKernels,
    SummaryKernels {
  /** Names the variant in reports, for instance "reference float64". */
  readonly variant: string;
  /** The element type in which this variant computes. */
  readonly floatType: FloatType;
  /** Hears of the work of every kernel, and of the plain loops over large tensors in ops and analysis; it may throw, to end the run. */
  readonly pace: Pace;
  /** Zeroed storage; `elementType` defaults to `floatType`. */
  allocate(shape: Shape, elementType?: ElementType): Tensor;
  /** Says how many bytes a run is going to allocate, so that they lie together; without it everything works, but may cost copies. */
  reserve(bytes: number): void;
  /**
   * Runs `work`, then takes back the storage of every tensor that was allocated meanwhile: none of them, nor a reshape of one, may be
   * used afterwards. Storage that nobody gives back is freed when nobody holds a tensor of it.
   */
  temporarily<T>(work: () => T): T;
  /** Runs `work` and names the storage that was allocated meanwhile and not given back; if it throws, all is given back. */
  recorded<T>(work: () => T): { readonly result: T; readonly storages: readonly StorageKey[] };
  /** The storage of a tensor; the same for all tensors that share it. */
  storageOf(tensor: Tensor): StorageKey;
  /** Takes storage back: no tensor of it may be used afterwards. Nothing happens when that was done before, or is not needed. */
  release(storage: StorageKey): void;
  /** out = value everywhere. */
  fill(value: number, out: Tensor): void;
  /** out = f(x); `out` may be `x`. */
  map(f: Elementwise, x: Tensor, out: Tensor): void;
  /** out = dy * f'(x); `out` may be `dy`. */
  mapGradient(f: Elementwise, dy: Tensor, x: Tensor, out: Tensor): void;
  /** out = name(a, b) with broadcasting of both to the shape of `out`; `out` may be an operand of its own shape. */
  pairwise(name: PairwiseName, a: Tensor, b: Tensor, out: Tensor): void;
  /** out = scale * x + shift; `out` may be `x`. */
  affine(x: Tensor, scale: number, shift: number, out: Tensor): void;
  /**
   * Folds the axes of `x` that `out` does not have or has with size 1, aligned from the last axis (the reverse of
   * broadcasting): `reduce('sum', dy, out)` is the gradient of a broadcast.
   */
  reduce(name: ReductionName, x: Tensor, out: Tensor): void;
  /**
   * Copies the elements of `x` at `from` to those of `out` at `into`, for every index of `shape`; other elements of `out`
   * stay. Slices, concatenation, permutation, expansion and flips are copies. Both tensors have one element type.
   */
  copy(shape: Shape, x: Tensor, from: Layout, out: Tensor, into: Layout): void;
  /** out[..., m, n] = sum over k of a[..., m, k] b[..., k, n]; leading axes equal, or absent from `b`. */
  matrixProduct(a: Tensor, b: Tensor, out: Tensor, options?: MatrixProductOptions): void;
  /** out = softmax of `x` over its last axis, computed with the row maximum subtracted. */
  softmax(x: Tensor, out: Tensor): void;
  /** out = x - logsumexp(x) over the last axis. */
  logSoftmax(x: Tensor, out: Tensor): void;
}
