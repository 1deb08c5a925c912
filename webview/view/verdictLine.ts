/** The verdict: icon, word and number of the gravest finding, and the others one click deeper. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Finding } from '../../src/analysis/report';
import { counted } from '../../src/base/numbers';
import { firstSentence } from '../../src/base/words';
import { allFindings, gravest } from '../focus';
import type { Act, Focus, LensState } from '../state';
import { ruleWords, verdictOf, type Verdict } from '../verdict';
import { icon } from './icons';
import { number } from './number';
import { prose } from './prose';
import { remediesOf } from './remedies';
import { revealButton } from './reveal';

/** The verdict on the network that is looked at. */
export function verdictLine(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { report } = focus.shown.envelope;
  const verdict = verdictOf(report, focus.network);
  const { layer } = verdict;
  const findings = allFindings(focus.network);
  const inner = html`${icon(verdict.icon)}
    <span class="word">${verdict.word}</span>
    <span class="message">${prose(verdict.text)}</span>`;
  return html`<section
    class="verdict tone-${verdict.tone}"
    aria-label="Verdict"
    data-field="verdict"
    data-verdict=${verdict.word}
    data-severity=${verdict.icon}
  >
    ${
      layer === null
        ? html`<p class="line">
            ${inner}${verdict.span === undefined ? nothing : html` ${revealButton(verdict.span, act, report.path)}`}
          </p>`
        : html`<button
            class="line"
            type="button"
            title="Select the layer and show it in the source"
            @click=${() => act({ kind: 'layer', layer, reveal: true })}
          >
            ${inner}
          </button>`
    }
    ${shownValue(verdict)} ${explained(state, focus, act)}
    ${findings.length > 1 ? others(state, focus, findings, act) : nothing}
    ${problemsLine(report.problems.length)}
  </section>`;
}

/** Why the gravest finding is there and what helps: in a sentence each where a card below says it all, in full where it is about no layer and has none. */
function explained(state: LensState, focus: Focus, act: Act): TemplateResult | typeof nothing {
  const finding = focus.network.refusal === null ? gravest(focus.network) : null;
  if (finding === null) return nothing;
  if (finding.layer === null)
    return html`${reasons(finding.cause, finding.remedies.join(' '))}
    ${remediesOf(state, focus, finding, act)}`;
  const { layer } = finding;
  const show = (): void => {
    act({ kind: 'layer', layer, reveal: false });
    requestAnimationFrame(() => document.querySelector('.detail .finding')?.scrollIntoView());
  };
  const [remedy = ''] = finding.remedies;
  return reasons(
    firstSentence(finding.cause),
    remedy,
    html`<button class="link" type="button" data-action="explain" @click=${show}>More</button>`,
  );
}

function reasons(
  cause: string,
  help: string,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="reasons">
    <p data-field="cause"><span class="lead">Cause:</span> ${prose(cause)}</p>
    <p data-field="help">
      ${help === '' ? nothing : html`<span class="lead">What helps:</span> ${prose(help)}`} ${more}
    </p>
  </div>`;
}

function shownValue({ value, caption }: Verdict): TemplateResult | typeof nothing {
  return value === null
    ? nothing
    : html`<span class="value">${number('verdict-value', value)}<small>${caption}</small></span>`;
}

function problemsLine(count: number): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  const show = (): void => document.getElementById('problems')?.scrollIntoView({ block: 'center' });
  return html`<button class="link" type="button" data-action="problems" @click=${show}>
    ${counted(count, 'problem')} in the source
  </button>`;
}

function others(state: LensState, focus: Focus, findings: readonly Finding[], act: Act): TemplateResult {
  const name = 'findings';
  const noun = findings.every(({ severity }) => severity === 'information') ? 'note' : 'finding';
  return html`<details
    class="others"
    ?open=${state.memory.open.includes(name)}
    @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement) act({ kind: 'toggle', name, open: event.target.open });
    }}
  >
    <summary>All ${counted(findings.length, noun)}</summary>
    <ul>
      ${findings.map((finding) => html`<li>${entry(state, focus, finding, act)}</li>`)}
    </ul>
  </details>`;
}

function entry(state: LensState, focus: Focus, finding: Finding, act: Act): TemplateResult {
  const { layer } = finding;
  const text = html`<span class="tone-${finding.severity}">${icon(finding.severity)}</span>
    <strong>${ruleWords[finding.rule]}</strong> ${prose(finding.message)}`;
  if (layer === null && finding !== gravest(focus.network))
    return html`${text} ${reasons(finding.cause, finding.remedies.join(' '))}
    ${remediesOf(state, focus, finding, act)}`;
  if (layer === null || focus.network.layers[layer] === undefined) return text;
  return html`<button class="plain" type="button" @click=${() => act({ kind: 'layer', layer, reveal: true })}>
    ${text}
  </button>`;
}
