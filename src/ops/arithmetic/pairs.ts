/** What ops of several broadcast values share, and the ops of exactly two. */
import type { Kernels, PairwiseName } from '../../tensor/kernels';
import { isFloat, type ElementType, type FloatType, type Tensor, type TensorType } from '../../tensor/tensor';
import { broadcastShape, commonType, summedTo } from '../broadcast';
import { defineOp, type BoundOp, type NoAttributes, type OpRole, type ShapeError } from '../op';

/** The type of a result of values that broadcast together, or why they do not; `elementType` unless it is theirs. */
export function joinedType(
  name: string,
  args: readonly TensorType[],
  elementType: ElementType = commonType(args),
): readonly TensorType[] | ShapeError {
  if (args.length === 0) return { error: `${name} takes at least one value` };
  const shape = broadcastShape(args.map((arg) => arg.shape));
  return 'error' in shape ? shape : [{ elementType, shape }];
}

/** The same for two values. */
export function pairType(
  name: string,
  args: readonly TensorType[],
  elementType?: ElementType,
): readonly TensorType[] | ShapeError {
  if (args.length !== 2) return { error: `${name} takes two values` };
  return joinedType(name, args, elementType);
}

/** name(a, b) in new storage, of their common type unless one is given. */
export function paired(
  kernels: Kernels,
  name: PairwiseName,
  a: Tensor,
  b: Tensor,
  elementType: ElementType = commonType([a, b]),
): Tensor {
  const shape = broadcastShape([a.shape, b.shape]);
  if ('error' in shape) throw new RangeError(shape.error);
  const out = kernels.allocate(shape, elementType);
  kernels.pairwise(name, a, b, out);
  return out;
}

/** Two arguments whose number has been checked. */
export function bothOf(name: string, [a, b]: readonly Tensor[]): readonly [a: Tensor, b: Tensor] {
  if (!a || !b) throw new RangeError(`${name} takes two values`);
  return [a, b];
}

/** dy times the derivative by one argument, in the shape of the result; null: the argument has none. */
type Partial = ((kernels: Kernels, dy: Tensor, a: Tensor, b: Tensor) => Tensor) | null;

interface PairDefinition {
  readonly role: OpRole;
  readonly by: PairwiseName;
  /** The type of the result; their common one unless given. */
  readonly result?: (args: readonly TensorType[], floatType: FloatType) => ElementType;
  readonly partials: readonly [a: Partial, b: Partial];
}

/** An op of two broadcast values that is one pairwise function. Gradients are summed over stretched axes. */
export function pairOp(
  name: string,
  { role, by, result = commonType, partials }: PairDefinition,
): BoundOp<NoAttributes> {
  return defineOp<NoAttributes, readonly [a: Tensor, b: Tensor]>({
    role,
    shape: (args, _attributes, floatType) => pairType(name, args, result(args, floatType)),
    forward: (kernels, args) => {
      const [a, b] = bothOf(name, args);
      return { outputs: [paired(kernels, by, a, b, result(args, kernels.floatType))], saved: [a, b] };
    },
    backward: (kernels, [dy], saved, _attributes, wanted) =>
      partials.map((partial, which) => {
        const arg = saved[which];
        if (!dy || !partial || !arg || wanted[which] !== true || !isFloat(arg.elementType)) return null;
        return summedTo(kernels, partial(kernels, dy, ...saved), arg.shape);
      }),
  });
}
