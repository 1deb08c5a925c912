/** What the Time tab asks, and what can be chosen on it: layer and pass, the cell, the length of the sequence, and how the recurrent weights start. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CellCourse, PassChoice, SequenceAnswer } from '../../src/studies/sequence/study';
import { counted, wholeNumber } from '../../src/base/numbers';
import { cellWords } from '../plot/time';
import type { Want } from '../answers';
import { setting, type Act, type Focus, type LensState } from '../state';
import { isRecurrent } from './tabs';

/** What the tab asks: the selected layer if it is recurrent. */
export function timeWants(state: LensState, { network, layer }: Focus): readonly Want[] {
  const selected = layer === null ? undefined : network.layers[layer];
  return [
    {
      question: {
        study: 'sequence',
        layer: selected && isRecurrent(selected) ? selected.name : null,
        pass: setting<number>(state, 'time.pass', 0),
        steps: setting<number>(state, 'time.steps', 0) || null,
        start: setting<string>(state, 'time.start', 'own') === 'orthogonal' ? 'orthogonal' : 'own',
      },
    },
  ];
}

/** The row of choices above the pictures. */
export function timeChoices(
  { network }: Focus,
  answer: SequenceAnswer,
  course: CellCourse | undefined,
  act: Act,
): TemplateResult {
  const { layers, layer, pass, cells, start } = answer;
  const set = (name: string, value: string | number): void =>
    act({ kind: 'set', name: `time.${name}`, value });
  const passes = layers.find(({ name }) => name === layer)?.passes ?? [];
  return html`<div class="choices">
    ${radios(
      { name: 'time-layer', label: 'Layer', chosen: layer },
      layers.map(({ name }) => [name, name]),
      (name) => {
        const index = network.layers.findIndex((each) => each.name === name);
        if (index !== -1) act({ kind: 'layer', layer: index, reveal: false });
      },
    )}
    ${radios(
      { name: 'time-pass', label: 'Stacked layer and direction', chosen: String(pass) },
      passes.map((each, index) => [String(index), passWord(each, passes)]),
      (index) => set('pass', Number(index)),
    )}
    ${radios(
      { name: 'time-cell', label: 'Cell', chosen: course?.cell ?? '' },
      cells.map(({ cell, own }) => [cell, own ? `${cellWords[cell]} (as written)` : cellWords[cell]]),
      (cell) => set('cell', cell),
    )}
    ${radios(
      { name: 'time-start', label: 'How the recurrent weights start', chosen: start },
      [
        ['own', 'start as written'],
        ['orthogonal', 'Wₕₕ orthogonal'],
      ],
      (chosen) => set('start', chosen),
    )}
    ${lengthSlider(answer, (steps) => set('steps', steps))}
  </div>`;
}

function passWord({ level, reverse }: PassChoice, passes: readonly PassChoice[]): string {
  const stacked = passes.some((each) => each.level > 0);
  const both = passes.some((each) => each.reverse) && passes.some((each) => !each.reverse);
  const way = reverse ? 'backwards' : 'forwards';
  return [...(stacked ? [`layer ${level + 1}`] : []), ...(both ? [way] : [])].join(', ');
}

/** Where something is chosen among several words; nothing where there is no choice. */
interface RadioGroup {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
}

/** More stand in a list. */
const mostRadios = 4;

function radios(
  { name, label, chosen }: RadioGroup,
  options: readonly (readonly [value: string, word: string])[],
  choose: (value: string) => void,
): TemplateResult | typeof nothing {
  if (options.length < 2) return nothing;
  if (options.length > mostRadios) {
    return html`<select
      aria-label=${label}
      name=${name}
      @change=${(event: Event) => {
        if (event.currentTarget instanceof HTMLSelectElement) choose(event.currentTarget.value);
      }}
    >
      ${options.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}
    </select>`;
  }
  return html`<fieldset class="choice">
    <legend class="unseen">${label}</legend>
    ${options.map(
      ([value, word]) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            value=${value}
            .checked=${value === chosen}
            @change=${() => choose(value)}
          /><span>${word}</span></label
        >`,
    )}
  </fieldset>`;
}

/** Lengths that the slider stops at, besides that of the source. */
const lengths = [
  2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500,
];

function lengthSlider(
  { steps, written, longest }: SequenceAnswer,
  choose: (steps: number) => void,
): TemplateResult | typeof nothing {
  const stops = [...new Set([...lengths, steps, written, longest])]
    .filter((length) => length >= 2 && length <= longest)
    .toSorted((one, other) => one - other);
  if (stops.length < 2) return nothing;
  const place = stops.indexOf(steps);
  return html`<div class="slider">
    <label for="time-steps">length</label>
    <input
      id="time-steps"
      type="range"
      min="0"
      max=${stops.length - 1}
      step="1"
      .value=${String(place)}
      aria-valuetext=${counted(steps, 'step')}
      @change=${(event: Event) => {
        if (!(event.currentTarget instanceof HTMLInputElement)) return;
        const chosen = stops[Number(event.currentTarget.value)];
        if (chosen !== undefined) choose(chosen === written ? 0 : chosen);
      }}
    />
    <output data-field="steps" data-value=${steps}>${counted(steps, 'step')}</output>
    ${
      steps === written
        ? nothing
        : html`<button class="link" type="button" @click=${() => choose(0)}>
            as written: ${wholeNumber(written)}
          </button>`
    }
  </div>`;
}
