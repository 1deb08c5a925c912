/** Ops that cut their input into several outputs. */
import { shapeText, wholeNumber } from '../../base/numbers';
import type { Shape, TensorType } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { axisIn, isSize, noAxis } from './axes';
import { copyPart } from './join';

/** More outputs than this are slips of the keyboard, and would take all memory before anything is computed. */
const mostOutputs = 10_000;

type SplitAttributes = {
  /** Sizes of the outputs along the axis; they make up all of it. */
  readonly sizes: readonly number[];
  readonly axis: number;
};

/** Arguments: x. Outputs: x cut along one axis into pieces of the given sizes (torch.split with a list). */
export const split = cutting<SplitAttributes>('split', true, (size, { sizes }) => {
  const fits = sizes.every(isSize) && sizes.reduce((sum, each) => sum + each, 0) === size;
  return fits
    ? sizes
    : {
        error: `split needs sizes that make up the ${wholeNumber(size)} along its axis, found ${shapeText(sizes)}`,
      };
});

type ChunkAttributes = {
  /** At most so many outputs. */
  readonly chunks: number;
  readonly axis: number;
};

/** Arguments: x. Outputs: x cut into equal pieces, the last one smaller if need be, or fewer pieces (torch.chunk). */
export const chunk = cutting<ChunkAttributes>('chunk', true, (size, { chunks }) => {
  if (!isSize(chunks) || chunks === 0)
    return { error: `chunk needs a whole number of pieces from 1 on, found ${chunks}` };
  // As in PyTorch, an axis without elements gives as many empty pieces as asked for.
  const each = Math.ceil(size / chunks);
  const count = size === 0 ? chunks : Math.ceil(size / each);
  if (count > mostOutputs) return tooMany('chunk', count);
  return Array.from({ length: count }, (_, which) => Math.min(each, size - which * each));
});

type UnbindAttributes = { readonly axis: number };

/** Arguments: x. Outputs: x at every index of an axis, which is dropped (torch.unbind). */
export const unbind = cutting<UnbindAttributes>('unbind', false, (size) =>
  size > mostOutputs ? tooMany('unbind', size) : new Array<number>(size).fill(1),
);

function tooMany(name: string, count: number): ShapeError {
  return { error: `${name} makes at most ${wholeNumber(mostOutputs)} outputs, here ${wholeNumber(count)}` };
}

/** How an input is cut. */
interface Cut {
  readonly axis: number;
  readonly sizes: readonly number[];
}

/** An op that cuts its input along an axis into pieces; they lose the axis unless it is `kept`. */
function cutting<A extends Attributes & { readonly axis: number }>(
  name: string,
  kept: boolean,
  sizesOf: (size: number, attributes: A) => readonly number[] | ShapeError,
): BoundOp<A> {
  const cutOf = (shape: Shape, attributes: A): Cut | ShapeError => {
    const axis = axisIn(attributes.axis, shape.length);
    if (axis === null) return noAxis(name, attributes.axis, shape);
    const sizes = sizesOf(shape[axis] ?? 0, attributes);
    return 'error' in sizes ? sizes : { axis, sizes };
  };
  const shapeOf = (shape: Shape, axis: number, size: number): Shape =>
    kept ? shape.with(axis, size) : shape.toSpliced(axis, 1);
  return defineOp<A, { readonly x: TensorType; readonly cut: Cut }>({
    role: 'movement',
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      const cut = cutOf(x.shape, attributes);
      if ('error' in cut) return cut;
      return cut.sizes.map((size) => ({
        elementType: x.elementType,
        shape: shapeOf(x.shape, cut.axis, size),
      }));
    },
    work: ([x]) => x?.shape.reduce((product, size) => product * size, 1) ?? 0,
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const cut = cutOf(x.shape, attributes);
      if ('error' in cut) throw new RangeError(cut.error);
      const { axis, sizes } = cut;
      let start = 0;
      const outputs = sizes.map((size) => {
        const y = kernels.allocate(shapeOf(x.shape, axis, size), x.elementType);
        copyPart(kernels, y, 'into', x, { axis, start, size });
        start += size;
        return y;
      });
      return { outputs, saved: { x: { elementType: x.elementType, shape: x.shape }, cut } };
    },
    backward: (kernels, gradients, { x, cut: { axis, sizes } }, _attributes, wanted) => {
      if (wanted[0] !== true || gradients.every((dy) => dy === null)) return [null];
      const dx = kernels.allocate(x.shape);
      let start = 0;
      sizes.forEach((size, which) => {
        const dy = gradients[which];
        if (dy) copyPart(kernels, dy, 'from', dx, { axis, start, size });
        start += size;
      });
      return [dx];
    },
  });
}
