/** Ops that choose by a mask. */
import { broadcastStrides, walkRuns } from '../../tensor/broadcast';
import type { Kernels } from '../../tensor/kernels';
import {
  isFloat,
  tensorOf,
  zeros,
  type ElementType,
  type Tensor,
  type TensorType,
} from '../../tensor/tensor';
import { broadcastShape, commonType, summedTo } from '../broadcast';
import { defineOp, type NoAttributes, type ShapeError } from '../op';
import { joinedType } from './pairs';

/** What backward needs of a choice: the mask, and the types of what was chosen from. */
interface Choice {
  readonly mask: Tensor;
  readonly types: readonly TensorType[];
}

/** Arguments: mask, a, b, which broadcast together. Output: a where the mask is not 0, else b (torch.where); db is dy where it is 0. */
export const where = defineOp<NoAttributes, Choice>({
  role: 'arithmetic',
  shape: (args) => {
    const [mask, a, b] = args;
    if (!mask || !a || !b || args.length !== 3) return { error: 'where takes a mask and two values' };
    return maskError('where', mask) ?? joinedType('where', args, chosenType(a, b));
  },
  forward: (kernels, [mask, a, b]) => {
    if (!mask || !a || !b) throw new RangeError('where takes a mask and two values');
    return { outputs: [chosen(kernels, mask, a, b, chosenType(a, b))], saved: { mask, types: [a, b] } };
  },
  backward: (kernels, [dy], { mask, types }, _attributes, wanted) => {
    if (!dy) return [null, null, null];
    const nothing = zeros(dy.elementType, []);
    const gradients = types.map(({ elementType, shape }, which) => {
      if (wanted[which + 1] !== true || !isFloat(elementType)) return null;
      const [a, b] = which === 0 ? [dy, nothing] : [nothing, dy];
      return summedTo(kernels, chosen(kernels, mask, a, b, kernels.floatType), shape);
    });
    return [null, ...gradients];
  },
});

type FillAttributes = {
  /** What stands where the mask is not 0; may be infinite. */
  readonly value: number;
};

/** Arguments: x and a mask, which broadcast together. Output: x, and `value` where the mask is not 0 (torch.masked_fill). */
export const maskedFill = defineOp<FillAttributes, Choice>({
  role: 'arithmetic',
  shape: (args) => {
    const [x, mask] = args;
    if (!x || !mask || args.length !== 2) return { error: 'masked-fill takes a value and a mask' };
    return maskError('masked-fill', mask) ?? joinedType('masked-fill', args, x.elementType);
  },
  forward: (kernels, [x, mask], { value }) => {
    if (!x || !mask) throw new RangeError('masked-fill takes a value and a mask');
    const filling = tensorOf('float64', [], [value]);
    return { outputs: [chosen(kernels, mask, filling, x, x.elementType)], saved: { mask, types: [x] } };
  },
  backward: (kernels, [dy], { mask, types: [x] }, _attributes, wanted) => {
    if (!dy || !x || wanted[0] !== true || !isFloat(x.elementType)) return [null, null];
    const nothing = zeros(dy.elementType, []);
    return [summedTo(kernels, chosen(kernels, mask, nothing, dy, kernels.floatType), x.shape), null];
  },
});

function maskError(name: string, { elementType }: TensorType): ShapeError | null {
  return isFloat(elementType)
    ? { error: `${name} takes a mask of true and false, found ${elementType} values` }
    : null;
}

/** Two masks give a mask, all else what arithmetic gives. */
function chosenType(a: TensorType, b: TensorType): ElementType {
  return a.elementType === b.elementType ? a.elementType : commonType([a, b]);
}

/** a where the mask is not 0, else b, under broadcasting. */
function chosen(kernels: Kernels, mask: Tensor, a: Tensor, b: Tensor, elementType: ElementType): Tensor {
  const shape = broadcastShape([mask.shape, a.shape, b.shape]);
  if ('error' in shape) throw new RangeError(shape.error);
  const out = kernels.allocate(shape, elementType);
  const strides = [
    broadcastStrides(mask.shape, shape),
    broadcastStrides(a.shape, shape),
    broadcastStrides(b.shape, shape),
    broadcastStrides(shape, shape),
  ] as const;
  const visit = (
    [m, i, j, o]: readonly [number, number, number, number],
    [dm, di, dj, d]: readonly [number, number, number, number],
    length: number,
  ): void => {
    for (let n = 0; n < length; n += 1) {
      out.data[o + n * d] = (mask.data[m + n * dm] === 0 ? b.data[j + n * dj] : a.data[i + n * di]) ?? NaN;
    }
  };
  walkRuns(shape, strides, visit, kernels.pace);
  return out;
}
