/** Batch sizes that stand in the attributes of ops: how they are recognised, and what they are for the batch that is run. */
import type { Attributes } from '../ops/op';
import type { OpCall } from '../ops/table';
import { callNamed } from './calls';
import type { Network, OpNode } from './network';

/**
 * The batch with which shapes are checked while building. Above 1, or it would stretch to other axes; a prime that hardly anyone
 * writes as a size, so that it can be told from the sizes in a message. Nothing of this size is ever allocated.
 */
export const nominalBatch = 99991;

/** Whether an attribute holds a batch size: a multiple of the nominal batch, but not 0. */
export function holdsBatch(attributes: Attributes): boolean {
  return Object.values(attributes).some((value) =>
    typeof value === 'object' && value !== null ? value.some(isBatchSize) : isBatchSize(value),
  );
}

/** The call of a node for a batch: its own, with that batch in place of the nominal one where its attributes hold batch sizes. */
export function callAt(
  { call, scalesWithBatch }: Pick<OpNode, 'call' | 'scalesWithBatch'>,
  batch: number,
): OpCall {
  if (scalesWithBatch !== true || batch === nominalBatch) return call;
  const sizeAt = (value: number): number => (isBatchSize(value) ? (value / nominalBatch) * batch : value);
  const valueAt = (value: Attributes[string]): Attributes[string] =>
    typeof value === 'object' && value !== null
      ? value.map(sizeAt)
      : isBatchSize(value)
        ? sizeAt(value)
        : value;
  const attributes: Attributes = call.attributes;
  const scaled = Object.entries(attributes).map(([name, value]) => [name, valueAt(value)] as const);
  return callNamed(call.op, Object.fromEntries<Attributes[string]>(scaled));
}

/** The batch to run a network with where so many samples are wanted: the only one for which its graph holds, if there is one. */
export function batchFor({ fixedBatch }: Pick<Network, 'fixedBatch'>, wanted: number): number {
  return fixedBatch ?? wanted;
}

/** Batches with which a graph can be checked: several, so that nothing fits by the accident of one, or the only one for which it holds. */
export function checkedBatches({ fixedBatch }: Pick<Network, 'fixedBatch'>): readonly [number, ...number[]] {
  return fixedBatch === undefined ? [2, 3] : [fixedBatch];
}

/** Whether a value stands for a multiple of the batch. */
export function isBatchSize(value: unknown): value is number {
  return (
    typeof value === 'number' && Number.isSafeInteger(value) && value !== 0 && value % nominalBatch === 0
  );
}
