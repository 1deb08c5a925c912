/** Makes the data fit the network: one shape for the samples, one for the targets, or a problem and no data. */
import { counted, shapeText, wholeNumber } from '../../../base/numbers';
import type { Dataset } from '../../../graph/dataset';
import type { TargetNode } from '../../../graph/network';
import { wrongTarget } from '../../../graph/targetValues';
import { sizeOf, type Shape } from '../../../tensor/tensor';
import type { Report } from '../report';
import type { Range } from '../written';

/** The data with the samples in the shape that the network takes; null when they have another number of values. */
export function withSampleShape(
  dataset: Dataset,
  shape: Shape,
  range: Range,
  report: Report,
): Dataset | null {
  const [found, wanted] = [sizeOf(dataset.sampleShape), sizeOf(shape)];
  if (found === wanted) return { ...dataset, sampleShape: shape };
  report.error(
    `A sample of ${dataset.name} has ${counted(found, 'value')}, but the input has ${wholeNumber(wanted)}, shape ${shapeText(shape)}.`,
    range,
  );
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
  const message = misfit(dataset, targets, target);
  if (message === undefined) return { ...dataset, targets, targetShape: target.sampleShape };
  report.error(message, range);
  return { ...dataset, targets: null, targetShape: [] };
}

const isSign = (value: number): boolean => Math.abs(value) === 1;

const zeroOrOne = (sign: number): number => (sign + 1) / 2;

function misfit(dataset: Dataset, targets: Float64Array, target: TargetNode): string | undefined {
  const [found, wanted] = [sizeOf(dataset.targetShape), sizeOf(target.sampleShape)];
  if (found !== wanted) {
    const kind = target.meaning === 'classes' ? 'class index' : 'target';
    const plural = target.meaning === 'classes' ? 'class indices' : 'targets';
    return `The loss compares with ${counted(wanted, kind, plural)} for each sample, the data give ${wholeNumber(found)}.`;
  }
  return wrongTarget(targets, target);
}
