/** What can leave the panel of a plot: PNG, SVG, CSV, and copies as image and text. */
import { drawPoster, type Poster } from '../chart';
import type { PlotPicture } from '../plot/picture';
import type { Act } from '../state';
import type { Palette } from '../theme';
import type { MenuItem } from '../view/menu';
import { copyImage, copyText, saveCsv, savePng } from './leave';
import { svgSurface } from './vector';

const size = { width: 900, height: 420 } as const;

/** The menu of a plot, which leaves in files named by `stem`. */
export function plotExports(
  stem: string,
  picture: PlotPicture,
  palette: Palette,
  act: Act,
): readonly MenuItem[] {
  const { table } = picture;
  return [
    { label: 'Save as SVG', name: 'svg', run: () => saveSvg(stem, picture, palette, act) },
    { label: 'Save as PNG', name: 'png', run: () => savePng(stem, raster(picture, palette), act) },
    { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, table, act) },
    { label: 'Copy image', name: 'copyImage', run: () => copyImage(raster(picture, palette), act) },
    { label: 'Copy as text', name: 'copyText', run: () => copyText(`${picture.sentence}\n\n`, table, act) },
  ];
}

/** The plot as the text of an SVG file, with text as text and lines as lines. */
export function plotSvg(picture: PlotPicture, palette: Palette): string {
  const surface = svgSurface(size.width, size.height);
  drawPoster(surface.canvas, picture.plot, palette, poster(picture, 1));
  return surface.text();
}

function saveSvg(stem: string, picture: PlotPicture, palette: Palette, act: Act): void {
  act({
    kind: 'send',
    message: { kind: 'export', fileName: `${stem}.svg`, content: plotSvg(picture, palette) },
  });
}

function raster(picture: PlotPicture, palette: Palette): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  drawPoster(canvas, picture.plot, palette, poster(picture, 2));
  return canvas;
}

function poster({ title, sentence }: PlotPicture, ratio: number): Poster {
  return { ...size, ratio, title, sentence };
}
