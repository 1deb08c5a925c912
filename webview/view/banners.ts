/** What the panel says when there is no fresh picture: nothing yet, working, or failed. Never blank. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Report } from '../../src/analysis/report';
import type { Failed, Working } from '../../src/protocol/messages';
import type { Act, Focus, LensState } from '../state';
import { stamp } from './header';
import { icon } from './icons';
import { revealButton } from './reveal';
import { tensorTable } from './tensorTable';

/** The line above an old picture. */
export function banner(state: LensState, focus: Focus | null, act: Act): TemplateResult | typeof nothing {
  if (state.panel?.kind === 'working') return working(state.panel, focus, act);
  return state.panel?.kind === 'failed' ? failed(state.panel, focus, act) : nothing;
}

/** What stands there when there is no picture at all. */
export function emptyPanel(state: LensState, act: Act): TemplateResult {
  if (state.panel === null)
    return html`<p class="waiting" data-state="starting">Asking the editor for a network …</p>`;
  switch (state.panel.kind) {
    case 'idle':
      return idle(state.panel.sources.length, act);
    case 'working':
    case 'failed':
      return html``;
    case 'shown':
      return withoutNetworks(state, act);
  }
}

const stageWords = {
  read: 'Reading the source',
  plan: 'Planning the run',
  probe: 'Drawing the probe batch',
  forward: 'Running forward',
  backward: 'Running back',
  analyse: 'Measuring the layers',
  controls: 'Running the controls',
  rules: 'Judging',
} as const satisfies Record<Working['stage'], string>;

function working(panel: Working, focus: Focus | null, act: Act): TemplateResult {
  return html`<section class="banner" data-state="working" aria-label="Progress">
    ${icon('clock')}
    <p>
      <strong>${stageWords[panel.stage]}</strong> … ${labelOf(panel)}
      ${focus === null ? nothing : html`<span class="muted">Below: ${stamp(focus.shown.envelope)}.</span>`}
    </p>
    <button
      class="button"
      type="button"
      data-action="cancel"
      @click=${() => act({ kind: 'send', message: { kind: 'cancel' } })}
    >
      Cancel
    </button>
  </section>`;
}

function failed(panel: Failed, focus: Focus | null, act: Act): TemplateResult {
  return html`<section class="banner grave" data-state="failed" role="alert">
    ${icon('error')}
    <p>
      <strong>${panel.lead ?? 'The inspection failed.'}</strong>
      <span data-field="reason">${panel.reason}</span>
      ${panel.span === null ? nothing : revealButton(panel.span, act, panel.path)}
      ${focus === null ? nothing : html`<span class="muted">Below: ${stamp(focus.shown.envelope)}.</span>`}
    </p>
    ${panel.lead === undefined ? showLog(act) : nothing}
  </section>`;
}

function showLog(act: Act): TemplateResult {
  return html`<button
    class="button"
    type="button"
    data-action="log"
    @click=${() => act({ kind: 'send', message: { kind: 'command', command: 'showLog' } })}
  >
    Show Log
  </button>`;
}

function labelOf(panel: Working | Failed): string {
  return panel.sources.find(({ path }) => path === panel.path)?.label ?? panel.path;
}

function idle(sources: number, act: Act): TemplateResult {
  return html`<section class="welcome" data-state="idle">
    <h2>See the gradient before you train</h2>
    <p>
      Open a Python file or notebook that imports torch or keras, or a <code>.network.yaml</code> file.
      ${sources === 0 ? '' : 'Or choose one from the list above.'} It is read, never run.
    </p>
    <p>
      The panel shows activation curves, gradients by layer and what is wrong with them, again after every
      save.
    </p>
    ${starters(act)}
  </section>`;
}

function starters(act: Act): TemplateResult {
  const button = (label: string, command: 'openExample' | 'pickSource', look: string): TemplateResult =>
    html`<button
      class="button ${look}"
      type="button"
      data-action=${command}
      @click=${() => act({ kind: 'send', message: { kind: 'command', command } })}
    >
      ${label}
    </button>`;
  return html`<p class="buttons">
    ${button('Open the Example', 'openExample', 'primary')} ${button('Choose a Source', 'pickSource', '')}
  </p>`;
}

/** A file of weights is not empty: it holds what a network may start from. */
function weightsOnly(report: Report): TemplateResult {
  return html`<section class="welcome" data-state="weights">
    <h2>Weights without a network</h2>
    ${report.problems.map(({ severity, message }) => html`<p>${icon(severity)} ${message}</p>`)}
    ${tensorTable(report)}
  </section>`;
}

function withoutNetworks(state: LensState, act: Act): TemplateResult {
  const report = state.panel?.kind === 'shown' ? state.panel.envelope.report : null;
  const problems = report?.problems ?? [];
  if (report?.tensors !== undefined) return weightsOnly(report);
  return html`<section class="welcome" data-state="empty">
    <h2>No network in this file</h2>
    ${
      problems.length === 0
        ? html`<p>The file was read, and nothing in it defines a network.</p>`
        : html`<ul class="problems">
            ${problems.map(
              (problem) =>
                html`<li>
                  ${icon(problem.severity)} ${problem.message}
                  ${revealButton(problem.span, act, report?.path)}
                </li>`,
            )}
          </ul>`
    }
    ${starters(act)}
  </section>`;
}
