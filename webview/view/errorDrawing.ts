/** A small network as a drawing: its units with their error terms, its weights as lines as wide as they change. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';
import type { ErrorTermLayer, ErrorTermsAnswer } from '../../src/studies/product/errorTerms';
import { largest, shortened } from '../plot/axes';
import { lengths } from './canvas';

/** Larger networks are no drawing any more. */
const mostUnits = 8;
const mostLayers = 6;
/** Up to this many weights between two layers their changes stand on the lines. */
const mostLabels = 2;

/** Made smaller than this, its text cannot be read: then it is scrolled. */
const leastScale = 0.8;

/** Distances in units of the drawing, which are pixels where it is not made smaller. */
const size = { column: 96, row: 60, radius: 18, top: 24, side: 36 } as const;

/** The drawing; nothing where the network is too large for one. */
export function errorDrawing(answer: ErrorTermsAnswer, rate: number): TemplateResult | typeof nothing {
  const { layers } = answer;
  const inputs = layers[0]?.inputs ?? 0;
  const counts = [inputs, ...layers.map(({ units }) => units)];
  const small = layers.every(({ byUnit, byWeight }) => byUnit !== null && byWeight !== null);
  if (!small || layers.length > mostLayers || largest(counts) > mostUnits) return nothing;
  const height = size.top + largest(counts) * size.row + 8;
  const width = 2 * size.side + layers.length * size.column;
  const at = (column: number, unit: number): Point => ({
    x: size.side + column * size.column,
    y: size.top + (height - size.top - 8) * ((unit + 0.5) / (counts[column] ?? 1)),
  });
  const widest = largest(layers.flatMap(({ byWeight }) => Array.from(byWeight?.change ?? [], Math.abs)));
  return html`<div
    class="error-drawing"
    tabindex="0"
    role="img"
    aria-label=${wordsOf(answer, rate)}
    ${lengths({ '--least': `${leastScale * width}px` })}
  >
    <svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
      ${layers.map((layer, place) => lines(layer, place, { at, rate, widest }))} ${head(size.side, 'x')}
      ${Array.from({ length: inputs }, (_, unit) => unitMark(at(0, unit), 'input', answer.layers[0]?.byWeight?.input[unit] ?? NaN, null))}
      ${layers.map((layer, place) => svg`${head(at(place + 1, 0).x, layer.name)}${Array.from(layer.byUnit?.errorTerm ?? [], (term, unit) => unitMark(at(place + 1, unit), 'unit', layer.byUnit?.output[unit] ?? NaN, term))}`)}
    </svg>
  </div>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drawing {
  readonly at: (column: number, unit: number) => Point;
  readonly rate: number;
  /** The largest change at rate 1. */
  readonly widest: number;
}

function lines(layer: ErrorTermLayer, place: number, { at, rate, widest }: Drawing): TemplateResult {
  const { byWeight, inputs } = layer;
  const changes = Array.from(byWeight?.change ?? []);
  return svg`${changes.map((change, index) => {
    const from = at(place, index % inputs);
    const to = at(place + 1, Math.floor(index / inputs));
    const share = widest > 0 ? Math.abs(change) / widest : 0;
    const label =
      changes.length > mostLabels
        ? nothing
        : svg`<text class="change" x=${(from.x + to.x) / 2} y=${(from.y + to.y) / 2 - 5}>${signed(rate * change)}</text>`;
    return svg`<line class=${change < 0 ? 'falls' : 'rises'} x1=${from.x + size.radius} y1=${from.y} x2=${to.x - size.radius} y2=${to.y} stroke-width=${0.75 + 3 * share}></line>${label}`;
  })}`;
}

function head(x: number, name: string): TemplateResult {
  return svg`<text class="head" x=${x} y="14">${shortened(name, 14)}</text>`;
}

function unitMark(
  { x, y }: Point,
  kind: 'input' | 'unit',
  output: number,
  term: number | null,
): TemplateResult {
  return svg`<circle class=${kind} cx=${x} cy=${y} r=${size.radius}></circle><text class="output" x=${x} y=${y + 4}>${shortest(output)}</text>${
    term === null
      ? nothing
      : svg`<text class="term" x=${x} y=${y + size.radius + 13}>δ ${shortNumber(term)}</text>`
  }`;
}

// A circle has room for few digits.
function shortest(value: number): string {
  const text = shortNumber(value);
  return text.length <= 5 ? text : shortNumber(Number(value.toPrecision(1)));
}

function signed(value: number): string {
  return value > 0 ? `+${shortNumber(value)}` : shortNumber(value);
}

function wordsOf({ layers }: ErrorTermsAnswer, rate: number): string {
  const terms = layers
    .toReversed()
    .map(({ name, byUnit }) => `${name}: ${Array.from(byUnit?.errorTerm ?? [], shortNumber).join(', ')}`);
  return `The network with its error terms, from the output back: ${terms.join('; ')}. The wider a line, the more its weight changes at rate ${shortNumber(rate)}; broken lines fall.`;
}
