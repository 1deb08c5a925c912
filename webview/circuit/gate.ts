/** The selected gate or input in words: its formula, and the chain rule over each of its wires. */
import { html, nothing, type TemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';
import type { CircuitConstant, CircuitGate, CircuitInput, CircuitReport } from '../../src/studies/circuit';
import type { Act } from '../state';
import { number } from '../view/number';
import { prose } from '../view/prose';
import { revealButton } from '../view/reveal';
import { foldButton, type Choose } from './controls';

type Shown = Exclude<CircuitReport['nodes'][number], CircuitConstant>;

/** Everything about one node. */
export function gateDetail(circuit: CircuitReport, node: Shown, choose: Choose, act: Act): TemplateResult {
  const output = circuit.outputs[circuit.chosen]?.name ?? 'f';
  return html`<section class="gate" data-gate=${node.name} aria-label="Selected: ${node.name}">
    <h3>
      ${node.name} <span class="kind">${node.kind === 'gate' ? node.text : 'input'}</span>
      ${revealButton(node.span, act)}
    </h3>
    <p class="amounts">
      value ${number('gate-value', node.value)} · d${output}/d${node.name}
      ${number('gate-gradient', node.gradient)}
    </p>
    ${node.kind === 'gate' ? wires(circuit, node) : nothing}
    ${node.sum === null ? nothing : html`<p class="formula" data-field="sum">It is used more than once: ${prose(node.sum)}</p>`}
    ${node.name === output ? nothing : html`<p>${prose(forceText(node, output))}</p>`}
    ${node.kind === 'gate' ? folds(circuit, node, choose) : nothing}
  </section>`;
}

function wires({ nodes }: CircuitReport, gate: CircuitGate): TemplateResult {
  return html`<p class="formula">${prose(gate.forward)}</p>
    <ul class="chains">
      ${gate.arguments.map(({ node, rule, chain, local }) =>
        local === null
          ? nothing
          : html`<li data-argument=${nodes[node]?.name ?? ''}>
              <span class="formula" data-field="rule" data-value=${String(local)}>${prose(rule)}</span>
              ${chain === '' ? nothing : html`<span class="formula" data-field="chain">${prose(chain)}</span>`}
            </li>`,
      )}
    </ul>
    <p>${gate.note}</p>`;
}

function folds(
  circuit: CircuitReport,
  { name }: CircuitGate,
  choose: Choose,
): TemplateResult | typeof nothing {
  const own = circuit.foldable.filter(({ gate }) => gate === name);
  return own.length === 0
    ? nothing
    : html`<div class="folding">${own.map((group) => foldButton(circuit, group, choose))}</div>`;
}

/** The gradient read as a force on the value. */
function forceText({ name, gradient }: CircuitGate | CircuitInput, output: string): string {
  if (gradient === null) return `${output} does not depend on it.`;
  if (gradient === 0) return `Moving it a little does not move ${output}.`;
  if (!Number.isFinite(gradient)) return `Its gradient is ${shortNumber(gradient)}: no number to follow.`;
  const way = gradient > 0 ? 'up' : 'down';
  const other = gradient > 0 ? 'down' : 'up';
  return `As a force: the gradient pulls ${name} ${way}, and ${output} rises when ${name} goes ${way}, by ${shortNumber(Math.abs(gradient))} for each small unit; descent pushes it ${other}.`;
}
