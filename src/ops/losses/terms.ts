/** What all losses share: terms, one per sample or per element, that weights scale and a reduction folds into one number. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import {
  isFloat,
  sameShape,
  sizeOf,
  type Shape,
  type Tensor,
  type TensorData,
  type TensorType,
} from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { stretches } from '../broadcast';

/** How terms become the loss: their mean (the default), their sum, or as they are. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The attribute that every loss has. */
export type Reduced = { readonly reduction?: Reduction };

/** The gradient of every term; that of term i stands at i x step, so that a single number serves for all with step 0. */
export interface Flow {
  readonly data: TensorData;
  readonly step: 0 | 1;
}

/** The arguments of a loss whose shape rule has passed; those that may be left out are not among the two. */
export type Given = readonly [first: Tensor, second: Tensor, ...others: Tensor[]];

/** How one loss is computed before it is reduced. */
export interface LossTerms<A extends Attributes & { readonly reduction?: string }, Saved> {
  readonly name: string;
  /** Its arguments in words, for the sentence about missing ones: "a prediction and a target". */
  readonly takes: string;
  /** How many arguments it takes at least (2 unless said), and at most, weights left out. */
  readonly least?: number;
  readonly count: number;
  /** Reductions besides mean, sum and none, and the one that holds where none is named ("mean" unless said). */
  readonly reductions?: readonly string[];
  readonly reduction?: string;
  /** What is wrong with the attributes, behind the op's name: "needs a delta above 0, found 0"; null: nothing. */
  readonly problem?: (attributes: A) => string | null;
  /** The shape of the terms, or why the arguments do not fit. */
  readonly shape: (args: readonly TensorType[], attributes: A) => Shape | ShapeError;
  /** Floating-point operations for each element of the first argument, or for all arguments together. */
  readonly work: number | ((args: readonly TensorType[]) => number);
  /** Elements of storage in the midst of forward or of backward, besides arguments, terms and gradients; none unless said. */
  readonly passing?: (args: readonly TensorType[], attributes: A) => number;
  /** Writes every term (its storage is zero before), as numbers or, the same, as a tensor; gives what backward needs. */
  readonly forward: (
    kernels: Kernels,
    args: Given,
    attributes: A,
    terms: TensorData,
    tensor: Tensor,
  ) => Saved;
  /** The gradients of the arguments. */
  readonly backward: (
    kernels: Kernels,
    flow: Flow,
    saved: Saved,
    attributes: A,
    wanted: readonly boolean[],
  ) => readonly (Tensor | null)[];
  /** What a mean divides by; the number of terms unless said. */
  readonly divisor?: (saved: Saved, attributes: A, reduction: string) => number | null;
  /** Whether a mean divides by the sum of the weights (PyTorch's mse and l1) rather than by the number of terms. */
  readonly weightedMean?: boolean;
}

/** What the way back keeps besides what the terms keep. */
interface Kept<Saved> {
  readonly saved: Saved;
  /** The weights in the shape of the terms. */
  readonly weights: Tensor | null;
  readonly divisor: number;
}

/**
 * A loss of terms. Behind its own arguments stands an optional one more: weights, floats without gradient that broadcast to the terms and
 * multiply them (PyTorch's `weight` of the binary cross-entropies, Keras' `sample_weight`).
 */
export function defineLoss<A extends Attributes & { readonly reduction?: string }, Saved>(
  loss: LossTerms<A, Saved>,
): BoundOp<A> {
  const reductionOf = (attributes: A): string => attributes.reduction ?? loss.reduction ?? 'mean';
  return defineOp<A, Kept<Saved>>({
    role: 'loss',
    shape: (args, attributes) => lossType(loss, args, attributes, reductionOf(attributes)),
    work: (args) =>
      typeof loss.work === 'number' ? loss.work * sizeOf(args[0]?.shape ?? []) : loss.work(args),
    extra: (args, attributes) => {
      const shape = loss.shape(args, attributes);
      const size = isShape(shape) ? sizeOf(shape) : 0;
      return { saved: (args[loss.count] ? 2 : 1) * size, passing: loss.passing?.(args, attributes) ?? 0 };
    },
    forward: (kernels, args, attributes) => {
      const shape = loss.shape(args, attributes);
      if (!isShape(shape)) throw new RangeError(shape.error);
      const terms = kernels.allocate(shape);
      // The shape rule has found at least two arguments.
      const saved = loss.forward(kernels, args as unknown as Given, attributes, terms.data, terms);
      const given = args[loss.count];
      const weights = given ? expanded(kernels, given, shape) : null;
      if (weights) kernels.pairwise('multiply', terms, weights, terms);
      const reduction = reductionOf(attributes);
      if (reduction === 'none') return { outputs: [terms], saved: { saved, weights, divisor: 1 } };
      const divisor = reduction === 'sum' ? 1 : divisorOf(loss, saved, attributes, reduction, terms, weights);
      return { outputs: [sumOver(kernels, terms, divisor)], saved: { saved, weights, divisor } };
    },
    backward: (kernels, [dy], { saved, weights, divisor }, attributes, wanted) => {
      if (!dy) return wanted.map(() => null);
      const flow = flowOf(dy, reductionOf(attributes) === 'none', divisor, weights);
      const gradients = loss.backward(kernels, flow, saved, attributes, wanted);
      return wanted.map((_, which) => gradients[which] ?? null);
    },
  });
}

function isShape(result: Shape | ShapeError): result is Shape {
  return !('error' in result);
}

function lossType<A extends Attributes & { readonly reduction?: string }, Saved>(
  loss: LossTerms<A, Saved>,
  args: readonly TensorType[],
  attributes: A,
  reduction: string,
): readonly TensorType[] | ShapeError {
  const { name, least = 2, count, reductions = [] } = loss;
  const [first] = args;
  if (!first || args.length < least) return { error: `${name} takes ${loss.takes}` };
  const known = ['mean', 'sum', 'none', ...reductions];
  if (!known.includes(reduction)) {
    return { error: `${name} takes one of the reductions ${known.join(', ')}, found ${reduction}` };
  }
  const problem = loss.problem?.(attributes) ?? null;
  if (problem !== null) return { error: `${name} ${problem}` };
  const shape = loss.shape(args, attributes);
  if (!isShape(shape)) return shape;
  const weights = args[count];
  if (weights && !(isFloat(weights.elementType) && stretches(weights.shape, shape))) {
    return {
      error: `${name} has weights of shape ${shapeText(weights.shape)} for losses of shape ${shapeText(shape)}`,
    };
  }
  return [{ elementType: first.elementType, shape: reduction === 'none' ? shape : [] }];
}

/** The tensor itself, or a copy stretched to the shape. */
export function expanded(kernels: Kernels, x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const out = kernels.allocate(shape);
  kernels.pairwise('add', x, kernels.allocate([1]), out);
  return out;
}

function divisorOf<A extends Attributes & { readonly reduction?: string }, Saved>(
  loss: LossTerms<A, Saved>,
  saved: Saved,
  attributes: A,
  reduction: string,
  terms: Tensor,
  weights: Tensor | null,
): number {
  const own = loss.divisor?.(saved, attributes, reduction) ?? null;
  if (own !== null) return own;
  if (loss.weightedMean !== true || !weights) return terms.data.length;
  let sum = 0;
  for (const weight of weights.data) sum += weight;
  return sum;
}

function flowOf(dy: Tensor, plain: boolean, divisor: number, weights: Tensor | null): Flow {
  if (plain && !weights) return { data: dy.data, step: 1 };
  const whole = plain ? 1 : (dy.data[0] ?? NaN) / divisor;
  if (!weights) return { data: Float64Array.of(whole), step: 0 };
  const data = new Float64Array(weights.data.length);
  for (let term = 0; term < data.length; term += 1) {
    data[term] = whole * (weights.data[term] ?? NaN) * (plain ? (dy.data[term] ?? NaN) : 1);
  }
  return { data, step: 1 };
}

/** The sum of all elements divided by `count`, as a single number. */
export function sumOver(kernels: Kernels, x: Tensor, count: number): Tensor {
  const sum = kernels.allocate([]);
  kernels.reduce('sum', x, sum);
  kernels.affine(sum, 1 / count, 0, sum);
  return sum;
}

/** For the arguments that a shape rule has found: reaching it is an error of ours. */
export function absent(name: string): never {
  throw new RangeError(`${name} lacks an argument`);
}
