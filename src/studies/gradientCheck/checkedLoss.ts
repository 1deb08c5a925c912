/** The loss that is differenced: in float64, over a batch small enough to compute it again for every element. */
import { counted, shortNumber } from '../../base/numbers';
import { parametersOf } from '../../engine/parameters';
import { planFor, planRun, type Plan } from '../../engine/plan';
import { availableSamples } from '../../engine/probe';
import { batchFor } from '../../graph/batchSizes';
import type { Network } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import { referenceKernels } from '../../tensor/reference';
import type { Shape } from '../../tensor/tensor';
import { StudyRefused, type Subject } from '../study';
import { lossOf, type Loss } from './loss';

/** A batch for differences: small, since the loss is computed again for every element; not 1, where batch statistics degenerate. */
const largestBatch = 8;
const smallestBatch = 2;
/** Floating-point operations that one forward pass may take. */
const passBudget = 1e8;

/**
 * The loss in float64 over a batch that is small enough.
 * @throws StudyRefused when the network has no loss or no parameters, or when one pass is too much
 */
export function checkedLoss(subject: Subject): { readonly loss: Loss; readonly plan: Plan } {
  const { network, memoryLimit, checkpoint } = subject;
  if (!network.loss) throw new StudyRefused(`${network.name} has no loss to take a gradient of.`);
  if (parametersOf(network).length === 0)
    throw new StudyRefused(`${network.name} has no parameters to take a gradient with.`);
  const batch = affordableBatch(network);
  const plan = planRun(network, { batch, memoryLimit, floatType: 'float64' });
  if ('refusal' in plan) throw new StudyRefused(plan.refusal);
  if (passWork(plan) > passBudget) {
    throw new StudyRefused(
      `One forward pass over ${counted(plan.batch, 'sample')} takes ${shortNumber(passWork(plan))} operations, and a check takes two for every element; the limit for a pass is ${shortNumber(passBudget)}.`,
    );
  }
  return { loss: lossOf(network, plan.batch, exact(subject), checkpoint), plan };
}

/** Plain loops in float64, which tell the inspection's pace of their work. */
export function exact({ kernels }: Subject): Kernels {
  return referenceKernels('float64', kernels.pace);
}

function affordableBatch(network: Network): number {
  let batch = batchFor(
    network,
    Math.min(largestBatch, network.batch ?? largestBatch, availableSamples(network)),
  );
  while (
    network.fixedBatch === undefined &&
    batch > smallestBatch &&
    passWork(planFor(network, batch, 'float64')) > passBudget
  )
    batch >>= 1;
  return batch;
}

/** The operations of a forward pass: of the work of a plan, a third. */
export function passWork({ work }: Plan): number {
  return work / 3;
}

/** The place along each axis of the element at a place in row-major order. */
export function indicesOf(index: number, shape: Shape): readonly number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((size) => {
      const at = rest % size;
      rest = Math.floor(rest / size);
      return at;
    })
    .toReversed();
}
