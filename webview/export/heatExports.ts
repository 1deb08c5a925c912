/** What can leave the panel of a heatmap: PNG with colour bar and numbers, CSV, and copies as image and text. */
import { shortNumber } from '../../src/base/numbers';
import type { Colouring } from '../heat/colours';
import { barPixels, heatPixels, putPixels } from '../heat/paint';
import { heatTable, type HeatPicture } from '../heat/picture';
import type { Act } from '../state';
import { colour, type Palette } from '../theme';
import type { MenuItem } from '../view/menu';
import { copyImage, copyText, saveCsv, savePng } from './leave';

/** The menu of a heatmap, which leaves in files named by `stem`. */
export function heatExports(
  stem: string,
  picture: HeatPicture,
  colouring: Colouring,
  palette: Palette,
  act: Act,
): readonly MenuItem[] {
  const { sentence } = picture;
  const raster = (): HTMLCanvasElement => heatPoster(picture, colouring, palette);
  return [
    { label: 'Save as PNG', name: 'png', run: () => savePng(stem, raster(), act) },
    { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, heatTable(picture), act) },
    { label: 'Copy image', name: 'copyImage', run: () => copyImage(raster(), act) },
    {
      label: 'Copy as text',
      name: 'copyText',
      run: () => copyText(`${sentence}\n\n`, heatTable(picture), act),
    },
  ];
}

const width = 900;
const margin = 60;

/** The heatmap with title, axes, colour bar and numbers on one canvas, twice as fine as the screen. */
export function heatPoster(picture: HeatPicture, colouring: Colouring, palette: Palette): HTMLCanvasElement {
  const cell = Math.min(picture.wide ? width : 28, (width - 2 * margin) / picture.columns);
  const plot = { width: cell * picture.columns, height: Math.min(28, 480 / picture.rows) * picture.rows };
  const canvas = document.createElement('canvas');
  const height = plot.height + 3 * margin;
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.scale(2, 2);
  context.fillStyle = colour(palette.ink.surface);
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.drawImage(sheet(heatPixels(picture, colouring)), margin, margin, plot.width, plot.height);
  context.drawImage(sheet(barPixels(colouring)), margin, margin + plot.height + 40, 256, 12);
  context.fillStyle = colour(palette.ink.text);
  context.font = `bold 14px ${palette.fontFamily}`;
  context.fillText(picture.title, margin, 24);
  context.font = `12px ${palette.fontFamily}`;
  context.fillText(picture.sentence, margin, 44, width - 2 * margin);
  labels(context, picture, plot);
  for (const { at, value } of colouring.ticks) {
    context.textAlign = at === 0 ? 'left' : at === 1 ? 'right' : 'center';
    context.fillText(shortNumber(value), margin + 256 * at, margin + plot.height + 68);
  }
  return canvas;
}

function labels(
  context: CanvasRenderingContext2D,
  picture: HeatPicture,
  plot: { readonly width: number; readonly height: number },
): void {
  context.textAlign = 'right';
  context.fillText(picture.rowName(0), margin - 6, margin + 12);
  if (picture.rows > 1) context.fillText(picture.rowName(picture.rows - 1), margin - 6, margin + plot.height);
  context.fillText(picture.columnName(picture.columns - 1), margin + plot.width, margin + plot.height + 16);
  context.textAlign = 'left';
  context.fillText(`${picture.columnAxis} ${picture.columnName(0)}`, margin, margin + plot.height + 16);
}

function sheet(image: ImageData): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  putPixels(canvas, image);
  return canvas;
}
