/** Paints a heatmap cell by cell into an image, one pixel a cell; CSS makes the pixels large. */
import { entry, type Channels, type Colouring } from './colours';
import type { HeatPicture } from './picture';

/** The picture as pixels; cells without a number stay transparent. */
export function heatPixels(picture: HeatPicture, colouring: Colouring): ImageData {
  const { rows, columns, at } = picture;
  const image = new ImageData(Math.max(1, columns), Math.max(1, rows));
  const { data } = image;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = at(row, column);
      if (value === undefined) continue;
      const offset = 4 * (row * columns + column);
      const [red, green, blue] = cellColour(value, colouring);
      data[offset] = red;
      data[offset + 1] = green;
      data[offset + 2] = blue;
      data[offset + 3] = 255;
    }
  }
  return image;
}

/** The colours of the bar beside a heatmap, from left to right. */
export function barPixels({ table }: Colouring): ImageData {
  const image = new ImageData(256, 1);
  for (let place = 0; place < 256; place += 1) image.data.set([...entry(table, place), 255], 4 * place);
  return image;
}

/** Puts pixels on a canvas of their size. */
export function putPixels(canvas: HTMLCanvasElement, image: ImageData): void {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

function cellColour(value: number, colouring: Colouring): Channels {
  if (!Number.isFinite(value)) return colouring.notFinite;
  return value === 0 ? colouring.zero : entry(colouring.table, colouring.place(value));
}
