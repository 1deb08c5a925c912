/** What can leave the panel of a circuit: SVG and PNG with the colours of the theme written into them, CSV, and copies. */
import type { DataTable } from '../export/dataTable';
import { copyImage, copyText, saveCsv, savePng } from '../export/leave';
import type { Act } from '../state';
import { colour, type Palette } from '../theme';
import type { MenuItem } from '../view/menu';

/** Everything that leaves with the drawing. */
export interface Leaving {
  readonly stem: string;
  readonly sentence: string;
  readonly table: () => DataTable;
  readonly palette: Palette;
}

/** What CSS gives the parts of the drawing, to be written into them. */
const written = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-family',
  'font-weight',
  'font-style',
  'opacity',
];

/** The menu of the drawing, which leaves in files named by `stem`. */
export function circuitExports({ stem, sentence, table, palette }: Leaving, act: Act): readonly MenuItem[] {
  const save = (): void => {
    const content = circuitFile(palette);
    act({ kind: 'send', message: { kind: 'export', fileName: `${stem}.svg`, content } });
  };
  return [
    { label: 'Save as SVG', name: 'svg', run: save },
    {
      label: 'Save as PNG',
      name: 'png',
      run: () => void raster(palette).then((canvas) => savePng(stem, canvas, act)),
    },
    { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, table(), act) },
    {
      label: 'Copy image',
      name: 'copyImage',
      run: () => void raster(palette).then((canvas) => copyImage(canvas, act)),
    },
    { label: 'Copy as text', name: 'copyText', run: () => copyText(`${sentence}\n\n`, table(), act) },
  ];
}

/** The drawing that is on screen as the text of an SVG file. */
export function circuitFile({ ink }: Palette): string {
  const shown = document.querySelector('svg.circuit');
  if (!(shown instanceof SVGSVGElement)) return '';
  const copy = shown.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const { width, height } = shown.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const parts = shown.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((part, index) => {
    const from = parts[index];
    if (from === undefined) return;
    const style = getComputedStyle(from);
    for (const name of written) part.setAttribute(name, style.getPropertyValue(name));
    part.removeAttribute('class');
  });
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: colour(ink.surface) }))
    ground.setAttribute(name, value);
  copy.prepend(ground);
  copy.removeAttribute('class');
  return `${new XMLSerializer().serializeToString(copy).replace(/<!--.*?-->/gs, '')}\n`;
}

/** The drawing as pixels, twice as fine as on screen. */
async function raster(palette: Palette): Promise<HTMLCanvasElement> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([circuitFile(palette)], { type: 'image/svg+xml' }));
  const canvas = document.createElement('canvas');
  try {
    image.src = address;
    await image.decode();
    canvas.width = 2 * image.naturalWidth;
    canvas.height = 2 * image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
  return canvas;
}
