/** The weights and data that do not come from the source: what is used of them, and how to choose others or none. */
import { html, nothing, type TemplateResult } from 'lit';
import type { NetworkReport, Report } from '../../src/analysis/report';
import { counted, wholeNumber } from '../../src/base/numbers';
import type { GiveOrder } from '../../src/protocol/messages';
import type { Act, Focus } from '../state';

/** A line for each; nothing where all is the source's own. */
export function givenLines({ network, shown }: Focus, act: Act): TemplateResult | typeof nothing {
  const { report } = shown.envelope;
  const { weights = null, data = null } = report.chosenFiles ?? {};
  const started = weightsText(network, weights);
  const used = data === null ? null : dataText(report, network, data);
  if (started === null && used === null) return nothing;
  return html`<ul class="given" data-field="given">
    ${started === null ? nothing : line('Weights', started, weights === null ? nothing : buttons(report, 'weights', act))}
    ${used === null ? nothing : line('Data', used, buttons(report, 'data', act))}
  </ul>`;
}

function weightsText({ weights }: NetworkReport, chosen: string | null): string | null {
  if (weights) return `${weights.file}, ${wholeNumber(weights.given)} of ${counted(weights.of, 'parameter')}`;
  return chosen === null ? null : `${chosen} is not used; see the problems below`;
}

function dataText({ data }: Report, network: NetworkReport, chosen: string): string {
  return data && network.data === chosen ? data.words : `${chosen} is not used; see the problems below`;
}

function line(name: string, text: string, actions: TemplateResult | typeof nothing): TemplateResult {
  return html`<li><strong>${name}</strong> ${text} ${actions}</li>`;
}

function buttons({ path }: Report, what: GiveOrder['what'], act: Act): TemplateResult {
  const button = (label: string, to: GiveOrder['to']): TemplateResult =>
    html`<button
      class="link"
      type="button"
      data-action="give-${what}-${to}"
      aria-label="${label} ${what}"
      @click=${() => act({ kind: 'send', message: { kind: 'give', path, what, to } })}
    >
      ${label}
    </button>`;
  return html`${button('Change', 'choose')} ${button('Clear', 'nothing')}`;
}
