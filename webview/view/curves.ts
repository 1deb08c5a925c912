/** The Curves tab: every activation of the network with its derivative, and where the selected layer works on it. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ActivationReport } from '../../src/analysis/report';
import { curvePicture } from '../plot/curve';
import type { Act, Focus, LensState } from '../state';
import { worksOf } from '../works';
import { plotFigure } from './plotFigure';

/** The tab's content. */
export function curvesTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  return html`<div class="many">
    ${focus.network.activations.map((curve, index) =>
      keyed(
        curve.name,
        html`<div>
          ${curveFigure(state, focus, `curve-${index}`, curve, act)} ${users(focus, curve, act)}
        </div>`,
      ),
    )}
  </div>`;
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
