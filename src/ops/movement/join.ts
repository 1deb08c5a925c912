/** Ops that put several inputs side by side. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { sameShape, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type BoundOp, type ShapeError } from '../op';
import { axisIn, noAxis, stridesOf } from './axes';

type AxisAttributes = {
  /** Of the output; negative ones count from its last. */
  readonly axis: number;
};

/** Arguments: one or more, alike in every axis but one. Output: them behind each other along it (torch.cat). */
export const concat = joining('concat', ([first, ...others], { axis: given }) => {
  const axis = axisIn(given, first.shape.length);
  if (axis === null) return noAxis('concat', given, first.shape);
  const odd = others.find(({ shape }) => {
    const alike = shape.length === first.shape.length && shape.with(axis, first.shape[axis] ?? 0);
    return alike === false || !sameShape(alike, first.shape);
  });
  if (odd) {
    return {
      error: `concat needs inputs alike in every axis but ${given}, found shapes ${shapeText(first.shape)} and ${shapeText(odd.shape)}`,
    };
  }
  const sizes = [first, ...others].map(({ shape }) => shape[axis] ?? 0);
  return {
    axis,
    shape: first.shape.with(
      axis,
      sizes.reduce((sum, size) => sum + size, 0),
    ),
    sizes,
  };
});

/** Arguments: one or more of one shape. Output: them along a new axis (torch.stack). */
export const stack = joining('stack', ([first, ...others], { axis: given }) => {
  const axis = axisIn(given, first.shape.length + 1);
  if (axis === null) return noAxis('stack', given, [...first.shape, 1]);
  const odd = others.find(({ shape }) => !sameShape(shape, first.shape));
  if (odd) {
    return {
      error: `stack needs inputs of one shape, found ${shapeText(first.shape)} and ${shapeText(odd.shape)}`,
    };
  }
  const count = others.length + 1;
  return { axis, shape: first.shape.toSpliced(axis, 0, count), sizes: new Array<number>(count).fill(1) };
});

/** Where the inputs stand in the output: `sizes[i]` places along `axis` each. */
interface Places {
  readonly axis: number;
  readonly shape: Shape;
  readonly sizes: readonly number[];
}

type Inputs = readonly [TensorType, ...TensorType[]];

function joining(
  name: string,
  placesOf: (args: Inputs, attributes: AxisAttributes) => Places | ShapeError,
): BoundOp<AxisAttributes> {
  const checked = (args: readonly TensorType[], attributes: AxisAttributes): Places | ShapeError => {
    const [first, ...others] = args;
    if (!first) return { error: `${name} takes one or more inputs` };
    const odd = others.find(({ elementType }) => elementType !== first.elementType);
    return odd
      ? { error: `${name} needs inputs of one type, found ${first.elementType} and ${odd.elementType}` }
      : placesOf([first, ...others], attributes);
  };
  return defineOp<AxisAttributes, { readonly types: readonly TensorType[]; readonly places: Places }>({
    role: 'join',
    shape: (args, attributes) => {
      const places = checked(args, attributes);
      return 'error' in places
        ? places
        : [{ elementType: args[0]?.elementType ?? 'float32', shape: places.shape }];
    },
    forward: (kernels, args, attributes) => {
      const places = checked(args, attributes);
      if ('error' in places) throw new RangeError(places.error);
      const y = kernels.allocate(places.shape, args[0]?.elementType);
      eachPlace(places, (which, place) => {
        const arg = args[which];
        if (arg) copyPart(kernels, arg, 'from', y, place);
      });
      const types = args.map(({ elementType, shape }) => ({ elementType, shape }));
      return { outputs: [y], saved: { types, places } };
    },
    backward: (kernels, [dy], { types, places }, _attributes, wanted) => {
      if (!dy) return types.map(() => null);
      const gradients = types.map(({ shape }, which) =>
        wanted[which] === true ? kernels.allocate(shape) : null,
      );
      eachPlace(places, (which, place) => {
        const dx = gradients[which];
        if (dx) copyPart(kernels, dx, 'into', dy, place);
      });
      return gradients;
    },
  });
}

/** A part of a tensor: `size` places along `axis`, from `start` on. */
export interface Part {
  readonly axis: number;
  readonly start: number;
  readonly size: number;
}

function eachPlace({ axis, sizes }: Places, visit: (which: number, part: Part) => void): void {
  let start = 0;
  sizes.forEach((size, which) => {
    visit(which, { axis, start, size });
    start += size;
  });
}

/** Copies a dense tensor `from` its storage to a part of `whole`, or that part `into` it. */
export function copyPart(
  kernels: Kernels,
  piece: Tensor,
  direction: 'from' | 'into',
  whole: Tensor,
  { axis, start, size }: Part,
): void {
  const strides = stridesOf(whole.shape);
  const shape = whole.shape.with(axis, size);
  const dense = { start: 0, strides: stridesOf(shape) };
  const place = { start: start * (strides[axis] ?? 0), strides };
  if (direction === 'from') kernels.copy(shape, piece, dense, whole, place);
  else kernels.copy(shape, whole, place, piece, dense);
}
