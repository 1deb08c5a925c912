/** The triplet loss: an anchor should be nearer to its positive than to its negative example, by a margin. */
import { shapeText } from '../../base/numbers';
import {
  isFloat,
  sameShape,
  type Shape,
  type Tensor,
  type TensorData,
  type TensorType,
} from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { absent, defineLoss, type Reduced } from './terms';

const name = 'triplet-margin';
const takes = 'an anchor, a positive and a negative';

type Triplet = Reduced & {
  readonly margin?: number;
  /** The norm of the distance. */
  readonly p?: number;
  /** Whether the negative's distance to the positive counts where that is the smaller one. */
  readonly swap?: boolean;
  /** Added to every difference, as in PyTorch. */
  readonly eps?: number;
};

/**
 * max(0, margin + d(anchor, positive) - d(anchor, negative)) of three tensors (..., features), d the p-norm of the difference + eps (PyTorch's
 * TripletMarginLoss). `margin` 1, `p` 2, `eps` 1e-6, `swap` false unless said. At the margin itself the gradient flows, as in PyTorch.
 */
export const tripletMargin = defineLoss<Triplet, readonly [Tensor, Tensor, Tensor]>({
  name,
  takes,
  least: 3,
  count: 3,
  work: 12,
  problem: ({ p = 2 }) => (p > 0 && p < Infinity ? null : `needs a power p above 0, found ${p}`),
  shape: tripletShape,
  forward: (kernels, [anchor, positive, negative = absent(name)], attributes, terms) => {
    const { margin = 1 } = attributes;
    const width = anchor.shape.at(-1) ?? 1;
    for (let term = 0; term < terms.length; term += 1) {
      const { near, far } = distances(
        anchor.data,
        positive.data,
        negative.data,
        term * width,
        width,
        attributes,
      );
      terms[term] = Math.max(0, margin + near - far);
      kernels.pace(6 * width);
    }
    return [anchor, positive, negative];
  },
  backward: (kernels, { data, step }, [anchor, positive, negative], attributes, wanted) => {
    const { margin = 1 } = attributes;
    const outs = [anchor, positive, negative].map(({ shape }) => kernels.allocate(shape));
    const [dAnchor, dPositive, dNegative = absent(name)] = outs;
    if (!dAnchor || !dPositive) return [];
    const width = anchor.shape.at(-1) ?? 1;
    for (let start = 0; start < anchor.data.length; start += width) {
      kernels.pace(12 * width);
      const found = distances(anchor.data, positive.data, negative.data, start, width, attributes);
      const { near, far, swapped } = found;
      if (margin + near - far < 0) continue;
      const flow = data[(start / width) * step] ?? NaN;
      const pull = { start, width, flow, distance: near };
      const push = { start, width, flow: -flow, distance: far };
      addSlopes(anchor.data, positive.data, pull, attributes, dAnchor.data, dPositive.data);
      if (swapped) addSlopes(positive.data, negative.data, push, attributes, dPositive.data, dNegative.data);
      else addSlopes(anchor.data, negative.data, push, attributes, dAnchor.data, dNegative.data);
    }
    return outs.map((out, which) => (wanted[which] === true ? out : null));
  },
});

function tripletShape(args: readonly TensorType[]): Shape | ShapeError {
  const [anchor] = args;
  if (!anchor || args.length < 3) return { error: `${name} takes ${takes}` };
  for (const { elementType, shape } of args.slice(0, 3)) {
    if (!isFloat(elementType)) return { error: `${name} compares floats, found ${elementType} values` };
    if (!sameShape(shape, anchor.shape)) {
      return {
        error: `${name} compares values of one shape, found ${shapeText(anchor.shape)} and ${shapeText(shape)}`,
      };
    }
  }
  return anchor.shape.length > 0
    ? anchor.shape.slice(0, -1)
    : { error: `${name} needs vectors, the anchor is a single number` };
}

function distance(
  a: TensorData,
  b: TensorData,
  start: number,
  width: number,
  { p = 2, eps = 1e-6 }: Triplet,
): number {
  let sum = 0;
  for (let place = start; place < start + width; place += 1) {
    const d = Math.abs((a[place] ?? NaN) - (b[place] ?? NaN) + eps);
    sum += p === 2 ? d * d : p === 1 ? d : d ** p;
  }
  return p === 2 ? Math.sqrt(sum) : p === 1 ? sum : sum ** (1 / p);
}

/** The distances to the positive and to the negative, and whether the latter was swapped. */
function distances(
  anchor: TensorData,
  positive: TensorData,
  negative: TensorData,
  start: number,
  width: number,
  attributes: Triplet,
): { readonly near: number; readonly far: number; readonly swapped: boolean } {
  const near = distance(anchor, positive, start, width, attributes);
  const far = distance(anchor, negative, start, width, attributes);
  if (attributes.swap !== true) return { near, far, swapped: false };
  const other = distance(positive, negative, start, width, attributes);
  return { near, far: Math.min(far, other), swapped: other < far };
}

/** Adds flow times the slope of the distance from a to b to the gradients of both; nothing where they coincide, as in PyTorch. */
function addSlopes(
  a: TensorData,
  b: TensorData,
  { start, width, flow, distance: length }: Readonly<Record<'start' | 'width' | 'flow' | 'distance', number>>,
  { p = 2, eps = 1e-6 }: Triplet,
  da: TensorData,
  db: TensorData,
): void {
  if (length === 0) return;
  for (let place = start; place < start + width; place += 1) {
    const d = (a[place] ?? NaN) - (b[place] ?? NaN) + eps;
    const slope = d === 0 ? 0 : flow * Math.sign(d) * (Math.abs(d) / length) ** (p - 1);
    da[place] = (da[place] ?? NaN) + slope;
    db[place] = (db[place] ?? NaN) - slope;
  }
}
