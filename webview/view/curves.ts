/** The Curves tab: activations with their derivatives, and where the selected layer works on them. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ActivationReport } from '../../src/analysis/report';
import type { ActivationAnswer } from '../../src/studies/activation/study';
import { answerTo } from '../answers';
import { curvePicture, type DrawnCurve } from '../plot/curve';
import type { Act, Focus, LensState } from '../state';
import { worksOf } from '../works';
import { awaited } from './awaited';
import { curveChoice, curveControls, type CurveChoice } from './curveChoice';
import { boundNotes, curveNotes } from './curveNotes';
import { plotFigure } from './plotFigure';

/** The tab's content: one activation large, with its numbers moved, and the others of the network below. */
export function curvesTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { activations } = focus.network;
  const chosen = curveChoice(state, focus);
  const answer = curveAnswer(state, chosen);
  const { late, failure } = answerTo(state, 'activation');
  const others = activations.flatMap((curve, index) => (index === chosen.own ? [] : [{ curve, index }]));
  return html`<section class="curve-page ${late ? 'late' : ''}" aria-label="One activation">
      ${curveControls(focus, chosen, answer, act)} ${failure === null ? nothing : awaited(failure, '')}
      ${large(state, focus, chosen, answer, act)}
      ${answer === null ? nothing : html`${curveNotes(answer)} ${boundNotes(state, focus, answer, act)}`}
    </section>
    ${others.length === 0 ? nothing : html`<h3 class="curve-others">${chosen.own === null ? 'In this network' : 'Others in this network'}</h3>`}
    <div class="many">
      ${others.map(({ curve, index }) =>
        keyed(
          curve.name,
          html`<div>
            ${curveFigure(state, focus, `curve-${index}`, curve, act)} ${users(focus, curve, act)}
          </div>`,
        ),
      )}
    </div>`;
}

/** The answer, where it is about what is chosen. */
function curveAnswer(state: LensState, chosen: CurveChoice): ActivationAnswer | null {
  const { answer } = answerTo(state, 'activation');
  const fits =
    answer !== null && answer.own === chosen.own && (chosen.own !== null || answer.name === chosen.name);
  return fits ? answer : null;
}

/** The chosen activation; as the report has it until the answer is there. */
function large(
  state: LensState,
  focus: Focus,
  chosen: CurveChoice,
  answer: ActivationAnswer | null,
  act: Act,
): TemplateResult {
  const own = chosen.own === null ? undefined : focus.network.activations[chosen.own];
  const id = chosen.own === null ? 'curve-other' : `curve-${chosen.own}`;
  const used = own === undefined ? nothing : users(focus, own, act);
  if (answer === null)
    return own
      ? html`${curveFigure(state, focus, id, own, act)} ${used}`
      : answerTo(state, 'activation').failure === null
        ? awaited(null, 'The curve is being computed')
        : html``;
  const works = own ? worksOf(state, focus, own) : null;
  const zoom = state.memory.zoom[id] ?? 1;
  const drawn: DrawnCurve = {
    ...answer,
    name: answer.title,
    maximumDerivative: answer.peak.value,
    nearZero: { intervals: answer.nearZero, below: answer.nearZeroBelow },
  };
  return html`${plotFigure(state, act, curvePicture(id, drawn, works, zoom), {
    from: [answer, works?.histogram, works?.layer, zoom],
    selected: null,
    choose: null,
    zoomTo: 64,
    size: 'tall',
  })}
  ${used}`;
}

/** One activation; with the pre-activations of the selected layer if that uses it. */
export function curveFigure(
  state: LensState,
  focus: Focus,
  id: string,
  curve: ActivationReport,
  act: Act,
): TemplateResult {
  const works = worksOf(state, focus, curve);
  const zoom = state.memory.zoom[id] ?? 1;
  return plotFigure(state, act, curvePicture(id, curve, works, zoom), {
    from: [curve, works?.histogram, works?.layer, zoom],
    selected: null,
    choose: null,
    zoomTo: 64,
    size: 'small',
  });
}

function users(focus: Focus, curve: ActivationReport, act: Act): TemplateResult | typeof nothing {
  const shown = curve.layers.slice(0, 24);
  const rest = curve.layers.length - shown.length;
  return html`<p class="users">
    used by
    ${shown.map((index) => {
      const name = focus.network.layers[index]?.name ?? '';
      return html`<button
        class="chip"
        type="button"
        aria-pressed=${index === focus.layer ? 'true' : 'false'}
        @click=${() => act({ kind: 'layer', layer: index, reveal: true })}
      >
        ${name}
      </button> `;
    })}
    ${rest > 0 ? `and ${rest} more` : nothing}
  </p>`;
}
