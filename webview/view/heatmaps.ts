/** The Heatmaps tab: weight gradients and delta of the selected layer, and delta of all layers by unit. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DeltaByUnit } from '../../src/analysis/report';
import { heatPicture, unitsPicture } from '../heat/picture';
import { layerAnswer, unitsAnswer, type Answer } from '../pictures';
import type { Act, Focus, HeatScale, HeatSubject, LensState } from '../state';
import { awaited } from './awaited';
import { choice } from './choice';
import { heatFigure } from './heatFigure';

/** The tab's content. */
export function heatmapsTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const layer = focus.layer === null ? '' : (focus.network.layers[focus.layer]?.name ?? '');
  const { heat, scale } = state.memory;
  return html`<div class="choices">
      ${choice('heat', 'What', heatWords, heat, (chosen) => act({ kind: 'heat', heat: chosen }))}
      ${heat === 'units' ? nothing : choice('scale', 'Scale', scaleWords, scale, (chosen) => act({ kind: 'scale', scale: chosen }))}
    </div>
    ${heat === 'units' ? units(state, focus, act) : layerHeat(state, layer, heat, act)}`;
}

/** The weight gradient (or, without weights, delta) of the selected layer, for the detail. */
export function detailHeat(state: LensState, layer: string, act: Act): TemplateResult {
  const answer = layerAnswer(state);
  const { picture } = answer;
  if (picture === null) return missing(answer, act);
  const heatmap = picture.weightGradient ?? picture.delta;
  if (heatmap === null) return html``;
  const title = picture.weightGradient === null ? `δ of ${layer}` : `∂W of ${layer}`;
  return heatFigure(state, act, heatPicture('detail-heat', title, heatmap), state.memory.scale, null);
}

/** Height of the strip below the flow, in pixels. */
const stripHeight = 128;

const heatWords = { weights: '∂W', delta: 'δ', units: 'δ, all layers' } as const satisfies Record<
  HeatSubject,
  string
>;
const scaleWords = { signed: 'signed', magnitude: 'log magnitude' } as const satisfies Record<
  HeatScale,
  string
>;

function layerHeat(state: LensState, layer: string, heat: 'weights' | 'delta', act: Act): TemplateResult {
  const answer = layerAnswer(state);
  if (answer.picture === null) return missing(answer, act);
  const heatmap = heat === 'weights' ? answer.picture.weightGradient : answer.picture.delta;
  if (heatmap === null) {
    const why = heat === 'weights' ? 'has no weights that the loss reaches' : 'is not reached by the loss';
    return html`<p class="nothing-here">${layer} ${why}; choose another layer.</p>`;
  }
  const title =
    heat === 'weights' ? `Gradient of the weights of ${layer}` : `δ of ${layer}, sample by sample`;
  return heatFigure(state, act, heatPicture(`heat-${heat}`, title, heatmap), state.memory.scale, null);
}

function units(state: LensState, focus: Focus, act: Act): TemplateResult {
  const answer = unitsAnswer(state);
  const { picture } = answer;
  return picture === null ? missing(answer, act) : unitsFigure(state, focus, picture, 300, act);
}

/** Below the charts of the flow: delta by unit, if its layers are those of the flow, column under place. */
export function unitsStrip(
  state: LensState,
  focus: Focus,
  places: readonly number[],
  act: Act,
): TemplateResult | typeof nothing {
  const reached = focus.network.layers.flatMap(({ delta }, index) => (delta === null ? [] : [index]));
  if (reached.length !== places.length || reached.some((layer, place) => layer !== places[place]))
    return nothing;
  const answer = unitsAnswer(state);
  if (answer.picture === null) return missing(answer, act);
  const pooled = answer.picture.heatmap.rowsPerCell > 1;
  return pooled ? nothing : unitsFigure(state, focus, answer.picture, stripHeight, act);
}

function unitsFigure(
  state: LensState,
  focus: Focus,
  picture: DeltaByUnit,
  tallest: number,
  act: Act,
): TemplateResult {
  const units = { ...unitsPicture('heat-units', picture, focus.network), tallest };
  return heatFigure(state, act, units, 'magnitude', (column) => {
    const layer = picture.layers[column * picture.heatmap.rowsPerCell];
    if (layer !== undefined) act({ kind: 'layer', layer, reveal: true });
  });
}

function missing({ failure }: Answer<unknown>, act: Act): TemplateResult {
  return awaited(
    failure,
    'The picture is being read',
    html`<button
      class="link"
      type="button"
      @click=${() => act({ kind: 'send', message: { kind: 'refresh' } })}
    >
      Inspect again
    </button>`,
  );
}
