/** Heatmaps as pictures: what stands in each cell, along both axes, and in words. */
import type { DeltaByUnit, Heatmap, NetworkReport } from '../../src/analysis/report';
import { counted, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { DataTable } from '../export/dataTable';

/** A heatmap with its words. */
export interface HeatPicture {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** The numbers behind the scales. */
  readonly heatmap: Heatmap;
  readonly rows: number;
  readonly columns: number;
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** The number of a cell; undefined where there is none. */
  readonly at: (row: number, column: number) => number | undefined;
  readonly rowName: (row: number) => string;
  readonly columnName: (column: number) => string;
  /** The columns fill the width, so that they stand under the layer axis of the plots. */
  readonly wide: boolean;
  /** Height that it does not grow beyond, in pixels. */
  readonly tallest: number;
}

/** A heatmap of one layer as it is. */
export function heatPicture(id: string, title: string, heatmap: Heatmap): HeatPicture {
  const { rows, columns, rowAxis, columnAxis, rowsPerCell, columnsPerCell } = heatmap;
  return {
    id,
    title,
    sentence: sentence(
      heatmap,
      rowsPerCell * columnsPerCell === 1
        ? `${counted(rows, rowAxis)} down, ${counted(columns, columnAxis)} across`
        : `${rows} × ${columns} cells, each the largest of up to ${rowsPerCell} × ${columnsPerCell} elements`,
    ),
    heatmap,
    rows,
    columns,
    rowAxis,
    columnAxis,
    at: (row, column) => heatmap.values[row * columns + column],
    rowName: (row) => place(row, rowsPerCell),
    columnName: (column) => place(column, columnsPerCell),
    wide: false,
    tallest: 300,
  };
}

/** Delta of all layers by unit, with the layers across, as in every other picture. */
export function unitsPicture(
  id: string,
  { heatmap, lengths, layers }: DeltaByUnit,
  network: NetworkReport,
): HeatPicture {
  const nameOf = (column: number): string => {
    const index = layers[column * heatmap.rowsPerCell];
    return (index === undefined ? undefined : network.layers[index]?.name) ?? '';
  };
  const lengthOf = (column: number): number => {
    const from = column * heatmap.rowsPerCell;
    return Math.max(0, ...lengths.slice(from, from + heatmap.rowsPerCell));
  };
  return {
    id,
    title: 'δ by unit, all layers',
    sentence: sentence(
      heatmap,
      `${counted(layers.length, 'layer')} across, their units down, RMS over the batch`,
    ),
    heatmap,
    rows: heatmap.columns,
    columns: heatmap.rows,
    rowAxis: 'unit',
    columnAxis: 'layer',
    at: (row, column) =>
      row < lengthOf(column) ? heatmap.values[column * heatmap.columns + row] : undefined,
    rowName: (row) => place(row, heatmap.columnsPerCell),
    columnName: nameOf,
    wide: true,
    tallest: 300,
  };
}

/** What a cell says. */
export function cellText(picture: HeatPicture, row: number, column: number): string {
  const value = picture.at(row, column);
  const number = value === undefined ? 'no such unit' : shortNumber(value);
  return `${picture.rowAxis} ${picture.rowName(row)}, ${picture.columnAxis} ${picture.columnName(column)}: ${number}`;
}

/** All cells as a table, one row of the picture a row. */
export function heatTable(picture: HeatPicture): DataTable {
  const { rows, columns, at, rowName, columnName, rowAxis, columnAxis } = picture;
  return {
    columns: [
      `${rowAxis} \\ ${columnAxis}`,
      ...Array.from({ length: columns }, (_, column) => columnName(column)),
    ],
    rows: Array.from({ length: rows }, (_row, row) => [
      rowName(row),
      ...Array.from({ length: columns }, (_column, column) => at(row, column) ?? null),
    ]),
  };
}

// A pooled cell stands for several units: 12-15.
function place(cell: number, perCell: number): string {
  return perCell === 1 ? String(cell) : `${cell * perCell}-${(cell + 1) * perCell - 1}`;
}

function sentence(heatmap: Heatmap, size: string): string {
  const { smallest, largest, zeros, notFinite } = heatmap;
  const parts = [`${size}; magnitudes from ${shortNumber(smallest)} to ${shortNumber(largest)}`];
  if (zeros > 0) parts.push(`${wholeNumber(zeros)} exactly 0`);
  if (notFinite > 0) parts.push(`${wholeNumber(notFinite)} not finite`);
  return `${parts.join(', ')}.`;
}
