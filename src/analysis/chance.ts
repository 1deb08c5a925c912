/** The chance level of a loss: what a predictor gets that knows the targets' distribution but not the inputs. */
import type { Dataset } from '../graph/dataset';
import type { TargetNode } from '../graph/network';
import { statisticsOf } from './statistics';

/**
 * Chance over all training samples, for the losses whose value at the best constant prediction is known: the label entropy for
 * cross-entropy and nll (nats), the binary entropy for the binary cross-entropies, 2 min(p, 1 - p) for hinge, the variance of the
 * targets for mse; with several columns the mean over them. Null for other losses, for data without targets, and for a single
 * sample, which has no distribution.
 */
export function chanceOf(loss: string, node: TargetNode, { targets, training }: Dataset): number | null {
  const level = levels[loss];
  if (!level || !targets || training.length < 2) return null;
  const width = node.sampleShape.reduce((product, size) => product * size, 1);
  let sum = 0;
  for (let column = 0; column < width; column += 1) {
    sum += level(Float64Array.from(training, (row) => targets[row * width + column] ?? NaN));
  }
  return width === 0 ? null : sum / width;
}

/** The level of one column of targets by the name of the loss. */
const levels: Readonly<Record<string, (targets: Float64Array) => number>> = {
  mse: (targets) => statisticsOf({ data: targets }).std ** 2,
  'cross-entropy': labelEntropy,
  nll: labelEntropy,
  'binary-cross-entropy': (targets) => binaryEntropy(statisticsOf({ data: targets }).mean),
  'bce-logits': (targets) => binaryEntropy(statisticsOf({ data: targets }).mean),
  hinge: (targets) => {
    const share = statisticsOf({ data: targets }).mean;
    return 2 * Math.min(share, 1 - share);
  },
};

function labelEntropy(labels: Float64Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / labels.length) * Math.log(count / labels.length);
  return entropy;
}

function binaryEntropy(share: number): number {
  if (share <= 0 || share >= 1) return 0;
  return -share * Math.log(share) - (1 - share) * Math.log(1 - share);
}
