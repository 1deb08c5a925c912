/** Reshape: sizes that stay, one that is left, and batches that an exporter has written into the file as numbers. */
import { isBatchSize, nominalBatch } from '../../../graph/batchSizes';
import { sizeOf, type Shape } from '../../../tensor/tensor';
import { shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Operand } from '../record/operands';

function reshape(asked: Asked): Operand {
  const x = asked.input(0);
  const written = asked.numbers(1) ?? [];
  if (asked.whole('allowzero', 0) === 1 && written.includes(0)) {
    throw new Unspellable('Reshape makes an axis without elements.');
  }
  const { bakedBatch } = asked.around;
  const sizes = bakedBatch === null ? written : withOpenBatch(shapeOf(x), written, bakedBatch);
  return asked.apply({ op: 'reshape', attributes: { sizes } }, x);
}

/**
 * The written sizes with an open batch: `shape` holds the nominal batch where the file had `baked`, and so has the result in the axis in
 * which the batch comes to lie.
 */
export function withOpenBatch(shape: Shape, written: Shape, baked: number): Shape {
  const from = shape.findIndex(isBatchSize);
  if (from === -1 || written.some(isBatchSize)) return written;
  const inFile = (size: number): number => (isBatchSize(size) ? (size / nominalBatch) * baked : size);
  const kept = written.map((size, axis) => (size === 0 ? inFile(shape[axis] ?? 1) : size));
  const known = sizeOf(kept.filter((size) => size !== -1));
  const sizes = kept.map((size) => (size === -1 ? sizeOf(shape.map(inFile)) / known : size));
  const before = sizeOf(shape.slice(0, from));
  let passed = 1;
  for (const [axis, size] of sizes.entries()) {
    const reaches = passed * size > before || (passed === before && size === baked);
    if (reaches && size % baked === 0 && before % passed === 0) {
      return sizes.with(axis, (size / baked) * nominalBatch);
    }
    passed *= size;
  }
  return written;
}

/** Reshape. */
export const reshaping = {
  Reshape: { since: 5, spell: reshape },
} as const satisfies Record<string, Operator>;
