/** Places that become channels, channels that become places, and channels in another order: elements move, none is computed. */
import { shapeText } from '../../base/numbers';
import type { Kernels, Layout } from '../../tensor/kernels';
import { sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type BoundOp, type ShapeError } from '../op';

type Factor = Readonly<{ factor: number }>;

/** (..., channels r^2, height, width) to (..., channels, height r, width r); pixel (i, j) of a block is channel c r^2 + i r + j. */
export const pixelShuffle = movement<Factor>({
  name: 'pixel-shuffle',
  shape: (x, { factor }) => {
    const wrong = factorError('pixel-shuffle', x, factor);
    if (wrong) return wrong;
    const [channels = 0, height = 0, width = 0] = x.shape.slice(-3);
    if (channels % factor ** 2 !== 0) {
      return {
        error: `pixel-shuffle needs channels in groups of ${factor} x ${factor}, the input has ${channels}`,
      };
    }
    return [...x.shape.slice(0, -3), channels / factor ** 2, height * factor, width * factor];
  },
  way: (from, { factor }) => pixelWay(from, factor),
});

/** The inverse of pixel-shuffle: (..., channels, height r, width r) to (..., channels r^2, height, width). */
export const pixelUnshuffle = movement<Factor>({
  name: 'pixel-unshuffle',
  shape: (x, { factor }) => {
    const wrong = factorError('pixel-unshuffle', x, factor);
    if (wrong) return wrong;
    const [channels = 0, height = 0, width = 0] = x.shape.slice(-3);
    if (height % factor !== 0 || width % factor !== 0) {
      return {
        error: `pixel-unshuffle needs places in blocks of ${factor} x ${factor}, the input has ${height} x ${width}`,
      };
    }
    return [...x.shape.slice(0, -3), channels * factor ** 2, height / factor, width / factor];
  },
  way: (from, { factor }) => {
    const [channels = 0, height = 0, width = 0] = from.slice(-3);
    const shuffled = [...from.slice(0, -3), channels * factor ** 2, height / factor, width / factor];
    const { shape, source, target } = pixelWay(shuffled, factor);
    return { shape, source: target, target: source };
  },
});

/** (batch, groups x channels, ...) to (batch, channels x groups, ...): channel (g, c) becomes (c, g), as in ShuffleNet. */
export const channelShuffle = movement<Readonly<{ groups: number }>>({
  name: 'channel-shuffle',
  shape: (x, { groups }) => {
    const channels = x.shape[1];
    if (channels === undefined) {
      return {
        error: `channel-shuffle needs (batch, channels, ...), the input has the shape ${shapeText(x.shape)}`,
      };
    }
    if (!Number.isInteger(groups) || groups < 1)
      return { error: `channel-shuffle needs a whole number of groups from 1, found ${groups}` };
    return channels % groups === 0
      ? x.shape
      : {
          error: `channel-shuffle needs channels that divide into ${groups} groups, the input has ${channels}`,
        };
  },
  way: (from, { groups }) => {
    const [batch = 0, channels = 0] = from;
    const inner = sizeOf(from.slice(2));
    const each = channels / groups;
    return {
      shape: [batch, groups, each, inner],
      source: { start: 0, strides: [channels * inner, each * inner, inner, 1] },
      target: { start: 0, strides: [channels * inner, inner, groups * inner, 1] },
    };
  },
});

/** Where the elements of a shape stand before and after. */
interface Way {
  readonly shape: Shape;
  readonly source: Layout;
  readonly target: Layout;
}

interface Movement<A> {
  readonly name: string;
  shape(x: TensorType, attributes: A): Shape | ShapeError;
  /** How the elements of an input of the shape `from` move. */
  way(from: Shape, attributes: A): Way;
}

/** Every element of the input goes to one place of the output, and its gradient back. */
function movement<A extends Readonly<Record<string, number>>>(moves: Movement<A>): BoundOp<A> {
  return defineOp<A, Shape>({
    role: 'movement',
    shape: ([x], attributes) => {
      if (!x) return { error: `${moves.name} takes one input` };
      const shape = moves.shape(x, attributes);
      return 'error' in shape ? shape : [{ elementType: x.elementType, shape }];
    },
    forward: (kernels, [x], attributes) => {
      const shape = x && moves.shape(x, attributes);
      if (!x || !shape || 'error' in shape) throw new RangeError(`${moves.name} takes one input`);
      const { shape: all, source, target } = moves.way(x.shape, attributes);
      return { outputs: [moved(kernels, x, shape, all, source, target)], saved: x.shape };
    },
    backward: (kernels, [dy], shape, attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const { shape: all, source, target } = moves.way(shape, attributes);
      return [moved(kernels, dy, shape, all, target, source)];
    },
  });
}

function moved(kernels: Kernels, x: Tensor, shape: Shape, all: Shape, from: Layout, into: Layout): Tensor {
  const out = kernels.allocate(shape, x.elementType);
  kernels.copy(all, x, from, out, into);
  return out;
}

function factorError(name: string, { shape }: TensorType, factor: number): ShapeError | null {
  if (shape.length < 3)
    return {
      error: `${name} needs (..., channels, height, width), the input has the shape ${shapeText(shape)}`,
    };
  return Number.isInteger(factor) && factor >= 1 && factor <= 2 ** 15
    ? null
    : { error: `${name} needs a whole number from 1 as its factor, found ${factor}` };
}

/** From (outer, c, i, j, h, w) before to (outer, c, h, i, w, j) after, each index with its step on both sides. */
function pixelWay(from: Shape, factor: number): Way {
  const [channels = 0, height = 0, width = 0] = from.slice(-3);
  const outer = sizeOf(from.slice(0, -3));
  const places = height * width;
  const row = width * factor;
  return {
    shape: [outer, channels / factor ** 2, factor, factor, height, width],
    source: {
      start: 0,
      strides: [channels * places, factor ** 2 * places, factor * places, places, width, 1],
    },
    target: {
      start: 0,
      strides: [channels * places, factor ** 2 * places, row, 1, factor * row, factor],
    },
  };
}
