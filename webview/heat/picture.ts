/** Heatmaps as pictures: what stands in each cell, along both axes, and in words. */
import type { DeltaByUnit, Heatmap, NetworkReport } from '../../src/analysis/report';
import { counted, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { DataTable } from '../export/dataTable';
import type { Tick } from '../plot/plot';

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
  /** What a cell without a number says; default: no such unit. */
  readonly missing?: string;
  /** Every row's name stands beside it, where there is room; default: those of the first and the last. */
  readonly named?: boolean;
  /** Labels along the columns, by their share of the width; default: the first and the last column's names. */
  readonly columnTicks?: readonly Tick[];
  /** How its numbers are printed; default: shortNumber. */
  readonly wording?: (value: number) => string;
  /** What 0 and 1 mean, where there are no other numbers. */
  readonly words?: readonly [zero: string, one: string];
  /** A number to mark on the colour bar. */
  readonly mark?: { readonly value: number; readonly name: string };
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
  const number = value === undefined ? (picture.missing ?? 'no such unit') : numberText(picture, value);
  return `${picture.rowAxis} ${picture.rowName(row)}, ${picture.columnAxis} ${picture.columnName(column)}: ${number}`;
}

/** A number of the picture in its words. */
export function numberText({ words, wording = shortNumber }: HeatPicture, value: number): string {
  const word = value === 0 ? words?.[0] : value === 1 ? words?.[1] : undefined;
  return word ?? wording(value);
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
