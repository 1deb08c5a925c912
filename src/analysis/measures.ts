/** Measures: everything that a report says about the tensors of a run, taken while they pass by, so that no tensor has to stay for it. */
import type { Observer, Trace } from '../engine/trace';
import type { Network, NodeIndex } from '../graph/network';
import type { Interval } from '../ops/op';
import { unhurried, type Pace } from '../tensor/pace';
import { summaryLoops, summaryOf, type Summary, type SummaryKernels } from '../tensor/summary';
import { isFloat, type Shape, type Tensor } from '../tensor/tensor';
import { hearing, type Passages } from './blame/passages';
import { meantInfinities, type AreMeant } from './maskingInfinities';
import type { Statistics } from './report';
import { rowOfNode, rowsAt, type Row } from './rows';
import { euclideanNorm, flushedByHalf, isConstant, statisticsFrom } from './statistics';
import { deadUnits, unitLayout, type DeadUnits, type UnitWord } from './units';

/** Numbers of one row. */
export interface RowMeasures {
  /** Of the output; null when it was not computed. */
  readonly shape: Shape | null;
  readonly unit: UnitWord;
  readonly output: Statistics;
  readonly preActivation: Statistics;
  readonly zeros: number;
  readonly dead: DeadUnits | null;
  readonly saturated: number | null;
  readonly delta: number | null;
  readonly deltaPerSample: number | null;
  readonly outputGradient: number | null;
  /** Of layers that run over time: for each pass RMS of delta at every step, in the order in which they run. */
  readonly steps: readonly (readonly number[])[];
}

/** Numbers of one parameter; the gradient's are null where the loss is not reached. */
export interface ParameterMeasures {
  readonly std: number;
  readonly rms: number;
  /** Whether all values are equal. */
  readonly constant: boolean;
  readonly gradient: GradientMeasures | null;
}

/** Numbers of one parameter's gradient. */
export interface GradientMeasures {
  readonly rms: number;
  readonly maximum: number;
  /** L2 norm. */
  readonly norm: number;
  /** Elements that are not zero, and those of them that float16 rounds to zero; controls don't count them. */
  readonly nonZero: number;
  readonly flushed: number;
}

/** The first op with numbers that are not finite. */
export interface NotFinite {
  readonly node: NodeIndex;
  readonly count: number;
  readonly of: number;
}

/** The measures of one run. */
export interface Measures {
  readonly rows: readonly RowMeasures[];
  readonly parameters: ReadonlyMap<string, ParameterMeasures>;
  /** In running order, and in the order that backprop meets them. */
  readonly firstNotFinite: NotFinite | null;
  readonly firstNotFiniteGradient: NotFinite | null;
  /** Elements of the input that are not finite. */
  readonly inputNotFinite: number;
  /** The same of the targets, where they are numbers and no classes. */
  readonly targetNotFinite: number;
  /** Empty for a control. */
  readonly passages: Passages;
}

/** How much to measure: a whole report's numbers, or only those that controls compare. */
export type Extent = 'report' | 'control';

/** Takes the measures of a run as its observer. */
export interface Measuring {
  readonly observer: Observer;
  /** After the run. */
  readonly measures: () => Measures;
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] };

interface Taking {
  readonly rows: readonly Open<RowMeasures>[];
  readonly parameters: Map<string, Open<ParameterMeasures>>;
  readonly rest: Open<Omit<Measures, 'rows' | 'parameters' | 'passages'>>;
  readonly areMeant: AreMeant;
}

/** What measuring works with. */
export interface MeasuringOptions {
  readonly extent: Extent;
  /** Samples of the run. */
  readonly batch: number;
  /** Those that ran, since they read their own storage fastest. */
  readonly kernels: SummaryKernels;
  /** Hears of the loops that no kernel does. */
  readonly pace: Pace;
}

/** Measures for one run of a network with these rows. */
export function measuring(network: Network, rows: readonly Row[], options: MeasuringOptions): Measuring {
  const { batch, extent, kernels, pace } = options;
  const taking: Taking = {
    rows: rows.map(() => ({ ...nothingMeasured })),
    parameters: new Map(),
    rest: { firstNotFinite: null, firstNotFiniteGradient: null, inputNotFinite: 0, targetNotFinite: 0 },
    areMeant: meantInfinities(network),
  };
  const befores = rowsAt(rows, ({ before }) => before);
  const afters = rowsAt(rows, ({ after }) => after);
  const each = (
    of: ReturnType<typeof rowsAt>,
    node: NodeIndex,
    output: number,
    take: (row: Row, into: Open<RowMeasures>) => void,
  ): void => {
    for (const index of of({ node, output })) {
      const [row, into] = [rows[index], taking.rows[index]];
      if (row && into) take(row, into);
    }
  };
  const perSample = isSum(network) ? 1 : batch;
  const heard = hearing(network);
  const rowOf = rowOfNode(network, rows);
  return {
    observer: {
      value: (node, output, tensor) => {
        const seen: Seen = { tensor, summary: once(() => kernels.summary(tensor)) };
        each(afters, node, output, (row, into) => takeOutput(row, into, seen, options));
        each(befores, node, output, (row, into) => takeBefore(row, into, seen, options));
        takeParameter(network, node, seen, taking, pace);
        if (extent === 'report') takeValue(network, node, seen, taking);
      },
      gradient: (node, output, tensor) => {
        const norm = once(() => normOfParts(kernels.partNorms(tensor, 1)));
        each(befores, node, output, (_row, into) => {
          if (extent === 'control') into.delta = rootMean(norm(), tensor);
          else takeDelta(into, tensor, { kernels, batch, perSample });
        });
        takeGradient(network, node, { tensor, norm }, taking, options);
        if (extent === 'control') return;
        each(afters, node, output, (row, into) => {
          const same = row.before.node === node && row.before.output === output;
          into.outputGradient = same ? into.delta : rootMean(norm(), tensor);
        });
        if (network.nodes[node]?.kind === 'op') heard.gradient({ node, output }, rootMean(norm(), tensor));
      },
      steps: (node, deltas) => {
        const into = taking.rows[rowOf(node) ?? -1];
        // Backprop meets the last pass first.
        if (into) into.steps = [Array.from(deltas), ...into.steps];
      },
      part: (user, position, tensor) => {
        if (extent === 'control' || !heard.wants(user, position)) return;
        heard.part(user, position, rootMean(normOfParts(kernels.partNorms(tensor, 1)), tensor));
      },
    },
    measures: () => ({ ...taking, passages: heard.passages, ...taking.rest }),
  };
}

/** The measures of a trace in which everything was kept. */
export function measuresOf(trace: Trace, rows: readonly Row[]): Measures {
  const { network, batch } = trace;
  const kernels = summaryLoops();
  const options = { extent: 'report', batch, kernels, pace: unhurried } as const;
  const { observer, measures } = measuring(network, rows, options);
  trace.values.forEach((outputs, node) => {
    outputs.forEach((tensor, output) => observer.value(node, output, tensor));
  });
  for (let node = trace.gradients.length - 1; node >= 0; node -= 1) {
    trace.gradients[node]?.forEach((tensor, output) => {
      if (tensor) observer.gradient(node, output, tensor);
    });
  }
  return measures();
}

const noStatistics = statisticsFrom(summaryOf(new Float64Array(0)));

const nothingMeasured: RowMeasures = {
  shape: null,
  unit: 'unit',
  output: noStatistics,
  preActivation: noStatistics,
  zeros: 0,
  dead: null,
  saturated: null,
  delta: null,
  deltaPerSample: null,
  outputGradient: null,
  steps: [],
};

/** A value with its numbers, which are gathered when the first asks. */
interface Seen {
  readonly tensor: Tensor;
  readonly summary: () => Summary;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function takeOutput(
  { curve, unitAxis }: Row,
  into: Open<RowMeasures>,
  { tensor: output, summary }: Seen,
  { extent, pace }: MeasuringOptions,
): void {
  into.shape = output.shape;
  into.unit = unitLayout(output.shape, unitAxis).word;
  into.output = statisticsFrom(summary());
  if (extent === 'report') into.zeros = shareOf(summary().zeros, output);
  if (curve && curve.silent.length > 0) into.dead = deadUnits(output, unitAxis, pace);
}

function takeBefore(
  row: Row,
  into: Open<RowMeasures>,
  { tensor: before, summary }: Seen,
  { extent, kernels }: MeasuringOptions,
): void {
  if (extent === 'report') into.preActivation = statisticsFrom(summary());
  const intervals = row.curve?.saturated ?? [];
  if (intervals.length > 0) into.saturated = shareWithin(before, intervals, kernels);
}

/** Delta over all samples, and the mean of its norm by sample. The loss is a mean over `perSample` samples, so one sample's own gradient is `perSample` times its row. */
function takeDelta(
  into: Open<RowMeasures>,
  tensor: Tensor,
  how: { readonly kernels: SummaryKernels; readonly batch: number; readonly perSample: number },
): void {
  // What holds no samples (computed from an input without batch axis) is one part.
  const parts = tensor.data.length % how.batch === 0 ? how.batch : 1;
  const norms = how.kernels.partNorms(tensor, parts);
  into.delta = rootMean(normOfParts(norms), tensor);
  const sum = norms.reduce((total, norm) => total + how.perSample * norm, 0);
  into.deltaPerSample = how.batch === 0 ? 0 : sum / how.batch;
}

/** The norm of a tensor from those of its parts. */
function normOfParts(norms: Float64Array): number {
  return norms.length === 1 ? (norms[0] ?? 0) : euclideanNorm(norms);
}

function takeValue(
  network: Network,
  index: NodeIndex,
  { tensor, summary }: Seen,
  { rest, areMeant }: Taking,
): void {
  const node = network.nodes[index];
  if (node?.kind === 'input') rest.inputNotFinite += notFiniteIn(summary());
  // Indices are always finite.
  if (node?.kind === 'target' && isFloat(tensor.elementType)) rest.targetNotFinite += notFiniteIn(summary());
  if (rest.firstNotFinite || !isFloat(tensor.elementType)) return;
  if (node?.kind !== 'op' && node?.kind !== 'constant') return;
  if (!areMeant(index, summary()) && node.kind === 'op') rest.firstNotFinite = notFiniteAt(index, summary());
}

function takeParameter(
  network: Network,
  index: NodeIndex,
  { tensor, summary }: Seen,
  { parameters }: Taking,
  pace: Pace,
): void {
  const node = network.nodes[index];
  if (node?.kind !== 'parameter') return;
  const { std, norm, minimum, maximum } = summary();
  parameters.set(node.name, {
    std,
    rms: rootMean(norm, tensor),
    constant: Number.isFinite(norm) && minimum !== maximum ? false : isConstant(tensor, pace),
    gradient: null,
  });
}

function takeGradient(
  network: Network,
  index: NodeIndex,
  { tensor, norm }: { readonly tensor: Tensor; readonly norm: () => number },
  { parameters, rest }: Taking,
  { kernels, extent }: MeasuringOptions,
): void {
  const node = network.nodes[index];
  // The norm tells whether there is anything to count.
  if (
    extent === 'report' &&
    node?.kind === 'op' &&
    !rest.firstNotFiniteGradient &&
    !Number.isFinite(norm())
  ) {
    rest.firstNotFiniteGradient = notFiniteAt(index, kernels.summary(tensor));
  }
  const parameter = node?.kind === 'parameter' ? parameters.get(node.name) : null;
  if (!parameter) return;
  const summary = kernels.summary(tensor);
  const maximum = largestMagnitude(summary);
  const rms = rootMean(summary.norm, tensor);
  const { norm: length, zeros, count } = summary;
  const small = extent === 'report' ? kernels.countWithin(tensor, -flushedByHalf, flushedByHalf) : zeros;
  parameter.gradient = { norm: length, maximum, rms, nonZero: count - zeros, flushed: small - zeros };
}

function notFiniteAt(node: NodeIndex, summary: Summary): NotFinite | null {
  const count = notFiniteIn(summary);
  return count > 0 ? { node, count, of: summary.count } : null;
}

function notFiniteIn({ notANumber, infinite }: Summary): number {
  return notANumber + infinite;
}

/** NaN or infinite as soon as one element is; 0 for an empty tensor. */
function largestMagnitude({ notANumber, infinite, count, minimum, maximum }: Summary): number {
  if (notANumber > 0) return NaN;
  if (infinite > 0) return Infinity;
  return count === 0 ? 0 : Math.max(Math.abs(minimum), Math.abs(maximum));
}

function rootMean(norm: number, { data }: Tensor): number {
  return data.length === 0 ? 0 : norm / Math.sqrt(data.length);
}

/** Share of the elements in the intervals, of which two overlap only where they are everything; 0 for an empty tensor. */
function shareWithin(tensor: Tensor, intervals: readonly Interval[], kernels: SummaryKernels): number {
  const count = intervals.reduce((sum, [from, to]) => sum + kernels.countWithin(tensor, from, to), 0);
  return shareOf(Math.min(count, tensor.data.length), tensor);
}

function shareOf(count: number, { data }: Tensor): number {
  return data.length === 0 ? 0 : count / data.length;
}

/** Whether the loss is the sum over the samples, not their mean. */
export function isSum({ loss, nodes }: Network): boolean {
  const node = loss && nodes[loss.node];
  return (
    node?.kind === 'op' && 'reduction' in node.call.attributes && node.call.attributes.reduction === 'sum'
  );
}
