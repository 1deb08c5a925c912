/** One element of a gradient under the lens: error over h, quotients as h goes to 0, and the linear prediction as h grows. */
import { html, nothing, type TemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';
import type { ElementDetail } from '../../src/studies/gradientCheck/element';
import { elementName, predictionPicture, stepErrorPicture } from '../plot/stepError';
import type { Act, LensState } from '../state';
import { number } from './number';
import { plotFigure, type Behaviour } from './plotFigure';

/** Everything about one element. */
export function elementSection(state: LensState, detail: ElementDetail, act: Act): TemplateResult {
  const behaviour: Behaviour = { from: [detail], selected: null, choose: null, zoomTo: 1, size: 'tall' };
  const { quotients, predictions, analytic, curves, stretch } = detail;
  return html`<section
    class="check-element"
    aria-labelledby="check-element"
    data-element=${elementName(detail)}
  >
    <h3 id="check-element" class="check-title">
      <span class="layer-name">${elementName(detail)}</span> = ${number('check-value', detail.value)}
      <span class="muted"
        >loss f = ${number('check-loss', detail.loss)}, f′ = ${number('check-analytic', analytic)} by
        backprop</span
      >
    </h3>
    <div class="check-pairs">
      ${curves.length === 0 ? nothing : plotFigure(state, act, stepErrorPicture(detail), behaviour)}
      ${table({
        id: 'check-quotients',
        title: '(f(w + h) − f(w)) / h as h goes to 0',
        columns: ['f(w + h)', 'quotient', 'off f′ by'],
        rows: quotients.map(({ step, moved, quotient }) => [step, moved, quotient, quotient - analytic]),
      })}
      ${stretch.length === 0 ? nothing : plotFigure(state, act, predictionPicture(detail), behaviour)}
      ${table({
        id: 'check-predictions',
        title: 'f(w) + h f′(w) as h grows',
        columns: ['f(w + h)', 'predicted', 'off by'],
        rows: predictions.map(({ step, truth, linear }) => [step, truth, linear, linear - truth]),
      })}
    </div>
  </section>`;
}

interface SmallTable {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly [moved: string, compared: string, gap: string];
  readonly rows: readonly (readonly [step: number, moved: number, compared: number, gap: number])[];
}

function table({ id, title, columns, rows }: SmallTable): TemplateResult {
  return html`<div class="check-part">
    <h3 id=${id}>${title}</h3>
    <div class="twin" tabindex="0" role="region" aria-labelledby=${id}>
      <table data-field=${id}>
        <thead>
          <tr>
            <th scope="col">h</th>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([step, moved, compared, gap]) =>
              html`<tr data-h=${String(step)}>
                <th scope="row">${shortNumber(step)}</th>
                <td class="numeric">${number('moved', moved, longNumber)}</td>
                <td class="numeric">${number('compared', compared, longNumber)}</td>
                <td class="numeric">${number('gap', gap)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}

// These differ in late digits, which three would hide.
function longNumber(value: number): string {
  if (!Number.isFinite(value) || value === 0) return shortNumber(value);
  return Math.abs(value) < 1e-3 ? value.toExponential(6) : value.toPrecision(8);
}
