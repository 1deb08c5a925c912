/** Heatmaps over the steps of a training: a measure of every layer, and which units of a layer are dead. */
import type { Heatmap } from '../../src/analysis/report';
import type { LayerCensus, LayerMeasure, RecordedLayer } from '../../src/analysis/training/record';
import { counted, percent, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { TrainingSnapshot } from '../../src/studies/training/snapshot';
import { stepAxis } from '../plot/training';
import type { Tick } from '../plot/plot';
import type { HeatScaling } from './colours';
import type { HeatPicture } from './picture';

/** How a measure is called and drawn, and which layers have it. */
interface MeasureLook {
  readonly word: string;
  readonly title: string;
  readonly meaning: string;
  readonly scale: HeatScaling;
  readonly of: (layer: RecordedLayer) => boolean;
}

/** Every measure of the layer x step picture, in the order of the choice. */
export const measureLooks: Readonly<Record<LayerMeasure, MeasureLook>> = {
  delta: {
    ...{ word: 'δ', title: 'δ by layer and step', scale: 'magnitude', of: () => true },
    meaning: 'RMS of δ over batch and units',
  },
  gradient: {
    ...{ word: '∂W', title: 'Weight gradient by layer and step', scale: 'magnitude' },
    ...{ meaning: 'RMS of the weight gradient before clipping', of: ({ trained }) => trained },
  },
  update: {
    ...{ word: 'update / W', title: 'Update over weight by layer and step', scale: 'magnitude' },
    ...{ meaning: 'RMS of what a step changed over RMS of the weights', of: ({ trained }) => trained },
  },
  weight: {
    ...{ word: '‖W‖', title: 'Weight norm by layer and step', scale: 'magnitude' },
    ...{ meaning: 'L2 norm of the weights', of: ({ trained }) => trained },
  },
  dead: {
    ...{ word: 'dead', title: 'Dead units in the batch by layer and step', scale: 'share' },
    ...{ meaning: 'Share of units that are 0 on the whole batch', of: ({ canDie }) => canDie },
  },
  saturated: {
    ...{ word: 'saturated', title: 'Saturated share by layer and step', scale: 'share' },
    meaning: 'Share of pre-activations where the activation is flat',
    of: ({ canSaturate }) => canSaturate,
  },
};

/** A usual rule of thumb: a step changes the weights by about a thousandth (A. Karpathy, CS231n, "Babysitting the learning process"). */
const healthyUpdate = { value: 1e-3, name: 'healthy 1e-3', from: 1e-4, to: 1e-2 } as const;

/** Tallest picture, in pixels. */
const tallest = 420;

/** The layers that have a measure, as indices of the record. */
export function measuredLayers({ layers }: TrainingSnapshot, measure: LayerMeasure): readonly number[] {
  return layers.flatMap((layer, index) => (measureLooks[measure].of(layer) ? [index] : []));
}

/** A measure of every layer that has it, over the steps up to `end`. */
export function stepsPicture(snapshot: TrainingSnapshot, measure: LayerMeasure, end: number): HeatPicture {
  const { recorded, layers } = snapshot;
  const { stride, steps } = recorded;
  const values = recorded.layers[measure];
  const rows = measuredLayers(snapshot, measure);
  const recordedAt = columnsOf(steps, stride, end);
  const columns = recordedAt.length;
  const at = (row: number, column: number): number | undefined => {
    const [layer, index] = [rows[row] ?? -1, recordedAt[column] ?? -1];
    return index < 0 ? undefined : values[layer * steps.length + index];
  };
  const picture = { rows: rows.length, columns, at };
  const { title, scale } = measureLooks[measure];
  return {
    ...{ id: `train-${measure}`, title, ...picture, heatmap: rangeOf(picture, values) },
    sentence: measureSentence(snapshot, measure, rows),
    ...{ rowAxis: 'layer', columnAxis: 'step', wide: true, tallest, named: true, missing: 'not made' },
    columnTicks: ticksUpTo(end),
    rowName: (row) => layers[rows[row] ?? -1]?.name ?? '',
    columnName: (column) => wholeNumber(steps[recordedAt[column] ?? -1] ?? column * stride),
    ...(scale === 'share' && { wording: percent }),
    ...(measure === 'update' && { mark: healthyUpdate }),
  };
}

/** Which units of a layer were dead at which census. */
export function unitsPicture(
  { census }: TrainingSnapshot,
  layer: LayerCensus,
  name: string,
  end: number,
): HeatPicture | null {
  const { map, units, unit } = layer;
  const { updates } = census;
  if (map === null || updates.length === 0 || units === 0) return null;
  const takenAt = columnsOf(updates, Math.max(1, (updates[1] ?? end) - (updates[0] ?? 0)), end);
  const columns = takenAt.length;
  const alive = (row: number, column: number): number | undefined => {
    const index = takenAt[column] ?? -1;
    return index < 0 ? undefined : 1 - (map[row * updates.length + index] ?? 0);
  };
  const picture = { rows: units, columns, at: alive };
  const dead = layer.dead.reduce((sum, each) => sum + each, 0);
  return {
    ...{ id: 'train-units', title: `${name}: which ${unit}s are dead`, ...picture },
    heatmap: rangeOf(picture, Float32Array.from(map)),
    sentence: `${counted(units, unit)} down, steps across: grey where a ${unit} is 0 on every training sample. At the last look ${wholeNumber(dead)} are dead.`,
    ...{ rowAxis: unit, columnAxis: 'step', wide: true, tallest: 300 },
    ...{ words: ['dead', 'alive'], missing: 'not looked at', columnTicks: ticksUpTo(end), rowName: String },
    columnName: (column) => wholeNumber(updates[takenAt[column] ?? -1] ?? NaN),
  };
}

/** For each column, `stride` steps wide, the index of the last of the steps in it; -1 where there is none. */
function columnsOf(steps: Float64Array, stride: number, end: number): Int32Array {
  const columns = new Int32Array(Math.max(1, Math.ceil(end / stride))).fill(-1);
  steps.forEach((step, index) => {
    columns[Math.min(columns.length - 1, Math.floor(step / stride))] = index;
  });
  return columns;
}

function ticksUpTo(end: number): readonly Tick[] {
  const { ticks } = stepAxis(end);
  return ticks.map(({ at, label }) => ({ at: at / end, label }));
}

type Cells = Pick<HeatPicture, 'rows' | 'columns' | 'at'>;

function rangeOf({ rows, columns, at }: Cells, values: Float32Array): Heatmap {
  const found = { smallest: Infinity, largest: 0, zeros: 0, notFinite: 0 };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = at(row, column);
      if (value === undefined) continue;
      const magnitude = Math.abs(value);
      if (!Number.isFinite(value)) found.notFinite += 1;
      else if (magnitude === 0) found.zeros += 1;
      else {
        found.smallest = Math.min(found.smallest, magnitude);
        found.largest = Math.max(found.largest, magnitude);
      }
    }
  }
  return {
    ...{ ...found, rows, columns, values, rowsPerCell: 1, columnsPerCell: 1, rowAxis: '', columnAxis: '' },
    ...{ smallest: found.largest === 0 ? 0 : found.smallest, robustMaximum: found.largest, outliers: 0 },
  };
}

function measureSentence(
  { recorded, layers }: TrainingSnapshot,
  measure: LayerMeasure,
  rows: readonly number[],
): string {
  const { steps } = recorded;
  const { meaning, scale } = measureLooks[measure];
  const last = rows.map((row) => ({
    name: layers[row]?.name ?? '',
    value: recorded.layers[measure][row * steps.length + steps.length - 1] ?? NaN,
  }));
  const ordered = last
    .filter(({ value }) => Number.isFinite(value))
    .toSorted((one, other) => one.value - other.value);
  const [low, high] = [ordered[0], ordered.at(-1)];
  const at = `at step ${wholeNumber(steps.at(-1) ?? 0)}`;
  if (low === undefined || high === undefined) return `${meaning}; not finite ${at}.`;
  const text = scale === 'share' ? percent : shortNumber;
  const range =
    low === high
      ? `${text(high.value)} in ${high.name}`
      : `from ${text(low.value)} in ${low.name} to ${text(high.value)} in ${high.name}`;
  if (measure !== 'update') return `${meaning}: ${range} ${at}.`;
  const healthy = ordered.filter(
    ({ value }) => value >= healthyUpdate.from && value <= healthyUpdate.to,
  ).length;
  return `${meaning}: ${range} ${at}. About 1e-3 is healthy: ${wholeNumber(healthy)} of ${counted(rows.length, 'layer')} lie between 1e-4 and 1e-2.`;
}
