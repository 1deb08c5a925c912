/** Losses of class scores: cross-entropy and negative log-likelihood. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { sameShape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type NoAttributes, type ShapeError } from '../op';
import { compared, shareGradient, shifted, sumOver, workPerElement } from './mean';

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

/**
 * Softmax cross-entropy (PyTorch's CrossEntropyLoss). Arguments: logits (batch, classes); target, either int32 class indices (batch) or
 * float probabilities (batch, classes). Output: the mean over the batch of -sum of t log softmax(x). dx = (softmax(x) sum(t) - t) / batch,
 * dt = -log softmax(x) / batch.
 */
export const crossEntropy = defineOp<NoAttributes, Saved>({
  role: 'loss',
  shape: (args) => classLossType('cross-entropy', args, true),
  work: workPerElement(6),
  forward: (kernels, args) => {
    const [prediction, target] = compared('cross-entropy', args);
    const logs = kernels.allocate(prediction.shape);
    kernels.logSoftmax(prediction, logs);
    const saved = { prediction, target };
    if (target.elementType === 'int32') return { outputs: [meanAt(kernels, logs, target)], saved };
    kernels.pairwise('multiply', logs, target, logs);
    return { outputs: [sumOver(kernels, logs, -batchOf(prediction))], saved };
  },
  backward: (kernels, [dy], { prediction, target }, _attributes, wanted) => {
    if (!dy) return [null, null];
    const batch = batchOf(prediction);
    return [
      wanted[0] === true ? shareGradient(kernels, excess(kernels, prediction, target), dy, batch) : null,
      wanted[1] === true && target.elementType !== 'int32'
        ? shareGradient(kernels, logsOf(kernels, prediction), dy, -batch)
        : null,
    ];
  },
});

function logsOf(kernels: Kernels, prediction: Tensor): Tensor {
  const logs = kernels.allocate(prediction.shape);
  kernels.logSoftmax(prediction, logs);
  return logs;
}

/** softmax(x) sum(t) - t, where class indices stand for rows of zeros with one 1. */
function excess(kernels: Kernels, prediction: Tensor, target: Tensor): Tensor {
  const shares = kernels.allocate(prediction.shape);
  kernels.softmax(prediction, shares);
  if (target.elementType === 'int32') {
    for (const position of positionsOf(target, prediction)) {
      shares.data[position] = (shares.data[position] ?? NaN) - 1;
    }
    return shares;
  }
  const totals = kernels.allocate([batchOf(prediction), 1]);
  kernels.reduce('sum', target, totals);
  kernels.pairwise('multiply', shares, totals, shares);
  kernels.pairwise('subtract', shares, target, shares);
  return shares;
}

/**
 * Negative log-likelihood (PyTorch's NLLLoss). Arguments: log-probabilities (batch, classes), int32 class indices (batch). Output: the
 * mean over the batch of -x[class]; its derivative is -1 / batch there and 0 elsewhere.
 */
export const negativeLogLikelihood = defineOp<NoAttributes, Saved>({
  role: 'loss',
  shape: (args) => classLossType('nll', args, false),
  forward: (kernels, args) => {
    const [prediction, target] = compared('nll', args);
    return { outputs: [meanAt(kernels, prediction, target)], saved: { prediction, target } };
  },
  backward: (kernels, [dy], { prediction, target }, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null, null];
    const ones = kernels.allocate(prediction.shape);
    for (const position of positionsOf(target, prediction)) ones.data[position] = 1;
    return [shareGradient(kernels, ones, dy, -batchOf(prediction)), null];
  },
});

function classLossType(
  name: string,
  [prediction, target]: readonly TensorType[],
  takesProbabilities: boolean,
): readonly TensorType[] | ShapeError {
  if (!prediction || !target) return { error: `${name} takes a prediction and a target` };
  const found = shapeText(prediction.shape);
  const [batch, classes] = prediction.shape;
  if (prediction.shape.length !== 2 || batch === undefined || classes === undefined) {
    return { error: `${name} needs scores of shape (batch, classes), the prediction has ${found}` };
  }
  const given = shapeText(target.shape);
  const fits =
    target.elementType === 'int32'
      ? sameShape(target.shape, [batch])
      : takesProbabilities && sameShape(target.shape, prediction.shape);
  if (fits) return [{ elementType: prediction.elementType, shape: [] }];
  const wanted = takesProbabilities ? 'one class index or one row of probabilities' : 'one class index';
  return {
    error: `${name} needs ${wanted} per sample for scores of shape ${found}, the target has ${target.elementType} values of shape ${given}`,
  };
}

function batchOf(prediction: Tensor): number {
  return prediction.shape[0] ?? 0;
}

/** The mean over the batch of -x at each sample's class. */
function meanAt(kernels: Kernels, x: Tensor, target: Tensor): Tensor {
  const chosen = kernels.allocate([batchOf(x)]);
  positionsOf(target, x).forEach((position, sample) => (chosen.data[sample] = x.data[position] ?? NaN));
  return sumOver(kernels, shifted(kernels, chosen, -1, 0), chosen.data.length);
}

/** Where each sample's class stands in the scores. @throws RangeError when a class is not among the scores, as PyTorch does */
function positionsOf(target: Tensor, { shape: [, classes = 0] }: Tensor): number[] {
  return Array.from(target.data, (label, sample) => {
    if (label >= 0 && label < classes) return sample * classes + label;
    throw new RangeError(`class ${label} of sample ${sample} is not one of the ${classes} scores`);
  });
}
