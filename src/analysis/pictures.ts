/** The heavy pictures of a trace, made when they are asked for. */
import { gradientOf, valueOf, type Keep, type Trace } from '../engine/trace';
import type { Network, NodeIndex } from '../graph/network';
import { sizeOf, type Shape, type Tensor } from '../tensor/tensor';
import { heatmapOf, scaleOf } from './heatmap';
import { histogramOf } from './histogram';
import type { DeltaByUnit, Heatmap, LayerPictures } from './report';
import type { Row } from './rows';
import { peaksBySample, rmsByUnit, unitLayout } from './units';

/** The tensors that the pictures of one layer are drawn from. */
export function keptForPictures(network: Network, row: Row): Keep {
  const weight = weightOf(network, row);
  return {
    values: new Set([row.before.node, row.after.node]),
    gradients: new Set(weight === -1 ? [row.before.node] : [row.before.node, weight]),
  };
}

/** The tensors that delta by unit is drawn from. */
export function keptForUnits(rows: readonly Row[]): Keep {
  return { values: new Set(), gradients: new Set(rows.map(({ before }) => before.node)) };
}

/** Histograms and heatmaps of one layer. */
export function layerPictures(trace: Trace, row: Row): LayerPictures {
  const empty = { data: new Float64Array(0) };
  const delta = gradientOf(trace, row.before);
  return {
    preActivation: histogramOf(valueOf(trace, row.before) ?? empty),
    output: histogramOf(valueOf(trace, row.after) ?? empty),
    weightGradient: weightGradientHeatmap(trace, row),
    delta: delta && deltaHeatmap(delta, row),
  };
}

/** RMS of delta over the batch, and over the places of channels, for every unit of every layer that the loss reaches; layers down, units across. */
export function deltaByUnit(trace: Trace, rows: readonly Row[]): DeltaByUnit {
  const reached = rows.flatMap((row, layer) => {
    const delta = gradientOf(trace, row.before);
    return delta ? [{ layer, units: rmsByUnit(delta, row.unitAxis) }] : [];
  });
  const columns = Math.max(0, ...reached.map(({ units }) => units.length));
  const values = new Float64Array(reached.length * columns);
  reached.forEach(({ units }, place) => values.set(units, place * columns));
  const heatmap = heatmapOf({ rows: reached.length, columns, values, rowAxis: 'layer', columnAxis: 'unit' });
  return {
    // Rows that end early are padded; the padding is no zero of the network's.
    heatmap: { ...heatmap, ...scaleOf(reached.flatMap(({ units }) => [...units])) },
    lengths: reached.map(({ units }) => Math.ceil(units.length / heatmap.columnsPerCell)),
    layers: reached.map(({ layer }) => layer),
  };
}

/** Samples down, units across; of the places of a channel the one where delta is largest. */
function deltaHeatmap(delta: Tensor, { unitAxis }: Row): Heatmap {
  const { units, word } = unitLayout(delta.shape, unitAxis);
  const rows = delta.shape[0] ?? 1;
  const values = word === 'unit' ? delta.data : peaksBySample(delta, unitAxis);
  const columns = word === 'unit' ? asMatrix(delta).columns : units;
  return heatmapOf({ rows, columns, values, rowAxis: 'sample', columnAxis: word });
}

/**
 * The first axis of the weights down (the last where the outputs stand there): the outputs, in transposed convolutions the inputs, in tables
 * the rows; across, every weight of each.
 */
function weightGradientHeatmap({ network, gradients, values }: Trace, row: Row): Heatmap | null {
  const place = weightOf(network, row);
  const weight = network.nodes[place];
  const gradient = gradients[place]?.[0];
  if (!gradient) return null;
  // The rows of a table are looked up, token by token or place by place.
  if (weight?.kind === 'parameter' && weight.role === 'embedding') {
    return heatmapOf({ ...asMatrix(gradient), rowAxis: 'row', columnAxis: 'feature' });
  }
  const [first, second, ...kernel] = gradient.shape;
  const output = values[row.before.node]?.[row.before.output];
  const outputs = output && unitLayout(output.shape, row.unitAxis).units;
  if (network.outputsLast === true && second !== undefined) {
    const whole = gradient.shape.at(-1) === outputs;
    return heatmapOf({
      ...turned(asMatrix(gradient), gradient.shape.at(-1) ?? 1),
      rowAxis: kernel.length === 0 ? 'output unit' : whole ? 'output channel' : 'filter',
      columnAxis: kernel.length > 0 ? 'input weight' : 'input',
    });
  }
  const inputsFirst = kernel.length > 0 && first !== outputs && second === outputs;
  const [rowAxis, columnAxis] = inputsFirst ? ['input', 'output'] : ['output', 'input'];
  return heatmapOf({
    ...asMatrix(gradient),
    rowAxis: kernel.length > 0 ? `${rowAxis} channel` : `${rowAxis} unit`,
    columnAxis: kernel.length > 0 ? `${columnAxis} weight` : columnAxis,
  });
}

/** The node of a layer's weight or table, or -1. */
function weightOf({ nodes }: Network, row: Row): NodeIndex {
  return nodes.findIndex(
    (node) =>
      node.kind === 'parameter' &&
      node.layer === row.layer &&
      (node.role === 'weight' || node.role === 'embedding'),
  );
}

/** The matrix that a tensor is looked at as: its first axis down, all others across; one row for vectors and single numbers. */
export function matrixShape(shape: Shape): { readonly rows: number; readonly columns: number } {
  if (shape.length < 2) return { rows: 1, columns: sizeOf(shape) };
  const [rows = 1, ...others] = shape;
  return { rows, columns: sizeOf(others) };
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Tensor['data'];
}

function asMatrix({ shape, data }: Tensor): Matrix {
  return { ...matrixShape(shape), values: data };
}

/** The same numbers with the last of their axes, which has so many places, down and all others across. */
function turned({ values }: Matrix, rows: number): Matrix {
  const columns = rows === 0 ? 0 : values.length / rows;
  const out = values.slice();
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      out[row * columns + column] = values[column * rows + row] ?? NaN;
  return { rows, columns, values: out };
}
