/** Which activation the Curves tab draws large, how it is moved, and the question for it. */
import type { nothing } from 'lit';
import { html, type TemplateResult } from 'lit';
import type { ActivationAnswer, ActivationNumber } from '../../src/studies/activation/study';
import { shortNumber } from '../../src/base/numbers';
import type { Want } from '../answers';
import { setting, type Act, type Focus, type LensState } from '../state';
import { choice } from './choice';

/** The ranges at a click. */
const ranges = { 5: '±5', 7: '±7', 10: '±10' } as const;
const usualRange = '10';

/** The activation that is drawn large. */
export interface CurveChoice {
  /** Its index among the network's own; null: one from the list. */
  readonly own: number | null;
  readonly name: string | null;
  /** Under which its sliders are remembered. */
  readonly key: string;
  readonly halfRange: number;
}

/** What is chosen; unless said, what the selected layer uses, or the network's first. */
export function curveChoice(state: LensState, { network, layer }: Focus): CurveChoice {
  const { activations } = network;
  const wanted = setting<string>(state, 'curves.activation', '');
  const halfRange = Number(setting<string>(state, 'curves.range', usualRange));
  if (wanted.startsWith('op:')) return { own: null, name: wanted.slice(3), key: wanted.slice(3), halfRange };
  const named = activations.findIndex(({ name }) => `own:${name}` === wanted);
  const selected = activations.findIndex(({ layers }) => layer !== null && layers.includes(layer));
  const own = named === -1 ? Math.max(0, selected) : named;
  return { own, name: null, key: activations[own]?.name ?? '', halfRange };
}

/** What the tab asks. */
export function curveWants(state: LensState, focus: Focus): readonly Want[] {
  const { own, name, key, halfRange } = curveChoice(state, focus);
  const prefix = `curves.${key}.`;
  const moved = Object.entries(state.memory.settings).flatMap(([setting, value]) =>
    setting.startsWith(prefix) && typeof value === 'number'
      ? [[setting.slice(prefix.length), value] as const]
      : [],
  );
  return [{ question: { study: 'activation', own, name, numbers: Object.fromEntries(moved), halfRange } }];
}

/** The list, the ranges and the sliders. */
export function curveControls(
  { network }: Focus,
  chosen: CurveChoice,
  answer: ActivationAnswer | null,
  act: Act,
): TemplateResult {
  const set = (name: string, value: string | number): void =>
    act({ kind: 'set', name: `curves.${name}`, value });
  const own = network.activations.map(({ name }) => [`own:${name}`, name] as const);
  const others = (answer?.offered ?? []).map((name) => [`op:${name}`, name] as const);
  const current = chosen.own === null ? `op:${chosen.name ?? ''}` : `own:${chosen.key}`;
  const options = (list: readonly (readonly [string, string])[]): readonly TemplateResult[] =>
    list.map(([value, word]) => html`<option value=${value} ?selected=${value === current}>${word}</option>`);
  const range = String(chosen.halfRange);
  return html`<div class="choices curve-choices">
    <select
      aria-label="Activation"
      data-field="activation"
      @change=${(event: Event) => {
        if (event.target instanceof HTMLSelectElement) set('activation', event.target.value);
      }}
    >
      <optgroup label="In this network">${options(own)}</optgroup>
      <optgroup label="All activations">${options(others)}</optgroup>
    </select>
    ${choice('curve-range', 'Range of z', ranges, range in ranges ? (range as '5' | '7' | '10') : usualRange, (value) => set('range', value))}
    ${(answer?.numbers ?? []).map((number) => slider(chosen, number, act))}
  </div>`;
}

function slider({ key }: CurveChoice, number: ActivationNumber, act: Act): TemplateResult | typeof nothing {
  const { name, value, from, to, step } = number;
  return html`<label class="slider"
    ><span>${name}</span
    ><input
      type="range"
      data-number=${name}
      min=${from}
      max=${to}
      step=${step}
      .value=${String(value)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement)
          act({ kind: 'set', name: `curves.${key}.${name}`, value: event.target.valueAsNumber });
      }}
    /><output data-value=${value}>${shortNumber(value)}</output></label
  >`;
}
