/** The chosen cell of the comparison: its verdict with the reason, its numbers layer by layer, and the way into the file. */
import { html, nothing, type TemplateResult } from 'lit';
import { percent } from '../../src/base/numbers';
import type { CompareAnswer, CompareLossesAnswer } from '../../src/studies/compare/answer';
import { intentsOf } from '../compare/choice';
import { shownCells } from '../compare/metrics';
import { choiceText, initText, verdictOf } from '../compare/words';
import type { Act, Focus } from '../state';
import type { CellPlace } from './compareGrid';
import { icon } from './icons';
import { aligned, number, quotientNumber } from './number';
import { prose } from './prose';

/** The section below the grid. */
export function compareCell(
  { shown: { envelope }, index }: Focus,
  act: Act,
  answer: CompareAnswer,
  losses: CompareLossesAnswer | null,
  place: CellPlace,
): TemplateResult {
  const shown = shownCells(answer, losses)[place.column]?.[place.row] ?? null;
  const intents = intentsOf(answer, place);
  const put = (): void =>
    act({
      kind: 'send',
      message: {
        ...{ kind: 'edit', path: envelope.report.path, network: index },
        ...{ revision: envelope.revision, intents },
      },
    });
  return html`<section class="compare-cell" aria-labelledby="compare-cell-title" data-field="compare-cell">
    <h3 id="compare-cell-title">${choiceText(answer, place.row, place.column)}</h3>
    ${
      intents.length === 0
        ? html`<p class="muted">This is what the file has.</p>`
        : html`<button
            class="button"
            type="button"
            data-action="put"
            title=${putText(answer, place)}
            @click=${put}
          >
            Put into the file
          </button>`
    }
    ${shown === null ? html`<p class="sentence">This cell is not computed.</p>` : cellBody(answer, place, shown)}
  </section>`;
}

/** What the button writes. */
function putText(answer: CompareAnswer, { row, column }: CellPlace): string {
  const init = answer.initialisations[row];
  const activation = answer.activations[column];
  const parts = [
    init?.init && !init.own ? `init: ${initText(init.init)} at every layer with weights` : '',
    activation?.activation && !activation.own ? `${activation.activation} in the hidden layers` : '',
  ];
  return `Writes ${parts.filter((part) => part !== '').join(' and ')}`;
}

function cellBody(
  answer: CompareAnswer,
  { row }: CellPlace,
  { cell, trained }: NonNullable<ReturnType<typeof shownCells>[number][number]>,
): TemplateResult {
  const verdict = verdictOf(cell);
  const tone = cell.verdict?.severity ?? 'healthy';
  const item = (word: string, value: TemplateResult | string): TemplateResult =>
    html`<div>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  const message = cell.verdict?.message ?? 'No rule would find a fault.';
  const steps = trained?.steps.at(-1) ?? 0;
  return html`<p class="compare-message tone-${tone}">
      <span class="tone-icon">${icon(verdict.icon)}</span> <strong>${verdict.word}</strong> ${prose(message)}
    </p>
    <p class="sentence">${prose(answer.initialisations[row]?.meaning ?? '')}</p>
    <dl class="sums numbers">
      ${cell.gain.length > 1 ? item('δ first / δ last', quotientNumber('compare-ratio', cell.ratio)) : nothing}
      ${item('loss at the start', number('compare-loss', cell.loss))}
      ${trained && steps > 0 ? item(`loss after ${steps} steps`, number('compare-end', trained.losses.at(-1) ?? NaN)) : nothing}
      ${trained?.accuracy == null ? nothing : item('right', number('compare-accuracy', trained.accuracy, percent))}
      ${cell.nonFinite > 0 ? item('seeds not finite', number('compare-not-finite', cell.nonFinite, percent)) : nothing}
    </dl>
    ${layersTable(answer, cell)}`;
}

function layersTable(
  { layers }: CompareAnswer,
  { gain, delta, saturated, dead, outputStd }: NonNullable<CompareAnswer['cells'][number][number]>,
): TemplateResult {
  const share = (field: string, value: number | null): TemplateResult | typeof nothing =>
    value === null ? nothing : aligned(field, value, percent);
  return html`<div class="twin" tabindex="0" role="region" aria-label="The chosen cell, layer by layer">
    <table data-field="compare-layers">
      <thead>
        <tr>
          ${['layer', 'gain', 'δ', 'saturated', 'dead', 'a std'].map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${layers.map(
          (name, index) =>
            html`<tr data-layer=${name}>
              <th scope="row" class="layer-name">${name}</th>
              <td class="numeric">${aligned('gain', gain[index] ?? null)}</td>
              <td class="numeric">${aligned('delta', delta[index] ?? null)}</td>
              <td class="numeric">${share('saturated', saturated[index] ?? null)}</td>
              <td class="numeric">${share('dead', dead[index] ?? null)}</td>
              <td class="numeric">${aligned('a-std', outputStd[index] ?? null)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
