/** The Scan tab: every layer over the one input x, and the bound of its activations beside what was measured. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ScanAnswer } from '../../src/studies/scan';
import { answerTo } from '../answers';
import { cellText } from '../export/dataTable';
import { scanBounds, scanOfAnswer, scanOfReport, scanPicture, type DrawnScan } from '../plot/scan';
import { setting, type Act, type Focus, type LensState } from '../state';
import { awaited } from './awaited';
import { choice } from './choice';
import { plotFigure, type Behaviour } from './plotFigure';
import { usualRange } from './scanChoice';

const ranges = { 5: '±5', 7: '±7', 10: '±10' } as const;
/** Units in the list; nobody picks from more. */
const mostUnits = 64;

/** The tab's content. */
export function scanTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { answer, failure, late } = answerTo(state, 'scan');
  const known = focus.network.scan;
  const drawn = answer !== null ? scanOfAnswer(answer) : known !== null ? scanOfReport(known) : null;
  const from = answer ?? known;
  return html`<section class="scan ${late ? 'late' : ''}" aria-label="Scan over x">
    ${answer === null ? nothing : controls(state, answer, act)}
    ${failure === null && drawn !== null ? nothing : awaited(failure, 'The scan is being computed')}
    ${drawn === null ? nothing : pictures(state, focus, drawn, from, act)}
  </section>`;
}

function controls(state: LensState, { targets, target, units, unit }: ScanAnswer, act: Act): TemplateResult {
  const set = (name: string, value: string): void => act({ kind: 'set', name: `scan.${name}`, value });
  const words = Object.fromEntries(targets.map(({ name, value }) => [String(value), name]));
  const range = setting<string>(state, 'scan.range', usualRange);
  const most = Math.min(mostUnits, Math.max(1, ...units));
  return html`<div class="choices">
    ${targets.length === 0 ? nothing : choice<string>('scan-target', 'Target', words, String(target), (value) => set('target', value))}
    ${choice('scan-range', 'Range of x', ranges, range in ranges ? (range as '5' | '7' | '10') : usualRange, (value) => set('range', value))}
    ${most === 1 ? nothing : unitList(most, unit, (value) => set('unit', value))}
  </div>`;
}

function unitList(most: number, unit: number | null, choose: (value: string) => void): TemplateResult {
  const option = (value: string, word: string, selected: boolean): TemplateResult =>
    html`<option value=${value} ?selected=${selected}>${word}</option>`;
  return html`<select
    aria-label="Units"
    data-field="unit"
    @change=${(event: Event) => {
      if (event.target instanceof HTMLSelectElement) choose(event.target.value);
    }}
  >
    ${option('rms', 'all units (RMS)', unit === null)}
    ${Array.from({ length: most }, (_, index) => option(String(index), `unit ${index}`, unit === index))}
  </select>`;
}

function pictures(
  state: LensState,
  { network }: Focus,
  scan: DrawnScan,
  from: unknown,
  act: Act,
): TemplateResult {
  const behaviour: Behaviour = { from: [from], selected: null, choose: null, zoomTo: 1, size: 'tall' };
  const bounds = scanBounds(network, scan);
  return html`${plotFigure(state, act, scanPicture(scan, 'activation'), behaviour)}
    ${plotFigure(state, act, scanPicture(scan, 'gradient'), behaviour)}
    <div class="twin" tabindex="0" role="region" aria-label="Bound and measured product, layer by layer">
      <table data-field="bounds">
        <thead>
          <tr>
            ${bounds.columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${bounds.rows.map(
            ([name, ...cells]) =>
              html`<tr data-layer=${String(name)}>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td class="numeric" data-value=${String(cell)} title=${String(cell)}>${cellText(cell)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
