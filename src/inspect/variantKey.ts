/** What a run of a variant of a network depends on, as a text: two networks with the same one give the same numbers. */
import type { Network } from '../graph/network';

/** More numbers than these in a graph cost more to compare than to run again. */
const mostNumbers = 1000;

/** The text; null where comparing would cost too much. Where things are written, and what they are called beside parameters, is left out. */
export function variantKey(variant: Network, ends: object, size: object): string | null {
  const { nodes, dataset, seed, mode, loss, outputs, fixedBatch } = variant;
  let numbers = 0;
  const kept = (name: string, value: unknown): unknown => {
    if (name === 'span' || name === 'written') return undefined;
    if (ArrayBuffer.isView(value)) return (numbers = Infinity);
    if (Array.isArray(value)) numbers += value.length;
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  };
  if (nodes.length > mostNumbers) return null;
  const data = dataset && { ...sumsOf(dataset), count: dataset.count, scale: dataset.scale };
  const layers = nodes.map((node) => ('layer' in node ? node.layer : null));
  const text = JSON.stringify(
    [nodes, layers, data, seed, mode, loss?.node, outputs, fixedBatch, ends, size],
    kept,
  );
  return numbers > mostNumbers * 10 ? null : text;
}

/** Data are the same where their sums are, which no edit of how they are scaled leaves as they were. */
function sumsOf({ inputs, targets, training }: NonNullable<Network['dataset']>): object {
  const sum = (values: ArrayLike<number> | null): number | null => {
    if (!values) return null;
    let total = 0;
    for (let index = 0; index < values.length; index += 1) total += (values[index] ?? 0) * (1 + (index % 7));
    return total;
  };
  return { inputs: sum(inputs), targets: sum(targets), training: training.length };
}
