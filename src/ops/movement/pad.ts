/** Padding: more elements around the input, or with negative amounts fewer. */
import { shapeText } from '../../base/numbers';
import type { Kernels, Layout } from '../../tensor/kernels';
import type { Shape, Tensor } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { addAlong, takeAlong } from '../indexing/alongAxis';
import { partsAround, stridesOf } from './axes';

/** Where the new elements come from. */
export const padModes = ['constant', 'reflect', 'replicate', 'circular'] as const;

type PadAttributes = {
  /**
   * `constant`: all equal to `value`. `reflect`: mirrored at the outermost element, which is not repeated. `replicate`: copies of the
   * outermost element. `circular`: from the other end.
   */
  readonly mode: (typeof padModes)[number];
  /** Elements before and behind, the last axis first: (before, behind) of the last, of the one before it ... (torch.nn.functional.pad). */
  readonly amounts: readonly number[];
  readonly value: number;
};

/**
 * Arguments: x. Output: x with elements added before and behind along its last axes; negative amounts crop. Any number of axes can
 * be padded in every mode; what crops does so behind the padding, so that a cropped axis is still mirrored as a whole.
 */
export const pad = defineOp<PadAttributes, Shape>({
  role: 'movement',
  shape: ([x], attributes) => {
    if (!x) return { error: 'pad takes one input' };
    const shape = paddedShape(x.shape, attributes);
    return 'error' in shape ? shape : [{ elementType: x.elementType, shape }];
  },
  forward: (kernels, [x], attributes) => {
    if (!x) throw new RangeError('pad takes one input');
    const shape = paddedShape(x.shape, attributes);
    if ('error' in shape) throw new RangeError(shape.error);
    if (attributes.mode !== 'constant') return { outputs: [wrapped(kernels, x, attributes)], saved: x.shape };
    const y = kernels.allocate(shape, x.elementType);
    kernels.fill(attributes.value, y);
    const { overlap, inner, outer } = overlapOf(x.shape, shape, attributes.amounts);
    kernels.copy(overlap, x, inner, y, outer);
    return { outputs: [y], saved: x.shape };
  },
  backward: (kernels, [dy], shape, attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    if (attributes.mode !== 'constant') return [unwrapped(kernels, dy, shape, attributes)];
    const dx = kernels.allocate(shape);
    const { overlap, inner, outer } = overlapOf(shape, dy.shape, attributes.amounts);
    kernels.copy(overlap, dy, outer, dx, inner);
    return [dx];
  },
});

/** Elements before and behind along an axis counted from 0. */
function amountsAt(amounts: readonly number[], rank: number, axis: number): readonly [number, number] {
  const pair = 2 * (rank - 1 - axis);
  return [amounts[pair] ?? 0, amounts[pair + 1] ?? 0];
}

function paddedShape(shape: Shape, { mode, amounts }: PadAttributes): Shape | ShapeError {
  const given = shapeText(amounts);
  if (amounts.length % 2 !== 0 || amounts.length > 2 * shape.length || !amounts.every(Number.isSafeInteger)) {
    return {
      error: `pad needs two whole numbers for each of the last axes of an input of shape ${shapeText(shape)}, found ${given}`,
    };
  }
  if (!padModes.includes(mode))
    return { error: `pad needs one of the modes ${padModes.join(', ')}, found ${mode}` };
  const sizes: number[] = [];
  for (const [axis, size] of shape.entries()) {
    const [before, behind] = amountsAt(amounts, shape.length, axis);
    if (Math.max(0, -before) + Math.max(0, -behind) > size) {
      return { error: `pad cannot take ${given} away from an input of shape ${shapeText(shape)}` };
    }
    const most = {
      constant: Infinity,
      reflect: size - 1,
      replicate: size > 0 ? Infinity : 0,
      circular: size,
    }[mode];
    if (Math.max(before, behind) > Math.max(0, most)) {
      return {
        error: `pad in ${mode} mode needs more elements than the input of shape ${shapeText(shape)} has, found ${given}`,
      };
    }
    sizes.push(size + before + behind);
  }
  return sizes;
}

/** The elements that input and output share, and where they stand in both. */
function overlapOf(
  shape: Shape,
  padded: Shape,
  amounts: readonly number[],
): { readonly overlap: Shape; readonly inner: Layout; readonly outer: Layout } {
  const inner = stridesOf(shape);
  const outer = stridesOf(padded);
  const starts = { inner: 0, outer: 0 };
  const overlap = shape.map((size, axis) => {
    const [before, behind] = amountsAt(amounts, shape.length, axis);
    starts.inner += Math.max(0, -before) * (inner[axis] ?? 0);
    starts.outer += Math.max(0, before) * (outer[axis] ?? 0);
    return size - Math.max(0, -before) - Math.max(0, -behind);
  });
  return {
    overlap,
    inner: { start: starts.inner, strides: inner },
    outer: { start: starts.outer, strides: outer },
  };
}

/** The axes that change. */
function paddedAxes(shape: Shape, amounts: readonly number[]): number[] {
  return [...shape.keys()].filter((axis) =>
    amountsAt(amounts, shape.length, axis).some((amount) => amount !== 0),
  );
}

/** Axis after axis: each is a selection of its own elements. */
function wrapped(kernels: Kernels, x: Tensor, attributes: PadAttributes): Tensor {
  return paddedAxes(x.shape, attributes.amounts).reduce((y, axis) => {
    const sources = sourcesOf(y.shape, axis, attributes);
    const next = kernels.allocate(y.shape.with(axis, sources.length), x.elementType);
    takeAlong(y, partsAround(y.shape, axis), sources, next, kernels.pace);
    return next;
  }, x);
}

function unwrapped(kernels: Kernels, dy: Tensor, shape: Shape, attributes: PadAttributes): Tensor {
  return paddedAxes(shape, attributes.amounts).reduceRight((gradient, axis) => {
    const before = gradient.shape.with(axis, shape[axis] ?? 0);
    const dx = kernels.allocate(before);
    addAlong(gradient, partsAround(before, axis), sourcesOf(before, axis, attributes), dx, kernels.pace);
    return dx;
  }, dy);
}

/** For every place along a padded axis the index that it repeats. */
function sourcesOf(shape: Shape, axis: number, { mode, amounts }: PadAttributes): Int32Array {
  const size = shape[axis] ?? 0;
  const [before, behind] = amountsAt(amounts, shape.length, axis);
  return Int32Array.from({ length: size + before + behind }, (_, place) => {
    const index = place - before;
    if (index >= 0 && index < size) return index;
    if (mode === 'replicate') return index < 0 ? 0 : size - 1;
    if (mode === 'circular') return index < 0 ? index + size : index - size;
    return index < 0 ? -index : 2 * (size - 1) - index;
  });
}
