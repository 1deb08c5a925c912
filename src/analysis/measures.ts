/** Measures: everything that a report says about the tensors of a run, taken while they pass by, so that no tensor has to stay for it. */
import type { Observer, Trace } from '../engine/trace';
import type { Network, NodeIndex, Value } from '../graph/network';
import type { Interval } from '../ops/op';
import { unhurried, type Pace } from '../tensor/pace';
import type { Shape, Tensor } from '../tensor/tensor';
import type { Statistics } from './report';
import type { Row } from './rows';
import {
  countNotFinite,
  euclideanNorm,
  isConstant,
  largestMagnitude,
  shareOf,
  statisticsOf,
} from './statistics';
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
  readonly rest: Open<Omit<Measures, 'rows' | 'parameters'>>;
}

/** What measuring works with. */
export interface MeasuringOptions {
  readonly extent: Extent;
  /** Samples of the run. */
  readonly batch: number;
  readonly pace: Pace;
}

/** Measures for one run of a network with these rows. */
export function measuring(network: Network, rows: readonly Row[], options: MeasuringOptions): Measuring {
  const { extent, pace } = options;
  const taking: Taking = {
    rows: rows.map(() => ({ ...nothingMeasured })),
    parameters: new Map(),
    rest: { firstNotFinite: null, firstNotFiniteGradient: null, inputNotFinite: 0 },
  };
  const befores = rowsByNode(rows, ({ before }) => before);
  const afters = rowsByNode(rows, ({ after }) => after);
  const each = (
    of: RowsByNode,
    node: NodeIndex,
    output: number,
    take: (row: Row, into: Open<RowMeasures>) => void,
  ): void => {
    for (const index of of.get(keyOf({ node, output })) ?? []) {
      const [row, into] = [rows[index], taking.rows[index]];
      if (row && into) take(row, into);
    }
  };
  const { batch } = options;
  const perSample = isSum(network) ? 1 : batch;
  return {
    observer: {
      value: (node, output, tensor) => {
        each(afters, node, output, (row, into) => takeOutput(row, into, tensor, options));
        each(befores, node, output, (row, into) => takeBefore(row, into, tensor, options));
        if (extent === 'report') takeValue(network, node, tensor, taking, pace);
      },
      gradient: (node, output, tensor) => {
        each(befores, node, output, (_row, into) => {
          const norm = euclideanNorm(tensor.data, { pace });
          into.delta = rootMean(norm, tensor);
          if (extent === 'report') into.deltaPerSample = meanSampleNorm(tensor, batch, perSample, pace);
        });
        if (extent === 'control') return;
        each(afters, node, output, (row, into) => {
          const same = row.before.node === node && row.before.output === output;
          into.outputGradient = same ? into.delta : rootMean(euclideanNorm(tensor.data, { pace }), tensor);
        });
        takeGradient(network, node, tensor, taking, pace);
      },
    },
    measures: () => ({ rows: taking.rows, parameters: taking.parameters, ...taking.rest }),
  };
}

/** The measures of a trace in which everything was kept. */
export function measuresOf(trace: Trace, rows: readonly Row[]): Measures {
  const { network, batch } = trace;
  const { observer, measures } = measuring(network, rows, { extent: 'report', batch, pace: unhurried });
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

const noStatistics = statisticsOf({ data: new Float64Array(0) });

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
};

type RowsByNode = ReadonlyMap<string, readonly number[]>;

function keyOf({ node, output }: Value): string {
  return `${node} ${output}`;
}

function rowsByNode(rows: readonly Row[], of: (row: Row) => Value): RowsByNode {
  const byNode = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = keyOf(of(row));
    const known = byNode.get(key);
    if (known) known.push(index);
    else byNode.set(key, [index]);
  });
  return byNode;
}

function takeOutput(
  { curve, unitAxis }: Row,
  into: Open<RowMeasures>,
  output: Tensor,
  { extent, pace }: MeasuringOptions,
): void {
  into.shape = output.shape;
  into.unit = unitLayout(output.shape, unitAxis).word;
  into.output = statisticsOf(output, pace);
  if (extent === 'report') into.zeros = shareOf(output, (value) => value === 0, pace);
  if (curve && curve.silent.length > 0) into.dead = deadUnits(output, unitAxis, pace);
}

function takeBefore(
  row: Row,
  into: Open<RowMeasures>,
  before: Tensor,
  { extent, pace }: MeasuringOptions,
): void {
  if (extent === 'report') {
    // The same value when there is no activation; its output was taken just now.
    const same = row.before.node === row.after.node && row.before.output === row.after.output;
    into.preActivation = same ? into.output : statisticsOf(before, pace);
  }
  const intervals = row.curve?.saturated ?? [];
  if (intervals.length > 0) into.saturated = shareWithin(before, intervals, pace);
}

function takeValue(
  network: Network,
  index: NodeIndex,
  tensor: Tensor,
  { parameters, rest }: Taking,
  pace: Pace,
): void {
  const node = network.nodes[index];
  if (node?.kind === 'input') rest.inputNotFinite += countNotFinite(tensor, pace);
  if (node?.kind === 'op' && !rest.firstNotFinite) rest.firstNotFinite = notFiniteAt(index, tensor, pace);
  if (node?.kind !== 'parameter') return;
  parameters.set(node.name, {
    std: statisticsOf(tensor, pace).std,
    rms: rootMean(euclideanNorm(tensor.data, { pace }), tensor),
    constant: isConstant(tensor, pace),
    gradient: null,
  });
}

function takeGradient(
  network: Network,
  index: NodeIndex,
  tensor: Tensor,
  { parameters, rest }: Taking,
  pace: Pace,
): void {
  const node = network.nodes[index];
  if (node?.kind === 'op' && !rest.firstNotFiniteGradient) {
    rest.firstNotFiniteGradient = notFiniteAt(index, tensor, pace);
  }
  const parameter = node?.kind === 'parameter' ? parameters.get(node.name) : null;
  if (!parameter) return;
  const norm = euclideanNorm(tensor.data, { pace });
  const maximum = largestMagnitude(tensor.data, { pace });
  parameter.gradient = { norm, maximum, rms: rootMean(norm, tensor) };
}

function notFiniteAt(node: NodeIndex, tensor: Tensor, pace: Pace): NotFinite | null {
  const count = countNotFinite(tensor, pace);
  return count > 0 ? { node, count, of: tensor.data.length } : null;
}

function rootMean(norm: number, { data }: Tensor): number {
  return data.length === 0 ? 0 : norm / Math.sqrt(data.length);
}

function shareWithin(tensor: Tensor, intervals: readonly Interval[], pace: Pace): number {
  return shareOf(tensor, (value) => intervals.some(([from, to]) => from <= value && value <= to), pace);
}

/** Whether the loss is the sum over the samples, not their mean. */
function isSum({ loss, nodes }: Network): boolean {
  const node = loss && nodes[loss.node];
  return (
    node?.kind === 'op' && 'reduction' in node.call.attributes && node.call.attributes.reduction === 'sum'
  );
}

/** The loss is a mean over `share` samples, so one sample's own gradient is `share` times its row. */
function meanSampleNorm({ data }: Tensor, batch: number, share: number, pace: Pace): number {
  const width = batch === 0 ? 0 : data.length / batch;
  let sum = 0;
  for (let sample = 0; sample < batch; sample += 1) {
    sum += share * euclideanNorm(data, { start: sample * width, end: (sample + 1) * width, pace });
  }
  return batch === 0 ? 0 : sum / batch;
}
