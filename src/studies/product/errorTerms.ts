/**
 * The study `error-terms`: backprop of one sample through a fully connected network as the textbook writes it, from the squared error back,
 * beside what the network's own backprop gives (lessons.md, L1).
 */
import type { Row } from '../../analysis/rows';
import { rootMeanSquare } from '../../analysis/statistics';
import { gradientOf, valueOf, type Keep, type Trace } from '../../engine/trace';
import type { Network, OpNode, Value } from '../../graph/network';
import { listed } from '../../base/words';
import type { LayerReport } from '../../analysis/report';
import type { Curve } from '../../ops/op';
import type { Tensor } from '../../tensor/tensor';
import type { Study } from '../study';
import { StudyRefused } from '../study';
import { runOf } from './study';
import { isMean } from './product';
import { isSame } from './way';

/** Which sample of the batch is followed. */
export interface ErrorTermsQuestion {
  readonly sample: number;
}

/** Error terms and updates of every layer, for one sample. */
export interface ErrorTermsAnswer {
  readonly sample: number;
  /** Samples of the batch. */
  readonly samples: number;
  readonly loss: string;
  /** Whether the loss is a squared error; else its own slope takes the place of 2 (y - yhat). */
  readonly squared: boolean;
  /**
   * What the mean divides by: the error term is -`divisor` times the gradient of the network's loss with respect to z, since the textbook's
   * error of one sample is a sum over the outputs.
   */
  readonly divisor: number;
  /** Numbers that one sample is predicted by. */
  readonly outputs: number;
  /** The rate that the source trains with, or null. */
  readonly rate: number | null;
  /** From the input to the output. */
  readonly layers: readonly ErrorTermLayer[];
}

/** One layer for one sample. */
export interface ErrorTermLayer {
  /** Index in the report. */
  readonly layer: number;
  readonly name: string;
  readonly activation: string | null;
  readonly units: number;
  readonly inputs: number;
  /** RMS over the units; `own` is -`divisor` times the network's own gradient. */
  readonly errorRms: number;
  readonly ownRms: number;
  /** RMS over the weights: of the change at rate 1 by this sample, and of the network's own gradient over the whole batch. */
  readonly changeRms: number;
  readonly gradientRms: number;
  /** Unit by unit; null in layers that are wide. */
  readonly byUnit: UnitTerms | null;
  /** Weight by weight, row-major: units down, inputs across; null where there are too many. */
  readonly byWeight: WeightTerms | null;
}

/** Numbers of every unit. */
export interface UnitTerms {
  readonly output: Float64Array;
  /** What comes back to the unit: 2 (y - yhat) at the output, the sum of delta_k w_jk elsewhere. */
  readonly back: Float64Array;
  /** f'(z). */
  readonly slope: Float64Array;
  readonly errorTerm: Float64Array;
  /** -`divisor` times the network's own gradient with respect to z. */
  readonly own: Float64Array;
}

/** Numbers of every weight. */
export interface WeightTerms {
  readonly input: Float64Array;
  readonly weight: Float64Array;
  /** delta_k a_j: the change at rate 1 by this sample. */
  readonly change: Float64Array;
  /** The network's own gradient of its loss over the whole batch. */
  readonly gradient: Float64Array;
}

/** Layers up to this size are shown unit by unit, and weight by weight. */
const mostUnits = 40;
const mostWeights = 40;

/** Error terms and updates. */
export const errorTermsStudy = {
  read: ({ sample }) =>
    typeof sample === 'number' && Number.isInteger(sample) && sample >= 0 ? { sample } : null,
  *answer(subject, { sample }) {
    const { network, rows, analysis, look } = runOf(subject);
    if (analysis.loss === null) throw new StudyRefused('The network has no loss, so that there is no error.');
    const chain = chainOf(network, rows, analysis.layers);
    const answer = subject.kernels.temporarily(() =>
      look(keptForTerms(network, chain), (trace) =>
        termsOf(trace, chain, { sample, layers: analysis.layers, loss: analysis.loss?.name ?? '' }),
      ),
    );
    yield answer;
    return answer;
  },
} satisfies Study<ErrorTermsQuestion, ErrorTermsAnswer>;

/** One fully connected layer of the chain. */
interface Link {
  readonly index: number;
  readonly row: Row;
  readonly curve: Curve | null;
  readonly input: Value;
  /** Name of the weight. */
  readonly weight: string;
  readonly weightNode: number;
}

/** The layers, if they are all fully connected, one behind the other, up to the loss. @throws StudyRefused if not */
function chainOf(network: Network, rows: readonly Row[], layers: readonly LayerReport[]): readonly Link[] {
  const links = rows.map(
    (row, index): Link | string => linkOf(network, row, index) ?? layers[index]?.name ?? '',
  );
  const others = links.filter((link) => typeof link === 'string');
  if (others.length > 0) {
    const [some, rest] = [others.slice(0, 3), others.length - 3];
    const names =
      rest > 0
        ? `${some.join(', ')} and ${rest} more are`
        : `${listed(some)} ${others.length === 1 ? 'is' : 'are'}`;
    throw new StudyRefused(
      `The textbook's error terms are for fully connected layers with an activation of one number: ${names} something else.`,
    );
  }
  const chain = links.filter((link) => typeof link !== 'string');
  const joined = chain.every(({ input }, place) => {
    const before = chain[place - 1];
    return before ? isSame(input, before.row.after) : network.nodes[input.node]?.kind === 'input';
  });
  const last = chain.at(-1);
  const [prediction] = lossNode(network)?.args ?? [];
  if (!joined || !last || !prediction || !isSame(prediction, last.row.after))
    throw new StudyRefused(
      "The textbook's error terms are for layers that stand one behind the other, up to the loss.",
    );
  return chain;
}

function linkOf(network: Network, row: Row, index: number): Link | null {
  const own = network.nodes.filter((node) => node.kind === 'op' && node.layer === row.layer);
  const [op] = own;
  if (own.length !== 1 || op?.kind !== 'op' || op.call.op !== 'linear') return null;
  if (row.activation && !row.curve) return null;
  const [input, weight] = op.args;
  if (!input || !weight) return null;
  const node = network.nodes[weight.node];
  if (node?.kind !== 'parameter') return null;
  return { index, row, curve: row.curve, input, weight: node.name, weightNode: weight.node };
}

function lossNode({ loss, nodes }: Network): OpNode | null {
  const node = loss && nodes[loss.node];
  return node?.kind === 'op' ? node : null;
}

function keptForTerms(network: Network, chain: readonly Link[]): Keep {
  const values = chain.flatMap(({ row, input }) => [row.before.node, row.after.node, input.node]);
  const targets = network.nodes.flatMap(({ kind }, index) => (kind === 'target' ? [index] : []));
  const gradients = chain.flatMap(({ row, weightNode }) => [row.before.node, row.after.node, weightNode]);
  return { values: new Set([...values, ...targets]), gradients: new Set(gradients) };
}

/** What the terms are computed with. */
interface About {
  readonly sample: number;
  readonly layers: readonly LayerReport[];
  readonly loss: string;
}

function termsOf(trace: Trace, chain: readonly Link[], { sample, layers, loss }: About): ErrorTermsAnswer {
  const { network, batch } = trace;
  if (sample >= batch)
    throw new StudyRefused(`The batch has ${batch} samples; there is no number ${sample + 1}.`);
  const last = chain.at(-1);
  const prediction = last && valueOf(trace, last.row.after);
  if (!last || prediction?.shape.length !== 2)
    throw new StudyRefused("The textbook's error terms are for samples that are a list of numbers each.");
  const outputs = prediction.shape[1] ?? 0;
  const node = lossNode(network);
  // With weights its mean divides by their sum.
  const squared = node?.call.op === 'mse' && node.args.length === 2;
  const divisor = !isMean(network) ? 1 : squared ? batch * outputs : batch;
  const terms: ErrorTermLayer[] = [];
  let back = firstBack(trace, last, { sample, squared, divisor });
  for (const link of chain.toReversed()) {
    const { layer, errorTerm, weights } = layerTerms(trace, link, { sample, divisor, back, layers });
    terms.unshift(layer);
    back = broughtBack(errorTerm, weights);
  }
  const rate = network.training?.rate ?? null;
  return { ...{ sample, samples: batch, loss, squared, divisor, outputs, rate }, layers: terms };
}

/** 2 (y - yhat) for a squared error; for other losses what their own slope is, times the same factor. */
function firstBack(
  trace: Trace,
  { row }: Link,
  {
    sample,
    squared,
    divisor,
  }: { readonly sample: number; readonly squared: boolean; readonly divisor: number },
): Float64Array {
  const output = ofSample(valueOf(trace, row.after), sample, trace.batch);
  const { target } = trace.probe;
  if (squared && target) {
    const wanted = ofSample(target, sample, trace.batch);
    return output.map((value, at) => 2 * ((wanted[at] ?? NaN) - value));
  }
  return ofSample(gradientOf(trace, row.after) ?? undefined, sample, trace.batch).map(
    (slope) => -divisor * slope,
  );
}

function layerTerms(
  trace: Trace,
  { index, row, curve, input, weight }: Link,
  about: {
    readonly sample: number;
    readonly divisor: number;
    readonly back: Float64Array;
    readonly layers: readonly LayerReport[];
  },
): {
  readonly layer: ErrorTermLayer;
  readonly errorTerm: Float64Array;
  readonly weights: Tensor | undefined;
} {
  const { sample, divisor, back } = about;
  const of = (tensor: Tensor | null | undefined): Float64Array =>
    ofSample(tensor ?? undefined, sample, trace.batch);
  const before = of(valueOf(trace, row.before));
  const slope = before.map((z) => (curve ? curve.f.derivative(z) : 1));
  const errorTerm = slope.map((value, unit) => value * (back[unit] ?? NaN));
  const own = of(gradientOf(trace, row.before)).map((value) => -divisor * value);
  const taken = of(valueOf(trace, input));
  const weights = trace.parameters.get(weight);
  const gradient = Float64Array.from(trace.parameterGradients.get(weight)?.data ?? []);
  const [units, inputs] = [before.length, taken.length];
  const report = about.layers[index];
  const layer: ErrorTermLayer = {
    ...{ layer: index, name: report?.name ?? '', activation: report?.activation ?? null, units, inputs },
    errorRms: rootMeanSquare({ data: errorTerm }),
    ownRms: rootMeanSquare({ data: own }),
    // The change is an outer product.
    changeRms: rootMeanSquare({ data: errorTerm }) * rootMeanSquare({ data: taken }),
    gradientRms: rootMeanSquare({ data: gradient }),
    byUnit: units > mostUnits ? null : { output: of(valueOf(trace, row.after)), back, slope, errorTerm, own },
    byWeight:
      units * inputs > mostWeights
        ? null
        : {
            ...{ input: taken, gradient, weight: Float64Array.from(weights?.data ?? []) },
            change: Float64Array.from(
              gradient,
              (_, at) => (errorTerm[Math.floor(at / inputs)] ?? NaN) * (taken[at % inputs] ?? NaN),
            ),
          },
  };
  return { layer, errorTerm, weights };
}

/** For every input of a layer the sum over its units of delta_k w_jk; the weights are (units, inputs). */
function broughtBack(errorTerm: Float64Array, weights: Tensor | undefined): Float64Array {
  const inputs = weights?.shape[1] ?? 0;
  const sum = new Float64Array(inputs);
  errorTerm.forEach((term, unit) => {
    for (let at = 0; at < inputs; at += 1) {
      sum[at] = (sum[at] ?? NaN) + term * (weights?.data[unit * inputs + at] ?? NaN);
    }
  });
  return sum;
}

/** The numbers of one sample. */
function ofSample(tensor: Tensor | undefined, sample: number, batch: number): Float64Array {
  if (!tensor || batch === 0) return new Float64Array(0);
  const size = tensor.data.length / batch;
  return Float64Array.from(tensor.data.subarray(sample * size, (sample + 1) * size));
}
