/** The factors one below the other, with the product so far as a bar on an axis of decades: each starts where the one before has ended. */
import { html, type TemplateResult } from 'lit';
import type { Factor } from '../../src/studies/product/factors';
import type { ProductAnswer } from '../../src/studies/product/study';
import { writingOf } from '../formula/factors';
import { formulaElement } from '../formula/mathml';
import { decade, decadesAxis } from '../plot/axes';
import type { Axis } from '../plot/plot';
import type { Act, Focus, LensState } from '../state';
import { lengths } from './canvas';
import { aligned } from './number';
import { point, readingOf } from './productFigure';

/** The table. */
export function productTable(
  state: LensState,
  focus: Focus,
  { product }: ProductAnswer,
  act: Act,
): TemplateResult {
  const { factors } = product;
  const axis = decadesAxis(
    'product so far',
    factors.map(({ product: so }) => so),
    3,
  );
  const reading = readingOf(state);
  const pointed = reading === null ? null : (factors[reading]?.layer ?? null);
  return html`<div
    class="product-box"
    tabindex="0"
    role="region"
    aria-label="The factors, one below the other"
  >
    <table class="product-table" data-field="product-table">
      <thead>
        <tr>
          <th scope="col">factor</th>
          <th scope="col" class="column-own" title="RMS over the factor's own numbers">own RMS</th>
          <th scope="col" class="column-times" title="What it multiplies the RMS of the gradient by">×</th>
          <th scope="col" class="column-product">product so far</th>
          <th scope="col" class="column-fall" aria-hidden="true">${ticks(axis)}</th>
        </tr>
      </thead>
      <tbody>
        ${factors.map((factor, place) => {
          const same = pointed !== null && factor.layer === pointed;
          const selected = factor.layer !== null && factor.layer === focus.layer;
          return line(
            factor,
            place,
            { before: factors[place - 1]?.product ?? null, axis, same, selected },
            act,
          );
        })}
      </tbody>
    </table>
  </div>`;
}

interface Look {
  readonly before: number | null;
  readonly axis: Axis;
  /** It belongs to the layer that is pointed at, or that is selected. */
  readonly same: boolean;
  readonly selected: boolean;
}

function line(factor: Factor, place: number, look: Look, act: Act): TemplateResult {
  const { formula, words } = writingOf(factor);
  const { group, norm, ratio, product, kind } = factor;
  return html`<tr
    class="group-${group} ${look.same ? 'reading' : ''} ${look.selected ? 'selected' : ''}"
    data-factor=${place}
    @pointerenter=${() => point(place, act)}
    @pointerleave=${() => point(null, act)}
  >
    <th scope="row" title=${words}>
      ${formulaElement(formula, words)}<span class="kind">${kindOf(factor, kind)}</span>
    </th>
    <td class="column-own numeric">${aligned('factor-norm', place === 0 ? null : norm)}</td>
    <td class="column-times numeric">${aligned('factor-times', place === 0 ? null : ratio)}</td>
    <td class="column-product numeric">${aligned('factor-product', product)}</td>
    <td class="column-fall">${bar(factor, look)}</td>
  </tr>`;
}

function kindOf({ symbol }: Factor, kind: string): string {
  switch (symbol.form) {
    case 'loss-gradient':
      return 'loss';
    case 'transposed-input':
      return 'input';
    case 'ones':
      return 'bias';
    case 'mean':
      return `mean over ${symbol.samples}`;
    case 'other-paths':
      return 'other paths';
    case 'transposed-weights':
      return 'weights';
    case 'activation-derivative':
    case 'jacobian':
    case 'parameter-derivative':
      return kind;
  }
}

/** From the product before to the product behind; nothing where there is no decade to stand at. */
function bar({ group, product }: Factor, { before, axis }: Look): TemplateResult {
  const place = (value: number | null): number | null => {
    const at = decade(value);
    return at === null ? null : (at - axis.from) / (axis.to - axis.from);
  };
  const [start, end] = [place(before), place(product)];
  if (end === null) return html`<span class="fall-none">${product === 0 ? 'exactly 0' : ''}</span>`;
  const from = Math.min(start ?? end, end);
  const to = Math.max(start ?? end, end);
  const ends = { '--from': String(from), '--to': String(to), '--end': String(end) };
  return html`<span class="fall group-${group}" aria-hidden="true" ${lengths(ends)}></span>`;
}

function ticks(axis: Axis): TemplateResult {
  const [first] = axis.ticks;
  const last = axis.ticks.at(-1);
  return html`<span class="fall-ticks"><span>${first?.label}</span><span>${last?.label}</span></span>`;
}
