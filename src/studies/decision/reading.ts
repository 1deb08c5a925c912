/** How the output of a network with two inputs is read as a class: which networks have a decision to show. */
import type { Network, NodeIndex, TargetNode, Value } from '../../graph/network';
import { typesOf } from '../../graph/shapes';
import type { OpName } from '../../ops/table';

/** What the output says of one sample. */
export interface Reading {
  /**
   * `probability`: of class 1; `logit`: its log-odds; `score`: above 0 for class 1, no probability; `classes`: a row of them, as given by
   * `rows`.
   */
  readonly kind: 'probability' | 'logit' | 'score' | 'classes';
  /** For `classes`: what the numbers of a row are. */
  readonly rows: 'logits' | 'log-probabilities' | 'probabilities';
  readonly classes: number;
  readonly output: Value;
  /** The log-odds themselves, where a sigmoid makes the probability of them. */
  readonly logit: Value | null;
  readonly input: NodeIndex;
  readonly target: TargetNode;
}

/** Why there is none, in one sentence. */
export interface NoReading {
  readonly reason: string;
}

const twoClasses: Partial<Readonly<Record<OpName, Reading['kind']>>> = {
  'binary-cross-entropy': 'probability',
  dice: 'probability',
  tversky: 'probability',
  'bce-logits': 'logit',
  focal: 'logit',
  hinge: 'score',
  'squared-hinge': 'score',
  'soft-margin': 'score',
};

/** Losses between numbers: a decision only where a sigmoid makes the output a probability. */
const distances: ReadonlySet<OpName> = new Set<OpName>(['mse', 'l1', 'huber', 'smooth-l1']);

/** How to read a network, or why it cannot be read. */
export function readingOf(network: Network): Reading | NoReading {
  const inputs = network.nodes.flatMap((node, index) => (node.kind === 'input' ? [{ node, index }] : []));
  const [input, another] = inputs;
  const target = network.nodes.find((node) => node.kind === 'target');
  const loss = opAt(network, network.loss?.node);
  const [output] = network.outputs;
  const isPair =
    input?.node.sampleShape.length === 1 && input.node.sampleShape[0] === 2 && input.node.indexCount === 0;
  if (!input || another || !isPair || input.node.whole)
    return { reason: 'Decisions are drawn for networks with two input numbers.' };
  if (!target || loss === null || !output)
    return { reason: 'Without a loss on classes there is no decision to draw.' };
  if (network.fixedBatch !== undefined)
    return { reason: 'Decisions are drawn for networks that take any number of samples.' };
  const type = typesOf(network, 1, 'float64')[output.node]?.[output.output];
  const last = opAt(network, output.node);
  const base = { output, input: input.index, target, logit: null, rows: 'logits', classes: 2 } as const;
  if (type?.shape.reduce((product, size) => product * size, 1) === 1) {
    const kind = twoClasses[loss] ?? (distances.has(loss) && last === 'sigmoid' ? 'probability' : null);
    if (kind === null) return { reason: `The loss ${loss} asks for a number, not for a class.` };
    const logit =
      kind === 'logit'
        ? output
        : kind === 'probability' && last === 'sigmoid'
          ? argumentOf(network, output)
          : null;
    return { ...base, kind, logit };
  }
  const classes = type?.shape.length === 2 ? (type.shape[1] ?? 0) : 0;
  const rows = rowsOf(loss, last);
  if (classes < 2 || rows === null)
    return { reason: `The output for the loss ${loss} is not one class of several.` };
  return { ...base, kind: 'classes', rows, classes };
}

function rowsOf(loss: OpName, last: OpName | null): Reading['rows'] | null {
  if (loss === 'cross-entropy') return 'logits';
  if (loss === 'nll') return 'log-probabilities';
  return last === 'softmax' ? 'probabilities' : null;
}

function opAt({ nodes }: Network, index: NodeIndex | undefined): OpName | null {
  const node = index === undefined ? undefined : nodes[index];
  return node?.kind === 'op' ? node.call.op : null;
}

function argumentOf({ nodes }: Network, { node: index }: Value): Value | null {
  const node = nodes[index];
  return node?.kind === 'op' ? (node.args[0] ?? null) : null;
}

/** What a run over many pairs gives, one number a pair. */
export interface Rows {
  readonly winner: Uint16Array;
  /** See `Samples.height`. */
  readonly height: Float64Array;
  readonly logit: Float64Array;
  /** Functions that are 0 on the line between classes: for two classes one, else one for each class but the last. */
  readonly fields: readonly Float64Array[];
}

/** Reads outputs, row after row; `logit` is the log-odds where the network has them as a value of its own. */
export function readRows(
  reading: Reading,
  output: Float64Array,
  logit: Float64Array,
  sigmoid: (z: number) => number,
): Rows {
  if (reading.kind === 'classes') return classRows(reading, output);
  const { kind } = reading;
  const height = kind === 'logit' ? output.map(sigmoid) : output;
  const middle = kind === 'probability' ? 0.5 : 0;
  // Log-odds are straighter than probabilities, so that the line between two grid points is where it should be.
  const field = reading.logit ? logit : output.map((value) => value - middle);
  return {
    height,
    winner: Uint16Array.from(field, (value) => (value > 0 ? 1 : 0)),
    logit: reading.logit ? logit : kind === 'probability' ? output.map(logOdds) : logit,
    fields: [field],
  };
}

function logOdds(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}

function classRows({ rows, classes }: Reading, output: Float64Array): Rows {
  const count = output.length / classes;
  const winner = new Uint16Array(count);
  const height = new Float64Array(count);
  const fields = Array.from({ length: classes - 1 }, () => new Float64Array(count));
  for (let row = 0; row < count; row += 1) {
    const numbers = output.subarray(row * classes, (row + 1) * classes);
    const best = bestOf(numbers, -1);
    winner[row] = best;
    height[row] = probabilityOf(rows, numbers, best);
    fields.forEach((field, own) => {
      field[row] = (numbers[own] ?? NaN) - (numbers[bestOf(numbers, own)] ?? NaN);
    });
  }
  return { winner, height, logit: new Float64Array(count).fill(NaN), fields };
}

/** The place of the largest number, one place left out. */
function bestOf(numbers: Float64Array, without: number): number {
  let best = without === 0 ? 1 : 0;
  for (let place = 0; place < numbers.length; place += 1) {
    if (place !== without && (numbers[place] ?? NaN) > (numbers[best] ?? NaN)) best = place;
  }
  return best;
}

function probabilityOf(rows: Reading['rows'], numbers: Float64Array, winner: number): number {
  const own = numbers[winner] ?? NaN;
  if (rows === 'probabilities') return own;
  if (rows === 'log-probabilities') return Math.exp(own);
  return 1 / numbers.reduce((sum, value) => sum + Math.exp(value - own), 0);
}
