/** The report as one HTML page that needs nothing else: the panel as it stands, with its pictures as images and its styles inside. */

/** The text of the page. */
export function reportPage(of: Document): string {
  const copy = of.getElementById('lens')?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return '';
  freezeCanvases(of, copy);
  for (const gone of copy.querySelectorAll('.tools, .unseen[role=status], .cursor')) gone.remove();
  for (const table of copy.querySelectorAll('[tabindex]')) table.removeAttribute('tabindex');
  const page = of.implementation.createHTMLDocument(of.title);
  page.documentElement.lang = 'en';
  page.title = 'Backprop Lens';
  page.body.className = of.body.className;
  page.body.append(copy);
  const style = page.createElement('style');
  style.textContent = `${variables(of)}\n${styleTexts(of)}`;
  page.head.append(style);
  const charset = page.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  page.head.prepend(charset);
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
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
