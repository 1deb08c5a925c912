/** What the ops share that fold axes of one input into a number each. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, reshaped, sizeOf } from '../../tensor/tensor';
import type { ElementType, Shape, Tensor, TensorType } from '../../tensor/tensor';
import { axesIn } from '../movement/axes';
import { defineOp, type BoundOp, type ShapeError } from '../op';

/** Which axes are folded. */
export type FoldAttributes = {
  /** Negative ones count from the last; null stands for all. */
  readonly axes: readonly number[] | null;
  /** Whether the folded axes stay, with size 1. */
  readonly keepDimensions: boolean;
};

/** What becomes of a shape. */
export interface Folding {
  /** The folded axes with size 1. */
  readonly kept: Shape;
  /** The shape of the output. */
  readonly out: Shape;
  /** How many numbers are folded into one. */
  readonly count: number;
}

/** What folding axes of a shape gives; `name` is the op's in the sentence that says why it does not. */
export function foldingOf(
  name: string,
  shape: Shape,
  { axes, keepDimensions }: FoldAttributes,
): Folding | ShapeError {
  const folded = axes ? axesIn(name, axes, shape) : [...shape.keys()];
  if ('error' in folded) return folded;
  const gone = new Set(folded);
  const kept = shape.map((size, axis) => (gone.has(axis) ? 1 : size));
  return {
    kept,
    out: keepDimensions ? kept : shape.filter((_size, axis) => !gone.has(axis)),
    count: folded.reduce((product, axis) => product * (shape[axis] ?? 1), 1),
  };
}

/** One reduction; tensors of results have the shape `kept`. */
export interface FoldDefinition<A extends FoldAttributes, Saved> {
  readonly name: string;
  /** The type of the result: `floats` also demands floats, `numbers` counts masks as 0 and 1. */
  readonly result: 'floats' | 'numbers' | 'bool' | 'int32';
  /** Whether it needs a number: the largest of none does not exist. */
  readonly needsNumbers?: boolean;
  /** Why the attributes do not fit, as one sentence. */
  readonly problem?: (attributes: A) => string | undefined;
  /** Floating-point operations per element of the input; 1 unless said. */
  readonly perElement?: number;
  forward(
    kernels: Kernels,
    x: Tensor,
    folding: Folding,
    attributes: A,
  ): { readonly y: Tensor; readonly saved: Saved };
  /** dx from dy; absent where no gradient passes. */
  backward?(kernels: Kernels, dy: Tensor, x: Tensor, saved: Saved, folding: Folding, attributes: A): Tensor;
}

/** An op that folds axes. Argument: x. Output: as `Folding.out` says. */
export function foldOp<Saved, A extends FoldAttributes = FoldAttributes>(
  definition: FoldDefinition<A, Saved>,
): BoundOp<A> {
  const { name, perElement = 1 } = definition;
  return defineOp<A, { readonly x: Tensor; readonly folding: Folding; readonly own: Saved }>({
    role: 'reduction',
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      return foldedType(definition, x, attributes);
    },
    work: ([x]) => perElement * sizeOf(x?.shape ?? []),
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const folding = foldingOf(name, x.shape, attributes);
      if ('error' in folding) throw new RangeError(folding.error);
      const { y, saved: own } = definition.forward(kernels, x, folding, attributes);
      return { outputs: [reshaped(y, folding.out)], saved: { x, folding, own } };
    },
    backward: (kernels, [dy], { x, folding, own }, attributes, wanted) => {
      if (!dy || wanted[0] !== true || !definition.backward || !isFloat(x.elementType)) return [null];
      return [definition.backward(kernels, reshaped(dy, folding.kept), x, own, folding, attributes)];
    },
  });
}

function foldedType<A extends FoldAttributes, Saved>(
  { name, result, needsNumbers = false, problem }: FoldDefinition<A, Saved>,
  x: TensorType,
  attributes: A,
): readonly TensorType[] | ShapeError {
  if (result === 'floats' && !isFloat(x.elementType)) {
    return { error: `${name} takes floats, found ${x.elementType} values` };
  }
  const folding = foldingOf(name, x.shape, attributes);
  if ('error' in folding) return folding;
  const wrong = problem?.(attributes);
  if (wrong !== undefined) return { error: wrong };
  if (needsNumbers && folding.count === 0) {
    return { error: `${name} needs at least one number, shape (${x.shape.join(', ')}) holds none there` };
  }
  const elementType = result === 'bool' || result === 'int32' ? result : numberType(x);
  return [{ elementType, shape: folding.out }];
}

/** Floats and whole numbers stay; masks are counted. */
export function numberType({ elementType }: TensorType): ElementType {
  return elementType === 'bool' ? 'int32' : elementType;
}

/** `small` stretched to `shape`, in new storage. */
export function stretched(kernels: Kernels, small: Tensor, shape: Shape): Tensor {
  const large = kernels.allocate(shape);
  kernels.pairwise('add', large, small, large);
  return large;
}
