/** Controls: the network and its two variants run over several seeds on the same probe, so that verdicts compare like with like. */
import { isSum, measuring } from '../analysis/measures';
import type { ControlReport, Controls, Stage } from '../analysis/report';
import { rowsOf } from '../analysis/rows';
import { median } from '../analysis/statistics';
import { initialParameters } from '../engine/parameters';
import { planFor, type Plan } from '../engine/plan';
import { drawProbe } from '../engine/probe';
import { keepNothing, runNetwork, type Trace } from '../engine/trace';
import { batchFor } from '../graph/batchSizes';
import { weightsFrom } from '../graph/givenWeights';
import type { Network } from '../graph/network';
import type { Kernels } from '../tensor/kernels';
import { sizeOf } from '../tensor/tensor';
import { bandSampleOf, bandsOf, type BandSample } from './bands';
import { variantKey } from './variantKey';
import { geometryControl, textbookControl } from './variants';

/** Operations that all control runs together may cost; beyond it the batch is halved, then seeds are given up. */
const workBudget = 3e9;
const smallestBatch = 16;
const seedCounts = [7, 5, 3] as const;
const networksPerSeed = 3;

/** How much all control runs may cost, how many seeds there may be, the first choice first, and how many samples. */
interface ControlLimits {
  readonly budget: number;
  readonly seedCounts: readonly number[];
  readonly batches: readonly [most: number, least: number];
}

/**
 * Convolutions cost so much that their verdicts would fall away. They need fewer samples, since every place of an image is one for its
 * channels; at least four of them, since a norm over two samples leaves nothing but signs.
 */
const dear: ControlLimits = { budget: 4e10, seedCounts: [3, 1], batches: [16, 4] };

/** Operations in the time that it takes to write, differentiate and measure one value; seen: 40 ns, in which the fast kernels do 400. */
export const operationsPerValue = 100;

/** What one run of one variant shows, layer by layer. */
export interface ControlSample extends BandSample {
  /** Null where it could not be computed. */
  readonly loss: number | null;
  readonly ratio: number;
  readonly finite: boolean;
}

/** First and last weight layer, as the flow names them. */
interface Ends {
  readonly first: number;
  readonly last: number;
}

/** How often and on how many samples each variant runs. */
export interface ControlSize {
  readonly seeds: number;
  readonly batch: number;
}

/** How many seeds and samples the budgets allow; null when even the smallest choice is too dear. */
function controlSize(network: Network, plan: Plan): ControlSize | null {
  return (
    sizeWithin(network, plan, { budget: workBudget, seedCounts, batches: [plan.batch, smallestBatch] }) ??
    sizeWithin(network, plan, dear)
  );
}

function sizeWithin(network: Network, plan: Plan, limits: ControlLimits): ControlSize | null {
  const [most] = limits.batches;
  const least = batchFor(network, limits.batches[1]);
  for (const seeds of limits.seedCounts) {
    for (let batch = batchFor(network, Math.min(plan.batch, most)); ; batch = Math.max(least, batch >> 1)) {
      if (costOf(network, batch, plan) * seeds * networksPerSeed <= limits.budget) return { seeds, batch };
      if (batch <= least) break;
    }
  }
  return null;
}

/** Operations of one run, or what it takes to write and to look at its values where they are many for little work, as in depthwise convolutions. */
export function costOf(network: Network, batch: number, { floatType }: Pick<Plan, 'floatType'>): number {
  const { work, types } = planFor(network, batch, floatType);
  const values = network.nodes.map((node, index) =>
    node.kind === 'op' ? (types[index] ?? []).reduce((sum, { shape }) => sum + sizeOf(shape), 0) : 0,
  );
  return Math.max(work, operationsPerValue * values.reduce((sum, count) => sum + count, 0));
}

/** What the runs of all variants share. */
export interface ControlRun {
  /** Whose seed and probe all variants have. */
  readonly network: Network;
  readonly plan: Plan;
  readonly ends: Ends;
  readonly kernels: Kernels;
  readonly checkpoint: (stage: Stage) => void;
  /** Runs of variants that were made already, by their keys; new ones are added. Absent: none is kept. */
  readonly knownRuns?: KnownRuns;
}

/** Runs of variants by what they depend on. */
export type KnownRuns = Map<string, readonly ControlSample[]>;

/** Runs the controls, yielding after every run so that other work gets its turn; null when they would cost too much. */
export function* measureControls(run: ControlRun): Generator<undefined, Controls | null> {
  const { network, plan } = run;
  const size = controlSize(network, plan);
  if (!size) return null;
  // Of a mean over more samples each has a smaller share.
  const share = isSum(network) ? 1 : size.batch / plan.batch;
  const own = scaled(yield* keptSamples(network, run, size), share);
  const geometry = scaled(yield* keptSamples(geometryControl(network), run, size), share);
  const textbook = scaled(yield* keptSamples(textbookControl(network), run, size), share);
  return {
    ...size,
    geometry: controlReport(geometry),
    textbook: controlReport(textbook),
    own: controlReport(own),
    // Beside weights that came from a file no draw is to be shown as what they should be.
    bands: { own: bandsOf(own), textbook: bandsOf(isGivenWhole(network) ? [] : textbook) },
  };
}

/** Whether all first values of a network come from a file. */
function isGivenWhole(network: Network): boolean {
  const weights = weightsFrom(network);
  return weights !== null && weights.given === weights.of;
}

function scaled(samples: readonly ControlSample[], share: number): readonly ControlSample[] {
  if (share === 1) return samples;
  return samples.map((sample) => ({ ...sample, delta: sample.delta.map((value) => value && value * share) }));
}

/** The runs of a variant, made only where they are not known: an edit of activations leaves the control that has none of them as it was. */
function* keptSamples(
  variant: Network,
  run: ControlRun,
  size: ControlSize,
): Generator<undefined, readonly ControlSample[]> {
  const { knownRuns, ends } = run;
  const key = knownRuns ? variantKey(variant, { first: ends.first, last: ends.last }, size) : null;
  const known = key === null ? undefined : knownRuns?.get(key);
  const samples = known ?? (yield* samplesOf(variant, run, size));
  if (key !== null) knownRuns?.set(key, samples);
  return samples;
}

/** Runs one variant over the seeds, yielding after every run. */
export function* samplesOf(
  variant: Network,
  { network, ends, kernels, checkpoint }: Omit<ControlRun, 'plan'>,
  size: ControlSize,
): Generator<undefined, readonly ControlSample[]> {
  const rows = rowsOf(variant);
  const samples: ControlSample[] = [];
  for (let index = 0; index < size.seeds; index += 1) {
    const seed = (network.seed + index) % Number.MAX_SAFE_INTEGER;
    const { observer, measures } = measuring(variant, rows, {
      extent: 'control',
      batch: size.batch,
      kernels,
      pace: kernels.pace,
    });
    const options = {
      ...{ kernels, seed, training: network.mode !== 'eval', checkpoint: () => checkpoint('controls') },
      ...{ keep: keepNothing, observe: observer },
    };
    const sample = kernels.temporarily(() => {
      const probe = drawProbe(network, size.batch, seed, kernels);
      const trace = runNetwork(variant, initialParameters(variant, seed, kernels), probe, options);
      return sampleOf(trace, bandSampleOf(variant, rows, measures()), ends);
    });
    samples.push(sample);
    yield;
  }
  return samples;
}

function sampleOf({ loss }: Trace, layers: BandSample, ends: Ends): ControlSample {
  const { delta } = layers;
  const ratio = (delta[ends.first] ?? NaN) / (delta[ends.last] ?? NaN);
  return {
    loss,
    ratio,
    ...layers,
    finite: Number.isFinite(loss ?? 0) && delta.every((value) => value === null || Number.isFinite(value)),
  };
}

/** The median of the runs of one variant. */
export function controlReport(samples: readonly ControlSample[]): ControlReport {
  const layers = samples[0]?.delta ?? [];
  const medians = (of: (sample: ControlSample) => readonly (number | null)[]): readonly (number | null)[] =>
    layers.map((_, layer) => medianOfKnown(samples.map((sample) => of(sample)[layer] ?? null)));
  return {
    ratio: median(samples.map(({ ratio }) => ratio).filter((ratio) => !Number.isNaN(ratio))),
    delta: medians((sample) => sample.delta),
    dead: medians((sample) => sample.dead),
    saturated: medians((sample) => sample.saturated),
    outputStd: layers.map((_, layer) => median(samples.map((sample) => sample.outputStd[layer] ?? NaN))),
    nonFinite: samples.filter(({ finite }) => !finite).length / samples.length,
  };
}

function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
