/** The numbers of every layer: statistics, dead and saturated shares, delta and its gains, parameters. */
import type { Network, ParameterNode } from '../graph/network';
import { sizeOf, type Tensor } from '../tensor/tensor';
import { parametersOf } from '../engine/parameters';
import { gradientOf, valueOf, type Trace } from '../engine/trace';
import type { Interval } from '../ops/op';
import { activationName } from './activations';
import { parameterReport } from './parameters';
import type { Gain, LayerReport } from './report';
import type { Row } from './rows';
import { euclideanNorm, rootMeanSquare, shareOf, statisticsOf } from './statistics';

/** Reports of all rows over one trace; rows whose values were not computed are left out, with `next` renumbered. */
export function layerReports(trace: Trace, rows: readonly Row[]): readonly LayerReport[] {
  const byLayer = parametersByLayer(trace.network);
  const deltas = rows.map((row) => deltaOf(trace, row));
  return rows.map((row, index) => {
    const { network } = trace;
    const layer = network.layers[row.layer];
    const activationLayer = row.activationLayer === null ? undefined : network.layers[row.activationLayer];
    if (!layer) throw new RangeError('a row points at a layer that is not there');
    const output = valueOf(trace, row.after);
    const parameterReports = [row.layer, row.activationLayer]
      .filter((owner, place, all) => owner !== null && all.indexOf(owner) === place)
      .flatMap((owner) => byLayer.get(owner ?? -1) ?? [])
      .map((node) => parameterReport(trace, node));
    return {
      name: layer.name,
      kind: layer.kind,
      activation: row.activation && activationName(row.activation.call),
      span: layer.span,
      activationSpan: activationLayer?.span ?? null,
      shape: output?.shape ?? [],
      parameters: parameterReports.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0),
      parameterReports,
      ...valueNumbers(trace, row),
      ...gradientNumbers(trace, row),
      gain: gainOf(trace, row, row.next === null ? null : (deltas[row.next] ?? null), deltas[index] ?? null),
      next: row.next,
    };
  });
}

/** RMS of the loss gradient at a row's pre-activation; null where the loss is not reached. */
export function deltaOf(trace: Trace, row: Row): number | null {
  const gradient = gradientOf(trace, row.before);
  return gradient && rootMeanSquare(gradient);
}

/** Units (elements of one sample) that are zero on every sample. */
export function deadUnits(output: Tensor): { readonly units: number; readonly of: number } {
  const batch = output.shape[0] ?? 1;
  const of = batch === 0 ? 0 : output.data.length / batch;
  let units = 0;
  for (let unit = 0; unit < of; unit += 1) {
    let alive = false;
    for (let place = unit; place < output.data.length && !alive; place += of)
      alive = output.data[place] !== 0;
    if (!alive) units += 1;
  }
  return { units, of };
}

/** Share of the elements that lie in one of the intervals. */
export function shareWithin(tensor: Tensor, intervals: readonly Interval[]): number {
  return shareOf(tensor, (value) => intervals.some(([from, to]) => from <= value && value <= to));
}

const emptyTensor: Tensor = { elementType: 'float64', shape: [0], data: new Float64Array(0) };

function valueNumbers(
  trace: Trace,
  row: Row,
): Pick<LayerReport, 'output' | 'preActivation' | 'zeros' | 'dead' | 'saturated'> {
  const output = valueOf(trace, row.after) ?? emptyTensor;
  const before = valueOf(trace, row.before) ?? emptyTensor;
  const outputStatistics = statisticsOf(output);
  return {
    output: outputStatistics,
    preActivation: before === output ? outputStatistics : statisticsOf(before),
    zeros: shareOf(output, (value) => value === 0),
    dead: row.curve && row.curve.silent.length > 0 ? deadUnits(output) : null,
    saturated: row.curve && row.curve.saturated.length > 0 ? shareWithin(before, row.curve.saturated) : null,
  };
}

function gradientNumbers(
  trace: Trace,
  row: Row,
): Pick<LayerReport, 'delta' | 'deltaPerSample' | 'outputGradient'> {
  const before = gradientOf(trace, row.before);
  const after = gradientOf(trace, row.after);
  return {
    delta: before && rootMeanSquare(before),
    deltaPerSample: before && meanSampleNorm(before, trace.batch),
    outputGradient: after && rootMeanSquare(after),
  };
}

/** The loss is a mean over `batch` samples, so one sample's own gradient is `batch` times its row. */
function meanSampleNorm(gradient: Tensor, batch: number): number {
  const width = batch === 0 ? 0 : gradient.data.length / batch;
  let sum = 0;
  for (let sample = 0; sample < batch; sample += 1) {
    sum += batch * euclideanNorm(gradient.data, sample * width, (sample + 1) * width);
  }
  return batch === 0 ? 0 : sum / batch;
}

/** lessons.md, L4: f'(next) = RMS(dL/da) / RMS(delta(next)), a' = RMS(delta) / RMS(dL/da); the product is delta / delta(next). */
function gainOf(trace: Trace, row: Row, nextDelta: number | null, delta: number | null): Gain | null {
  const after = gradientOf(trace, row.after);
  if (nextDelta === null || nextDelta === 0 || delta === null || !after) return null;
  const outputGradient = rootMeanSquare(after);
  return {
    total: delta / nextDelta,
    activation: outputGradient === delta ? 1 : delta / outputGradient,
    weights: outputGradient / nextDelta,
  };
}

function parametersByLayer(network: Network): ReadonlyMap<number, readonly ParameterNode[]> {
  const byLayer = new Map<number, ParameterNode[]>();
  for (const node of parametersOf(network))
    byLayer.set(node.layer, [...(byLayer.get(node.layer) ?? []), node]);
  return byLayer;
}
