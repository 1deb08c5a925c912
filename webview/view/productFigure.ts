/** The product as a formula: every factor with its symbol, its group and its number, broken between factors where the line ends. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted, shortNumber } from '../../src/base/numbers';
import type { Factor, FactorGroup } from '../../src/studies/product/factors';
import type { ProductAnswer } from '../../src/studies/product/study';
import { copyText, saveCsv } from '../export/leave';
import type { DataTable } from '../export/dataTable';
import { pictureStem } from '../export/fileName';
import { gradientWriting, writingOf } from '../formula/factors';
import { formulaElement, sign } from '../formula/mathml';
import { quotient } from '../plot/quotient';
import type { Act, Focus, LensState } from '../state';
import { figure } from './figure';
import { quotientNumber, number } from './number';

/** The name of the picture, for what is read in it. */
const id = 'product';

/** The words of the groups, as the legend and the table have them. */
export const groupWords = {
  activation: 'activation gradients a′',
  weights: 'weights f′',
  other: 'other layers and paths',
  ends: 'loss, input, mean',
} as const satisfies Record<FactorGroup, string>;

/** More factors than this fold in the middle. */
const mostFactors = 16;
/** Factors that stay at each end of a fold. */
const ends = 5;

/** The formula as a figure. */
export function productFigure(
  state: LensState,
  focus: Focus,
  answer: ProductAnswer,
  act: Act,
): TemplateResult {
  const { product, parameter } = answer;
  const { factors } = product;
  const table = tableOf(factors);
  const reading = readingOf(state);
  const read = reading === null ? undefined : factors[reading];
  const sentence = sentenceOf(answer);
  const stem = pictureStem(focus.network.name, `${id}-${parameter}`);
  return figure(state, act, {
    ...{ id, sentence, zoomTo: 1 },
    title: `Gradient of ${parameter}, written out`,
    scale: 'Below each factor: what it multiplies the RMS of the gradient by (the first: the RMS itself).',
    legend: legend(factors),
    table: () => table,
    readout: read === undefined ? '' : readout(read),
    exports: [
      { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, table, act) },
      {
        label: 'Copy as text',
        name: 'copyText',
        run: () => copyText(`${lineOf(focus, answer)}\n${sentence}\n\n`, table, act),
      },
    ],
    body: formula(state, focus, answer, act),
  });
}

/** The index of the factor that is pointed at, or null. */
export function readingOf({ cursor }: Pick<LensState, 'cursor'>): number | null {
  return cursor?.picture === id ? cursor.at[0] : null;
}

/** Points at a factor, or (null) at none. */
export function point(place: number | null, act: Act): void {
  act({ kind: 'cursor', cursor: place === null ? null : { picture: id, at: [place, 0] }, say: null });
}

function formula(
  state: LensState,
  focus: Focus,
  { product, parameter }: ProductAnswer,
  act: Act,
): TemplateResult {
  const { factors, gradient } = product;
  const folds = factors.length > mostFactors && !state.memory.open.includes('product:unfolded');
  const left = gradientWriting(parameter, layerNameOf(focus, product));
  const one = (factor: Factor, place: number): TemplateResult => factorItem(state, factor, place, act);
  const rest = factors.length - ends;
  return html`<div class="product-formula" role="group" aria-label="The product, factor by factor">
    <span class="factor group-ends whole-gradient">
      <span class="factor-symbol">${formulaElement(left.formula, left.words)}</span>
      <span class="factor-number">${number('product-gradient', gradient)}</span>
    </span>
    <span class="factor-sign">${formulaElement(sign('='), 'equals')}</span>
    ${
      folds
        ? html`${factors.slice(0, ends).map(one)} ${fold(factors.slice(ends, rest), act)}
          ${factors.slice(rest).map((factor, place) => one(factor, place + rest))}`
        : factors.map(one)
    }
    ${
      factors.length > mostFactors && !folds
        ? html`<button
            class="link"
            type="button"
            data-action="fold"
            @click=${() => act({ kind: 'toggle', name: 'product:unfolded', open: false })}
          >
            fold the middle
          </button>`
        : nothing
    }
  </div>`;
}

function factorItem(state: LensState, factor: Factor, place: number, act: Act): TemplateResult {
  const { formula: written, words } = writingOf(factor);
  const { group, layer, ratio } = factor;
  const reading = readingOf(state) === place;
  return html`<button
    class="factor group-${group} ${reading ? 'reading' : ''}"
    type="button"
    data-factor=${place}
    data-group=${group}
    data-text=${writingOf(factor).text}
    title="${words}${layer === null ? '' : ' (click: select the layer)'}"
    @pointerenter=${() => point(place, act)}
    @pointerleave=${() => point(null, act)}
    @focus=${() => point(place, act)}
    @blur=${() => point(null, act)}
    @click=${() => {
      if (layer !== null) act({ kind: 'layer', layer, reveal: true });
    }}
  >
    <span class="factor-symbol">${formulaElement(written, words)}</span>
    <span class="factor-number">${place === 0 ? nothing : '× '}${quotientNumber('factor-ratio', ratio)}</span>
  </button>`;
}

/** The factors in the middle as one: their product is the quotient of the gradients at its ends. */
function fold(factors: readonly Factor[], act: Act): TemplateResult {
  const product = factors.reduce((all, { ratio }) => all * (ratio ?? 0), 1);
  return html`<button
    class="factor group-fold"
    type="button"
    data-action="unfold"
    title="Show all factors"
    @click=${() => act({ kind: 'toggle', name: 'product:unfolded', open: true })}
  >
    <span class="factor-symbol">… ${counted(factors.length, 'factor')} …</span>
    <span class="factor-number">× ${quotientNumber('fold-ratio', product)}</span>
  </button>`;
}

function legend(factors: readonly Factor[]): TemplateResult {
  const groups = (['activation', 'weights', 'other'] as const).filter((group) =>
    factors.some((factor) => factor.group === group),
  );
  return html`<ul class="legend">
    ${groups.map((group) => html`<li><span class="bracket group-${group}" aria-hidden="true"></span>${groupWords[group]}</li>`)}
  </ul>`;
}

/** What is said of one factor. */
function readout(factor: Factor): string {
  const { words } = writingOf(factor);
  const { norm, ratio, gradient, share } = factor;
  const own =
    norm === null || factor.symbol.form === 'loss-gradient' ? '' : ` · its own RMS ${shortNumber(norm)}`;
  const part = share === null ? '' : ` · the path followed here is ${shortNumber(100 * share)} % of the sum`;
  return `${words}: × ${quotient(ratio)}${own}${part} · gradient behind it ${shortNumber(gradient)}`;
}

function sentenceOf({ product, parameter }: ProductAnswer): string {
  const { factors, gradient, samples, mean } = product;
  const [start] = factors;
  const name = start?.symbol.form === 'loss-gradient' ? start.symbol.layer : 'the last layer';
  const groups = (['activation', 'weights', 'other'] as const).flatMap((group) => {
    const some = factors.filter((factor) => factor.group === group);
    if (some.length === 0) return [];
    const product = some.reduce((all, { ratio }) => all * (ratio ?? 0), 1);
    const words = { activation: 'activation gradient', weights: 'weight matrix', other: 'other factor' }[
      group
    ];
    const plural = group === 'weights' ? 'weight matrices' : `${words}s`;
    return [`${counted(some.length, words, plural)} × ${quotient(product)}`];
  });
  const times = groups.length === 0 ? '' : `, times ${groups.join(', ')}`;
  const average = mean ? `; m = ${counted(samples, 'sample')}` : '';
  return `The gradient of ${parameter} (RMS ${shortNumber(gradient)}) is the loss gradient at the output of ${name}, ${shortNumber(start?.gradient ?? NaN)}${times}, times what stands beside the parameter${average}.`;
}

/** The product on one line, for the clipboard. */
function lineOf(focus: Focus, { product, parameter }: ProductAnswer): string {
  const left = gradientWriting(parameter, layerNameOf(focus, product)).text;
  return `${left} = ${product.factors.map((factor) => writingOf(factor).text).join(' · ')}`;
}

function layerNameOf({ network }: Focus, { sums }: ProductAnswer['product']): string {
  return network.layers[sums.first]?.name ?? '';
}

/** All factors as a table of data. */
export function tableOf(factors: readonly Factor[]): DataTable {
  return {
    columns: ['factor', 'what it is', 'group', 'own RMS', '×', 'product so far', 'gradient RMS'],
    rows: factors.map((factor) => {
      const { text, words } = writingOf(factor);
      return [
        text,
        words,
        groupWords[factor.group],
        factor.norm,
        factor.ratio,
        factor.product,
        factor.gradient,
      ];
    }),
  };
}
