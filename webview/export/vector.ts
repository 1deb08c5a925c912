/** A drawing surface that records what is drawn on it as SVG: what chart.js paints on a canvas leaves as vectors and text. */

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface Pen {
  readonly matrix: Matrix;
  readonly clip: string | null;
  readonly style: Style;
}

/** The settings of a 2D context that chart.js uses. */
interface Style {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  lineDashOffset: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
}

const plainStyle: Style = {
  fillStyle: '#000',
  strokeStyle: '#000',
  lineWidth: 1,
  lineCap: 'butt',
  lineJoin: 'miter',
  lineDashOffset: 0,
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  dash: [],
};

/** A surface for chart.js, and the SVG that was drawn on it. */
export interface SvgSurface {
  readonly canvas: HTMLCanvasElement;
  text(): string;
}

/** A new, empty surface. */
export function svgSurface(width: number, height: number): SvgSurface {
  const pen = new Recorder();
  const canvas = { width, height, getContext: () => pen };
  pen.canvas = canvas;
  return {
    // chart.js only asks its canvas for a size and a context, and its context for what Recorder has.
    canvas: canvas as unknown as HTMLCanvasElement,
    text: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
      `${pen.drawn.join('\n')}</svg>\n`,
  };
}

/** The part of CanvasRenderingContext2D that chart.js draws with. */
class Recorder implements Style {
  canvas: object = {};
  readonly drawn: string[] = [];
  declare fillStyle: string;
  declare strokeStyle: string;
  declare lineWidth: number;
  declare lineCap: CanvasLineCap;
  declare lineJoin: CanvasLineJoin;
  declare lineDashOffset: number;
  declare globalAlpha: number;
  declare font: string;
  declare textAlign: CanvasTextAlign;
  declare textBaseline: CanvasTextBaseline;
  declare dash: readonly number[];
  #matrix: Matrix = [1, 0, 0, 1, 0, 0];
  #clip: string | null = null;
  #path: string[] = [];
  #clips = 0;
  readonly #saved: Pen[] = [];
  readonly #ruler = document.createElement('canvas').getContext('2d');

  constructor() {
    Object.assign(this, plainStyle);
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, lineDashOffset } = this;
    const { globalAlpha, font, textAlign, textBaseline, dash } = this;
    const lines = { strokeStyle, lineWidth, lineCap, lineJoin, lineDashOffset, dash };
    const style = { ...lines, fillStyle, globalAlpha, font, textAlign, textBaseline };
    this.#saved.push({ matrix: this.#matrix, clip: this.#clip, style });
  }

  restore(): void {
    const pen = this.#saved.pop();
    if (pen === undefined) return;
    this.#matrix = pen.matrix;
    this.#clip = pen.clip;
    Object.assign(this, pen.style);
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#matrix = [a, b, c, d, e, f];
  }

  resetTransform(): void {
    this.#matrix = [1, 0, 0, 1, 0, 0];
  }

  translate(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.#matrix;
    this.#matrix = [a, b, c, d, a * x + c * y + e, b * x + d * y + f];
  }

  rotate(angle: number): void {
    const [a, b, c, d, e, f] = this.#matrix;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#matrix = [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f];
  }

  beginPath(): void {
    this.#path = [];
  }

  closePath(): void {
    if (this.#path.length > 0) this.#path.push('Z');
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${this.#at(x, y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`${this.#path.length === 0 ? 'M' : 'L'}${this.#at(x, y)}`);
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#path.push(`C${this.#at(ax, ay)} ${this.#at(bx, by)} ${this.#at(x, y)}`);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }

  // An arc as short chords: no chart.js point is so large that one could see the difference.
  arc(x: number, y: number, radius: number, from: number, to: number, anticlockwise = false): void {
    const turn = 2 * Math.PI;
    const sweep = anticlockwise
      ? -((((from - to) % turn) + turn) % turn || turn)
      : (((to - from) % turn) + turn) % turn || turn;
    const steps = Math.max(8, Math.ceil((Math.abs(sweep) * 24) / turn));
    for (let step = 0; step <= steps; step += 1) {
      const angle = from + (sweep * step) / steps;
      this.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
  }

  fill(): void {
    this.#put(`<path d="${this.#path.join('')}" fill="${escaped(this.fillStyle)}"${this.#shared()}/>`);
  }

  stroke(): void {
    this.#put(`<path d="${this.#path.join('')}" fill="none"${this.#strokes()}${this.#shared()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.beginPath();
    this.rect(x, y, width, height);
    this.stroke();
  }

  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const matrix = this.#matrix.map((part) => Number(part.toFixed(3))).join(' ');
    this.#put(
      `<image href="${image.toDataURL()}" x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}"` +
        ` height="${height.toFixed(2)}" preserveAspectRatio="none" transform="matrix(${matrix})"/>`,
      `<g${this.#shared()}>`,
    );
  }

  clearRect(): void {
    // Nothing was drawn before: a poster is drawn once.
  }

  clip(): void {
    this.#clips += 1;
    const id = `clip${this.#clips}`;
    this.drawn.push(`<clipPath id="${id}"><path d="${this.#path.join('')}"${this.#clipped()}/></clipPath>`);
    this.#clip = id;
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }

  getLineDash(): readonly number[] {
    return this.dash;
  }

  measureText(text: string): TextMetrics | { width: number } {
    if (this.#ruler === null) return { width: text.length * 6 };
    this.#ruler.font = this.font;
    return this.#ruler.measureText(text);
  }

  strokeText(): void {
    // Outlines of letters are only drawn behind labels, where the background is enough.
  }

  fillText(text: string, x: number, y: number): void {
    const anchor = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' }[
      this.textAlign
    ];
    const lift = { top: 0.8, hanging: 0.8, middle: 0.35, bottom: -0.2, ideographic: -0.2, alphabetic: 0 };
    const [, pixels = '10', family = 'sans-serif'] = /([\d.]+)px(?:\/\S+)?\s+(.+)$/.exec(this.font) ?? [];
    const weight = /\bbold\b/.test(this.font) ? ' font-weight="bold"' : '';
    const matrix = this.#matrix.map((part) => Number(part.toFixed(3))).join(' ');
    this.#put(
      `<text x="${x.toFixed(2)}" y="${(y + lift[this.textBaseline] * Number(pixels)).toFixed(2)}" text-anchor="${anchor}"` +
        ` transform="matrix(${matrix})" font-size="${pixels}" font-family="${escaped(family)}"${weight}` +
        ` fill="${escaped(this.fillStyle)}">${escaped(text)}</text>`,
      // A clip moves along with the transform of the element that it stands on, so it stands on a group around the text.
      `<g${this.#shared()}>`,
    );
  }

  #at(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.#matrix;
    return `${(a * x + c * y + e).toFixed(2)} ${(b * x + d * y + f).toFixed(2)}`;
  }

  #put(element: string, group = ''): void {
    if (element.startsWith('<path d=""')) return;
    this.drawn.push(group === '' ? element : `${group}${element}</g>`);
  }

  #strokes(): string {
    const dash = this.dash.length === 0 ? '' : ` stroke-dasharray="${this.dash.join(' ')}"`;
    return ` stroke="${escaped(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${dash}`;
  }

  #shared(): string {
    return `${this.globalAlpha === 1 ? '' : ` opacity="${this.globalAlpha}"`}${this.#clipped()}`;
  }

  #clipped(): string {
    return this.#clip === null ? '' : ` clip-path="url(#${this.#clip})"`;
  }
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
