/** What a file of weights without a network holds: one row for each tensor. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Report } from '../../src/analysis/report';
import { byteCount, counted, shapeText, wholeNumber } from '../../src/base/numbers';

/** Rows that are drawn at most: a large model has some thousand tensors, and nobody reads more. */
const mostRows = 2000;

/** The table; nothing where the source is no such file. */
export function tensorTable({ tensors = [] }: Pick<Report, 'tensors'>): TemplateResult | typeof nothing {
  if (tensors.length === 0) return nothing;
  const total = tensors.reduce((sum, { bytes }) => sum + bytes, 0);
  const numbers = tensors.reduce((sum, { shape }) => sum + shape.reduce((all, size) => all * size, 1), 0);
  const left = tensors.length - mostRows;
  return html`<table class="tensors" data-field="tensors">
    <caption>
      ${counted(tensors.length, 'tensor')}, ${counted(numbers, 'number')}, ${byteCount(total)}
    </caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Shape</th>
        <th scope="col">Type</th>
        <th scope="col">Size</th>
      </tr>
    </thead>
    <tbody>
      ${tensors.slice(0, mostRows).map(
        ({ name, shape, type, bytes }) =>
          html`<tr>
            <th scope="row" title=${name}>${name === '' ? 'without a name' : name}</th>
            <td>${shape.length === 0 ? 'one number' : shapeText(shape)}</td>
            <td>${type}</td>
            <td class="size">${byteCount(bytes)}</td>
          </tr>`,
      )}
    </tbody>
    ${
      left > 0
        ? html`<tfoot>
            <tr>
              <td colspan="4">and ${wholeNumber(left)} more</td>
            </tr>
          </tfoot>`
        : nothing
    }
  </table>`;
}
