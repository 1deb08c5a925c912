/** The detail of the selected layer: findings with causes and remedies, curve, heatmap, numbers, parameters, and the gain's formula. */
import { html, nothing, type TemplateResult } from 'lit';
import { percent, shapeText, wholeNumber } from '../../src/base/numbers';
import type { Finding, Gain, LayerReport, NetworkReport, ParameterReport } from '../../src/analysis/report';
import { findingsOf } from '../focus';
import type { Act, Focus, LensState } from '../state';
import { ruleWords } from '../verdict';
import { curveFigure } from './curves';
import { detailHeat } from './heatmaps';
import { icon } from './icons';
import { kindWords } from './layerTable';
import { movementMark } from './movement';
import { quotient } from '../plot/quotient';
import { movementMeaning, movementsOf, type Movement } from '../plot/updates';
import { number, quotientNumber } from './number';
import { prose } from './prose';
import { remediesOf } from './remedies';
import { hasLine, revealButton } from './reveal';

/** Everything about one layer. */
export function detail(state: LensState, focus: Focus, index: number, act: Act): TemplateResult {
  const { network } = focus;
  const source = focus.shown.envelope.report.path;
  const layer = network.layers[index];
  if (layer === undefined) return html``;
  const curve = network.activations.find(({ layers }) => layers.includes(index));
  return html`<section class="detail" aria-labelledby="detail-title" data-layer=${layer.name}>
    <h2 id="detail-title">
      <span class="layer-name">${layer.name}</span>
      ${kindWords(layer) === '' ? nothing : html`<span class="kind">${kindWords(layer)}</span>`}
      ${revealButton(layer.span, act, source)} ${called(layer, act, source)}
    </h2>
    ${
      layer.runs === undefined
        ? nothing
        : html`<p class="muted" data-field="detail-runs">
            Runs ${layer.runs} times in one pass; activations and δ are those of the last, the gradient of its
            parameters is that of all.
          </p>`
    }
    ${findingsOf(network, index).map((finding) => findingCard(state, focus, finding, act))}
    ${state.memory.tab === 'curves' || curve === undefined ? nothing : curveFigure(state, focus, 'detail-curve', curve, act)}
    ${state.memory.tab === 'heatmaps' ? nothing : detailHeat(state, layer.name, act)} ${numbers(layer)}
    ${why(state, focus, layer, act)} ${parameters(network, layer)}
  </section>`;
}

/** Where a program calls the layer. */
function called({ calls = [] }: LayerReport, act: Act, source: string): TemplateResult | typeof nothing {
  const shown = calls.filter(hasLine);
  if (shown.length === 0) return nothing;
  return html`<span class="calls" data-field="calls"
    >called in ${shown.map((call) => revealButton(call, act, source))}</span
  >`;
}

function findingCard(state: LensState, focus: Focus, finding: Finding, act: Act): TemplateResult {
  return html`<article class="finding tone-${finding.severity}" data-rule=${finding.rule}>
    <p>
      <span class="tone-icon">${icon(finding.severity)}</span>
      <strong>${ruleWords[finding.rule]}</strong> ${prose(finding.message)}
      ${revealButton(finding.span, act, focus.shown.envelope.report.path)}
    </p>
    <p><span class="lead">Cause:</span> ${prose(finding.cause)}</p>
    ${
      finding.remedies.length === 0
        ? nothing
        : html`<p class="lead">What helps</p>
            <ul>
              ${finding.remedies.map((remedy) => html`<li>${remedy}</li>`)}
            </ul>`
    }
    ${remediesOf(state, focus, finding, act)}
  </article>`;
}

function numbers(layer: LayerReport): TemplateResult {
  const { output, preActivation, dead } = layer;
  const item = (word: string, value: TemplateResult | string, explanation = ''): TemplateResult =>
    html`<div title=${explanation}>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  const range = (field: string, low: number, high: number): TemplateResult =>
    html`${number(`${field}-minimum`, low)} to ${number(`${field}-maximum`, high)}`;
  const broken = output.notANumber + output.infinite;
  return html`<dl class="sums numbers">
    ${item('output', shapeText(layer.shape), 'Whole shape, batch first')}
    ${item('δ', number('delta', layer.delta), 'RMS over batch and units')}
    ${item('δ per sample', number('delta-per-sample', layer.deltaPerSample), "Mean L2 norm of one sample's own delta: batch size and width taken out")}
    ${item('∂L/∂a', number('output-gradient', layer.outputGradient), 'RMS of the gradient with respect to the output')}
    ${item('z std', number('z-std', preActivation.std), 'Standard deviation of the pre-activations')}
    ${item('z range', range('z', preActivation.minimum, preActivation.maximum))}
    ${item('a mean', number('a-mean', output.mean))} ${item('a std', number('a-std', output.std))}
    ${item('zeros', number('zeros', layer.zeros, percent), 'Share of exact zeros in the output')}
    ${dead === null ? nothing : item('dead units', `${wholeNumber(dead.units)} of ${wholeNumber(dead.of)}`, 'Zero on every sample')}
    ${layer.saturated === null ? nothing : item('saturated', number('saturated', layer.saturated, percent), 'Share of z where the activation is flat')}
    ${broken === 0 ? nothing : item('not finite', `${wholeNumber(output.notANumber)} NaN, ${wholeNumber(output.infinite)} infinite`)}
  </dl>`;
}

// The formula of lessons.md, L4, with this layer's numbers.
function why(state: LensState, focus: Focus, layer: LayerReport, act: Act): TemplateResult | typeof nothing {
  const { gain, next } = layer;
  const after = next === null ? undefined : focus.network.layers[next];
  if (gain === null || after === undefined) return nothing;
  const name = 'why';
  return html`<details
    class="why"
    ?open=${state.memory.open.includes(name)}
    @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement) act({ kind: 'toggle', name, open: event.target.open });
    }}
  >
    <summary>gain ${quotientNumber('gain', gain.total)}: why?</summary>
    ${formula(gain)}
    <dl class="sums">
      <div>
        <dt>weights f′</dt>
        <dd>${quotientNumber('gain-weights', gain.weights)}</dd>
      </div>
      <div>
        <dt>activation a′</dt>
        <dd>${quotientNumber('gain-activation', gain.activation)}</dd>
      </div>
    </dl>
    <p>
      f′ = RMS(∂L/∂a) / RMS(δ of ${after.name}) = ${quotient(layer.outputGradient)} /
      ${quotient(after.delta)}: what the weights of ${after.name} do to δ.
    </p>
    <p>
      a′ = RMS(δ) / RMS(∂L/∂a) = ${quotient(layer.delta)} / ${quotient(layer.outputGradient)}: what
      ${layer.activation ?? 'the layer itself (no activation)'} does to it.
    </p>
  </details>`;
}

function formula(gain: Gain): TemplateResult {
  return html`<p class="formula">
    gain = a′ · f′ = ${quotient(gain.activation)} · ${quotient(gain.weights)} = ${quotient(gain.total)}
  </p>`;
}

function parameters(network: NetworkReport, layer: LayerReport): TemplateResult | typeof nothing {
  if (layer.parameterReports.length === 0) return nothing;
  const movements = movementsOf(network, layer);
  const words = ['parameter', 'shape', 'initialised', 'std', '∂ RMS', '∂ max', '∂/W'];
  const heading = (word: string): TemplateResult => html`<th scope="col">${word}</th>`;
  return html`<h3>${wholeNumber(layer.parameters)} parameters</h3>
    <div class="twin" tabindex="0" role="region" aria-label="Parameters of ${layer.name}">
      <table data-field="parameters">
        <thead>
          <tr>
            ${words.map(heading)}
            ${movements.length === 0 ? nothing : html`<th scope="col" title=${movementMeaning}>step / W</th>`}
          </tr>
        </thead>
        <tbody>
          ${layer.parameterReports.map((parameter) => parameterRow(parameter, movements))}
        </tbody>
      </table>
    </div>
    ${movements.map(({ way, text }) => html`<p class="movement" data-field="movement">${movementMark(way)}${text}</p>`)}`;
}

function parameterRow(parameter: ParameterReport, movements: readonly Movement[]): TemplateResult {
  const { name, shape, initialisation, written, trainable } = parameter;
  const cell = (field: string, value: number | null): TemplateResult =>
    html`<td class="numeric">${number(field, value)}</td>`;
  const movement = movements.find((known) => known.parameter === name);
  return html`<tr data-parameter=${name}>
    <th scope="row">${name}${trainable ? '' : ' (frozen)'}</th>
    <td>${shapeText(shape)}</td>
    <td>${initialisation}${written ? '' : html` <span class="muted">(default)</span>`}</td>
    ${cell('parameter-std', parameter.std)} ${cell('gradient-rms', parameter.gradientRms)}
    ${cell('gradient-maximum', parameter.gradientMaximum)} ${cell('gradient-ratio', parameter.gradientRatio)}
    ${
      movements.length === 0
        ? nothing
        : html`<td class="numeric">
            ${movement ? html`${movementMark(movement.way)}${number('update-ratio', movement.share, percent)}` : nothing}
          </td>`
    }
  </tr>`;
}
