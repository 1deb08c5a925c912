/** The honesty line: every assumption, and everything in the source that was not understood, with links to its place. */
import { html, nothing, type TemplateResult } from 'lit';
import type { NetworkReport } from '../../src/analysis/report';
import { byteCount, counted } from '../../src/base/numbers';
import type { Act, Focus } from '../state';
import { icon } from './icons';
import { revealButton } from './reveal';

/** Asks for other words than those that were assumed, where the source can say them. */
function changeButton(
  { index, shown }: Focus,
  { directive }: NetworkReport['assumptions'][number],
  act: Act,
): TemplateResult | typeof nothing {
  if (directive === undefined) return nothing;
  const { envelope } = shown;
  const order = { kind: 'direct', path: envelope.report.path, network: index, ...directive } as const;
  return html`<button
    class="link"
    type="button"
    data-action="direct"
    aria-label="Change what is assumed: ${directive.field}"
    @click=${() => act({ kind: 'send', message: { ...order, revision: envelope.revision } })}
  >
    Change
  </button>`;
}

/** Problems of the source and assumptions of the network. */
export function notes(focus: Focus, act: Act): TemplateResult {
  const { network, shown } = focus;
  const { problems, kernels, complete } = shown.envelope.report;
  const { assumptions, controls } = network;
  const varied = network.weights === undefined ? '' : ', which change its data, not the weights it was given';
  const seeds =
    controls === null ? 'no controls' : `controls over ${counted(controls.seeds, 'seed')}${varied}`;
  return html`<footer class="notes">
    ${
      problems.length === 0
        ? nothing
        : html`<h2 id="problems">${counted(problems.length, 'problem')} in the source</h2>
            <ul class="problems" data-field="problems">
              ${problems.map((problem) => html`<li>${icon(problem.severity)} <span>${problem.message} ${revealButton(problem.span, act, shown.envelope.report.path)}</span></li>`)}
            </ul>`
    }
    ${
      assumptions.length === 0
        ? nothing
        : html`<h2>Assumed</h2>
            <ul data-field="assumptions">
              ${assumptions.map(
                (assumption) =>
                  html`<li>
                    ${assumption.message}
                    ${assumption.span === null ? nothing : revealButton(assumption.span, act, shown.envelope.report.path)}
                    ${changeButton(focus, assumption, act)}
                  </li>`,
              )}
            </ul>`
    }
    <p class="muted">
      Seed ${network.seed}, ${kernels} kernels, ${byteCount(network.bytes)};
      ${complete ? seeds : 'controls are still running'}.
    </p>
  </footer>`;
}
