/** What changed: one line under the verdict, and behind it how far delta, weight gradients and activations of every layer have moved. */
import { html, nothing, type TemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';
import type {
  FindingChange,
  LayerChange,
  NetworkChange,
  NumberChange,
} from '../../src/analysis/change/change';
import type { ChangeAnswer, Since } from '../../src/studies/change/study';
import { answerTo } from '../answers';
import type { DataTable } from '../export/dataTable';
import { pictureStem } from '../export/fileName';
import { copyText, saveCsv } from '../export/leave';
import { ruleWords } from '../verdict';
import type { Act, Focus, LensState } from '../state';
import { awaited } from './awaited';
import { lengths } from './canvas';
import { canChange, changeName, chosenMeasure, isCheap, type ChangeMeasure } from './changeChoice';
import { choice } from './choice';
import { figure } from './figure';
import { icon } from './icons';
import { prose } from './prose';

const sinceWords = { save: 'the last save', head: 'git HEAD' } as const satisfies Record<Since, string>;
const measureWords = {
  delta: 'δ',
  gradient: 'dW',
  std: 'std',
} as const satisfies Record<ChangeMeasure, string>;
const measureMeanings = {
  delta: 'RMS of the loss gradient at the pre-activations',
  gradient: 'RMS of the gradient of each weight',
  std: 'standard deviation of the outputs',
} as const satisfies Record<ChangeMeasure, string>;

/** The line, folded; nothing where there is nothing to compare with. */
export function changeStrip(state: LensState, focus: Focus, act: Act): TemplateResult | typeof nothing {
  if (!canChange(state, focus)) return nothing;
  const { answer, failure, late } = answerTo(state, 'change');
  const open = state.memory.open.includes(changeName);
  // What nobody has asked for is not missed.
  if (isCheap(focus) && answer?.since == null) return nothing;
  if (answer?.change?.nothing === true && answer.there.length === 1 && !late) {
    return html`<p class="change-line muted" data-field="change">
      ${answer.change.sentence.slice(0, -1)} since ${sinceWords[answer.since ?? 'save']}.
    </p>`;
  }
  return html`<details
    class="change"
    ?open=${open}
    @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement && event.target === event.currentTarget)
        act({ kind: 'toggle', name: changeName, open: event.target.open });
    }}
  >
    <summary>
      <span class="muted">${sinceText(answer)}</span>
      <span data-field="change">${late ? '…' : prose(lineOf(answer, failure))}</span>
    </summary>
    ${open ? content(state, focus, answer, failure, act) : nothing}
  </details>`;
}

function sinceText(answer: ChangeAnswer | null): string {
  return answer?.since == null ? 'What changed' : `Since ${sinceWords[answer.since]}:`;
}

function lineOf(answer: ChangeAnswer | null, failure: string | null): string {
  return answer?.change?.sentence ?? answer?.why ?? failure ?? '';
}

function content(
  state: LensState,
  focus: Focus,
  answer: ChangeAnswer | null,
  failure: string | null,
  act: Act,
): TemplateResult {
  if (answer?.change == null) {
    const none = answer !== null && answer.since === null ? 'There is no earlier text of it yet.' : null;
    return awaited(answer?.why ?? failure ?? none, 'Both texts are inspected');
  }
  const { change, since, there } = answer;
  const measure = chosenMeasure(state);
  const offered = Object.fromEntries(there.map((one) => [one, sinceWords[one]]));
  return html`<h2 class="unseen">What changed</h2>
    <div class="choices">
      ${there.length > 1 ? choice<string>('change-since', 'Compared with', offered, since ?? 'save', (value) => act({ kind: 'set', name: 'change.since', value })) : nothing}
      ${choice('change-measure', 'What of each layer', measureWords, measure, (value) => act({ kind: 'set', name: 'change.measure', value }))}
    </div>
    ${findings(change.findings)} ${bars(state, focus, change, measure, act)}`;
}

function findings(changes: readonly FindingChange[]): TemplateResult | typeof nothing {
  if (changes.length === 0) return nothing;
  const words = { gone: 'gone', new: 'new', graver: 'graver', milder: 'milder' } as const;
  return html`<ul class="change-findings" data-field="change-findings">
    ${changes.map(({ rule, fate, before, after, layer }) => {
      const look = fate === 'gone' ? 'healthy' : (after ?? before ?? 'information');
      return html`<li data-rule=${rule} data-fate=${fate}>
        <span class="tone-${look}">${icon(look)}</span>
        <strong>${ruleWords[rule]}</strong>
        ${words[fate]}${layer === null ? '' : `, ${layer}`}${fate === 'graver' || fate === 'milder' ? `: ${before ?? ''} → ${after ?? ''}` : ''}
      </li>`;
    })}
  </ul>`;
}

/** One line of the list. */
interface Row {
  readonly name: string;
  readonly layer: number | null;
  /** What became of the layer, where it was not simply kept. */
  readonly fate: string;
  readonly change: NumberChange;
}

function rowsOf({ layers }: NetworkChange, measure: ChangeMeasure): readonly Row[] {
  return layers.flatMap((change): readonly Row[] => {
    const { name, layer } = change;
    const row = { layer, fate: fateText(change) };
    if (measure !== 'gradient') return [{ ...row, name, change: change[measure] }];
    return change.weights.map((weight) => ({ ...row, name: `${name}.${weight.name}`, change: weight }));
  });
}

function fateText({ fate, formerName, formerKind, kind }: LayerChange): string {
  const texts = [
    fate === 'added' || fate === 'removed' ? fate : '',
    formerName === null ? '' : `was ${formerName}`,
    formerKind === null ? '' : kindText(formerKind, kind),
  ];
  return texts.filter((text) => text !== '').join(', ');
}

/** sigmoid → relu, where the layer itself is of the same kind. */
function kindText(before: string, after: string): string {
  const [[from, old], [to, now]] = [before.split(' + '), after.split(' + ')];
  return from === to ? `${old ?? 'no activation'} → ${now ?? 'no activation'}` : `${before} → ${after}`;
}

function bars(
  state: LensState,
  focus: Focus,
  change: NetworkChange,
  measure: ChangeMeasure,
  act: Act,
): TemplateResult {
  const rows = rowsOf(change, measure);
  const table = tableOf(rows, measure);
  const most = rows.reduce((far, row) => Math.max(far, finite(row.change.decades)), 0);
  // A tenth of a decade does not fill the room.
  const full = Math.max(1, Math.ceil(most));
  const stem = pictureStem(focus.network.name, `change-${measure}`);
  return figure(state, act, {
    id: 'change',
    title: 'Layer by layer',
    sentence: `${measureWords[measure]}, the ${measureMeanings[measure]}: × after / before. A whole bar is ${full === 1 ? 'one decade' : `${full} decades`}; to the right it has grown, to the left it has shrunk.`,
    scale: '',
    legend: nothing,
    readout: '',
    zoomTo: 1,
    table: () => table,
    exports: [
      { label: 'Save numbers as CSV', name: 'csv', run: () => saveCsv(stem, table, act) },
      { label: 'Copy as text', name: 'copyText', run: () => copyText(`${change.sentence}\n\n`, table, act) },
    ],
    body: html`<ol class="change-bars" tabindex="0" aria-label="How far ${measureWords[measure]} has moved">
      ${rows.map((row) => barRow(row, full, act))}
    </ol>`,
  });
}

function finite(decades: number | null): number {
  return decades !== null && Number.isFinite(decades) ? Math.abs(decades) : 0;
}

function barRow({ name, layer, fate, change }: Row, full: number, act: Act): TemplateResult {
  const { before, after, decades } = change;
  const share = Math.max(-1, Math.min(1, (decades ?? 0) / full));
  const text = html`<span class="name">${name}</span>`;
  return html`<li
    data-name=${name}
    data-decades=${String(decades)}
    title="${numberText(before)} → ${numberText(after)}"
  >
    ${
      layer === null
        ? text
        : html`<button
            class="plain"
            type="button"
            @click=${() => act({ kind: 'layer', layer, reveal: true })}
          >
            ${text}
          </button>`
    }
    <span class="track" aria-hidden="true"
      ><span
        class="fill"
        ${lengths({ '--from': String(Math.min(0, share)), '--length': String(Math.abs(share)) })}
      ></span
    ></span>
    <span class="moved">${factorText(change)}</span>
    ${fate === '' ? nothing : html`<span class="fate muted">${fate}</span>`}
  </li>`;
}

function factorText({ before, after, decades }: NumberChange): string {
  if (decades === 0) return 'same';
  if (decades !== null && Number.isFinite(decades)) return `× ${shortNumber(10 ** decades)}`;
  return `${numberText(before)} → ${numberText(after)}`;
}

function numberText(value: number | null): string {
  return value === null ? '–' : shortNumber(value);
}

function tableOf(rows: readonly Row[], measure: ChangeMeasure): DataTable {
  return {
    columns: [
      measure === 'gradient' ? 'weight' : 'layer',
      'before',
      'after',
      'log10 after / before',
      'change',
    ],
    rows: rows.map(({ name, change: { before, after, decades }, fate }) => [
      name,
      before,
      after,
      decades,
      fate,
    ]),
  };
}
