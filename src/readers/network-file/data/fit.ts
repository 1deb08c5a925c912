/** Makes the data fit the network: one shape for the samples, one for the targets, or a problem and no data. */
import type { Dataset } from '../../../graph/dataset';
import type { TargetNode } from '../../../graph/network';
import type { Shape } from '../../../tensor/tensor';
import { sampleMisfit, targetMisfit } from '../../data/fitting';
import type { Report } from '../report';
import type { Range } from '../written';

/** The data with the samples in the shape that the network takes; null when they have another number of values. */
export function withSampleShape(
  dataset: Dataset,
  shape: Shape,
  range: Range,
  report: Report,
): Dataset | null {
  const message = sampleMisfit(dataset, shape);
  if (message === undefined) return { ...dataset, sampleShape: shape };
  report.error(message, range);
  return null;
}

/**
 * The data with targets in the shape that the loss compares with; without targets when they do not fit. `signed` losses (the hinges)
 * know their two classes as -1 and 1 too, which become 0 and 1 here.
 */
export function withTargets(
  dataset: Dataset,
  target: TargetNode,
  signed: boolean,
  range: Range,
  report: Report,
): Dataset {
  if (!dataset.targets) return dataset;
  const targets = signed && dataset.targets.every(isSign) ? dataset.targets.map(zeroOrOne) : dataset.targets;
  const message = targetMisfit(dataset, targets, target);
  if (message === undefined) return { ...dataset, targets, targetShape: target.sampleShape };
  report.error(message, range);
  return { ...dataset, targets: null, targetShape: [] };
}

const isSign = (value: number): boolean => Math.abs(value) === 1;

const zeroOrOne = (sign: number): number => (sign + 1) / 2;
