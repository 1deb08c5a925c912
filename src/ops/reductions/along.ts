/** The largest and smallest number along one axis, with the places where they stand. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, reshaped, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import type { Parts } from '../movement/axes';
import { defineOp, type BoundOp, type ShapeError } from '../op';
import { eachLane, knownLanes, lanesOf } from './lanes';

type AlongAttributes = {
  readonly axis: number;
  /** Whether the axis stays, with size 1. */
  readonly keepDimensions: boolean;
};

type PlaceAttributes = {
  /** Null looks at all numbers in row-major order. */
  readonly axis: number | null;
  readonly keepDimensions: boolean;
};

/** Argument: x. Outputs: the largest number along an axis and its int32 index, the first of several; it alone gets the gradient. */
export const maxAlong = along('max-along', 1);

/** Argument: x. Outputs: the smallest number along an axis and its int32 index, the first of several; it alone gets the gradient. */
export const minAlong = along('min-along', -1);

/** Argument: x. Output: the int32 index of the largest number along an axis, the first of several. */
export const argmax = place('argmax', 1);

/** Argument: x. Output: the int32 index of the smallest number along an axis, the first of several. */
export const argmin = place('argmin', -1);

/** What backward needs: the winners' indices along the axis. */
interface Winners {
  readonly shape: Shape;
  readonly parts: Parts;
  readonly indices: Tensor;
}

function along(name: string, sign: 1 | -1): BoundOp<AlongAttributes> {
  return defineOp<AlongAttributes, Winners>({
    role: 'reduction',
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      const shape = alongShape(name, x, attributes);
      return 'error' in shape
        ? shape
        : [
            { elementType: x.elementType, shape },
            { elementType: 'int32', shape },
          ];
    },
    work: ([x]) => sizeOf(x?.shape ?? []),
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const parts = knownLanes(name, x.shape, attributes.axis);
      const shape = keptShape(x.shape, parts.axis, attributes.keepDimensions);
      const indices = winners(kernels, x, parts, sign, shape);
      const values = kernels.allocate(shape, x.elementType);
      eachLane(parts, 1, (start, place) => {
        values.data[place] = x.data[start + (indices.data[place] ?? 0) * parts.inner] ?? NaN;
      });
      return { outputs: [values, indices], saved: { shape: x.shape, parts, indices } };
    },
    backward: (kernels, [dy], { shape, parts, indices }, _attributes, wanted) => {
      if (!dy || wanted[0] !== true || !isFloat(dy.elementType)) return [null];
      const dx = kernels.allocate(shape);
      eachLane(parts, 1, (start, place) => {
        dx.data[start + (indices.data[place] ?? 0) * parts.inner] = dy.data[place] ?? NaN;
      });
      return [dx];
    },
  });
}

function place(name: string, sign: 1 | -1): BoundOp<PlaceAttributes> {
  return defineOp<PlaceAttributes, null>({
    role: 'reduction',
    shape: ([x], { axis, keepDimensions }) => {
      if (!x) return { error: `${name} takes one input` };
      if (axis === null && sizeOf(x.shape) === 0) return emptyError(name, x.shape);
      const shape =
        axis === null ? allShape(x.shape, keepDimensions) : alongShape(name, x, { axis, keepDimensions });
      return 'error' in shape ? shape : [{ elementType: 'int32', shape }];
    },
    work: ([x]) => sizeOf(x?.shape ?? []),
    forward: (kernels, [x], { axis, keepDimensions }) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const line = axis === null ? reshaped(x, [x.data.length]) : x;
      const parts = knownLanes(name, line.shape, axis ?? 0);
      const shape =
        axis === null ? allShape(x.shape, keepDimensions) : keptShape(x.shape, parts.axis, keepDimensions);
      return { outputs: [winners(kernels, line, parts, sign, shape)], saved: null };
    },
    backward: () => [null],
  });
}

function allShape(shape: Shape, keepDimensions: boolean): Shape {
  return keepDimensions ? shape.map(() => 1) : [];
}

function keptShape(shape: Shape, axis: number, keepDimensions: boolean): Shape {
  return keepDimensions && shape.length > 0
    ? shape.with(axis, 1)
    : shape.filter((_size, other) => other !== axis);
}

function alongShape(
  name: string,
  { shape }: TensorType,
  { axis, keepDimensions }: AlongAttributes,
): Shape | ShapeError {
  const lanes = lanesOf(name, shape, axis);
  if ('error' in lanes) return lanes;
  const out = keptShape(shape, lanes.axis, keepDimensions);
  return lanes.size === 0 && sizeOf(out) > 0 ? emptyError(name, shape) : out;
}

function emptyError(name: string, shape: Shape): ShapeError {
  return { error: `${name} needs at least one number, shape (${shape.join(', ')}) holds none there` };
}

/** The index of the first largest (sign 1) or smallest number of every lane; what is not a number wins, as in PyTorch. */
function winners(kernels: Kernels, { data }: Tensor, parts: Parts, sign: 1 | -1, shape: Shape): Tensor {
  const out = kernels.allocate(shape, 'int32');
  const { size, inner } = parts;
  eachLane(parts, 1, (start, place) => {
    let best = 0;
    let greatest = sign * (data[start] ?? NaN);
    for (let index = 1; index < size && !Number.isNaN(greatest); index += 1) {
      const value = sign * (data[start + index * inner] ?? NaN);
      if (value > greatest || Number.isNaN(value)) {
        best = index;
        greatest = value;
      }
    }
    out.data[place] = best;
    kernels.pace(size);
  });
  return out;
}
