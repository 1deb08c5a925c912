/** Gradient clipping: gradients of parameters scaled to a norm or cut off at a value, as PyTorch and as Keras do it. */
import type { Kernels } from '../tensor/kernels';
import { inPieces } from '../tensor/pace';
import type { Tensor } from '../tensor/tensor';

/** The gradient of every parameter by its name; null where the loss does not reach it. */
export type ParameterGradients = ReadonlyMap<string, Tensor | null>;

/** What clipping gives. */
export interface Clipped {
  /** New tensors, or those given where nothing is to be scaled. */
  readonly gradients: ParameterGradients;
  /** The norm of all gradients as one vector before they were clipped. */
  readonly norm: number;
}

/** PyTorch's addition to a norm before it divides by it. */
const added = 1e-6;

/**
 * The p-norm of all gradients as one vector, added up in float64; `Infinity` for the largest magnitude. NaN where one of them is NaN, 0
 * without any. @throws RangeError for a p that is not above 0
 */
export function totalNorm(gradients: ParameterGradients, p = 2): number {
  if (!(p > 0)) throw new RangeError(`a norm needs a power above 0, found ${p}`);
  let total = 0;
  for (const gradient of gradients.values()) {
    if (!gradient) continue;
    const part = p === Infinity ? largestMagnitude(gradient) : powerSum(gradient, p);
    total = p === Infinity ? Math.max(total, part) : total + part;
  }
  if (p === Infinity || p === 1) return total;
  return p === 2 ? Math.sqrt(total) : total ** (1 / p);
}

function largestMagnitude({ data }: Tensor): number {
  let largest = 0;
  // Math.max passes NaN on.
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function powerSum({ data }: Tensor, p: number): number {
  let sum = 0;
  if (p === 2) for (const value of data) sum += value * value;
  else if (p === 1) for (const value of data) sum += Math.abs(value);
  else for (const value of data) sum += Math.abs(value) ** p;
  return sum;
}

/**
 * PyTorch's clip_grad_norm_: all gradients times min(1, limit / (norm + 1e-6)), `p` the power of the norm. Where the norm is infinite, the
 * finite become 0 and the infinite NaN; where it is NaN, all become NaN, as there.
 */
export function clipByNorm(kernels: Kernels, gradients: ParameterGradients, limit: number, p = 2): Clipped {
  const norm = totalNorm(gradients, p);
  // Math.min passes NaN on.
  const scale = Math.min(1, limit / (norm + added));
  return { gradients: scaled(kernels, gradients, () => scale), norm };
}

/** PyTorch's clip_grad_value_ and Keras' clipvalue: every element into [-limit, limit]; NaN stays. */
export function clipByValue(kernels: Kernels, gradients: ParameterGradients, limit: number): Clipped {
  const norm = totalNorm(gradients);
  const clipped = [...gradients].map(([name, gradient]): [string, Tensor | null] => [
    name,
    gradient && cutOff(kernels, gradient, limit),
  ]);
  return { gradients: new Map(clipped), norm };
}

function cutOff(kernels: Kernels, { shape, data }: Tensor, limit: number): Tensor {
  const out = kernels.allocate(shape);
  inPieces(data.length, kernels.pace, (from, to) => {
    for (let place = from; place < to; place += 1) {
      const value = data[place] ?? NaN;
      out.data[place] = value > limit ? limit : value < -limit ? -limit : value;
    }
  });
  return out;
}

/** Keras' clipnorm: every gradient by itself, times limit / max(its norm, limit). */
export function clipEachByNorm(kernels: Kernels, gradients: ParameterGradients, limit: number): Clipped {
  const norm = totalNorm(gradients);
  const scaleOf = (gradient: Tensor): number => limit / Math.max(Math.sqrt(powerSum(gradient, 2)), limit);
  return { gradients: scaled(kernels, gradients, scaleOf), norm };
}

/** Keras' global_clipnorm: all gradients times limit min(1 / norm, 1 / limit); all NaN where the norm is not finite. */
export function clipByGlobalNorm(kernels: Kernels, gradients: ParameterGradients, limit: number): Clipped {
  const norm = totalNorm(gradients);
  const scale = Number.isFinite(norm) ? limit * Math.min(1 / norm, 1 / limit) : NaN;
  return { gradients: scaled(kernels, gradients, () => scale), norm };
}

function scaled(
  kernels: Kernels,
  gradients: ParameterGradients,
  scaleOf: (gradient: Tensor) => number,
): ParameterGradients {
  const out = new Map<string, Tensor | null>();
  for (const [name, gradient] of gradients) {
    const scale = gradient ? scaleOf(gradient) : 1;
    if (!gradient || scale === 1) {
      out.set(name, gradient);
      continue;
    }
    const clipped = kernels.allocate(gradient.shape);
    kernels.affine(gradient, scale, 0, clipped);
    out.set(name, clipped);
  }
  return out;
}
