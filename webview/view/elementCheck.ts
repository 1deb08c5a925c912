/** One element of a gradient two ways: by backprop and by a difference quotient, with what became of the comparison in words. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { ElementCheck, PreciseCheck } from '../../src/studies/product/elementCheck';
import type { ProductAnswer } from '../../src/studies/product/study';
import { answerTo } from '../answers';
import type { Act, LensState } from '../state';
import { number } from './number';
import { matrixOf, settingNames, type Choice } from './productChoice';
import { prose } from './prose';

/** Numbers, sentence and choice of the element. */
export function elementSection(
  state: LensState,
  choice: Choice,
  { check, product, parameter }: ProductAnswer,
  act: Act,
): TemplateResult {
  const { complete } = answerTo(state, 'product');
  return html`<section class="element" aria-labelledby="element-title">
    <h3 class="product-heading" id="element-title">
      One element, two ways: ${parameter} [${check.row}, ${check.column}]
    </h3>
    ${fields(choice, check, act)}
    <p class="sentence" data-field="element-sentence">
      ${prose(sentenceOf(check, product.samples, complete))}
    </p>
    ${numbers(check)}
  </section>`;
}

function fields(choice: Choice, check: ElementCheck, act: Act): TemplateResult | typeof nothing {
  const { rows, columns } = matrixOf(choice.parameter);
  const place = choice.element ?? [check.row, check.column];
  const set = (axis: 'row' | 'column', value: number): void => {
    // Both, since the other one may still stand for the largest.
    act({ kind: 'set', name: settingNames.row, value: axis === 'row' ? value : place[0] });
    act({ kind: 'set', name: settingNames.column, value: axis === 'column' ? value : place[1] });
  };
  const field = (axis: 'row' | 'column', size: number, value: number): TemplateResult =>
    html`<label class="field">
      ${axis}
      <input
        type="number"
        min="0"
        max=${size - 1}
        step="1"
        data-setting=${axis}
        .value=${String(value)}
        ?disabled=${size <= 1}
        @change=${(event: Event) => {
          if (!(event.target instanceof HTMLInputElement)) return;
          const asked = event.target.valueAsNumber;
          if (Number.isFinite(asked)) set(axis, Math.max(0, Math.min(size - 1, Math.floor(asked))));
        }}
      />
      <span class="muted">0 to ${wholeNumber(size - 1)}</span>
    </label>`;
  if (rows * columns <= 1) return nothing;
  return html`<div class="choices">
    ${rows > 1 ? field('row', rows, place[0]) : nothing} ${field('column', columns, place[1])}
    <button
      class="chip"
      type="button"
      data-action="largest"
      aria-pressed=${choice.element === null ? 'true' : 'false'}
      @click=${() => {
        act({ kind: 'set', name: settingNames.row, value: -1 });
        act({ kind: 'set', name: settingNames.column, value: -1 });
      }}
    >
      the largest
    </button>
  </div>`;
}

function numbers({ value, gradient, precise }: ElementCheck): TemplateResult {
  const item = (word: string, shown: TemplateResult, explanation: string): TemplateResult =>
    html`<div title=${explanation}>
      <dt>${word}</dt>
      <dd>${shown}</dd>
    </div>`;
  return html`<dl class="sums">
    ${item('its value w', number('element-value', value), 'The parameter itself')}
    ${item('gradient, this run', number('element-gradient', gradient), 'As backprop has it in the report')}
    ${
      precise === null
        ? nothing
        : html`${item('backprop', number('element-analytic', precise.analytic), 'In double precision')}
          ${item('difference', number('element-numeric', precise.numeric), '(L(w + h) − L(w − h)) / 2h, in double precision')}
          ${item('relative error', number('element-error', precise.error), '|a − n| / max(|a|, |n|)')}
          ${item('h', number('element-step', precise.step), 'The step of the difference')}`
    }
  </dl>`;
}

function sentenceOf({ precise, tooDear, work }: ElementCheck, samples: number, complete: boolean): string {
  if (tooDear)
    return `No difference is taken: one pass in double precision takes ${shortNumber(work)} operations.`;
  if (precise === null)
    return complete ? 'No difference was taken.' : 'The loss is being computed again on both sides of it …';
  const some =
    precise.samples === samples
      ? ''
      : ` Both on the first ${wholeNumber(precise.samples)} of ${counted(samples, 'sample')}, so not comparable with this run.`;
  return `${outcomeWords(precise)}${some}`;
}

function outcomeWords(precise: PreciseCheck): string {
  const { outcome, error, uncertainty, left, right, crossings } = precise;
  switch (outcome) {
    case 'right':
      return `Backprop and the centred difference agree: relative error ${shortNumber(error)}.`;
    case 'wrong':
      return `Backprop and the centred difference do not agree: relative error ${shortNumber(error)}.`;
    case 'kink': {
      const where = crossings.map(({ layer, units }) => `${counted(units, 'unit')} of ${layer}`).join(', ');
      return `There is a kink between w − h and w + h${where === '' ? '' : ` (${where})`}: the slope is ${shortNumber(left)} on the left and ${shortNumber(right)} on the right; backprop takes one side, the difference the mean.`;
    }
    case 'unresolved':
      return `The difference cannot tell: rounding and curvature alone make it uncertain by ${shortNumber(uncertainty)}.`;
    case 'not-finite':
      return 'One of the two is not finite, so there is nothing to compare.';
  }
}
