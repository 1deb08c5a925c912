/** Recorded steps: the numbers of every layer at some of the steps of a training. */
import type { ParameterValues } from '../../engine/parameters';
import type { Observer } from '../../engine/trace';
import type { StepResult } from '../../engine/training/trainer';
import type { Network } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import type { TensorData } from '../../tensor/tensor';
import { measuring, type Measures } from '../measures';
import type { Row } from '../rows';
import { euclideanNorm } from '../statistics';
import type { TrainedRow } from './layers';
import { layerMeasures, mostRecorded, type LayerMeasure, type RecordedSteps } from './record';
import { thinning } from './thinning';

/** Records steps. */
export interface StepRecorder {
  readonly stride: number;
  wants(step: number): boolean;
  /** Makes a step through `make`, hearing of its values, and keeps its numbers; a step that was not made is kept too. */
  record(step: number, make: (observe: Observer) => StepResult): StepResult;
  recorded(): RecordedSteps;
}

/** What recording works with. */
export interface RecorderOptions {
  readonly network: Network;
  readonly rows: readonly Row[];
  readonly layers: readonly TrainedRow[];
  readonly parameters: ParameterValues;
  readonly kernels: Kernels;
  /** Samples of a step: the last one of an epoch may have fewer. */
  readonly batchAt: (step: number) => number;
  /** Steps of the whole run. */
  readonly steps: number;
}

/** The numbers of one step: those of the whole, and for each measure one of every layer. */
interface Kept {
  readonly result: StepResult;
  readonly layers: Readonly<Record<LayerMeasure, Float32Array>>;
}

/** A recorder that has seen nothing yet. */
export function stepRecorder(options: RecorderOptions): StepRecorder {
  const { network, rows, layers, parameters, kernels, batchAt, steps: all } = options;
  // In a long run most of the first steps would be dropped again.
  const first = 2 ** Math.max(0, Math.floor(Math.log2(all / (4 * mostRecorded))));
  const kept = thinning<Kept>(mostRecorded, first);
  return {
    get stride() {
      return kept.stride;
    },
    wants: (step) => kept.wants(step),
    record: (step, make) => {
      const before = layers.map(({ weights }) => weights.map((name) => copyOf(parameters, name)));
      const how = { extent: 'report', batch: batchAt(step), kernels, pace: kernels.pace } as const;
      const taking = measuring(network, rows, how);
      const result = make(taking.observer);
      const measures = taking.measures();
      const numbers = layers.map((layer, index) =>
        numbersOf(layer, measures, weightNumbers(layer, before[index] ?? [], parameters)),
      );
      const byLayer = byMeasure((name) => Float32Array.from(numbers, (each) => each[name]));
      kept.keep(step, { result, layers: byLayer });
      return result;
    },
    recorded: () => {
      const { steps, stride } = kept;
      const results = kept.kept.map(({ result }) => result);
      return {
        steps: Float64Array.from(steps),
        stride,
        loss: Float64Array.from(results, ({ loss }) => loss),
        gradientNorm: Float64Array.from(results, ({ gradientNorm }) => gradientNorm),
        rate: Float64Array.from(results, ({ rate }) => rate),
        layers: byMeasure((name) => matrixOf(kept.kept, layers.length, name)),
      };
    },
  };
}

function byMeasure<T>(of: (name: LayerMeasure) => T): Record<LayerMeasure, T> {
  // The keys are exactly the measures.
  return Object.fromEntries(layerMeasures.map((name) => [name, of(name)])) as Record<LayerMeasure, T>;
}

/** A row for each layer, a column for each step. */
function matrixOf(kept: readonly Kept[], layers: number, name: LayerMeasure): Float32Array {
  const matrix = new Float32Array(layers * kept.length);
  kept.forEach((step, column) => {
    step.layers[name].forEach((value, row) => {
      matrix[row * kept.length + column] = value;
    });
  });
  return matrix;
}

function copyOf(parameters: ParameterValues, name: string): TensorData {
  return parameters.get(name)?.data.slice() ?? new Float64Array(0);
}

/** Norms of a layer's weights and of what a step did to them, and how many numbers they are. */
interface WeightNumbers {
  readonly norm: number;
  readonly moved: number;
  readonly count: number;
}

function weightNumbers(
  { weights }: TrainedRow,
  before: readonly TensorData[],
  parameters: ParameterValues,
): WeightNumbers {
  const moves = weights.map((name, index) => {
    const after = parameters.get(name)?.data;
    const start = before[index] ?? new Float64Array(0);
    const move = new Float64Array(start.length);
    for (let place = 0; place < move.length; place += 1) {
      move[place] = (after?.[place] ?? NaN) - (start[place] ?? NaN);
    }
    return move;
  });
  return {
    norm: euclideanNorm(before.map((values) => euclideanNorm(values))),
    moved: euclideanNorm(moves.map((move) => euclideanNorm(move))),
    count: before.reduce((sum, { length }) => sum + length, 0),
  };
}

function numbersOf(
  { described, weights }: TrainedRow,
  measures: Measures,
  { norm, moved, count }: WeightNumbers,
): Record<LayerMeasure, number> {
  const taken = measures.rows[described.layer];
  const dead = taken?.dead ?? null;
  const gradients = weights.flatMap((name) => measures.parameters.get(name)?.gradient?.norm ?? []);
  return {
    delta: taken?.delta ?? NaN,
    gradient: gradients.length === 0 ? NaN : euclideanNorm(gradients) / Math.sqrt(count),
    update: weights.length === 0 ? NaN : moved / norm,
    weight: weights.length === 0 ? NaN : norm,
    dead: dead === null ? NaN : dead.of === 0 ? 0 : dead.units / dead.of,
    saturated: taken?.saturated ?? NaN,
  };
}
