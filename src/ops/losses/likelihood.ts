/** Negative log-likelihoods of counts (Poisson) and of values with a predicted variance (Gaussian). */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { comparedShape, elementwiseLoss } from './elementwise';
import { stretches } from '../broadcast';
import { absent, defineLoss, expanded, type Flow, type Reduced } from './terms';

/** Stirling's approximation of ln t!, which PyTorch adds for counts above 1. */
const stirling = (t: number): number => (t > 1 ? t * Math.log(t) - t + Math.log(2 * Math.PI * t) / 2 : 0);
const stirlingSlope = (t: number): number => (t > 1 ? Math.log(t) + 1 / (2 * t) : 0);

/**
 * Negative log-likelihood of counts t under a Poisson distribution (PyTorch's PoissonNLLLoss): e^x - t x for the logarithm x of the rate
 * (`logInput`, true unless said), x - t ln(x + eps) for the rate itself (Keras' Poisson has eps 1e-7). `full` adds Stirling's approximation
 * of ln t! for counts above 1. `eps` 1e-8 unless said.
 */
export const poissonNegativeLogLikelihood = elementwiseLoss<
  Reduced & { readonly logInput?: boolean; readonly full?: boolean; readonly eps?: number }
>({
  name: 'poisson-nll',
  work: 12,
  define: ({ logInput = true, full = false, eps = 1e-8 }) => {
    const constant = full ? stirling : () => 0;
    const constantSlope = full ? stirlingSlope : () => 0;
    return logInput
      ? {
          value: (x, t) => Math.exp(x) - t * x + constant(t),
          slope: (x, t) => Math.exp(x) - t,
          targetSlope: (x, t) => constantSlope(t) - x,
        }
      : {
          value: (x, t) => x - t * Math.log(x + eps) + constant(t),
          slope: (x, t) => 1 - t / (x + eps),
          targetSlope: (x, t) => constantSlope(t) - Math.log(x + eps),
        };
  },
});

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
  /** In the shape of the prediction, and in its own. */
  readonly variance: Tensor;
  readonly given: Shape;
}

const gaussian = 'gaussian-nll';

/**
 * Negative log-likelihood of values under normal distributions (PyTorch's GaussianNLLLoss). Arguments: means, targets of the same shape,
 * variances that broadcast to them or lack their last axis. Terms (ln v + (x - t)^2 / v) / 2 with v = max(variance, eps), with `full` also
 * ln(2 pi) / 2. `eps` 1e-6 unless said. As in PyTorch, the derivative by a variance below eps is that at eps; PyTorch refuses negative
 * variances, which count as eps here.
 */
export const gaussianNegativeLogLikelihood = defineLoss<
  Reduced & { readonly full?: boolean; readonly eps?: number },
  Saved
>({
  name: gaussian,
  takes: 'a prediction, a target and a variance',
  least: 3,
  count: 3,
  work: 20,
  problem: ({ eps = 1e-6 }) => (eps > 0 ? null : `needs an eps above 0, found ${eps}`),
  shape: gaussianShape,
  // The variance stretched to the prediction, and its gradient before it is folded.
  passing: ([prediction, , variance]) => {
    const size = sizeOf(prediction?.shape ?? []);
    return size === sizeOf(variance?.shape ?? []) ? 0 : 2 * size;
  },
  forward: (kernels, args, { full = false, eps = 1e-6 }, terms) => {
    const [prediction, target, own = absent(gaussian)] = args;
    const variance = expanded(kernels, aligned(own, prediction.shape), prediction.shape);
    const constant = full ? Math.log(2 * Math.PI) / 2 : 0;
    for (let at = 0; at < terms.length; at += 1) {
      const v = Math.max(variance.data[at] ?? NaN, eps);
      const d = (prediction.data[at] ?? NaN) - (target.data[at] ?? NaN);
      terms[at] = (Math.log(v) + (d * d) / v) / 2 + constant;
    }
    kernels.pace(terms.length);
    return { prediction, target, variance, given: own.shape };
  },
  backward: (kernels, flow, saved, { eps = 1e-6 }, wanted) => [
    wanted[0] === true ? meanGradient(kernels, flow, saved, eps, 1) : null,
    wanted[1] === true ? meanGradient(kernels, flow, saved, eps, -1) : null,
    wanted[2] === true ? varianceGradient(kernels, flow, saved, eps) : null,
  ],
});

function gaussianShape(args: readonly TensorType[]): Shape | ShapeError {
  const [prediction, target, variance] = args;
  if (!prediction || !target || !variance) {
    return { error: `${gaussian} takes a prediction, a target and a variance` };
  }
  const shape = comparedShape(gaussian, args);
  if ('error' in shape) return shape;
  if (isFloat(variance.elementType) && stretches(aligned(variance, shape).shape, shape)) return shape;
  return {
    error: `${gaussian} needs variances that fit values of shape ${shapeText(shape)}, found shape ${shapeText(variance.shape)}`,
  };
}

/** A variance that lacks the last axis, with one of size 1. */
function aligned<Typed extends TensorType>(variance: Typed, shape: Shape): Typed {
  const { shape: own } = variance;
  const lacksLast = own.length === shape.length - 1 && own.every((size, axis) => size === shape[axis]);
  return lacksLast ? { ...variance, shape: [...own, 1] } : variance;
}

function meanGradient(
  kernels: Kernels,
  flow: Flow,
  { prediction, target, variance }: Saved,
  eps: number,
  sign: 1 | -1,
): Tensor {
  const out = kernels.allocate(prediction.shape);
  for (let at = 0; at < out.data.length; at += 1) {
    const d = (prediction.data[at] ?? NaN) - (target.data[at] ?? NaN);
    const v = Math.max(variance.data[at] ?? NaN, eps);
    out.data[at] = ((sign * d) / v) * (flow.data[at * flow.step] ?? NaN);
  }
  return out;
}

/** (1 / v - d^2 / v^2) / 2, summed where the variance was stretched. */
function varianceGradient(
  kernels: Kernels,
  flow: Flow,
  { prediction, target, variance, given }: Saved,
  eps: number,
): Tensor {
  const each = kernels.allocate(prediction.shape);
  for (let at = 0; at < each.data.length; at += 1) {
    const d = (prediction.data[at] ?? NaN) - (target.data[at] ?? NaN);
    const v = Math.max(variance.data[at] ?? NaN, eps);
    each.data[at] = ((1 - (d * d) / v) / (2 * v)) * (flow.data[at * flow.step] ?? NaN);
  }
  const stretched = aligned({ elementType: each.elementType, shape: given }, prediction.shape);
  const out = kernels.allocate(stretched.shape);
  kernels.reduce('sum', each, out);
  return { ...out, shape: given };
}
