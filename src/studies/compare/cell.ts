/** One cell of the comparison: the network with another initialisation and activation, run over the seeds and judged by the rules. */
import type { ControlReport, FlowReport } from '../../analysis/report';
import { median } from '../../analysis/statistics';
import { limitsWith } from '../../analysis/rules/limits';
import { findings } from '../../analysis/rules/table';
import type { Network } from '../../graph/network';
import { bandsOf } from '../../inspect/bands';
import { controlReport, samplesOf, type ControlSample, type ControlSize } from '../../inspect/controls';
import { firstRun, type FirstRun } from '../../inspect/firstRun';
import type { Subject } from '../study';
import type { CompareCell } from './answer';

/** What all cells share. */
export interface Grid {
  readonly subject: Subject;
  readonly size: ControlSize;
  /** Samples of the run that the rules look at. */
  readonly verdictBatch: number;
  /** The way of delta; without one (a single layer with weights) it is that layer alone. */
  readonly path: FlowReport['path'];
  readonly ends: { readonly first: number; readonly last: number };
}

/** A variant of the network for each of its seeds. */
export type VariantAt = (seed: number) => Network;

/** The runs of one variant over the seeds, yielding after every one. */
export function* overSeeds(variantAt: VariantAt, grid: Grid): Generator<undefined, readonly ControlSample[]> {
  const { subject, ends, size } = grid;
  const { network, kernels, checkpoint } = subject;
  const samples: ControlSample[] = [];
  for (const seed of seedsOf(network, size)) {
    const run = { network: { ...network, seed }, ends, kernels, checkpoint };
    samples.push(...(yield* samplesOf(variantAt(seed), run, { ...size, seeds: 1 })));
  }
  return samples;
}

/** The seeds of a comparison: the network's own and those behind it. */
export function seedsOf({ seed }: Network, { seeds }: ControlSize): readonly number[] {
  return Array.from({ length: seeds }, (_, index) => (seed + index) % Number.MAX_SAFE_INTEGER);
}

/** The controls that a variant is judged against. */
export interface Yardsticks {
  readonly geometry: ControlReport;
  readonly textbook: ControlReport;
}

/** Runs and judges one variant, yielding after every run. */
export function* cellOf(
  variantAt: VariantAt,
  grid: Grid,
  yardsticks: Yardsticks,
): Generator<undefined, CompareCell> {
  const { path } = grid;
  const samples = yield* overSeeds(variantAt, grid);
  const own = controlReport(samples);
  const { report, verdict } = judged(variantAt(grid.subject.network.seed), grid, { ...yardsticks, own });
  const along = <T>(values: readonly T[]): readonly T[] =>
    path.flatMap((index) => values.slice(index, index + 1));
  return {
    verdict,
    delta: along(own.delta),
    gain: path.map((index) => gainOf(samples, index, report.layers[index]?.next ?? null)),
    saturated: along(own.saturated),
    dead: along(own.dead),
    outputStd: along(own.outputStd),
    ratio: own.ratio,
    loss: median(samples.map(({ loss }) => loss ?? NaN)),
    nonFinite: own.nonFinite,
  };
}

/** The median over the seeds of delta here over delta of the layer that it came from. */
function gainOf(samples: readonly ControlSample[], layer: number, next: number | null): number | null {
  if (next === null) return null;
  const gains = samples.map(({ delta }) => {
    const [here, there] = [delta[layer] ?? null, delta[next] ?? null];
    return here === null || there === null ? NaN : here / there;
  });
  const defined = gains.filter((gain) => !Number.isNaN(gain));
  return defined.length === 0 ? null : median(defined);
}

/** No rule asks for them. */
const noBands = { own: bandsOf([]), textbook: bandsOf([]) };

/** What the rules say about a variant, as if it stood in the file. */
function judged(
  variant: Network,
  { subject, size, verdictBatch }: Grid,
  controls: Yardsticks & { readonly own: ControlReport },
): Pick<FirstRun, 'network'> & { report: FirstRun['analysis']; verdict: CompareCell['verdict'] } {
  const { kernels, memoryLimit, checkpoint, judging } = subject;
  const options = { seed: null, batch: verdictBatch, memoryLimit, training: true, checkpoint };
  const { network, analysis, evidence } = kernels.temporarily(() => firstRun(variant, kernels, options));
  const found = findings({
    network,
    report: analysis,
    controls: { ...controls, ...size, bands: noBands },
    evidence,
    limits: limitsWith(judging?.limits ?? {}),
  });
  const gravest = found.find(({ severity }) => severity !== 'information');
  if (!gravest) return { network, report: analysis, verdict: null };
  const { rule, severity, message, layer } = gravest;
  return { network, report: analysis, verdict: { rule, severity, message, layer } };
}
