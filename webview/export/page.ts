/** The report as one HTML page that needs nothing else: the panel as it stands and the plots of its other tabs, with its styles inside. */
import type { ReportImage } from './reportImages';

/** What the page is about, and the images of its plots. */
export interface ReportSubject {
  readonly network: string;
  readonly file: string;
  readonly images: readonly ReportImage[];
}

/** The text of the page. */
export function reportPage(of: Document, subject: ReportSubject): string {
  const copy = of.getElementById('lens')?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return '';
  freezeCanvases(of, copy);
  const base = subject.file.split(/[\\/]/).at(-1) ?? '';
  nameIt(copy, `${subject.network} · ${base}`);
  placeImages(copy, subject.images);
  stillControls(copy);
  const page = of.implementation.createHTMLDocument(of.title);
  page.documentElement.lang = 'en';
  page.title = `${subject.network} · ${base} · Backprop Lens`;
  page.body.className = of.body.className;
  page.body.append(copy);
  const style = page.createElement('style');
  style.textContent = `${variables(of)}\n${styleTexts(of)}\n${pageStyle}`;
  page.head.append(style);
  const charset = page.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  page.head.prepend(charset);
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}

const pageStyle = `
.report-name { flex: 1 1 auto; font-size: 1.3em; font-weight: 600; }
.report-image { display: block; max-width: 100%; height: auto; margin: 12px 0 0; }
.twin, .table-box, .cells { max-height: none; }
.layer-table thead, .twin thead th { position: static; }
.halves { display: block; }
.halves > .layers { position: static; }
`;

// The picker offers nothing in a page: the network's name stands in its place.
function nameIt(copy: HTMLElement, text: string): void {
  copy.querySelector('.header > h1')?.remove();
  const heading = document.createElement('h1');
  heading.className = 'report-name';
  heading.textContent = text;
  const picker = copy.querySelector('.picker');
  if (picker === null) copy.prepend(heading);
  else picker.replaceWith(heading);
}

// Plots that are on screen give way to their images; those of the other tabs follow below them.
function placeImages(copy: HTMLElement, images: readonly ReportImage[]): void {
  const body = copy.querySelector('.tab-body');
  for (const { id, words, address } of images) {
    const image = document.createElement('img');
    image.className = 'report-image';
    image.alt = words;
    image.src = address;
    const shown = copy.querySelector(`[data-picture="${id}"]`);
    if (shown !== null) shown.replaceChildren(image);
    else if (id !== 'detail-curve') body?.append(image);
  }
  body?.removeAttribute('role');
  body?.removeAttribute('aria-labelledby');
}

// What can be pressed becomes what can be read.
function stillControls(copy: HTMLElement): void {
  const dead =
    '.tools, .unseen[role=status], .cursor, .tabs, .choices, .tab-body > h2, button[data-action=problems]';
  for (const gone of copy.querySelectorAll(dead)) gone.remove();
  for (const disclosure of copy.querySelectorAll('details')) disclosure.open = true;
  for (const still of copy.querySelectorAll('[tabindex]')) still.removeAttribute('tabindex');
  for (const button of copy.querySelectorAll('button')) {
    const text = document.createElement('span');
    text.className = button.className;
    text.append(...button.childNodes);
    button.replaceWith(text);
  }
}

// A canvas has no content in markup; its picture goes with it as an image.
function freezeCanvases(of: Document, copy: HTMLElement): void {
  const originals = of.querySelectorAll<HTMLCanvasElement>('#lens canvas');
  copy.querySelectorAll('canvas').forEach((canvas, index) => {
    const original = originals[index];
    if (original === undefined || original.width === 0 || original.height === 0) return;
    const image = document.createElement('img');
    image.src = original.toDataURL('image/png');
    image.alt = '';
    image.className = canvas.className;
    image.width = Math.round(original.clientWidth);
    image.height = Math.round(original.clientHeight);
    canvas.replaceWith(image);
  });
}

// The editor's colours and fonts as they are now.
function variables(of: Document): string {
  const style = getComputedStyle(of.documentElement);
  const used = new Set(styleTexts(of).match(/--vscode-[\w-]+/g));
  const lines = [...used].map((name) => `${name}: ${style.getPropertyValue(name).trim()};`);
  return `:root { ${lines.filter((line) => !line.endsWith(': ;')).join(' ')} }`;
}

function styleTexts(of: Document): string {
  const sheets = [...of.styleSheets].filter(({ href }) => href !== null);
  return sheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n');
}
