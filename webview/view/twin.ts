/** The table twin of a picture: the same numbers as text. */
import { html, type TemplateResult } from 'lit';
import { cellText, type Cell, type DataTable } from '../export/dataTable';

/** More rows than anyone reads here; all of them are in the CSV. */
const most = 200;

/** A scrollable table of a picture's numbers. */
export function twin(label: string, table: DataTable): TemplateResult {
  const rest = table.rows.length - most;
  return html`<div class="twin" tabindex="0" role="region" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${table.columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.rows.slice(0, most).map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? html`<p class="sentence">${rest} more rows are in the CSV.</p>` : ''}`;
}

function cell(content: Cell): TemplateResult {
  return typeof content === 'number'
    ? html`<td class="numeric" data-value=${String(content)} title=${String(content)}>
        ${cellText(content)}
      </td>`
    : html`<td>${cellText(content)}</td>`;
}
