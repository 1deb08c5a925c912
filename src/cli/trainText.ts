/** A training in print: a table for people, JSON for programs. */
import { counted, percent, shortNumber, wholeNumber } from '../base/numbers';
import { layerMeasures } from '../analysis/training/record';
import type { LayerMeasure, RecordedLayer, Scores } from '../analysis/training/record';
import type { TrainingSnapshot } from '../studies/training/snapshot';
import { formatVersion } from './json';
import { oneLine, tableLines } from './text';

const indent = '  ';

const headings = [
  'layer',
  'op',
  'delta',
  'gradient',
  'update/weight',
  'weight norm',
  'saturated',
  'dead',
] as const;

/** The training as text: how it went, the layers at the last recorded step, the dead units over the training set. */
export function textTraining(path: string, snapshot: TrainingSnapshot, seconds: number): string {
  const { network, training, batch, seed, step, steps, stepsPerEpoch, end } = snapshot;
  const facts = [
    `${oneLine(network)} (${path})`,
    training.optimizer.kind,
    `rate ${shortNumber(training.rate)}`,
    `batch ${wholeNumber(batch)}`,
    `seed ${seed}`,
  ];
  const pace = seconds > 0 ? ` · ${wholeNumber(Math.round(step / seconds))} steps a second` : '';
  const ending = end.kind === 'diverged' ? [`${indent}diverged: ${oneLine(end.sentence)}`] : [];
  return [
    facts.join(' · '),
    `${indent}${wholeNumber(step)} of ${counted(steps, 'step')} · ${shortNumber(step / stepsPerEpoch)} epochs of ${counted(snapshot.trainingSamples, 'sample')}${pace}`,
    ...ending,
    ...scoreLines(snapshot),
    ...layerLines(snapshot),
    ...deadLines(snapshot),
  ].join('\n');
}

function layerLines(snapshot: TrainingSnapshot): readonly string[] {
  if (snapshot.layers.length === 0) return [];
  const rows = snapshot.layers.map((layer, index) => cells(snapshot, layer, index));
  return ['', ...tableLines([headings, ...rows], leftColumns)];
}

const leftColumns: ReadonlySet<number> = new Set([0, 1]);

function scoreLines({ census, testingSamples }: TrainingSnapshot): readonly string[] {
  const line = (what: string, { loss, accuracy }: Scores): string => {
    const right = accuracy ? ` · ${shortNumber(100 * (accuracy.at(-1) ?? NaN))} % right` : '';
    const [first = NaN, last = NaN] = [loss[0], loss.at(-1)];
    return `${indent}${what}: loss ${shortNumber(first)} -> ${shortNumber(last)}${right}`;
  };
  return [
    ...(census.updates.length === 0 ? [] : [line('training samples', census.training)]),
    ...(census.testing ? [line(counted(testingSamples, 'held-out sample'), census.testing)] : []),
  ];
}

/** A measure of a layer at the last recorded step; NaN where there is none. */
function lastOf({ recorded }: TrainingSnapshot, layer: number, measure: LayerMeasure): number {
  const columns = recorded.steps.length;
  return recorded.layers[measure][layer * columns + columns - 1] ?? NaN;
}

function cells(snapshot: TrainingSnapshot, layer: RecordedLayer, index: number): readonly string[] {
  const number = (measure: LayerMeasure): string => shown(lastOf(snapshot, index, measure), shortNumber);
  const dead = snapshot.census.layers.find((each) => each.layer === index)?.share.at(-1);
  return [
    oneLine(layer.name),
    oneLine(
      layer.activation === null || layer.activation === layer.kind
        ? layer.kind
        : `${layer.kind} · ${layer.activation}`,
    ),
    ...(['delta', 'gradient', 'update', 'weight'] as const).map(number),
    shown(lastOf(snapshot, index, 'saturated'), percent),
    shown(dead ?? NaN, percent),
  ];
}

function shown(value: number, text: (value: number) => string): string {
  return Number.isNaN(value) ? '-' : text(value);
}

/** Layers with dead units: how many, and when the first and the last of them died. */
function deadLines({ census, layers }: TrainingSnapshot): readonly string[] {
  return census.layers.flatMap(({ layer, unit, units, dead, died }) => {
    const times = [...died].filter((_, index) => dead[index] === 1);
    if (times.length === 0) return [];
    const name = oneLine(layers[layer]?.name ?? '');
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const when =
      last === 0
        ? 'from the start'
        : first === last
          ? `since step ${wholeNumber(last)}`
          : `found between step ${wholeNumber(first)} and ${wholeNumber(last)}`;
    return `${indent}${name}: ${wholeNumber(times.length)} of ${counted(units, unit)} dead on the whole training set, ${when}`;
  });
}

/** The training as JSON: the numbers of the text, unrounded; numbers that are not finite as null. */
export function jsonTraining(path: string, snapshot: TrainingSnapshot, seconds: number): unknown {
  const { training, end, census, clipped, layers } = snapshot;
  const score = (count: number, { loss, accuracy }: Scores): object => ({
    count,
    firstLoss: loss[0],
    loss: loss.at(-1),
    accuracy: accuracy?.at(-1) ?? null,
  });
  return {
    version: formatVersion,
    path,
    network: snapshot.network,
    kernels: snapshot.kernels,
    seed: snapshot.seed,
    // What is undefined is left out.
    training: { ...training, span: undefined },
    batch: snapshot.batch,
    steps: snapshot.step,
    seconds,
    ended: end.kind,
    reason: end.kind === 'diverged' ? end.sentence : null,
    trainingSamples: score(snapshot.trainingSamples, census.training),
    testingSamples: census.testing && score(snapshot.testingSamples, census.testing),
    clippedByNorm: clipped.norm,
    clippedByValue: clipped.value,
    loss: { width: snapshot.loss.width, mean: Array.from(snapshot.loss.mean) },
    layers: layers.map((layer, index) => ({
      name: layer.name,
      op: layer.kind,
      activation: layer.activation,
      ...Object.fromEntries(layerMeasures.map((measure) => [measure, lastOf(snapshot, index, measure)])),
      deadOnAll: census.layers.find((each) => each.layer === index)?.share.at(-1) ?? null,
    })),
  };
}
