/** How large the runs of a comparison may be: samples, seeds and columns are given up until the work fits. */
import { shortNumber } from '../../base/numbers';
import { planFor, type Plan } from '../../engine/plan';
import { batchFor } from '../../graph/batchSizes';
import type { Network } from '../../graph/network';
import { costOf } from '../../inspect/controls';
import type { FloatType } from '../../tensor/tensor';

/** Operations that a whole grid may cost, some seconds of work; its trainings on top of that. */
const gridBudget = 2.5e10;
const trainingBudget = 1.5e11;

const seedCounts = [3, 1] as const;
const smallestBatch = 16;
/** Medians over seeds need fewer samples than the verdict, which counts dead units. */
const largestSeedBatch = 64;

/** The size of a comparison. */
export interface GridSize {
  readonly seeds: number;
  readonly batch: number;
  readonly verdictBatch: number;
  /** Whether all columns are compared, or only the file's own. */
  readonly allColumns: boolean;
  /** Floating-point operations. */
  readonly work: number;
}

/** The largest size that fits, for a grid of rows x columns; null when even the smallest is too dear. */
export function gridSize(network: Network, plan: Plan, rows: number, columns: number): GridSize | null {
  const { floatType } = plan;
  for (const across of columns > 1 ? [columns, 1] : [1]) {
    for (const seeds of seedCounts) {
      for (let batch = plan.batch; ; batch = Math.max(smallestBatch, batch >> 1)) {
        const seedBatch = batchFor(network, Math.min(batch, largestSeedBatch));
        const runs = (of: (batch: number) => number): number =>
          // Beside the cells run the controls: one of geometry, and a textbook one for each column.
          rows * across * (of(batch) + seeds * of(seedBatch)) + (across + 1) * seeds * of(seedBatch);
        if (runs((count) => costOf(network, count, plan)) <= gridBudget) {
          const work = runs((count) => planFor(network, count, floatType).work);
          return { seeds, batch: seedBatch, verdictBatch: batch, allColumns: across === columns, work };
        }
        if (batch <= batchFor(network, smallestBatch)) break;
      }
    }
  }
  return null;
}

/** What training costs, and which cells get it. */
export interface TrainingSize {
  readonly work: number;
  readonly cells: 'all' | 'own column' | 'none';
}

/** How many of the cells can be trained for some steps. */
export function trainingSize(
  network: Network,
  {
    steps,
    batch,
    floatType,
  }: { readonly steps: number; readonly batch: number; readonly floatType: FloatType },
  rows: number,
  columns: number,
): TrainingSize {
  const column = rows * steps * costOf(network, batch, { floatType });
  const work = rows * steps * planFor(network, batch, floatType).work;
  if (column * columns <= trainingBudget) return { work: work * columns, cells: 'all' };
  return column <= trainingBudget ? { work, cells: 'own column' } : { work, cells: 'none' };
}

/** A number of operations in words: 2.4 GFLOP. */
export function workText(work: number): string {
  const units = [
    [1e12, 'TFLOP'],
    [1e9, 'GFLOP'],
    [1e6, 'MFLOP'],
  ] as const;
  const [size, unit] = units.find(([least]) => work >= least) ?? [1e3, 'kFLOP'];
  return `${shortNumber(work / size)} ${unit}`;
}
