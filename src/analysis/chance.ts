/** The chance level of a loss: what a predictor gets that knows the targets' distribution but not the inputs. */
import type { TargetNode } from '../graph/network';
import type { Tensor } from '../tensor/tensor';
import { statisticsOf } from './statistics';

/**
 * Chance for the losses whose value at a constant prediction is known: the label entropy for cross-entropy (nats), the binary
 * entropy for the binary losses, the variance of the targets for mse. Null for other losses, and for a single sample, which has no
 * distribution.
 */
export function chanceOf(loss: string, node: TargetNode, target: Tensor): number | null {
  if ((target.shape[0] ?? 1) < 2) return null;
  if (loss === 'mse') return statisticsOf(target).std ** 2;
  if (node.meaning === 'binary') return binaryEntropy(statisticsOf(target).mean);
  if (node.meaning === 'classes') return labelEntropy(target);
  return null;
}

function labelEntropy({ data }: Tensor): number {
  const counts = new Map<number, number>();
  for (const label of data) counts.set(label, (counts.get(label) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / data.length) * Math.log(count / data.length);
  return entropy;
}

function binaryEntropy(share: number): number {
  if (share <= 0 || share >= 1) return 0;
  return -share * Math.log(share) - (1 - share) * Math.log(1 - share);
}
