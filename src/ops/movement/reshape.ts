/** Ops that give the same elements another shape; nothing is copied, forward or back. */
import { shapeText } from '../../base/numbers';
import { reshaped, sizeOf, type Shape } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { axesIn, axisIn, isSize, noAxis } from './axes';

type ReshapeAttributes = {
  /** 0 keeps the input's size of that axis, one -1 takes what is left (ONNX Reshape). */
  readonly sizes: readonly number[];
};

/** Arguments: x. Output: its elements in row-major order under the shape `sizes`. */
export const reshape = reshaping<ReshapeAttributes>('reshape', reshapedShape, () => -1);

type FlattenAttributes = {
  /** First and last of the axes that become one; negative ones count from the last (PyTorch's Flatten). */
  readonly startAxis: number;
  readonly endAxis: number;
};

/** Arguments: x. Output: the axes from `startAxis` to `endAxis` as one; a single number becomes an axis of size 1. */
export const flatten = reshaping<FlattenAttributes>(
  'flatten',
  (shape, { startAxis, endAxis }) => {
    const rank = Math.max(1, shape.length);
    const first = axisIn(startAxis, rank);
    const last = axisIn(endAxis, rank);
    if (first === null) return noAxis('flatten', startAxis, shape);
    if (last === null) return noAxis('flatten', endAxis, shape);
    if (first > last) {
      return { error: `flatten needs a first axis before its last one, found ${startAxis} and ${endAxis}` };
    }
    return [...shape.slice(0, first), sizeOf(shape.slice(first, last + 1)), ...shape.slice(last + 1)];
  },
  // Places of channels become units of their own.
  ({ startAxis }, axis) => (axis >= 0 && axis < startAxis ? axis : -1),
);

type SqueezeAttributes = {
  /** The axes to drop where they have size 1, others stay (PyTorch); null: all of size 1. */
  readonly axes: readonly number[] | null;
};

/** Arguments: x. Output: x without axes of size 1. */
export const squeeze = reshaping<SqueezeAttributes>('squeeze', (shape, { axes }) => {
  const dropped = axes === null ? [...shape.keys()] : axesIn('squeeze', axes, shape);
  return 'error' in dropped ? dropped : shape.filter((size, axis) => size !== 1 || !dropped.includes(axis));
});

type UnsqueezeAttributes = {
  /** Where the new axis stands in the output; negative ones count from its last. */
  readonly axis: number;
};

/** Arguments: x. Output: x with one more axis, of size 1. */
export const unsqueeze = reshaping<UnsqueezeAttributes>('unsqueeze', (shape, { axis }) => {
  const place = axisIn(axis, shape.length + 1);
  return place === null ? noAxis('unsqueeze', axis, [...shape, 1]) : shape.toSpliced(place, 0, 1);
});

/** An op of one input that only renames its shape. */
function reshaping<A extends Attributes>(
  name: string,
  shapeOf: (shape: Shape, attributes: A) => Shape | ShapeError,
  unitAxis: (attributes: A, axis: number) => number = (_attributes, axis) => axis,
): BoundOp<A> {
  return defineOp<A, Shape>({
    role: 'movement',
    unitAxis,
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      const shape = shapeOf(x.shape, attributes);
      return 'error' in shape ? shape : [{ elementType: x.elementType, shape }];
    },
    forward: (_kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const shape = shapeOf(x.shape, attributes);
      if ('error' in shape) throw new RangeError(shape.error);
      return { outputs: [reshaped(x, shape)], saved: x.shape };
    },
    backward: (_kernels, [dy], shape, _attributes, wanted) =>
      !dy || wanted[0] !== true ? [null] : [reshaped(dy, shape)],
  });
}

function reshapedShape(shape: Shape, { sizes }: ReshapeAttributes): Shape | ShapeError {
  const wrong = sizes.find((size) => !isSize(size) && size !== -1);
  if (wrong !== undefined) {
    return {
      error: `reshape needs whole sizes, 0 for one that stays or -1 for what is left, found ${wrong}`,
    };
  }
  if (sizes.filter((size) => size === -1).length > 1) {
    return { error: 'reshape needs all sizes but one, found more than one -1' };
  }
  const beyond = sizes.findIndex((size, axis) => size === 0 && axis >= shape.length);
  if (beyond !== -1) {
    return {
      error: `reshape keeps the size of axis ${beyond}, the input of shape ${shapeText(shape)} has none`,
    };
  }
  const kept = sizes.map((size, axis) => (size === 0 ? (shape[axis] ?? 0) : size));
  const total = sizeOf(shape);
  const known = sizeOf(kept.filter((size) => size !== -1));
  const left = kept.includes(-1) ? total / known : 1;
  if (!isSize(left) || known * left !== total) {
    return {
      error: `reshape cannot give the shape ${shapeText(sizes)} to an input of shape ${shapeText(shape)}`,
    };
  }
  return kept.map((size) => (size === -1 ? left : size));
}
