/** Ops that put the axes in another order. */
import { shapeText } from '../../base/numbers';
import type { Shape } from '../../tensor/tensor';
import type { Attributes, BoundOp, ShapeError } from '../op';
import { axesIn, axisIn, noAxis, stridesOf } from './axes';
import { viewing } from './view';

type PermuteAttributes = {
  /** For every axis of the output, the axis of the input that stands there. */
  readonly axes: readonly number[];
};

/** Arguments: x. Output: its axes in the order `axes` (torch.permute). */
export const permute = permuting<PermuteAttributes>(
  'permute',
  (shape, { axes }) => {
    const order = axesIn('permute', axes, shape);
    if ('error' in order || order.length === shape.length) return order;
    return {
      error: `permute needs every axis of its input of shape ${shapeText(shape)} once, found ${shapeText(axes)}`,
    };
  },
  ({ axes }, axis) => {
    const counted = (each: number): number => (each < 0 ? each + axes.length : each);
    return axes.findIndex((each) => counted(each) === counted(axis));
  },
);

type TransposeAttributes = { readonly firstAxis: number; readonly secondAxis: number };

/** Arguments: x. Output: x with two axes swapped (torch.transpose). */
export const transpose = permuting<TransposeAttributes>('transpose', (shape, { firstAxis, secondAxis }) => {
  const first = axisIn(firstAxis, shape.length);
  const second = axisIn(secondAxis, shape.length);
  if (first === null) return noAxis('transpose', firstAxis, shape);
  if (second === null) return noAxis('transpose', secondAxis, shape);
  return [...shape.keys()].with(first, second).with(second, first);
});

type MoveAxesAttributes = {
  /** Axes of the input. */
  readonly sources: readonly number[];
  /** Where each of them stands in the output; the others keep their order. */
  readonly destinations: readonly number[];
};

/** Arguments: x. Output: x with some axes moved (torch.movedim). */
export const moveAxes = permuting<MoveAxesAttributes>('move-axes', (shape, { sources, destinations }) => {
  const from = axesIn('move-axes', sources, shape);
  if ('error' in from) return from;
  const to = axesIn('move-axes', destinations, shape);
  if ('error' in to) return to;
  if (from.length !== to.length) {
    return {
      error: `move-axes needs a destination for every source, found ${from.length} sources and ${to.length} destinations`,
    };
  }
  const others = [...shape.keys()].filter((axis) => !from.includes(axis)).values();
  return [...shape.keys()].map((place) => {
    const moved = to.indexOf(place);
    return from[moved] ?? others.next().value ?? 0;
  });
});

function permuting<A extends Attributes>(
  name: string,
  orderOf: (shape: Shape, attributes: A) => readonly number[] | ShapeError,
  unitAxis?: (attributes: A, axis: number) => number,
): BoundOp<A> {
  return viewing<A>(
    name,
    (shape, attributes) => {
      const order = orderOf(shape, attributes);
      if ('error' in order) return order;
      const strides = stridesOf(shape);
      return {
        shape: order.map((axis) => shape[axis] ?? 1),
        from: { start: 0, strides: order.map((axis) => strides[axis] ?? 0) },
      };
    },
    unitAxis,
  );
}
