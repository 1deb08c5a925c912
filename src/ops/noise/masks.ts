/** What ops that draw masks share: a random number for each of their places, and y = x mask + shift with its way back. */
import type { Kernels } from '../../tensor/kernels';
import type { RandomStream } from '../../tensor/random';
import { isFloat, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { axisIn } from '../movement/axes';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';

/** In training y = x mask + shift; the mask stretches to x, and so does the shift. */
export interface Mask {
  readonly mask: Tensor;
  readonly shift: Tensor | null;
}

/** How an op masks its input. */
export interface Masking<A extends Attributes> {
  readonly name: string;
  /** What is wrong with the attributes, or nothing. */
  readonly misfit: (x: TensorType, attributes: A) => ShapeError | undefined;
  /** Null: this call passes x through, in training too. */
  readonly draw: (kernels: Kernels, x: Tensor, attributes: A, random: RandomStream) => Mask | null;
}

/** An op that multiplies its input by a random mask in training mode, and passes it through in evaluation mode. */
export function masking<A extends Attributes>({ name, misfit, draw }: Masking<A>): BoundOp<A> {
  return defineOp<A, Tensor | null>({
    role: 'noise',
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      if (!isFloat(x.elementType)) return { error: `${name} takes floats, found ${x.elementType} values` };
      return misfit(x, attributes) ?? [x];
    },
    // The mask stays for backward; a shift passes.
    extra: ([x]) => ({ saved: sizeOf(x?.shape ?? []), passing: sizeOf(x?.shape ?? []) }),
    forward: (kernels, [x], attributes, run) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const drawn = run.training ? draw(kernels, x, attributes, run.random) : null;
      if (!drawn) return { outputs: [x], saved: null };
      const y = kernels.allocate(x.shape);
      kernels.pairwise('multiply', x, drawn.mask, y);
      if (drawn.shift) kernels.pairwise('add', y, drawn.shift, y);
      return { outputs: [y], saved: drawn.mask };
    },
    backward: (kernels, [dy], mask, _attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      if (!mask) return [dy];
      const dx = kernels.allocate(dy.shape);
      kernels.pairwise('multiply', dy, mask, dx);
      return [dx];
    },
  });
}

/** The share of places that are dropped, in [0, 1]. */
export type RateAttributes = { readonly rate: number };

/** The sentence for a rate outside of [0, 1]. */
export function rateMisfit(name: string, { rate }: RateAttributes): ShapeError | undefined {
  return rate >= 0 && rate <= 1
    ? undefined
    : { error: `${name} needs a rate between 0 and 1, found ${rate}` };
}

/** A tensor that is `dropped` with probability `rate` and `kept` else, place by place. */
export function coins(
  kernels: Kernels,
  shape: Shape,
  random: RandomStream,
  { rate, dropped, kept }: { readonly rate: number; readonly dropped: number; readonly kept: number },
): Tensor {
  const mask = kernels.allocate(shape);
  kernels.draw({ kind: 'coins', share: rate, one: dropped, other: kept }, random, mask);
  return mask;
}

/** A tensor of normal numbers. */
export function normals(
  kernels: Kernels,
  shape: Shape,
  random: RandomStream,
  { mean, std }: { readonly mean: number; readonly std: number },
): Tensor {
  const drawn = kernels.allocate(shape);
  kernels.draw({ kind: 'normal', centre: mean, scale: std, cut: Infinity }, random, drawn);
  return drawn;
}

/** Which axis holds the channels; the batch is axis 0. */
export type ChannelAttributes = RateAttributes & { readonly channelAxis: number };

/** The sentence for a rate or a channel axis that does not fit. */
export function channelMisfit(
  name: string,
  x: TensorType,
  attributes: ChannelAttributes,
): ShapeError | undefined {
  const axis = axisIn(attributes.channelAxis, x.shape.length);
  if (axis === null || axis === 0) {
    return {
      error: `${name} needs an axis of channels behind the batch, an input of ${x.shape.length} axes has none at ${attributes.channelAxis}`,
    };
  }
  return rateMisfit(name, attributes);
}

/** One place for every channel of every sample, which stretches to `shape`. */
export function channelShape(shape: Shape, channelAxis: number): Shape {
  const axis = axisIn(channelAxis, shape.length);
  return shape.map((size, at) => (at === 0 || at === axis ? size : 1));
}
