/** The census: between steps, every sample of the training set is run once more, for its score and to see which units are dead on all of them. */
import type { Evaluator, Score } from '../../engine/training/evaluate';
import type { ParameterValues } from '../../engine/parameters';
import type { TrainingSamples } from '../../engine/training/samples';
import type { Observer } from '../../engine/trace';
import type { Pace } from '../../tensor/pace';
import { markAlive, unitLayout, type UnitWord } from '../units';
import type { TrainedRow } from './layers';
import { mostCensuses, mostMappedUnits, type Census, type LayerCensus, type Scores } from './record';
import { thinning } from './thinning';

/** Takes censuses. */
export interface CensusTaker {
  /** Whether one is due after so many updates. */
  wants(updates: number): boolean;
  /** Takes one; yields the number of samples after each batch of them. The parameters may not change meanwhile. */
  take(updates: number, parameters: ParameterValues): Generator<number, void>;
  census(): Census;
}

/** One census: the scores, and for each layer that can die 1 for every dead unit. */
interface Taken {
  readonly training: Score;
  readonly testing: Score | null;
  readonly dead: readonly Uint8Array[];
}

/** What one layer has gone through; it is told of every census, also of those that are thinned out later. */
interface Fate {
  unit: UnitWord;
  died: Float64Array;
  revived: Float64Array;
  dead: Uint8Array;
}

/** A census taker; `stride` updates lie between two censuses at first, `pace` hears of its loops. */
export function censusTaker(
  layers: readonly TrainedRow[],
  evaluator: Evaluator,
  { training, testing }: TrainingSamples,
  { stride, pace }: { readonly stride: number; readonly pace: Pace },
): CensusTaker {
  const mortal = layers.flatMap((layer, index) => (layer.described.canDie ? [{ ...layer, index }] : []));
  const kept = thinning<Taken>(mostCensuses, stride);
  const fates = mortal.map((): Fate => newFate(0));
  return {
    wants: (updates) => kept.wants(updates),
    *take(updates, parameters) {
      const alive = mortal.map((): Uint8Array => new Uint8Array(0));
      const watch: Observer['value'] = (node, output, tensor) => {
        mortal.forEach(({ row }, place) => {
          if (row.after.node !== node || row.after.output !== output) return;
          const layout = unitLayout(tensor.shape, row.unitAxis);
          const fate = fates[place];
          if (fate) fate.unit = layout.word;
          const known = alive[place];
          const marks = known?.length === layout.units ? known : new Uint8Array(layout.units);
          markAlive(tensor, row.unitAxis, marks, pace);
          alive[place] = marks;
        });
      };
      const score = yield* evaluator.score(parameters, training, watch);
      const held = testing.length === 0 ? null : yield* evaluator.score(parameters, testing);
      const dead = alive.map((units) => units.map((living) => 1 - living));
      dead.forEach((units, place) => {
        fates[place] = toldOf(fates[place] ?? newFate(0), units, updates);
      });
      kept.keep(updates, { training: score, testing: held, dead });
    },
    census: () => ({
      updates: Float64Array.from(kept.steps),
      training: scoresOf(kept.kept.map(({ training: each }) => each)),
      testing: testing.length === 0 ? null : scoresOf(kept.kept.flatMap(({ testing: each }) => each ?? [])),
      layers: mortal.map(({ index }, place) =>
        layerCensus(index, fates[place] ?? newFate(0), kept.kept, place),
      ),
    }),
  };
}

function newFate(units: number, unit: UnitWord = 'unit'): Fate {
  const never = (): Float64Array => new Float64Array(units).fill(NaN);
  return { unit, died: never(), revived: never(), dead: new Uint8Array(units) };
}

function toldOf(before: Fate, dead: Uint8Array, updates: number): Fate {
  const fate = before.dead.length === dead.length ? before : newFate(dead.length, before.unit);
  dead.forEach((now, unit) => {
    if (now === 1 && Number.isNaN(fate.died[unit])) fate.died[unit] = updates;
    if (now === 0 && fate.dead[unit] === 1) fate.revived[unit] = updates;
  });
  return { ...fate, dead: dead.slice() };
}

function scoresOf(scores: readonly Score[]): Scores {
  const known = scores.some(({ accuracy }) => accuracy !== null);
  return {
    loss: Float64Array.from(scores, ({ loss }) => loss),
    accuracy: known ? Float64Array.from(scores, ({ accuracy }) => accuracy ?? NaN) : null,
  };
}

function layerCensus(layer: number, fate: Fate, taken: readonly Taken[], place: number): LayerCensus {
  const { unit, died, revived, dead } = fate;
  const units = dead.length;
  const columns = taken.map((each) => each.dead[place] ?? new Uint8Array(units));
  const map = units > mostMappedUnits ? null : new Uint8Array(units * columns.length);
  columns.forEach((column, at) => {
    column.forEach((value, row) => {
      if (map) map[row * columns.length + at] = value;
    });
  });
  return {
    ...{ layer, unit, units, map },
    // The record outlives the moment; fates go on.
    ...{ died: died.slice(), revived: revived.slice(), dead: dead.slice() },
    share: Float32Array.from(columns, (column) => (units === 0 ? 0 : sumOf(column) / units)),
  };
}

function sumOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
