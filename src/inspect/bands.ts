/** Bands: what is usual for every layer of a network, as quantiles over the seeds of its runs. */
import type { Measures, ParameterMeasures } from '../analysis/measures';
import type { Band, Bands } from '../analysis/report';
import type { Row } from '../analysis/rows';
import { quantile } from '../analysis/statistics';
import type { LayerIndex, Network } from '../graph/network';

/** Numbers of one run by layer; null where there is none. */
export type BandSample = Readonly<Record<keyof Bands, readonly (number | null)[]>>;

/** What bands are made of, from the measures of one run. */
export function bandSampleOf({ nodes }: Network, rows: readonly Row[], measures: Measures): BandSample {
  const delta = measures.rows.map((row) => row.delta);
  const weights = new Map<LayerIndex, string>();
  for (const node of nodes) {
    if (node.kind !== 'parameter' || (node.role !== 'weight' && node.role !== 'embedding')) continue;
    if (!weights.has(node.layer)) weights.set(node.layer, node.name);
  }
  const weightOf = ({ layer, activationLayer }: Row): ParameterMeasures | null => {
    const name = weights.get(layer) ?? weights.get(activationLayer ?? -1);
    return (name === undefined ? null : measures.parameters.get(name)) ?? null;
  };
  return {
    delta,
    gain: rows.map(({ next }, index) => {
      const [own = null, behind = null] = [delta[index], next === null ? null : delta[next]];
      return own === null || behind === null || behind === 0 ? null : own / behind;
    }),
    outputStd: measures.rows.map(({ output }) => output.std),
    weightGradient: rows.map((row) => weightOf(row)?.gradient?.rms ?? null),
    gradientRatio: rows.map((row) => {
      const { rms = 0, gradient = null } = weightOf(row) ?? {};
      return gradient === null || rms === 0 ? null : gradient.rms / rms;
    }),
    dead: measures.rows.map(({ dead }) => dead && (dead.of === 0 ? 0 : dead.units / dead.of)),
    saturated: measures.rows.map(({ saturated }) => saturated),
    stepRatio: measures.rows.map(({ steps }) => stepRatioOf(steps)),
  };
}

/** Null for a single step, and where the last one has no gradient. */
function stepRatioOf(passes: readonly (readonly number[])[]): number | null {
  const off = (ratio: number): number => Math.abs(Math.log(ratio));
  let farthest: number | null = null;
  for (const steps of passes) {
    const last = steps.at(-1) ?? NaN;
    const ratio = (steps[0] ?? NaN) / last;
    // Where the loss looks at earlier steps alone, as at the end of a backward direction of which one output is taken.
    if (steps.length < 2 || !(last > 0) || Number.isNaN(ratio)) continue;
    if (farthest === null || off(ratio) > off(farthest)) farthest = ratio;
  }
  return farthest;
}

/** The bands of several runs of one variant; without runs they are empty. */
export function bandsOf(samples: readonly BandSample[]): Bands {
  const [first] = samples;
  const of = (name: keyof Bands): readonly (Band | null)[] =>
    (first?.[name] ?? []).map((_, layer) => bandOf(samples.map((sample) => sample[name][layer] ?? null)));
  return {
    delta: of('delta'),
    gain: of('gain'),
    outputStd: of('outputStd'),
    weightGradient: of('weightGradient'),
    gradientRatio: of('gradientRatio'),
    dead: of('dead'),
    saturated: of('saturated'),
    stepRatio: of('stepRatio'),
  };
}

/** A number that is NaN in one run makes no band of the others. */
function bandOf(values: readonly (number | null)[]): Band | null {
  const known = values.flatMap((value) => (value === null || Number.isNaN(value) ? [] : [value]));
  known.sort((one, other) => one - other);
  return known.length === 0 ? null : [quantile(known, 0.05), quantile(known, 0.5), quantile(known, 0.95)];
}
