/** The probe: the seeded batch of inputs and targets that a network is tried on. */
import { batchFor } from '../graph/batchSizes';
import type { Dataset } from '../graph/dataset';
import type { InputNode, Network, TargetNode } from '../graph/network';
import { randomStream, shuffled, type RandomStream } from '../tensor/random';
import type { Law } from '../tensor/draws';
import type { Kernels } from '../tensor/kernels';
import { inPieces, type Pace } from '../tensor/pace';
import type { Tensor } from '../tensor/tensor';
import { streams } from './parameters';

/** One batch. */
export interface Probe {
  /** Samples. */
  readonly batch: number;
  /** For each input node of the network, in their order, with the batch axis first unless the input is whole. */
  readonly inputs: readonly Tensor[];
  readonly target: Tensor | null;
  /** For each target node behind the first, of a network whose outputs have losses of their own; absent: there is none. */
  readonly otherTargets?: readonly Tensor[];
}

/** Which batch of a seed to draw: the probe proper, or the second one that guards against chance zeros. */
export type ProbeNumber = 'first' | 'second';

/**
 * A batch of `batch` samples, or of as many as the network must have. From a data set: training samples in seeded order, the second batch
 * taking the samples that follow; without one: standard normal inputs (uniform indices where the network takes indices) with random targets
 * (uniform classes, fair coins, uniform shares that sum to 1, standard normal values). Each input has random numbers of its own; a whole one
 * is the same in both batches.
 */
export function drawProbe(
  network: Network,
  wanted: number,
  seed: number,
  kernels: Kernels,
  which: ProbeNumber = 'first',
): Probe {
  const { dataset } = network;
  const batch = batchFor(network, wanted);
  const random = randomStream(seed, which === 'first' ? streams.probe : streams.secondBatch);
  const [targetNode, ...otherNodes] = targetsOf(network);
  const samples = dataset && { dataset, rows: sampleOrder(dataset, batch, seed, which) };
  const inputs = inputsOf(network).map((node, place) => {
    const input = allocateInput(node, batch, kernels);
    const source = node.whole ? randomStream(seed, streams.probe) : random;
    const numbers = dataset && inputNumbers(dataset, place);
    // Fork 1 is the target's.
    const drawing = { random: place === 0 ? source : source.fork(place + 1), kernels };
    if (numbers) copyInput(numbers, node, samples?.rows ?? [], input, kernels.pace);
    else drawInput(input, node, drawing);
    return input;
  });
  if (!targetNode) return { batch, inputs, target: null };
  const target = allocateTarget(targetNode, batch, kernels);
  fillTarget(target, targetNode, samples, { random: random.fork(1), kernels });
  // Data hold the targets of the first output.
  const otherTargets = otherNodes.map((node, place) => {
    const other = allocateTarget(node, batch, kernels);
    fillTarget(other, node, null, { random: random.fork(1).fork(place), kernels });
    return other;
  });
  return { batch, inputs, target, ...(otherTargets.length > 0 && { otherTargets }) };
}

/** The targets of a network, in order: several where outputs have losses of their own. */
export function targetsOf(network: Network): readonly TargetNode[] {
  return network.nodes.filter((node) => node.kind === 'target');
}

/** Storage for a target of so many samples. */
export function allocateTarget(
  { meaning, sampleShape }: TargetNode,
  batch: number,
  kernels: Kernels,
): Tensor {
  return kernels.allocate([batch, ...sampleShape], meaning === 'classes' ? 'int32' : kernels.floatType);
}

/** The inputs of a network, in order. */
export function inputsOf(network: Network): readonly InputNode[] {
  return network.nodes.filter((node) => node.kind === 'input');
}

/** The numbers that a data set has for the input of that place; undefined where it has none. */
export function inputNumbers({ inputs, otherInputs }: Dataset, place: number): Float64Array | undefined {
  return place === 0 ? inputs : otherInputs?.[place - 1];
}

/** Storage for an input of so many samples. */
export function allocateInput(
  { sampleShape, indexCount, whole }: InputNode,
  batch: number,
  kernels: Kernels,
): Tensor {
  const shape = whole ? sampleShape : [batch, ...sampleShape];
  return kernels.allocate(shape, indexCount > 0 ? 'int32' : kernels.floatType);
}

/** Copies the samples of these indices into an input; of a whole one, all there is. */
export function copyInput(
  from: Float64Array,
  { whole }: InputNode,
  rows: readonly number[],
  input: Tensor,
  pace: Pace,
): void {
  if (whole) input.data.set(from);
  else copyRows(from, rows, input, pace);
}

/** The largest batch that the data allow: samples are never repeated. */
export function availableSamples(network: Network): number {
  return network.dataset ? network.dataset.training.length : Infinity;
}

function sampleOrder(dataset: Dataset, batch: number, seed: number, which: ProbeNumber): readonly number[] {
  const { training } = dataset;
  const order = dataset.inOrder
    ? [...training.keys()]
    : shuffled(training.length, randomStream(seed, streams.probe).fork(0));
  // As few samples as possible in both; where the batch is the whole training set the two are the same.
  const skip = which === 'second' ? Math.min(batch, training.length - batch) : 0;
  return Array.from(
    { length: batch },
    (_, index) => training[order[(skip + index) % order.length] ?? 0] ?? 0,
  );
}

/** Where drawn numbers come from, and who draws them. */
interface Drawing {
  readonly random: RandomStream;
  readonly kernels: Kernels;
}

const standardNormal: Law = { kind: 'normal', centre: 0, scale: 1, cut: Infinity };

/** The samples of a data set that make up a batch. */
interface Samples {
  readonly dataset: Dataset;
  readonly rows: readonly number[];
}

function drawInput(input: Tensor, { indexCount }: InputNode, { random, kernels }: Drawing): void {
  if (indexCount === 0) kernels.draw(standardNormal, random, input);
  else drawAll(input, (index) => uniformIndex(random, index, indexCount), kernels.pace);
}

function uniformIndex(random: RandomStream, position: number, below: number): number {
  return Math.floor(random.uniform(position) * below);
}

function fillTarget(
  target: Tensor,
  node: TargetNode,
  samples: Samples | null,
  { random, kernels }: Drawing,
): void {
  if (samples?.dataset.targets) {
    copyRows(samples.dataset.targets, samples.rows, target, kernels.pace);
    return;
  }
  const draws = {
    classes: (index: number) => drawClass(node, random, index),
    binary: { kind: 'coins', share: 0.5, one: 0, other: 1 },
    signs: { kind: 'coins', share: 0.5, one: -1, other: 1 },
    counts: (index: number) => Math.floor(-2 * Math.log1p(-random.uniform(index))),
    probabilities: (index: number) => random.uniform(index),
    values: standardNormal,
  } as const satisfies Record<TargetNode['meaning'], Law | ((index: number) => number)>;
  const from = draws[node.meaning];
  if (typeof from === 'function') drawAll(target, from, kernels.pace);
  else kernels.draw(from, random, target);
  if (node.meaning === 'probabilities') normaliseRows(target);
}

/** Steps that a drawn number costs. */
const drawSteps = 8;

function drawAll({ data }: Tensor, draw: (index: number) => number, pace: Pace): void {
  inPieces(data.length, pace, (from, to) => {
    for (let index = from; index < to; index += 1) data[index] = draw(index);
    pace(drawSteps * (to - from));
  });
}

/** Any class but the blank. */
function drawClass({ classCount, blank }: TargetNode, random: RandomStream, position: number): number {
  if (blank === undefined) return uniformIndex(random, position, classCount);
  const drawn = uniformIndex(random, position, Math.max(1, classCount - 1));
  return drawn < blank ? drawn : Math.min(drawn + 1, classCount - 1);
}

/** Scales every row over the last axis so that it sums to 1. */
function normaliseRows({ shape, data }: Tensor): void {
  const columns = shape.at(-1) ?? 1;
  for (let start = 0; start < data.length; start += columns) {
    let sum = 0;
    for (let place = start; place < start + columns; place += 1) sum += data[place] ?? NaN;
    for (let place = start; place < start + columns; place += 1) data[place] = (data[place] ?? NaN) / sum;
  }
}

/** Copies the samples of these indices, one behind the other. */
export function copyRows(from: Float64Array, rows: readonly number[], { data }: Tensor, pace: Pace): void {
  const width = rows.length === 0 ? 0 : data.length / rows.length;
  let into = 0;
  // A loop is several times faster than copies of short parts.
  for (const row of rows) {
    for (let place = row * width; place < (row + 1) * width; place += 1, into += 1) {
      data[into] = from[place] ?? NaN;
    }
    pace(width);
  }
}
