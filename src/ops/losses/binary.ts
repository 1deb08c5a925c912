/** Losses of two classes: binary cross-entropy of probabilities and of logits, and the hinge. */
import type { Elementwise, Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import { relu } from '../activations/rectifiers';
import { logistic, sigmoid } from '../activations/bounded';
import { softplusOf } from '../activations/smooth';
import { defineOp, type BoundOp, type NoAttributes } from '../op';
import { compared, comparedType, mapped, shareGradient, shifted, sumOver, workPerElement } from './mean';

/** How a binary cross-entropy reads its prediction. */
interface Reading {
  readonly name: string;
  /** -log of the probability of class 1, and of class 0. */
  readonly one: Elementwise;
  readonly zero: Elementwise;
  /** dL/dprediction of every element, before the mean. */
  readonly gradient: (kernels: Kernels, prediction: Tensor, target: Tensor) => Tensor;
}

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

/** Arguments: prediction, target of the same shape with values in [0, 1]. Output: the mean of y one(x) + (1 - y) zero(x). dy = one - zero. */
function binaryLoss({ name, one, zero, gradient }: Reading): BoundOp<NoAttributes> {
  return defineOp<NoAttributes, Saved>({
    role: 'loss',
    shape: (args) => comparedType(name, args),
    work: workPerElement(8),
    forward: (kernels, args) => {
      const [prediction, target] = compared(name, args);
      const losses = mapped(kernels, one, prediction);
      kernels.pairwise('multiply', losses, target, losses);
      const others = mapped(kernels, zero, prediction);
      kernels.pairwise('multiply', others, shifted(kernels, target, -1, 1), others);
      kernels.pairwise('add', losses, others, losses);
      return { outputs: [sumOver(kernels, losses, losses.data.length)], saved: { prediction, target } };
    },
    backward: (kernels, [dy], { prediction, target }, _attributes, wanted) => {
      if (!dy) return [null, null];
      const size = prediction.data.length;
      const targetGradient = (): Tensor => {
        const out = mapped(kernels, one, prediction);
        kernels.pairwise('subtract', out, mapped(kernels, zero, prediction), out);
        return out;
      };
      return [
        wanted[0] === true ? shareGradient(kernels, gradient(kernels, prediction, target), dy, size) : null,
        wanted[1] === true ? shareGradient(kernels, targetGradient(), dy, size) : null,
      ];
    },
  });
}

/** PyTorch's floor under the logarithm of a probability. */
const leastLog = -100;
/** PyTorch's floor under p (1 - p), a float32 constant there. */
const leastVariance = Math.fround(1e-12);

const bernoulliVariance: Elementwise = {
  name: 'bernoulli-variance',
  parameters: [leastVariance],
  value: (p) => Math.max((1 - p) * p, leastVariance),
  derivative: (p) => 1 - 2 * p,
};

/**
 * Binary cross-entropy of probabilities (PyTorch's BCELoss): logarithms are clamped at -100, and dL/dp = (p - y) / max(p (1 - p), 1e-12)
 * / size, as PyTorch has it.
 */
export const binaryCrossEntropy = binaryLoss({
  name: 'binary-cross-entropy',
  one: {
    name: 'negative-log',
    parameters: [leastLog],
    value: (p) => -Math.max(Math.log(p), leastLog),
    derivative: (p) => -1 / p,
  },
  zero: {
    name: 'negative-log-complement',
    parameters: [leastLog],
    value: (p) => -Math.max(Math.log1p(-p), leastLog),
    derivative: (p) => 1 / (1 - p),
  },
  gradient: (kernels, prediction, target) => {
    const out = kernels.allocate(prediction.shape);
    kernels.pairwise('subtract', prediction, target, out);
    kernels.pairwise('divide', out, mapped(kernels, bernoulliVariance, prediction), out);
    return out;
  },
});

/** Binary cross-entropy of logits (PyTorch's BCEWithLogitsLoss), without overflow; dL/dx = (sigma(x) - y) / size. */
export const binaryCrossEntropyWithLogits = binaryLoss({
  name: 'bce-logits',
  one: {
    name: 'softplus-of-negative',
    parameters: [],
    value: (x) => softplusOf(-x),
    derivative: (x) => -logistic(-x),
  },
  zero: { name: 'softplus-of', parameters: [], value: softplusOf, derivative: logistic },
  gradient: (kernels, prediction, target) => {
    const out = mapped(kernels, sigmoid.curve({}).f, prediction);
    kernels.pairwise('subtract', out, target, out);
    return out;
  },
});

interface Margins {
  /** 1 - s x. */
  readonly missing: Tensor;
  /** The targets as -1 and 1. */
  readonly signs: Tensor;
}

/**
 * The mean of max(0, 1 - s x) (Keras's Hinge). Arguments: prediction, target of the same shape with values -1 and 1; targets of only 0
 * and 1 are read as -1 and 1, as Keras does. dL/dx = -s / size where the margin is missed, 0 where it is just met.
 */
export const hinge = defineOp<NoAttributes, Margins>({
  role: 'loss',
  shape: (args) => comparedType('hinge', args),
  work: workPerElement(4),
  forward: (kernels, args) => {
    const [prediction, target] = compared('hinge', args);
    const zeroOrOne = target.data.every((value) => value === 0 || value === 1);
    const signs = shifted(kernels, target, zeroOrOne ? 2 : 1, zeroOrOne ? -1 : 0);
    const missing = kernels.allocate(prediction.shape);
    kernels.pairwise('multiply', prediction, signs, missing);
    kernels.affine(missing, -1, 1, missing);
    const losses = mapped(kernels, relu.curve({}).f, missing);
    return { outputs: [sumOver(kernels, losses, losses.data.length)], saved: { missing, signs } };
  },
  backward: (kernels, [dy], { missing, signs }, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null, null];
    const out = kernels.allocate(missing.shape);
    kernels.mapGradient(relu.curve({}).f, signs, missing, out);
    return [shareGradient(kernels, out, dy, -out.data.length), null];
  },
});
