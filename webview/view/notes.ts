/** The honesty line: every assumption, and everything in the source that was not understood, with links to its place. */
import { html, nothing, type TemplateResult } from 'lit';
import { byteCount, counted } from '../../src/base/numbers';
import type { Act, Focus } from '../state';
import { icon } from './icons';
import { revealButton } from './reveal';

/** Problems of the source and assumptions of the network. */
export function notes({ network, shown }: Focus, act: Act): TemplateResult {
  const { problems, kernels, complete } = shown.envelope.report;
  const { assumptions, controls } = network;
  const seeds = controls === null ? 'no controls' : `controls over ${counted(controls.seeds, 'seed')}`;
  return html`<footer class="notes">
    ${
      problems.length === 0
        ? nothing
        : html`<h2 id="problems">${counted(problems.length, 'problem')} in the source</h2>
            <ul class="problems" data-field="problems">
              ${problems.map((problem) => html`<li>${icon(problem.severity)} <span>${problem.message} ${revealButton(problem.span, act)}</span></li>`)}
            </ul>`
    }
    ${
      assumptions.length === 0
        ? nothing
        : html`<h2>Assumed</h2>
            <ul data-field="assumptions">
              ${assumptions.map(({ message, span }) => html`<li>${message} ${span === null ? nothing : revealButton(span, act)}</li>`)}
            </ul>`
    }
    <p class="muted">
      Seed ${network.seed}, ${kernels} kernels, ${byteCount(network.bytes)};
      ${complete ? seeds : 'controls are still running'}.
    </p>
  </footer>`;
}
