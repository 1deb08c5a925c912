/** The comparison on a canvas, as it leaves the panel: names, small pictures, numbers and verdicts. */
import { svgSurface } from '../export/vector';
import { copyImage, copyText, saveCsv, savePng } from '../export/leave';
import { brushOf } from '../plot/brush';
import type { Act } from '../state';
import { colour, type Palette } from '../theme';
import type { MenuItem } from '../view/menu';
import type { DataTable } from '../export/dataTable';
import type { Spark } from './spark';
import type { CellVerdict } from './words';

/** The grid as it is drawn: columns of cells, null where there is none. */
export interface GridPicture {
  readonly title: string;
  readonly sentence: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly (DrawnCell | null)[])[];
}

/** A cell as it is drawn. */
export interface DrawnCell {
  readonly spark: Spark;
  readonly number: string;
  readonly verdict: CellVerdict;
}

const cell = { width: 104, height: 64, spark: 30 } as const;
const margin = { left: 110, top: 84, end: 16 } as const;

/** The menu of the grid, which leaves in files named by `stem`. */
export function gridExports(
  stem: string,
  picture: GridPicture,
  table: () => DataTable,
  palette: Palette,
  act: Act,
): readonly MenuItem[] {
  const raster = (): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    draw(canvas, picture, palette, 2);
    return canvas;
  };
  const vector = (): string => {
    const { width, height } = sizeOf(picture);
    const surface = svgSurface(width, height);
    draw(surface.canvas, picture, palette, 1);
    return surface.text();
  };
  return [
    {
      label: 'Save as SVG',
      name: 'svg',
      run: () =>
        act({ kind: 'send', message: { kind: 'export', fileName: `${stem}.svg`, content: vector() } }),
    },
    { label: 'Save as PNG', name: 'png', run: () => savePng(stem, raster(), act) },
    { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, table(), act) },
    { label: 'Copy image', name: 'copyImage', run: () => copyImage(raster(), act) },
    { label: 'Copy as text', name: 'copyText', run: () => copyText(`${picture.sentence}\n\n`, table(), act) },
  ];
}

function sizeOf({ rows, columns }: GridPicture): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(600, margin.left + columns.length * cell.width + margin.end),
    height: margin.top + rows.length * cell.height + margin.end,
  };
}

function draw(canvas: HTMLCanvasElement, picture: GridPicture, palette: Palette, ratio: number): void {
  const { width, height } = sizeOf(picture);
  canvas.width = ratio * width;
  canvas.height = ratio * height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colour(palette.ink.surface);
  context.fillRect(0, 0, width, height);
  const write = (text: string, x: number, y: number, font = '12px'): void => {
    context.font = `${font} ${palette.fontFamily}`;
    context.fillText(text, x, y);
  };
  context.fillStyle = colour(palette.ink.text);
  write(picture.title, 12, 24, 'bold 14px');
  write(picture.sentence, 12, 44);
  picture.columns.forEach((name, column) =>
    write(name, margin.left + column * cell.width + 6, margin.top - 8),
  );
  picture.rows.forEach((name, row) => write(name, 12, margin.top + row * cell.height + 20));
  picture.cells.forEach((column, at) =>
    column.forEach((drawn, row) => {
      if (!drawn) return;
      const [x, y] = [margin.left + at * cell.width + 6, margin.top + row * cell.height + 4];
      context.fillStyle = colour(palette.ink.text);
      write(drawn.number, x, y + cell.spark + 12, '11px');
      context.fillStyle = colour(palette.ink.muted);
      write(drawn.verdict.word, x, y + cell.spark + 24, '10px');
      drawSpark(context, drawn, { x, y }, palette);
    }),
  );
}

function drawSpark(
  context: CanvasRenderingContext2D,
  { spark, verdict }: DrawnCell,
  { x, y }: { readonly x: number; readonly y: number },
  palette: Palette,
): void {
  const { paint } = brushOf(palette);
  const width = cell.width - 18;
  const at = ([across, down]: readonly [number, number]): readonly [number, number] => [
    x + across * width,
    y + down * (cell.spark - 4) + 2,
  ];
  const stroke = (points: readonly (readonly [number, number])[]): void => {
    context.beginPath();
    points.forEach((point, index) => {
      const [px, py] = at(point);
      if (index === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    });
    context.stroke();
  };
  context.strokeStyle = paint('muted', 0.5);
  context.lineWidth = 0.5;
  if (spark.mark !== null) {
    stroke([
      [0, spark.mark],
      [1, spark.mark],
    ]);
  }
  context.strokeStyle = paint(verdict.ink, 1);
  context.fillStyle = paint(verdict.ink, 1);
  context.lineWidth = 1.5;
  for (const line of spark.lines) {
    if (line.length > 1) stroke(line);
    for (const point of line.length > 24 ? [] : line) dot(context, at(point));
  }
  for (const point of [...spark.zeros, ...spark.broken]) dot(context, at(point));
}

function dot(context: CanvasRenderingContext2D, [x, y]: readonly [number, number]): void {
  context.fillRect(x - 1.5, y - 1.5, 3, 3);
}
