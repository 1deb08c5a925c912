/** The Check tab: backprop beside differences of the loss, by tensor and by element, and one element under the lens. */
import { html, nothing, type TemplateResult } from 'lit';
import { percent, shapeText, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { ElementCheck, GradientCheckAnswer, TensorCheck } from '../../src/studies/gradientCheck/answer';
import { answerTo } from '../answers';
import { elementName } from '../plot/stepError';
import type { Act, Focus, LensState } from '../state';
import { awaited } from './awaited';
import { keptInView } from './canvas';
import {
  checkSettings,
  chosenCount,
  chosenElement,
  elementCounts,
  elementSetting,
  type ChosenElement,
} from './checkChoice';
import { elementSection } from './checkElement';
import { icon } from './icons';
import { aligned, number } from './number';
import { prose } from './prose';

/** The tab's content. */
export function checkTab(state: LensState, _focus: Focus, act: Act): TemplateResult {
  const { answer, failure, late } = answerTo(state, 'gradient-check');
  if (answer === null || failure !== null) return awaited(failure, 'The gradient is being checked');
  const element = chosenElement(state) ?? answer.worst;
  return html`<div class="check ${late ? 'late' : ''}">
    ${verdict(answer)} ${counts(state, answer, act)}
    <div class="many">${tensors(answer)} ${elements(answer, element, act)}</div>
    ${looked(state, answer, act)}
  </div>`;
}

const looks = {
  right: { icon: 'healthy', tone: 'healthy' },
  wrong: { icon: 'error', tone: 'error' },
  'not-finite': { icon: 'error', tone: 'error' },
  undecided: { icon: 'information', tone: 'information' },
  checking: { icon: null, tone: 'plain' },
} as const satisfies Record<GradientCheckAnswer['verdict']['state'], unknown>;

function verdict({
  verdict: { state, sentence, remarks },
  checks,
  sampled,
}: GradientCheckAnswer): TemplateResult {
  const look = looks[state];
  return html`<div class="check-verdict tone-${look.tone}" data-field="check-verdict" data-outcome=${state}>
    <p>${look.icon === null ? nothing : icon(look.icon)} ${prose(sentence)}</p>
    ${state === 'checking' ? html`<progress max=${sampled} .value=${checks.length} aria-label="Elements checked"></progress>` : nothing}
    ${remarks.map((remark) => html`<p class="muted">${prose(remark)}</p>`)}
  </div>`;
}

function counts(state: LensState, answer: GradientCheckAnswer, act: Act): TemplateResult {
  const chosen = chosenCount(state);
  return html`<p class="users">
    sample
    ${elementCounts.map(
      (count) =>
        html`<button
          class="chip"
          type="button"
          data-count=${count}
          aria-pressed=${count === chosen ? 'true' : 'false'}
          @click=${() => act({ kind: 'set', name: checkSettings.elements, value: count })}
        >
          ${count}
        </button> `,
    )}
    of ${number('check-elements', answer.elements, wholeNumber)} elements
    <span class="muted"
      >· batch of ${wholeNumber(answer.batch)}, h = ${shortNumber(answer.relativeStep)} · max(1, |w|),
      float64</span
    >
  </p>`;
}

function tensors({ tensors: rows, shownBy }: GradientCheckAnswer): TemplateResult {
  return html`<section class="check-part" aria-labelledby="check-tensors">
    <h3 id="check-tensors">Parameters</h3>
    <div class="twin" tabindex="0" role="region" aria-label="Errors by parameter">
      <table data-field="check-tensors">
        <thead>
          <tr>
            <th scope="col">parameter</th>
            <th scope="col" title="Largest relative error of one element">worst</th>
            <th scope="col" title="Relative error of all compared elements together, as a vector">norm</th>
            <th
              scope="col"
              title="How far the gradients in this panel (${shownBy}) are from float64, all elements"
            >
              panel
            </th>
            <th scope="col" title="Elements compared of all that it has">compared</th>
            <th scope="col">shape</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(tensorRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function tensorRow(row: TensorCheck): TemplateResult {
  const compared = row.outcomes.right + row.outcomes.wrong;
  return html`<tr data-parameter=${row.parameter}>
    <th scope="row" class="layer-name">${row.parameter}</th>
    <td class="numeric">${aligned('worst', row.worst)}</td>
    <td class="numeric">${aligned('norm', row.norm)}</td>
    <td class="numeric">${aligned('shown', row.shown)}</td>
    <td class="numeric" title="${percent(row.size === 0 ? 0 : compared / row.size)}">
      ${number('compared', compared, wholeNumber)} of ${wholeNumber(row.size)}
    </td>
    <td>${shapeText(row.shape)}</td>
  </tr>`;
}

const outcomeWords = {
  right: { word: 'right', icon: null, why: 'within the limit' },
  wrong: { word: 'wrong', icon: 'error', why: 'further apart than the difference can err' },
  kink: { word: 'kink', icon: 'information', why: 'the slopes to both sides differ: there is no derivative' },
  unresolved: {
    word: 'cannot tell',
    icon: 'information',
    why: 'no step gives a difference that is good enough',
  },
  'not-finite': { word: 'not finite', icon: 'error', why: 'NaN or infinite' },
} as const satisfies Record<ElementCheck['outcome'], unknown>;

const gravity = ['wrong', 'not-finite', 'right', 'kink', 'unresolved'] as const;

// While more come in, rows stay where they are; in the end the gravest stand first.
function ordered({ checks, sampled }: GradientCheckAnswer): readonly ElementCheck[] {
  if (checks.length < sampled) return checks;
  return checks.toSorted(
    (one, other) => gravity.indexOf(one.outcome) - gravity.indexOf(other.outcome) || other.error - one.error,
  );
}

function elements(answer: GradientCheckAnswer, chosen: ChosenElement | null, act: Act): TemplateResult {
  const rows = ordered(answer);
  return html`<section class="check-part" aria-labelledby="check-elements">
    <h3 id="check-elements">Sampled elements</h3>
    <div class="twin table-box">
      <table
        role="grid"
        aria-labelledby="check-elements"
        data-field="check-rows"
        @keydown=${(event: KeyboardEvent) => key(event, rows, chosen, act)}
      >
        <thead>
          <tr role="row">
            <th role="columnheader" scope="col">element</th>
            <th role="columnheader" scope="col" title="|a − n| / max(|a|, |n|)">rel. error</th>
            <th role="columnheader" scope="col"><span class="unseen">outcome</span></th>
            <th role="columnheader" scope="col" title="The gradient by backprop, in float64">backprop</th>
            <th role="columnheader" scope="col" title="The centred difference of the loss">difference</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row, place) => elementRow(row, isChosen(row, chosen) || (chosen === null && place === 0), act))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function isChosen(row: ChosenElement, chosen: ChosenElement | null): boolean {
  return chosen !== null && row.parameter === chosen.parameter && row.index === chosen.index;
}

function elementRow(row: ElementCheck, selected: boolean, act: Act): TemplateResult {
  const { word, icon: picture, why } = outcomeWords[row.outcome];
  return html`<tr
    role="row"
    data-parameter=${row.parameter}
    data-index=${row.index}
    data-outcome=${row.outcome}
    aria-selected=${selected ? 'true' : 'false'}
    tabindex=${selected ? 0 : -1}
    ${keptInView(selected)}
    @click=${() => choose(row, act)}
  >
    <th role="rowheader" class="layer-name">${elementName(row)}</th>
    <td role="gridcell" class="numeric">${number('error', row.error)}</td>
    <td role="gridcell" title=${why}>${picture === null ? nothing : icon(picture)} ${word}</td>
    <td role="gridcell" class="numeric">${number('analytic', row.analytic)}</td>
    <td role="gridcell" class="numeric" title="with h = ${shortNumber(row.step)}">
      ${number('numeric', row.numeric)}
    </td>
  </tr>`;
}

function choose(element: ChosenElement, act: Act): void {
  act({ kind: 'set', name: checkSettings.element, value: elementSetting(element) });
}

const strides: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};

function key(
  event: KeyboardEvent,
  rows: readonly ElementCheck[],
  chosen: ChosenElement | null,
  act: Act,
): void {
  const stride = strides[event.key];
  if (stride === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const from = Math.max(
    0,
    rows.findIndex((row) => isChosen(row, chosen)),
  );
  const to = rows[Math.max(0, Math.min(rows.length - 1, from + stride))];
  if (to === undefined) return;
  const table = event.currentTarget;
  choose(to, act);
  table.querySelector<HTMLElement>('tr[aria-selected="true"]')?.focus();
}

/** The element that was clicked, or the worst one. */
function looked(state: LensState, answer: GradientCheckAnswer, act: Act): TemplateResult | typeof nothing {
  if (chosenElement(state) === null)
    return answer.detail === null ? nothing : elementSection(state, answer.detail, act);
  const asked = answerTo(state, 'gradient-element');
  return asked.answer === null || asked.failure !== null
    ? awaited(asked.failure, 'The element is being checked')
    : elementSection(state, asked.answer, act);
}
