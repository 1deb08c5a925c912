/** The measured remedies of a finding: what was tried on a copy of the source, with before and after, a preview, and a button that does it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Finding } from '../../src/analysis/report';
import { counted } from '../../src/base/numbers';
import type { ChangedLine, RemediesAnswer, Remedy } from '../../src/studies/remedies';
import { answerTo } from '../answers';
import { remedyPicture } from '../plot/remedy';
import type { Act, Focus, LensState } from '../state';
import { awaited } from './awaited';
import { plotFigure } from './plotFigure';
import { prose } from './prose';
import { isRecalled, remediesOpen, slotOf, treatable } from './remedyChoice';

/** The list of a finding, closed until one is opened; nothing where none can be asked for. */
export function remediesOf(
  state: LensState,
  focus: Focus,
  finding: Finding,
  act: Act,
): TemplateResult | typeof nothing {
  if (isRecalled(state) || !treatable(focus).includes(finding)) return nothing;
  const open = state.memory.open.includes(remediesOpen);
  return html`<details
    class="remedies"
    data-field="remedies"
    ?open=${open}
    @toggle=${(event: Event) => {
      if (event.target !== event.currentTarget || !(event.target instanceof HTMLDetailsElement)) return;
      act({ kind: 'toggle', name: remediesOpen, open: event.target.open });
    }}
  >
    <summary>Edits that help, measured</summary>
    ${open ? list(state, focus, finding, act) : nothing}
  </details>`;
}

function list(state: LensState, focus: Focus, finding: Finding, act: Act): TemplateResult {
  const { answer, complete, failure, late } = answerTo(state, 'remedies', slotOf(finding));
  if (answer === null) return awaited(failure, 'Trying edits on a copy of the file');
  return html`${
    answer.offered.length === 0
      ? nothing
      : html`<ol class=${late ? 'stale' : ''}>
          ${answer.offered.map((remedy, place) => html`<li data-remedy=${remedy.title}>${entry(state, focus, finding, { remedy, place, late }, act)}</li>`)}
        </ol>`
  }
  ${complete ? nothing : awaited(null, progress(answer))} ${complete ? ending(answer) : nothing}`;
}

function progress({ tried, of }: RemediesAnswer): string {
  return of === 0 ? 'Trying edits on a copy of the file' : `Tried ${tried} of ${counted(of, 'edit')}`;
}

function ending({ offered, rejected, of, left }: RemediesAnswer): TemplateResult {
  const none = of === 0 ? 'No edit of the file is known that could help.' : 'No edit that was tried helps.';
  return html`${offered.length === 0 ? html`<p data-field="no-remedy">${none}</p>` : nothing}
  ${
    rejected.length === 0
      ? nothing
      : html`<p class="muted" data-field="rejected">
          Tried, not better:
          ${rejected.map(({ title, reason }, index) => html`${index === 0 ? nothing : '; '}<span title=${reason}>${title}</span>`)}.
        </p>`
  }
  ${left === '' ? nothing : html`<p class="muted">${left}</p>`}`;
}

interface Offer {
  readonly remedy: Remedy;
  /** Its place in the list. */
  readonly place: number;
  /** It is about an earlier text. */
  readonly late: boolean;
}

function entry(
  state: LensState,
  { shown: { envelope }, index, stale }: Focus,
  finding: Finding,
  { remedy, place, late }: Offer,
  act: Act,
): TemplateResult {
  const { title, quantity, beforeText, afterText, gone, intents } = remedy;
  const { report, revision } = envelope;
  const apply = (): void =>
    act({
      kind: 'send',
      message: { kind: 'edit', path: report.path, network: index, revision, intents },
    });
  return html`<div class="remedy">
      <p>
        <strong>${title}</strong>
        <span class="measured" data-field="measured"
          >${quantity}
          <span class="change">${prose(beforeText)} → ${prose(afterText)}</span
          >${gone ? nothing : ', not all of it'}</span
        >
      </p>
      <button class="button" type="button" data-action="apply" ?disabled=${late || stale} @click=${apply}>
        Apply<span class="unseen">: ${title}</span>
      </button>
    </div>
    ${preview(state, slotOf(finding), { remedy, place, late }, act)}`;
}

function preview(state: LensState, slot: string, { remedy, place }: Offer, act: Act): TemplateResult {
  const name = `${slot} ${place}`;
  const open = state.memory.open.includes(name);
  return html`<details
    class="remedy-preview"
    ?open=${open}
    @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement) act({ kind: 'toggle', name, open: event.target.open });
    }}
  >
    <summary>Preview<span class="unseen"> of: ${remedy.title}</span></summary>
    ${open ? html`${difference(remedy)} ${figureOf(state, name, remedy, act)}` : nothing}
  </details>`;
}

function figureOf(state: LensState, name: string, remedy: Remedy, act: Act): TemplateResult | typeof nothing {
  const picture = remedyPicture(name.replaceAll(/[^a-z0-9]+/g, '-'), remedy);
  if (picture === null) return nothing;
  return plotFigure(state, act, picture, {
    ...{ from: [remedy], selected: null, choose: null, zoomTo: 1, size: 'low' },
  });
}

const signs = { gone: '−', new: '+', same: ' ' } as const;
const words = { gone: 'line that goes', new: 'line that comes', same: 'line that stays' } as const;

function difference({ lines }: Remedy): TemplateResult {
  return html`<div class="difference" tabindex="0" role="region" aria-label="Lines that change">
    <table data-field="difference">
      <tbody>
        ${lines.map(
          (line: ChangedLine) =>
            html`<tr class=${line.kind}>
              <td class="numeric">${line.line + 1}</td>
              <td>
                <span aria-hidden="true">${signs[line.kind]}</span
                ><span class="unseen">${words[line.kind]}</span>
              </td>
              <td><code>${line.text}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
