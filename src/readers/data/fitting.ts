/** Whether data fit a network: the numbers of a sample and the targets of its loss, or a sentence that says why not. */
import { counted, shapeText, wholeNumber } from '../../base/numbers';
import type { Dataset } from '../../graph/dataset';
import type { TargetNode } from '../../graph/network';
import { wrongTarget } from '../../graph/targetValues';
import { sizeOf, type Shape } from '../../tensor/tensor';

/** Why samples cannot have a shape; undefined when they can. */
export function sampleMisfit(
  { name, sampleShape }: Pick<Dataset, 'name' | 'sampleShape'>,
  shape: Shape,
): string | undefined {
  const [found, wanted] = [sizeOf(sampleShape), sizeOf(shape)];
  if (found === wanted) return undefined;
  return `A sample of ${name} has ${counted(found, 'value')}, but the input has ${wholeNumber(wanted)}, shape ${shapeText(shape)}.`;
}

/** Why the loss cannot compare with these targets; undefined when it can. */
export function targetMisfit(
  { targetShape }: Pick<Dataset, 'targetShape'>,
  targets: Float64Array,
  target: TargetNode,
): string | undefined {
  const [found, wanted] = [sizeOf(targetShape), sizeOf(target.sampleShape)];
  if (found !== wanted) {
    const kind = target.meaning === 'classes' ? 'class index' : 'target';
    const plural = target.meaning === 'classes' ? 'class indices' : 'targets';
    return `The loss compares with ${counted(wanted, kind, plural)} for each sample, the data give ${wholeNumber(found)}.`;
  }
  return wrongTarget(targets, target);
}
