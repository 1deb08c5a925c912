/** The sections below the grid of the Compare tab, computed when they are opened: normalisation and clipping, with and without. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted, percent, shortNumber } from '../../src/base/numbers';
import type { NormalisationAnswer } from '../../src/studies/normalisation/answer';
import { answerTo, type Answered } from '../answers';
import { chosenClip, chosenSteps, clipLimits, isOpen } from '../compare/choice';
import {
  clippingLosses,
  clippingPicture,
  normalisationLosses,
  normalisationPicture,
  variantWords,
} from '../compare/sections';
import type { Intent } from '../../src/protocol/editing';
import type { PlotPicture } from '../plot/picture';
import { setting, type Act, type Focus, type LensState } from '../state';
import { awaited } from './awaited';
import { choice } from './choice';
import { number } from './number';
import { plotFigure } from './plotFigure';

/** Both sections. */
export function compareSections(state: LensState, focus: Focus, act: Act): TemplateResult {
  return html`${section(state, act, 'normalisation', 'Normalisation: batch norm, layer norm, none', () =>
    normalisation(state, focus, act),
  )}
  ${section(state, act, 'clipping', 'Clipping of the gradient', () => clipping(state, focus, act))}`;
}

function section(
  state: LensState,
  act: Act,
  name: 'normalisation' | 'clipping',
  title: string,
  content: () => TemplateResult,
): TemplateResult {
  const open = isOpen(state, name);
  return html`<details
    class="compare-section"
    data-section=${name}
    ?open=${open}
    @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement && event.target === event.currentTarget)
        act({ kind: 'toggle', name: `compare.${name}`, open: event.target.open });
    }}
  >
    <summary>${title}</summary>
    ${open ? content() : nothing}
  </details>`;
}

function plot(state: LensState, act: Act, picture: PlotPicture, from: readonly unknown[]): TemplateResult {
  return plotFigure(state, act, picture, { from, selected: null, choose: null, zoomTo: 1, size: 'small' });
}

/** What stands where no answer is yet, or none will be. */
function waiting({ failure }: Pick<Answered<'normalisation'>, 'failure'>): TemplateResult {
  return awaited(failure, 'This is being computed');
}

function stepsChoice(state: LensState, act: Act, name: string): TemplateResult {
  const steps = { '20': '20', '100': '100', '500': '500' } as const;
  const current = String(Math.max(20, chosenSteps(state)));
  return html`<div class="labelled">
    <span aria-hidden="true">steps</span
    >${choice(name, 'Training steps', steps, current === '100' || current === '500' ? current : '20', (value) => act({ kind: 'set', name: 'compare.steps', value: Number(value) }))}
  </div>`;
}

function slider(
  label: string,
  values: readonly number[],
  current: number,
  text: string,
  choose: (value: number) => void,
): TemplateResult {
  const near = (value: number): number => Math.abs(Math.log(value / current));
  const place = values.reduce(
    (best, value, index) => (near(value) < near(values[best] ?? NaN) ? index : best),
    0,
  );
  return html`<label class="slider"
    ><span>${label}</span
    ><input
      type="range"
      min="0"
      max=${values.length - 1}
      .value=${String(place)}
      aria-valuetext=${text}
      @change=${(event: Event) => {
        const value =
          event.target instanceof HTMLInputElement ? values[Number(event.target.value)] : undefined;
        if (value !== undefined) choose(value);
      }}
    /><output>${text}</output></label
  >`;
}

const batches = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;

function normalisation(state: LensState, focus: Focus, act: Act): TemplateResult {
  const asked = answerTo(state, 'normalisation');
  const { answer } = asked;
  const chosen = setting<number>(state, 'compare.batch', 0);
  const batch = chosen > 0 ? chosen : (answer?.batch ?? 32);
  return html`<div class="choices">
      ${slider('batch', batches, batch, counted(batch, 'sample'), (value) => act({ kind: 'set', name: 'compare.batch', value }))}
      ${stepsChoice(state, act, 'compare-normalisation-steps')}
    </div>
    ${answer === null ? waiting(asked) : normalised(state, focus, act, answer)}`;
}

function normalised(state: LensState, focus: Focus, act: Act, answer: NormalisationAnswer): TemplateResult {
  const single = answer.variants.some((variant) => variant.single);
  const trained = answer.variants.some((variant) => variant.trained);
  return html`${
      single
        ? html`<p class="sentence note" data-field="single">
            With one value per channel in a batch, batch norm takes each value minus itself: everything behind
            it is 0, whatever comes in, and no gradient passes (what is left of it is rounding). PyTorch
            refuses such a batch in training; here it is computed, so that it can be seen.
          </p>`
        : nothing
    }
    <div class="many">
      ${(['delta', 'std'] as const).map((what) => plot(state, act, normalisationPicture(answer, what), [answer, what]))}
      ${trained ? plot(state, act, normalisationLosses(answer), [answer]) : nothing}
    </div>
    ${variantsTable(answer)}
    <p class="sentence note">
      ${counted(answer.batch, 'sample')}; medians over ${counted(answer.seeds, 'seed')}; the same first
      weights in all. Trained with ${answer.how}. ${answer.left}
    </p>
    ${
      answer.places.length === 0
        ? nothing
        : html`<p class="compare-buttons">
            ${(['batch-norm', 'layer-norm'] as const).map((name) =>
              putButton(
                focus,
                act,
                [{ kind: 'insert', layers: answer.places, side: 'after', layer: name }],
                `Put ${variantWords[name]} into the file`,
              ),
            )}
          </p>`
    }`;
}

function variantsTable({ variants, steps }: NormalisationAnswer): TemplateResult {
  return html`<div class="twin" tabindex="0" role="region" aria-label="With and without normalisation">
    <table data-field="normalisation">
      <thead>
        <tr>
          ${['variant', 'δ first', 'std last', 'loss at the start', `after ${counted(steps, 'step')}`, 'right'].map((word) => html`<th scope="col">${word}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${variants.map(
          ({ name, own, delta, std, loss, trained }) =>
            html`<tr data-variant=${name}>
              <th scope="row">
                ${variantWords[name]}${own ? html` <span class="own">file</span>` : nothing}
              </th>
              <td class="numeric">${number('first-delta', delta[0] ?? null)}</td>
              <td class="numeric">${number('last-std', std.at(-2) ?? std.at(-1) ?? null)}</td>
              <td class="numeric">${number('loss', loss)}</td>
              <td class="numeric">${trained ? number('end', trained.losses.at(-1) ?? NaN) : nothing}</td>
              <td class="numeric">
                ${trained?.accuracy == null ? nothing : number('accuracy', trained.accuracy, percent)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function clipping(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { by, limit } = chosenClip(state);
  const asked = answerTo(state, 'clipping');
  const { answer } = asked;
  const field = by === 'norm' ? 'clip-norm' : 'clip-value';
  return html`<div class="choices">
      ${choice('compare-clip', 'What is clipped', { norm: 'by norm', value: 'by value' }, by, (value) => act({ kind: 'set', name: 'compare.clip', value }))}
      ${slider('limit', clipLimits, limit, shortNumber(limit), (value) => act({ kind: 'set', name: 'compare.limit', value }))}
      ${stepsChoice(state, act, 'compare-clipping-steps')}
    </div>
    ${
      answer === null
        ? waiting(asked)
        : html`<div class="many">
              ${plot(state, act, clippingPicture(answer), [answer])}
              ${plot(state, act, clippingLosses(answer), [answer])}
            </div>
            <dl class="sums">
              <div>
                <dt>steps that the limit binds</dt>
                <dd>${answer.with ? number('bound', answer.with.bound, percent) : '…'}</dd>
              </div>
            </dl>
            <p class="sentence note">The same first weights and the same batches in both: ${answer.how}.</p>
            <p class="compare-buttons">
              ${putButton(focus, act, [{ kind: 'set-training', field, to: limit }], `Put ${field}: ${limit} into the file`)}
            </p>`
    }`;
}

/** Sends a change of the source. */
function putButton(
  { shown: { envelope }, index }: Focus,
  act: Act,
  intents: readonly Intent[],
  text: string,
): TemplateResult {
  const { report, revision } = envelope;
  return html`<button
    class="button"
    type="button"
    data-action="put"
    @click=${() => act({ kind: 'send', message: { kind: 'edit', path: report.path, network: index, revision, intents } })}
  >
    ${text}
  </button>`;
}
