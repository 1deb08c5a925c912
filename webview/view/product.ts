/** The Product tab: a gradient written out as the product that backprop makes of it, with its numbers, its bound, and one element checked. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted, wholeNumber } from '../../src/base/numbers';
import type { ProductAnswer } from '../../src/studies/product/study';
import { answerTo } from '../answers';
import { ownName } from '../formula/factors';
import type { Act, Focus, LensState } from '../state';
import { awaited } from './awaited';
import { elementSection } from './elementCheck';
import { errorTermsSection } from './errorTerms';
import { number, quotientNumber } from './number';
import { choiceOf, hasErrorTerms, settingNames, type Choice } from './productChoice';
import { productFigure } from './productFigure';
import { productTable } from './productTable';

/** The tab's content. */
export function productTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const choice = choiceOf(state, focus);
  if (choice === null)
    return html`<p class="nothing-here">
      The loss reaches no parameter, so there is no gradient to write out.
    </p>`;
  return html`${parameterChips(choice, act)} ${written(state, focus, choice, act)}
  ${hasErrorTerms(focus) ? errorTermsSection(state, focus, act) : nothing}`;
}

function written(state: LensState, focus: Focus, choice: Choice, act: Act): TemplateResult {
  const { answer, failure, late } = answerTo(state, 'product');
  if (answer === null || failure !== null) return awaited(failure, 'The product is being measured');
  return html`<div class="product ${late ? 'late' : ''}" data-parameter=${answer.parameter}>
    ${productFigure(state, focus, answer, act)} ${productTable(state, focus, answer, act)}
    ${sums(focus, answer)} ${elementSection(state, choice, answer, act)}
  </div>`;
}

function parameterChips({ layer, index, offered, parameter }: Choice, act: Act): TemplateResult {
  return html`<p class="users product-choice">
    gradient of
    ${offered.map(
      ({ name }) =>
        html`<button
          class="chip"
          type="button"
          data-part=${ownName(name, layer.name)}
          aria-pressed=${name === parameter.name ? 'true' : 'false'}
          @click=${() => choosePart(ownName(name, layer.name), act)}
        >
          ${name}
        </button> `,
    )}
    <span class="muted">layer ${wholeNumber(index + 1)}; select another one below</span>
  </p>`;
}

// The place of an element means nothing in another parameter.
function choosePart(part: string, act: Act): void {
  act({ kind: 'set', name: settingNames.part, value: part });
  act({ kind: 'set', name: settingNames.row, value: -1 });
  act({ kind: 'set', name: settingNames.column, value: -1 });
}

/** The bound beside what was measured, in groups. */
function sums({ network }: Focus, { product }: ProductAnswer): TemplateResult | typeof nothing {
  const { sums: of } = product;
  if (of.steps <= 0) return nothing;
  const [first, last] = [of.first, of.last].map((index) => network.layers[index]?.name ?? '');
  const item = (word: TemplateResult | string, value: TemplateResult, explanation: string): TemplateResult =>
    html`<div title=${explanation}>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  const from = `from δ of ${last} back to δ of ${first}`;
  return html`<h3 class="product-heading">${counted(of.steps, 'step')} back, ${from}</h3>
    <dl class="sums">
      ${
        of.activationBound === null || of.activationCount === 0
          ? nothing
          : item(
              html`bound (max a′)<sup>${of.activationCount}</sup>`,
              number('product-bound', of.activationBound),
              'What the activation derivatives alone allow: the product of their largest values',
            )
      }
      ${item('Π a′, activations', quotientNumber('product-activations', of.activations), 'What the activation derivatives really did')}
      ${item('Π f′, weights', quotientNumber('product-weights', of.weights), 'What the weights did, separately')}
      ${of.others === 1 ? nothing : item('all others', quotientNumber('product-others', of.others), 'Normalisation, pooling, joins and other paths')}
      ${item('together', quotientNumber('product-ratio', of.activations * of.weights * of.others), `δ of ${first} over δ of ${last}`)}
    </dl>`;
}
