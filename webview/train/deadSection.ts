/** Dead units of a training: a row for each layer, and for one layer which units died when. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LayerCensus } from '../../src/analysis/training/record';
import { counted, percent, wholeNumber } from '../../src/base/numbers';
import type { TrainingSnapshot } from '../../src/studies/training/snapshot';
import { unitsPicture } from '../heat/steps';
import { lastResult } from '../lastResult';
import { deadPicture } from '../plot/deadUnits';
import type { Act, Focus, LensState } from '../state';
import { heatFigure } from '../view/heatFigure';
import { number } from '../view/number';
import { plotFigure, type Behaviour } from '../view/plotFigure';

const shares = lastResult(deadPicture);
const units = lastResult(unitsPicture);

/** What the pictures of the tab share. */
export interface TrainPictures {
  readonly snapshot: TrainingSnapshot;
  /** The right end of all step axes. */
  readonly end: number;
  readonly behaviour: Omit<Behaviour, 'from' | 'size'>;
}

/** All about dead units; nothing where none can die. */
export function deadSection(
  state: LensState,
  focus: Focus,
  { snapshot, end, behaviour }: TrainPictures,
  act: Act,
): TemplateResult | typeof nothing {
  const { census } = snapshot;
  if (census.layers.length === 0 || census.updates.length === 0) return nothing;
  const picture = shares(snapshot, end);
  const chosen = mapped(snapshot, focus);
  return html`${plotFigure(state, act, picture, { ...behaviour, from: [picture], size: 'low' })}
    <div class="twin" tabindex="0" role="region" aria-label="Dead units, layer by layer">
      <table data-field="dead-table">
        <thead>
          <tr>
            ${['layer', 'dead', 'share', 'half by step', 'last died at', 'came back'].map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${census.layers.map((layer) => deadRow(layer, snapshot, act))}
        </tbody>
      </table>
    </div>
    ${chosen === null ? nothing : unitsMap(state, chosen, snapshot, end, act)}`;
}

function unitsMap(
  state: LensState,
  chosen: LayerCensus,
  snapshot: TrainingSnapshot,
  end: number,
  act: Act,
): TemplateResult {
  const name = snapshot.layers[chosen.layer]?.name ?? '';
  const note = (text: string): TemplateResult => html`<p class="sentence note">${text}</p>`;
  if (chosen.died.every(Number.isNaN)) return note(`No ${chosen.unit} of ${name} was ever dead.`);
  const map = units(snapshot, chosen, name, end);
  if (map !== null) return heatFigure(state, act, map, 'state', null);
  return note(`${name} has ${counted(chosen.units, chosen.unit)}: too many to show one by one.`);
}

// The selected layer, or the one with the most dead units.
function mapped({ census, layers }: TrainingSnapshot, { layer: selected }: Focus): LayerCensus | null {
  const own = census.layers.find(({ layer }) => layers[layer]?.layer === selected);
  const share = (layer: LayerCensus): number => layer.share.at(-1) ?? 0;
  return own ?? census.layers.toSorted((one, other) => share(other) - share(one))[0] ?? null;
}

function deadRow(census: LayerCensus, { layers }: TrainingSnapshot, act: Act): TemplateResult {
  const { layer, units: all, unit, died, dead, revived, share } = census;
  const recorded = layers[layer];
  // When those that are dead now were first found so.
  const deaths = [...died].filter((_, index) => dead[index] === 1).toSorted((one, other) => one - other);
  const cameBack = revived.reduce((count, at) => count + (Number.isNaN(at) ? 0 : 1), 0);
  const half = deaths[Math.ceil(deaths.length / 2) - 1] ?? null;
  return html`<tr data-layer=${recorded?.name ?? ''}>
    <th scope="row">
      <button
        class="link"
        type="button"
        @click=${() => {
          if (recorded) act({ kind: 'layer', layer: recorded.layer, reveal: false });
        }}
      >
        ${recorded?.name}
      </button>
    </th>
    <td class="numeric">${wholeNumber(deaths.length)} of ${counted(all, unit)}</td>
    <td class="numeric">${number('dead-share', share.at(-1) ?? NaN, percent)}</td>
    <td class="numeric">${stepNumber('dead-half', half)}</td>
    <td class="numeric">${stepNumber('dead-last', deaths.at(-1) ?? null)}</td>
    <td class="numeric">${number('revived', cameBack, wholeNumber)}</td>
  </tr>`;
}

function stepNumber(field: string, step: number | null): TemplateResult {
  return step === null
    ? html`<span class="none" data-field=${field} title="none is dead">–</span>`
    : number(field, step, wholeNumber);
}
