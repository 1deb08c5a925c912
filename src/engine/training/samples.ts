/** Samples to train on: those of the data set, or one drawn batch; put together in batches, in an order of each epoch's own. */
import { batchFor } from '../../graph/batchSizes';
import type { Network } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import { randomStream, shuffled } from '../../tensor/random';
import { streams } from '../parameters';
import {
  allocateInput,
  allocateTarget,
  copyInput,
  copyRows,
  drawProbe,
  inputNumbers,
  inputsOf,
  targetsOf,
  type Probe,
} from '../probe';

/** All samples that a training can see. */
export interface TrainingSamples {
  /** Indices of the samples to train on, and of those that are held out. */
  readonly training: readonly number[];
  readonly testing: readonly number[];
  /** A batch of these samples in storage of its own; repeated where the network takes no batch but a larger one. */
  batchOf(rows: readonly number[]): Probe;
}

/**
 * The samples of a network's data set; where it has none, or none of the targets, so many are drawn once, as the probe is (`drawn` of
 * them without a data set), and trained on like data.
 */
export function trainingSamples(network: Network, drawn: number, kernels: Kernels): TrainingSamples {
  const { dataset, seed } = network;
  const count = dataset?.count ?? drawn;
  const [target, ...others] = targetsOf(network);
  const nodes = inputsOf(network);
  const fed = dataset !== null && nodes.every((_, place) => inputNumbers(dataset, place));
  const complete = fed && (!target || dataset.targets !== null) && others.length === 0;
  const pool = complete ? null : drawnNumbers({ ...network, dataset: null }, count, seed, kernels);
  const numbersOf = (place: number): Float64Array =>
    (dataset && inputNumbers(dataset, place)) ?? pool?.inputs[place] ?? new Float64Array(0);
  const targets = dataset?.targets ?? pool?.targets ?? null;
  return {
    training: dataset?.training ?? Array.from({ length: count }, (_, index) => index),
    testing: dataset?.testing ?? [],
    batchOf: (wanted) => {
      const rows = repeated(wanted, batchFor(network, wanted.length));
      const batch = rows.length;
      const inputs = nodes.map((node, place) => {
        const tensor = allocateInput(node, batch, kernels);
        copyInput(numbersOf(place), node, rows, tensor, kernels.pace);
        return tensor;
      });
      if (!target || !targets) return { batch, inputs, target: null };
      const [first = null, ...otherTargets] = [targets, ...(pool?.otherTargets ?? [])].map((from, place) => {
        const tensor = allocateTarget(others[place - 1] ?? target, batch, kernels);
        copyRows(from, rows, tensor, kernels.pace);
        return tensor;
      });
      return { batch, inputs, target: first, ...(otherTargets.length > 0 && { otherTargets }) };
    },
  };
}

/** So many of the samples, from the first again behind the last: a network that takes one batch only must be given a full one. */
function repeated(rows: readonly number[], count: number): readonly number[] {
  if (rows.length === count) return rows;
  return Array.from({ length: count }, (_, index) => rows[index % rows.length] ?? 0);
}

function drawnNumbers(
  network: Network,
  count: number,
  seed: number,
  kernels: Kernels,
): {
  readonly inputs: readonly Float64Array[];
  readonly targets: Float64Array | null;
  readonly otherTargets: readonly Float64Array[];
} {
  return kernels.temporarily(() => {
    const {
      inputs,
      target,
      otherTargets = [],
    } = drawProbe({ ...network, fixedBatch: count }, count, seed, kernels);
    return {
      inputs: inputs.map(({ data }) => Float64Array.from(data)),
      targets: target && Float64Array.from(target.data),
      otherTargets: otherTargets.map(({ data }) => Float64Array.from(data)),
    };
  });
}

/** Which samples make up which step. */
export interface Batches {
  readonly size: number;
  readonly perEpoch: number;
  /** The samples of step `n`, from 0. */
  at(n: number): readonly number[];
}

/**
 * Epochs over the samples, each in a seeded order of its own, cut into batches; the last one of an epoch may be shorter (PyTorch's
 * DataLoader with shuffle). A batch of all samples keeps their order.
 */
export function batchesOf(samples: readonly number[], size: number, seed: number): Batches {
  const batch = Math.max(1, Math.min(size, samples.length));
  const perEpoch = Math.max(1, Math.ceil(samples.length / batch));
  const random = randomStream(seed, streams.batches);
  let shuffledEpoch = -1;
  let order: readonly number[] = samples;
  return {
    size: batch,
    perEpoch,
    at: (n) => {
      if (perEpoch === 1) return samples;
      const epoch = Math.floor(n / perEpoch);
      if (epoch !== shuffledEpoch) {
        order = shuffled(samples.length, random.fork(epoch)).map((place) => samples[place] ?? 0);
        shuffledEpoch = epoch;
      }
      const start = (n % perEpoch) * batch;
      return order.slice(start, start + batch);
    },
  };
}
