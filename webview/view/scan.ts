/** The Scan tab: a chain of single units over its input x, and the bound of its activations beside what was measured. */
import { html, type TemplateResult } from 'lit';
import { cellText } from '../export/dataTable';
import { scanBounds, scanPicture } from '../plot/scan';
import type { Act, Focus, LensState } from '../state';
import { plotFigure, type Behaviour } from './plotFigure';

/** The tab's content. */
export function scanTab(state: LensState, { network }: Focus, act: Act): TemplateResult {
  const { scan } = network;
  if (scan === null) return html``;
  const behaviour: Behaviour = { from: [scan], selected: null, choose: null, zoomTo: 1, size: 'tall' };
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
