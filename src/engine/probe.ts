/** The probe: the seeded batch of inputs and targets that a network is tried on. */
import type { Dataset } from '../graph/dataset';
import type { InputNode, Network, TargetNode } from '../graph/network';
import { randomStream, shuffled, type RandomStream } from '../tensor/random';
import { sizeOf, zeros, type FloatType, type Tensor } from '../tensor/tensor';
import { streams } from './parameters';

/** One batch, whole shapes with the batch axis first. */
export interface Probe {
  readonly input: Tensor;
  readonly target: Tensor | null;
}

/** Which batch of a seed to draw: the probe proper, or the second one that guards against chance zeros. */
export type ProbeNumber = 'first' | 'second';

/**
 * A batch of `batch` samples. From a data set: training samples in seeded order, the second batch taking the samples that follow;
 * without one: standard normal inputs with random targets (uniform classes, fair coins, uniform shares that sum to 1, standard normal values).
 */
export function drawProbe(
  network: Network,
  batch: number,
  seed: number,
  floatType: FloatType,
  which: ProbeNumber = 'first',
): Probe {
  const random = randomStream(seed, which === 'first' ? streams.probe : streams.secondBatch);
  const inputNode = network.nodes.find((node) => node.kind === 'input');
  const targetNode = network.nodes.find((node) => node.kind === 'target');
  const rows = network.dataset && sampleOrder(network.dataset, batch, seed, which);
  return {
    input: inputNode
      ? inputBatch(inputNode, network.dataset, rows, batch, random, floatType)
      : zeros(floatType, [batch, 0]),
    target: targetNode
      ? targetBatch(targetNode, network.dataset, rows, batch, random.fork(1), floatType)
      : null,
  };
}

/** The largest batch that the data allow: samples are never repeated. */
export function availableSamples(network: Network): number {
  return network.dataset ? network.dataset.training.length : Infinity;
}

function sampleOrder(dataset: Dataset, batch: number, seed: number, which: ProbeNumber): readonly number[] {
  const { training } = dataset;
  const order = shuffled(training.length, randomStream(seed, streams.probe).fork(0));
  const skip = which === 'second' && training.length >= 2 * batch ? batch : 0;
  return Array.from(
    { length: batch },
    (_, index) => training[order[(skip + index) % order.length] ?? 0] ?? 0,
  );
}

function inputBatch(
  node: InputNode,
  dataset: Dataset | null,
  rows: readonly number[] | null,
  batch: number,
  random: RandomStream,
  floatType: FloatType,
): Tensor {
  const input = zeros(floatType, [batch, ...node.sampleShape]);
  if (dataset && rows) copyRows(dataset.inputs, sizeOf(node.sampleShape), rows, input);
  else for (let index = 0; index < input.data.length; index += 1) input.data[index] = random.normal(index);
  return input;
}

function targetBatch(
  node: TargetNode,
  dataset: Dataset | null,
  rows: readonly number[] | null,
  batch: number,
  random: RandomStream,
  floatType: FloatType,
): Tensor {
  const target = zeros(node.meaning === 'classes' ? 'int32' : floatType, [batch, ...node.sampleShape]);
  if (dataset?.targets && rows) {
    copyRows(dataset.targets, sizeOf(node.sampleShape), rows, target);
    return target;
  }
  const draws = {
    classes: (index: number) => Math.floor(random.uniform(index) * node.classCount),
    binary: (index: number) => (random.uniform(index) < 0.5 ? 0 : 1),
    probabilities: (index: number) => random.uniform(index),
    values: (index: number) => random.normal(index),
  } as const;
  const draw = draws[node.meaning];
  for (let index = 0; index < target.data.length; index += 1) target.data[index] = draw(index);
  if (node.meaning === 'probabilities') normaliseRows(target);
  return target;
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

function copyRows(from: Float64Array, width: number, rows: readonly number[], into: Tensor): void {
  rows.forEach((row, index) => into.data.set(from.subarray(row * width, (row + 1) * width), index * width));
}
