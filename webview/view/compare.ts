/** The Compare tab: initialisations and activations of the open network side by side; normalisation and clipping below. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CompareAnswer } from '../../src/studies/compare/answer';
import { answerTo } from '../answers';
import { chosenCell, chosenMetric, chosenSteps, stepChoices } from '../compare/choice';
import { metricWords } from '../compare/metrics';
import type { Act, Focus, LensState } from '../state';
import { awaited } from './awaited';
import { choice } from './choice';
import { compareCell } from './compareCell';
import { compareGrid, type CellPlace } from './compareGrid';
import { compareSections } from './compareSections';

/** The tab's content. */
export function compareTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { answer, failure, complete, late } = answerTo(state, 'compare');
  return html`${controls(state, answer, act)}
  ${
    answer === null
      ? awaited(failure, 'The combinations are being computed')
      : html`<div class=${late ? 'late' : ''} data-complete=${String(complete)} data-field="compare">
          ${body(state, focus, act, answer)}
        </div>`
  }
  ${compareSections(state, focus, act)}`;
}

function controls(state: LensState, answer: CompareAnswer | null, act: Act): TemplateResult {
  const metric = chosenMetric(state);
  const steps = Object.fromEntries(stepChoices.map((count) => [String(count), String(count)]));
  return html`<div class="choices">
    ${choice('compare-metric', 'What is compared', metricWords, metric, (value) => act({ kind: 'set', name: 'compare.metric', value }))}
    ${
      metric === 'loss'
        ? html`<div class="labelled">
            <span aria-hidden="true">after steps</span
            >${choice('compare-steps', 'Training steps', steps, String(chosenSteps(state)), (value) => act({ kind: 'set', name: 'compare.steps', value: Number(value) }))}
          </div>`
        : nothing
    }
    ${answer === null ? nothing : activationPicker(state, answer, act)}
  </div>`;
}

// Where there is no room for all columns.
function activationPicker(state: LensState, answer: CompareAnswer, act: Act): TemplateResult {
  const { column } = chosenCell(state, answer);
  return html`<label class="labelled compare-picker"
    ><span>activation</span>
    <select
      data-field="compare-activation"
      @change=${(event: Event) => {
        if (event.target instanceof HTMLSelectElement)
          act({ kind: 'set', name: 'compare.column', value: event.target.value });
      }}
    >
      ${answer.activations.map(
        ({ name, own }, index) =>
          html`<option value=${name} .selected=${index === column}>${name}${own ? ' (file)' : ''}</option>`,
      )}
    </select></label
  >`;
}

function body(state: LensState, focus: Focus, act: Act, answer: CompareAnswer): TemplateResult {
  const metric = chosenMetric(state);
  const asked = answerTo(state, 'compare-losses');
  const losses = metric === 'loss' ? asked.answer : null;
  const chosen = chosenCell(state, answer);
  const choose = ({ row, column }: CellPlace): void => {
    act({ kind: 'set', name: 'compare.row', value: answer.initialisations[row]?.name ?? '' });
    act({ kind: 'set', name: 'compare.column', value: answer.activations[column]?.name ?? '' });
  };
  return html`${compareGrid(state, act, { answer, losses, metric, chosen, choose })}
  ${metric === 'loss' && asked.failure !== null ? html`<p class="sentence note">${asked.failure}</p>` : nothing}
  ${compareCell(focus, act, answer, losses, chosen)}`;
}
