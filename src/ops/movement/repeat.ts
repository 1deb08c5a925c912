/** Ops that write elements several times; their gradient is the sum over all copies. */
import { shapeText } from '../../base/numbers';
import { reshaped, sizeOf, type Shape, type TensorType } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { broadcastStrides } from '../../tensor/broadcast';
import { axisIn, isSize, noAxis, stridesOf } from './axes';

/** The input as `from` stretched to `to`, NumPy's rule, which then has the shape `output`. */
interface Stretch {
  readonly from: Shape;
  readonly to: Shape;
  readonly output: Shape;
}

type ExpandAttributes = {
  /** The wanted shape, aligned from the last axis; -1 keeps the input's size. */
  readonly sizes: readonly number[];
};

/** Arguments: x. Output: axes of size 1, and missing ones in front, stretched to `sizes` (torch.expand). */
export const expand = stretching<ExpandAttributes>('expand', (shape, { sizes }) => {
  const first = sizes.length - shape.length;
  const to = sizes.map((size, axis) => (size === -1 ? (shape[axis - first] ?? -1) : size));
  const fits =
    first >= 0 &&
    to.every((size, axis) => isSize(size) && (axis < first || [1, size].includes(shape[axis - first] ?? 1)));
  if (!fits) {
    return { error: `expand cannot stretch an input of shape ${shapeText(shape)} to ${shapeText(sizes)}` };
  }
  return { from: shape, to, output: to };
});

type RepeatAttributes = {
  /** How often along every axis of the output, at least as many as the input has axes. */
  readonly repeats: readonly number[];
};

/** Arguments: x. Output: the whole input several times along every axis (torch.Tensor.repeat, NumPy's tile). */
export const repeat = stretching<RepeatAttributes>('repeat', (shape, { repeats }) => {
  const wrong = repeats.find((count) => !isSize(count));
  if (wrong !== undefined) return { error: `repeat needs whole numbers from 0 on, found ${wrong}` };
  const first = repeats.length - shape.length;
  if (first < 0) {
    return {
      error: `repeat needs a number for every axis of its input of shape ${shapeText(shape)}, found ${shapeText(repeats)}`,
    };
  }
  const sizes = repeats.map((_, axis) => (axis < first ? 1 : (shape[axis - first] ?? 1)));
  return {
    from: sizes.flatMap((size) => [1, size]),
    to: sizes.flatMap((size, axis) => [repeats[axis] ?? 1, size]),
    output: sizes.map((size, axis) => size * (repeats[axis] ?? 1)),
  };
});

type RepeatInterleaveAttributes = {
  readonly repeats: number;
  /** Null: the input as one axis. */
  readonly axis: number | null;
};

/** Arguments: x. Output: every element along the axis several times in a row (torch.repeat_interleave, NumPy's repeat). */
export const repeatInterleave = stretching<RepeatInterleaveAttributes>(
  'repeat-interleave',
  (given, { repeats, axis: wanted }) => {
    if (!isSize(repeats))
      return { error: `repeat-interleave needs a whole number from 0 on, found ${repeats}` };
    const shape = wanted === null ? [sizeOf(given)] : given;
    const axis = axisIn(wanted ?? 0, shape.length);
    if (axis === null) return noAxis('repeat-interleave', wanted ?? 0, given);
    return {
      from: shape.toSpliced(axis + 1, 0, 1),
      to: shape.toSpliced(axis + 1, 0, repeats),
      output: shape.with(axis, (shape[axis] ?? 0) * repeats),
    };
  },
);

function stretching<A extends Attributes>(
  name: string,
  stretchOf: (shape: Shape, attributes: A) => Stretch | ShapeError,
): BoundOp<A> {
  const known = (shape: Shape, attributes: A): Stretch => {
    const stretch = stretchOf(shape, attributes);
    if ('error' in stretch) throw new RangeError(stretch.error);
    return stretch;
  };
  return defineOp<A, TensorType>({
    role: 'movement',
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      const stretch = stretchOf(x.shape, attributes);
      return 'error' in stretch ? stretch : [{ elementType: x.elementType, shape: stretch.output }];
    },
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const { from, to, output } = known(x.shape, attributes);
      const y = kernels.allocate(output, x.elementType);
      const source = { start: 0, strides: broadcastStrides(from, to) };
      kernels.copy(to, x, source, y, { start: 0, strides: stridesOf(to) });
      return { outputs: [y], saved: { elementType: x.elementType, shape: x.shape } };
    },
    backward: (kernels, [dy], x, attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const { from, to } = known(x.shape, attributes);
      const dx = kernels.allocate(x.shape);
      kernels.reduce('sum', reshaped(dy, to), reshaped(dx, from));
      return [dx];
    },
  });
}
