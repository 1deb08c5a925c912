/** Losses of the overlap of a predicted and a true region: Dice and Tversky. */
import type { Kernels } from '../../tensor/kernels';
import type { Shape, Tensor, TensorData } from '../../tensor/tensor';
import type { Attributes, BoundOp } from '../op';
import { comparedShape } from './elementwise';
import { defineLoss, type Flow, type Reduced } from './terms';

/** One overlap for each sample (the first axis) rather than one over everything. */
type PerSample = { readonly perSample?: boolean };

/** Added to the denominator; Keras' `epsilon()`. */
const eps = 1e-7;

/** A ratio top / bottom of sums over elements, and the derivatives of both sums by one element. */
interface Overlap {
  readonly top: (x: number, y: number) => number;
  readonly bottom: (x: number, y: number) => number;
  readonly topSlope: (x: number, y: number) => number;
  readonly bottomSlope: (x: number, y: number) => number;
}

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

/** 1 - top / (bottom + 1e-7). Both sums are symmetric in prediction and target once `other` has them the other way round. */
function overlapLoss<A extends Attributes & Reduced & PerSample>(
  name: string,
  define: (attributes: A) => { readonly own: Overlap; readonly other: Overlap },
): BoundOp<A> {
  return defineLoss<A, Saved>({
    name,
    takes: 'a prediction and a target',
    count: 2,
    work: 5,
    shape: (args, { perSample = false }) => {
      const shape = comparedShape(name, args);
      if ('error' in shape) return shape;
      if (perSample && shape.length === 0) {
        return { error: `${name} needs an axis of samples, the prediction is a single number` };
      }
      return perSample ? shape.slice(0, 1) : [];
    },
    forward: (kernels, [prediction, target], attributes, terms) => {
      const { own } = define(attributes);
      const width = widthOf(prediction.shape, attributes);
      for (let term = 0; term < terms.length; term += 1) {
        const { top, bottom } = sums(own, prediction.data, target.data, term * width, width);
        terms[term] = 1 - top / bottom;
        kernels.pace(width);
      }
      return { prediction, target };
    },
    backward: (kernels, flow, { prediction, target }, attributes, wanted) => {
      const { own, other } = define(attributes);
      const width = widthOf(prediction.shape, attributes);
      return [
        wanted[0] === true ? overlapGradient(kernels, flow, own, prediction, target, width) : null,
        wanted[1] === true ? overlapGradient(kernels, flow, other, target, prediction, width) : null,
      ];
    },
  });
}

/** The number of elements of one term. */
function widthOf(shape: Shape, { perSample = false }: PerSample): number {
  return (perSample ? shape.slice(1) : shape).reduce((product, size) => product * size, 1);
}

function sums(
  { top: topOf, bottom: bottomOf }: Overlap,
  x: TensorData,
  y: TensorData,
  start: number,
  width: number,
): { readonly top: number; readonly bottom: number } {
  let [top, bottom] = [0, eps];
  for (let place = start; place < start + width; place += 1) {
    const [a, b] = [x[place] ?? NaN, y[place] ?? NaN];
    top += topOf(a, b);
    bottom += bottomOf(a, b);
  }
  return { top, bottom };
}

function overlapGradient(
  kernels: Kernels,
  { data, step }: Flow,
  overlap: Overlap,
  x: Tensor,
  y: Tensor,
  width: number,
): Tensor {
  const out = kernels.allocate(x.shape);
  const terms = width === 0 ? 0 : x.data.length / width;
  for (let term = 0; term < terms; term += 1) {
    const { top, bottom } = sums(overlap, x.data, y.data, term * width, width);
    const scale = (data[term * step] ?? NaN) / bottom;
    for (let place = term * width; place < (term + 1) * width; place += 1) {
      const [a, b] = [x.data[place] ?? NaN, y.data[place] ?? NaN];
      out.data[place] = scale * ((top / bottom) * overlap.bottomSlope(a, b) - overlap.topSlope(a, b));
    }
    kernels.pace(2 * width);
  }
  return out;
}

const plainDice: Overlap = {
  top: (x, y) => 2 * x * y,
  bottom: (x, y) => x + y,
  topSlope: (_x, y) => 2 * y,
  bottomSlope: () => 1,
};

const squaredDice: Overlap = { ...plainDice, bottom: (x, y) => x * x + y * y, bottomSlope: (x) => 2 * x };

/**
 * 1 - 2 sum(p y) / (sum(p) + sum(y) + 1e-7) of probabilities (Keras' Dice), over everything or with `perSample` for each sample. `squared`:
 * sums of squares below (Milletari et al. 2016, V-Net).
 */
export const dice = overlapLoss<Reduced & PerSample & { readonly squared?: boolean }>(
  'dice',
  ({ squared = false }) => {
    const own = squared ? squaredDice : plainDice;
    return { own, other: own };
  },
);

/**
 * 1 - sum(p y) / (sum(p y) + alpha sum((1 - p) y) + beta sum(p (1 - y)) + 1e-7) of probabilities (Salehi et al. 2017; Keras' Tversky, whose
 * alpha it is that weighs what was missed). `alpha` and `beta` 0.5 unless said, which is Dice.
 */
export const tversky = overlapLoss<Reduced & PerSample & { readonly alpha?: number; readonly beta?: number }>(
  'tversky',
  ({ alpha = 0.5, beta = 0.5 }) => {
    const sided = (missed: number, added: number): Overlap => ({
      top: (x, y) => x * y,
      bottom: (x, y) => x * y + missed * (1 - x) * y + added * x * (1 - y),
      topSlope: (_x, y) => y,
      bottomSlope: (_x, y) => y - missed * y + added * (1 - y),
    });
    return { own: sided(alpha, beta), other: sided(beta, alpha) };
  },
);
