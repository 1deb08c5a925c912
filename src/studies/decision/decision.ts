/** The decision of a network with two inputs: its class over the plane, the line between classes, and how its samples fare. */
import type { ParameterValues } from '../../engine/parameters';
import { runNetwork } from '../../engine/trace';
import type { Dataset } from '../../graph/dataset';
import type { Network, NodeIndex } from '../../graph/network';
import { logistic } from '../../ops/activations/bounded';
import type { Kernels } from '../../tensor/kernels';
import { scalarOf, type Tensor } from '../../tensor/tensor';
import { zeroLine } from './contours';
import { lineOf, type Line } from './line';
import { readRows, type Reading, type Rows } from './reading';

/** A stretch of an axis. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** How a part of the samples fares. */
export interface Fare {
  readonly count: number;
  readonly right: number;
  readonly accuracy: number;
  /** As the network's own loss has it, without dropout. */
  readonly loss: number;
}

/** The samples that are drawn; everything one number a sample. */
export interface Samples {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** Of class 1, or of the predicted one; for a score the score. */
  readonly height: Float64Array;
  /** Log-odds of class 1; NaN where the network has none. */
  readonly logit: Float64Array;
  /** 1 for samples held out for testing. */
  readonly heldOut: Uint8Array;
}

/** The decision. */
export interface Decision {
  /** What the two inputs are called. */
  readonly columns: readonly [string, string];
  /** What `height` is: the probability of class 1, a score that is above 0 for class 1, or the probability of the winning class. */
  readonly kind: 'probability' | 'score' | 'classes';
  readonly classes: number;
  readonly x: Extent;
  readonly y: Extent;
  /** Cells along each axis. */
  readonly size: number;
  /** size x size, row-major, the first row at the lowest y, taken in the middle of each cell. */
  readonly height: Float32Array;
  /** The class of each cell. */
  readonly winner: Uint16Array;
  /** The line between classes: x1, y1, x2, y2 of segment after segment. */
  readonly boundary: Float64Array;
  /** Null without data. */
  readonly samples: Samples | null;
  /** Samples in all; the first of them are drawn where they are many. */
  readonly count: number;
  readonly training: Fare | null;
  readonly testing: Fare | null;
  /** For a network that is one linear layer under a sigmoid. */
  readonly line: Line | null;
}

/** What a decision is made of. */
export interface DecisionTask {
  readonly network: Network;
  readonly reading: Reading;
  readonly parameters: ParameterValues;
  readonly kernels: Kernels;
  /** Cells along each axis. */
  readonly size: number;
  readonly checkpoint: () => void;
}

/** More samples than these are not drawn. */
const mostSamples = 2000;
/** Samples of one run. */
const chunk = 2048;
/** The plane reaches beyond the samples by this share of their spread, and without data from -3 to 3. */
const margin = 0.08;
const withoutData: Extent = { from: -3, to: 3 };

/** The whole decision at once: of the first parameters, or of those that a training has reached. */
export function decisionOf(task: DecisionTask): Decision {
  const steps = decide(task);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same bit by bit: yields after every run. */
export function* decide(task: DecisionTask): Generator<undefined, Decision> {
  const { network, parameters, reading, size } = task;
  const { dataset } = network;
  const [x, y] = [0, 1].map((axis) => extentOf(dataset, axis)) as [Extent, Extent]; // one for each of two axes
  const middle = ({ from, to }: Extent, cell: number): number => from + ((to - from) * (cell + 0.5)) / size;
  const plane = new Float64Array(2 * size * size);
  for (let cell = 0; cell < size * size; cell += 1) {
    plane[2 * cell] = middle(x, cell % size);
    plane[2 * cell + 1] = middle(y, Math.floor(cell / size));
  }
  const rows = yield* run(task, plane);
  const place = { x: (column: number) => middle(x, column), y: (row: number) => middle(y, row) };
  const fields = rows.fields.map((values) => zeroLine({ columns: size, rows: size, values, ...place }));
  const samples = dataset && (yield* fate(task, dataset));
  return {
    columns: [dataset?.columns[0] ?? 'x1', dataset?.columns[1] ?? 'x2'],
    kind: reading.kind === 'logit' ? 'probability' : reading.kind,
    classes: reading.classes,
    x,
    y,
    size,
    height: Float32Array.from(rows.height),
    winner: Uint16Array.from(rows.winner),
    boundary: Float64Array.from(fields.flatMap((segments) => [...segments])),
    samples: samples?.samples ?? null,
    count: dataset?.count ?? 0,
    training: samples?.training ?? null,
    testing: samples?.testing ?? null,
    line: lineOf(network, reading, parameters),
  };
}

function extentOf(dataset: Dataset | null, axis: number): Extent {
  let [from, to] = [Infinity, -Infinity];
  for (let place = axis; place < (dataset?.inputs.length ?? 0); place += 2) {
    const value = dataset?.inputs[place] ?? NaN;
    if (!Number.isFinite(value)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  if (from > to) return withoutData;
  const room = to > from ? margin * (to - from) : 1;
  return { from: from - room, to: to + room };
}

/** Runs the network over pairs of numbers, as evaluation does. */
function* run(task: DecisionTask, pairs: Float64Array): Generator<undefined, Rows> {
  const { reading, kernels } = task;
  const count = pairs.length / 2;
  const numbers = {
    output: new Float64Array(count * (reading.kind === 'classes' ? reading.classes : 1)),
    logit: new Float64Array(count).fill(NaN),
  };
  for (let from = 0; from < count; from += chunk) {
    const part = pairs.subarray(2 * from, 2 * Math.min(count, from + chunk));
    kernels.temporarily(() => {
      const input = kernels.allocate([part.length / 2, 2]);
      input.data.set(part);
      const { output, logit } = reading;
      const values = forward(task, input, null, [output.node, ...(logit ? [logit.node] : [])]);
      const found = values[output.node]?.[output.output];
      if (found) numbers.output.set(found.data, (from * numbers.output.length) / count);
      const odds = logit && values[logit.node]?.[logit.output];
      if (odds) numbers.logit.set(odds.data, from);
    });
    yield;
  }
  return readRows(reading, numbers.output, numbers.logit, logistic);
}

/** One forward pass; the values of the given nodes. */
function forward(
  { network, parameters, kernels, checkpoint }: DecisionTask,
  input: Tensor,
  target: Tensor | null,
  nodes: readonly NodeIndex[],
): readonly (readonly Tensor[])[] {
  // Without a loss to go back from, a run is only a forward pass.
  const forwardOnly: Network = { ...network, loss: null };
  return runNetwork(
    forwardOnly,
    parameters,
    { batch: input.shape[0] ?? 0, inputs: [input], target },
    {
      kernels,
      seed: network.seed,
      training: false,
      checkpoint,
      keep: { values: new Set(nodes), gradients: new Set() },
    },
  ).values;
}

/** How the samples fare. */
function* fate(
  task: DecisionTask,
  dataset: Dataset,
): Generator<undefined, Pick<Decision, 'training' | 'testing'> & { readonly samples: Samples }> {
  const { reading } = task;
  const rows = yield* run(task, dataset.inputs);
  const truth = truthOf(dataset, reading);
  const isRight = (sample: number): boolean => truth[sample] === rows.winner[sample];
  const fareOf = function* (chosen: readonly number[]): Generator<undefined, Fare | null> {
    if (chosen.length === 0 || !dataset.targets) return null;
    const right = chosen.filter(isRight).length;
    const loss = yield* lossOver(task, dataset, chosen);
    return { count: chosen.length, right, accuracy: right / chosen.length, loss };
  };
  const training = yield* fareOf(dataset.training);
  const testing = yield* fareOf(dataset.testing);
  const heldOut = new Uint8Array(dataset.count);
  for (const sample of dataset.testing) heldOut[sample] = 1;
  const drawn = Math.min(mostSamples, dataset.count);
  const samples: Samples = {
    x: Float64Array.from({ length: drawn }, (_, sample) => dataset.inputs[2 * sample] ?? NaN),
    y: Float64Array.from({ length: drawn }, (_, sample) => dataset.inputs[2 * sample + 1] ?? NaN),
    truth: truth.slice(0, drawn),
    predicted: Int32Array.from(rows.winner.subarray(0, drawn)),
    height: rows.height.slice(0, drawn),
    logit: rows.logit.slice(0, drawn),
    heldOut: heldOut.slice(0, drawn),
  };
  return { samples, training, testing };
}

/** The class of every sample; -1 without targets. */
function truthOf({ count, targets }: Dataset, { target, classes, kind }: Reading): Int32Array {
  if (!targets) return new Int32Array(count).fill(-1);
  const width = targets.length / Math.max(1, count);
  if (kind !== 'classes') {
    const middle = target.meaning === 'signs' ? 0 : 0.5;
    return Int32Array.from({ length: count }, (_, sample) =>
      (targets[sample * width] ?? NaN) > middle ? 1 : 0,
    );
  }
  if (width !== classes) return Int32Array.from({ length: count }, (_, sample) => targets[sample] ?? -1);
  return Int32Array.from({ length: count }, (_, sample) => {
    const shares = targets.subarray(sample * width, (sample + 1) * width);
    return shares.indexOf(Math.max(...shares));
  });
}

/** The network's own loss over some samples; in parts where they are many, each weighted by its size. */
function* lossOver(
  task: DecisionTask,
  dataset: Dataset,
  chosen: readonly number[],
): Generator<undefined, number> {
  const { network, reading, kernels } = task;
  const end = network.loss?.node ?? -1;
  const node = network.nodes[end];
  const sums =
    node?.kind === 'op' && 'reduction' in node.call.attributes && node.call.attributes.reduction === 'sum';
  let total = 0;
  for (let from = 0; from < chosen.length; from += chunk) {
    const part = chosen.slice(from, from + chunk);
    total += kernels.temporarily(() => {
      const input = kernels.allocate([part.length, 2]);
      const target = kernels.allocate(
        [part.length, ...reading.target.sampleShape],
        reading.target.meaning === 'classes' ? 'int32' : kernels.floatType,
      );
      const width = target.data.length / part.length;
      part.forEach((sample, row) => {
        input.data.set(dataset.inputs.subarray(2 * sample, 2 * sample + 2), 2 * row);
        target.data.set(dataset.targets?.subarray(sample * width, (sample + 1) * width) ?? [], row * width);
      });
      const loss = forward(task, input, target, [end])[end]?.[0];
      return (loss ? scalarOf(loss) : NaN) * (sums ? 1 : part.length / chosen.length);
    });
    yield;
  }
  return total;
}
