/** Networks whose samples are indices: found by the layers that take the input, and held against the data. */
import { wholeNumber } from '../../../base/numbers';
import type { Dataset } from '../../../graph/dataset';
import { sizeOf } from '../../../tensor/tensor';
import type { Report } from '../report';
import type { Statement } from './statements';
import type { Range } from '../written';

/** The layers that take the network's input, as far as the walk has come. */
interface Walk {
  /** What they take indices below; null: one takes floats. Empty: none has been met. */
  readonly taken: Set<number | null>;
  /** Whether the next layer follows right behind the input. */
  isFirst: boolean;
}

/** The number of indices that the input holds, 0 for floats: it holds indices where all layers that take it want them. */
export function indexCountOf(statements: readonly Statement[]): number {
  const walk: Walk = { taken: new Set(), isFirst: true };
  follow(statements, walk);
  const counts = [...walk.taken].filter((count) => count !== null);
  // Layers with different numbers of tokens share the smallest.
  return counts.length > 0 && counts.length === walk.taken.size ? Math.min(...counts) : 0;
}

function follow(statements: readonly Statement[], walk: Walk): void {
  for (const { plan, from } of statements) {
    if (plan.kind === 'repeat') {
      if (plan.times > 0) follow(plan.body, walk);
      continue;
    }
    const takesInput = from ? from.value.some(({ value }) => value === 'input') : walk.isFirst;
    if (takesInput && plan.kind === 'layer') walk.taken.add(plan.tokens ?? null);
    walk.isFirst = false;
  }
}

/** The data as they are when all their inputs are indices; else null, which has been reported. */
export function withIndices(
  dataset: Dataset,
  indexCount: number,
  range: Range,
  report: Report,
): Dataset | null {
  if (indexCount === 0) return dataset;
  const { inputs, sampleShape } = dataset;
  const wrong = inputs.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < indexCount));
  if (wrong === -1) return dataset;
  const sample = Math.floor(wrong / Math.max(1, sizeOf(sampleShape))) + 1;
  report.error(
    `Sample ${wholeNumber(sample)} holds ${inputs[wrong] ?? NaN}, but the network takes indices, 0 to ${wholeNumber(indexCount - 1)}.`,
    range,
  );
  return null;
}
