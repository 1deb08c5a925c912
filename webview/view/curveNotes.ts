/** What the Curves tab says of an activation beside its picture: numbers, formulas, and what it leaves of delta. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ActivationAnswer, Formula, Kink } from '../../src/studies/activation/study';
import { percent, shortNumber } from '../../src/base/numbers';
import { listed } from '../../src/base/words';
import { conditionOf, formulaOf, spoken } from '../formula/expression';
import { formulaElement, row, scripts, sign, symbol, type Formula as Written } from '../formula/mathml';
import { boundAfter, stepsOffered } from '../plot/bound';
import { setting, type Act, type Focus, type LensState } from '../state';
import { number } from './number';

/** Numbers and formulas. */
export function curveNotes(answer: ActivationAnswer): TemplateResult {
  const { peak, nearZeroBelow, nearZero, halfRange, jumps } = answer;
  const flat = nearZero.reduce((sum, [from, to]) => sum + to - from, 0) / (2 * halfRange);
  return html`<dl class="sums curve-sums">
      <div title="On the range from -10 to 10">
        <dt>largest a′</dt>
        <dd>${number('peak', peak.value)} ${peakPlace(answer)}</dd>
      </div>
      <div title="Share of the axis on which a step back keeps less than 1 %">
        <dt>a′ below ${shortNumber(nearZeroBelow)}</dt>
        <dd>${number('near-zero', flat, percent)} of the axis</dd>
      </div>
    </dl>
    <div class="curve-formulas">
      ${formulaLines('f', symbol('f'), answer.formula.value)}
      ${formulaLines('f′', scripts(symbol('f'), null, sign('′')), answer.formula.derivative)}
    </div>
    ${jumps.length === 0 ? nothing : html`<p class="sentence note">f jumps at ${listed(jumps.map(shortNumber), 'and')}: its derivative is an impulse there, which no gradient sees.</p>`}
    ${answer.name === 'selu' ? html`<p class="sentence note">λ = 1.0507 and α = 1.6733 are fixed (Klambauer et al. 2017).</p>` : nothing}
    ${kinkNotes(answer)}`;
}

function peakPlace({ peak }: ActivationAnswer): TemplateResult | typeof nothing {
  if (peak.value === 0) return nothing;
  if (peak.from === peak.to) return html`at z = ${number('peak-at', peak.from)}`;
  return html`from z = ${number('peak-from', Math.abs(peak.from) < 0.01 ? 0 : peak.from)} to
  ${number('peak-to', peak.to)}`;
}

function formulaLines(name: string, letter: Written, formula: Formula): TemplateResult {
  const head = row(letter, sign('('), symbol('x'), sign(')'), sign('='));
  return html`<div class="curve-formula" data-formula=${name}>
    ${formulaElement(head, `${name} of x is`)}
    <div class=${formula.length > 1 ? 'pieces several' : 'pieces'}>
      ${formula.map((piece) => {
        const expression = formulaOf(piece.expression);
        const when = conditionOf(piece);
        return html`<span class="piece">
          ${formulaElement(expression, spoken(expression))}
          ${when === null ? nothing : html`<span class="when">for ${formulaElement(when, spoken(when))}</span>`}
        </span>`;
      })}
    </div>
  </div>`;
}

function kinkNotes({ kinks, name }: ActivationAnswer): TemplateResult | typeof nothing {
  const real = kinks.filter(({ before, behind }) => Math.abs(before - behind) > 1e-6);
  if (real.length === 0) return nothing;
  const textbook = name === 'relu' ? ' Some textbooks take 1 there; both are subgradients.' : '';
  return html`<p class="sentence note" data-field="kinks">${real.map(kinkWords).join(' ')}${textbook}</p>`;
}

function kinkWords({ at, used, before, behind }: Kink): string {
  return `At z = ${shortNumber(at)} f has a kink: f′ is ${shortNumber(before)} before and ${shortNumber(behind)} behind it; at the point itself ${shortNumber(used)} is used, as in PyTorch.`;
}

/** What the derivatives alone leave of delta after some steps back. */
export function boundNotes(
  state: LensState,
  { network }: Focus,
  { own, peak, title }: ActivationAnswer,
  act: Act,
): TemplateResult {
  const offered = stepsOffered(network, own);
  const steps = Math.min(offered, setting<number>(state, 'curves.steps', 2));
  const { bound, measured, layers } = boundAfter(network, own, peak.value, steps);
  return html`<section class="curve-bound" aria-label="Steps back">
    <label class="slider"
      ><span>steps back</span
      ><input
        type="range"
        data-number="steps"
        min="1"
        max=${offered}
        step="1"
        .value=${String(steps)}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement)
            act({ kind: 'set', name: 'curves.steps', value: event.target.valueAsNumber });
        }}
      /><output data-value=${steps}>${steps}</output></label
    >
    <dl class="sums">
      <div title="The largest derivative to the power of the steps">
        <dt>at most ${shortNumber(peak.value)}<sup>${steps}</sup> of δ stays</dt>
        <dd>${number('bound', bound)}</dd>
      </div>
      ${
        bound < 1
          ? html`<div title="1 minus the bound">
              <dt>lost at least</dt>
              <dd>${number('lost', 1 - bound, share)}</dd>
            </div>`
          : nothing
      }
      <div title=${layers.length > 0 ? `Product of a′ of ${listed(layers, 'and')}` : ''}>
        <dt>measured product of a′</dt>
        <dd>
          ${measured === null ? html`<span class="none">${own === null ? `${title} is not in this network` : 'the network has fewer such layers'}</span>` : number('measured', measured)}
        </dd>
      </div>
    </dl>
    <p class="sentence note">
      ${bound < 1 ? 'This is what the activation derivatives alone do to δ; the weights multiply it as well.' : 'The activation derivatives alone do not bound δ below 1: this activation can also make it grow.'}
    </p>
  </section>`;
}

/** 93.75 % must not become 94 %: a bound is not rounded up. */
function share(value: number): string {
  return `${Math.floor(value * 1e4 + 1e-9) / 100} %`;
}
