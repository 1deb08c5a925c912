/** Error terms and updates of one sample in the textbook's notation, beside the network's own numbers. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted, wholeNumber } from '../../src/base/numbers';
import type { ErrorTermLayer, ErrorTermsAnswer } from '../../src/studies/product/errorTerms';
import { answerTo } from '../answers';
import type { Cell, DataTable } from '../export/dataTable';
import { pictureStem } from '../export/fileName';
import { copyText, saveCsv } from '../export/leave';
import { setting, type Act, type Focus, type LensState } from '../state';
import { awaited } from './awaited';
import { errorDrawing } from './errorDrawing';
import { figure } from './figure';
import { number } from './number';
import { sampleOf, settingNames } from './productChoice';

/** The section of a fully connected network. */
export function errorTermsSection(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { answer, failure } = answerTo(state, 'error-terms');
  if (answer === null || failure !== null) return awaited(failure, 'The error terms are being computed');
  const rate = rateOf(state, answer);
  const stem = pictureStem(focus.network.name, 'error-terms');
  const table = tableOf(answer, rate);
  const sentence = sentenceOf(answer);
  return html`<div class="error-terms" data-sample=${answer.sample} data-divisor=${answer.divisor}>
    ${figure(state, act, {
      ...{ id: 'error-terms', scale: '', zoomTo: 1, readout: '', legend: nothing, sentence },
      title: `Error terms of sample ${wholeNumber(answer.sample + 1)}`,
      table: () => table,
      exports: [
        { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, table, act) },
        { label: 'Copy as text', name: 'copyText', run: () => copyText(`${sentence}\n\n`, table, act) },
      ],
      body: html`${fields(state, focus, answer, rate, act)} ${errorDrawing(answer, rate)}
      ${summary(answer, rate, act)} ${details(answer, focus, rate)}`,
    })}
  </div>`;
}

/** The rate: the one that was set, else that of the source, else 1. */
function rateOf(state: LensState, { rate }: ErrorTermsAnswer): number {
  const set = setting<number>(state, settingNames.rate, 0);
  return set > 0 ? set : (rate ?? 1);
}

function fields(
  state: LensState,
  focus: Focus,
  answer: ErrorTermsAnswer,
  rate: number,
  act: Act,
): TemplateResult {
  const field = (
    name: 'sample' | 'rate',
    word: string,
    shown: number,
    note: string,
    set: (value: number) => number | null,
  ): TemplateResult =>
    html`<label class="field"
      >${word}
      <input
        type="number"
        data-setting=${name}
        step=${name === 'sample' ? '1' : 'any'}
        min=${name === 'sample' ? '1' : '0'}
        .value=${String(shown)}
        @change=${(event: Event) => {
          if (!(event.target instanceof HTMLInputElement)) return;
          const value = set(event.target.valueAsNumber);
          if (value !== null) act({ kind: 'set', name: settingNames[name], value });
        }}
      />
      <span class="muted">${note}</span></label
    >`;
  const origin =
    rate === answer.rate ? "the source's" : answer.rate === null ? 'the source names none' : 'set here';
  return html`<div class="choices">
    ${field('sample', 'sample', sampleOf(state, focus) + 1, `of ${wholeNumber(answer.samples)}`, (value) => (value >= 1 ? Math.floor(value) - 1 : null))}
    ${field('rate', 'rate η', rate, origin, (value) => (value >= 0 && Number.isFinite(value) ? value : null))}
  </div>`;
}

function sentenceOf({ squared, divisor, samples, outputs, loss, layers }: ErrorTermsAnswer): string {
  const last = layers.at(-1)?.name ?? '';
  const start = squared
    ? `At ${last} the error term is 2 (y − ŷ) f′(z)`
    : `The loss is ${loss}, so its own slope takes the place of 2 (y − ŷ) at ${last}`;
  const back = layers.length > 1 ? '; before it each is the sum of δ w from behind, times f′(z)' : '';
  const factor =
    divisor === 1
      ? 'It is −1 times the network’s own ∂L/∂z'
      : `It is −${wholeNumber(divisor)} times the network’s own ∂L/∂z, since ${loss} is a mean over ${
          squared && outputs > 1
            ? `${counted(samples, 'sample')} of ${counted(outputs, 'number')}`
            : counted(samples, 'sample')
        } and the textbook sums`;
  return `${start}${back}. ${factor}. A weight changes by η δ a.`;
}

/** Every layer in one line. */
function summary({ layers, divisor }: ErrorTermsAnswer, rate: number, act: Act): TemplateResult {
  const columns = ['layer', 'RMS of δ', ownHead(divisor), 'RMS of Δw', 'RMS by backprop: η ∂L/∂w'];
  const line = (layer: ErrorTermLayer): TemplateResult =>
    html`<tr data-layer=${layer.name}>
      <th scope="row">
        <button
          class="link"
          type="button"
          @click=${() => act({ kind: 'layer', layer: layer.layer, reveal: true })}
        >
          ${layer.name}
        </button>
      </th>
      <td class="numeric">${number('error-rms', layer.errorRms)}</td>
      <td class="numeric">${number('own-rms', layer.ownRms)}</td>
      <td class="numeric">${number('change-rms', rate * layer.changeRms)}</td>
      <td class="numeric">${number('gradient-rms', rate * layer.gradientRms)}</td>
    </tr>`;
  return framed('Error terms, layer by layer', 'error-layers', columns, layers.toReversed().map(line));
}

function ownHead(divisor: number): string {
  return divisor === 1 ? 'by backprop: −∂L/∂z' : `by backprop: −${wholeNumber(divisor)} ∂L/∂z`;
}

/** Up to this many weights all layers are shown in full; else the selected one. */
const mostAtOnce = 12;

function details(answer: ErrorTermsAnswer, focus: Focus, rate: number): TemplateResult {
  const { layers } = answer;
  const weights = layers.reduce((sum, { units, inputs }) => sum + units * inputs, 0);
  const shown =
    weights <= mostAtOnce ? layers.toReversed() : layers.filter(({ layer }) => layer === focus.layer);
  const rest = weights <= mostAtOnce ? '' : 'Units and weights are those of the selected layer.';
  return html`${shown.map((layer) => layerTables(layer, answer, rate))}
  ${rest === '' ? nothing : html`<p class="sentence error-rest">${rest}</p>`}`;
}

function layerTables(layer: ErrorTermLayer, answer: ErrorTermsAnswer, rate: number): TemplateResult {
  const { name, byUnit, byWeight } = layer;
  if (byUnit === null && byWeight === null)
    return html`<p class="sentence error-rest">
      ${name} is too wide to be shown unit by unit (${counted(layer.units, 'unit')},
      ${counted(layer.units * layer.inputs, 'weight')}).
    </p>`;
  const last = layer === answer.layers.at(-1);
  return html`<h4 class="product-heading">
      <span class="layer-name">${name}</span> <span class="muted">${layer.activation ?? ''}</span>
    </h4>
    ${byUnit === null ? nothing : units(layer, byUnit, answer, last)}
    ${byWeight === null ? nothing : weights(layer, byWeight, answer, rate)}`;
}

function units(
  { name }: ErrorTermLayer,
  terms: NonNullable<ErrorTermLayer['byUnit']>,
  { divisor, squared }: ErrorTermsAnswer,
  last: boolean,
): TemplateResult {
  const back = !last ? 'Σ δ w' : squared ? '2 (y − ŷ)' : '−∂E/∂a';
  const columns = ['unit', 'output a', back, 'f′(z)', 'error term δ', ownHead(divisor)];
  const cell = (field: string, value: number | undefined): TemplateResult =>
    html`<td class="numeric">${number(field, value ?? NaN)}</td>`;
  const lines = Array.from(
    terms.errorTerm,
    (term, unit) =>
      html`<tr data-layer=${name} data-unit=${unit}>
        <th scope="row">${name} ${unit + 1}</th>
        ${cell('output', terms.output[unit])} ${cell('back', terms.back[unit])}
        ${cell('slope', terms.slope[unit])} ${cell('error-term', term)} ${cell('own', terms.own[unit])}
      </tr>`,
  );
  return framed(`Error terms of ${name}`, 'error-units', columns, lines);
}

function weights(
  layer: ErrorTermLayer,
  terms: NonNullable<ErrorTermLayer['byWeight']>,
  answer: ErrorTermsAnswer,
  rate: number,
): TemplateResult {
  const { name, inputs } = layer;
  const source = sourceOf(answer, layer);
  const ours =
    answer.samples === 1
      ? 'by backprop: −η ∂L/∂w'
      : `by backprop, all ${wholeNumber(answer.samples)} samples: −η ∂L/∂w`;
  const columns = ['weight', 'w', 'a', 'Δw = η δ a', ours];
  const lines = Array.from(terms.weight, (weight, at) => {
    const [unit, input] = [Math.floor(at / inputs), at % inputs];
    return html`<tr data-layer=${name} data-weight=${at}>
      <th scope="row">${source} ${input + 1} → ${name} ${unit + 1}</th>
      <td class="numeric">${number('weight', weight)}</td>
      <td class="numeric">${number('input', terms.input[input] ?? NaN)}</td>
      <td class="numeric">${number('change', rate * (terms.change[at] ?? NaN))}</td>
      <td class="numeric">${number('own-change', -rate * (terms.gradient[at] ?? NaN))}</td>
    </tr>`;
  });
  return framed(`Updates of the weights of ${name}`, 'error-weights', columns, lines);
}

/** What the layer takes its numbers from. */
export function sourceOf({ layers }: ErrorTermsAnswer, layer: ErrorTermLayer): string {
  return layers[layers.indexOf(layer) - 1]?.name ?? 'x';
}

function framed(
  label: string,
  field: string,
  columns: readonly string[],
  lines: readonly TemplateResult[],
): TemplateResult {
  return html`<div class="twin" tabindex="0" role="region" aria-label=${label}>
    <table data-field=${field}>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>
  </div>`;
}

/** Everything in one table of data: units, then weights, layer by layer from the output back. */
function tableOf(answer: ErrorTermsAnswer, rate: number): DataTable {
  const rows = answer.layers.toReversed().flatMap((layer): Cell[][] => {
    const { name, byUnit, byWeight, inputs } = layer;
    const summed: Cell[] = [
      name,
      'RMS',
      null,
      layer.errorRms,
      layer.ownRms,
      rate * layer.changeRms,
      -rate * layer.gradientRms,
    ];
    const units = Array.from(byUnit?.errorTerm ?? [], (term, unit): Cell[] => [
      ...[name, `unit ${unit + 1}`, byUnit?.slope[unit] ?? null, term, byUnit?.own[unit] ?? null],
      ...[null, null],
    ]);
    const weights = Array.from(byWeight?.change ?? [], (change, at): Cell[] => [
      name,
      `${sourceOf(answer, layer)} ${(at % inputs) + 1} → ${Math.floor(at / inputs) + 1}`,
      ...[null, null, null],
      rate * change,
      -rate * (byWeight?.gradient[at] ?? NaN),
    ]);
    return [summed, ...units, ...weights];
  });
  return {
    columns: ['layer', 'what', "f'(z)", 'error term', `-${answer.divisor} dL/dz`, 'change', '-rate dL/dw'],
    rows,
  };
}
