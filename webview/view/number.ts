/** Numbers in markup: short for the eye, whole in `title` and `data-value`, in two halves that line up on the decimal point. */
import { html, nothing, type TemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';

/** Prints a number in words. */
export type Wording = (value: number) => string;

/** A number that tests and readers can find by the name of what it measures. */
export function number(field: string, value: number | null, wording: Wording = shortNumber): TemplateResult {
  if (value === null)
    return html`<span class="none" data-field=${field} title="not reached by the loss">–</span>`;
  return html`<span class="number" data-field=${field} data-value=${String(value)} title=${String(value)}
    >${wording(value)}</span
  >`;
}

/** A quotient as a number that tests and readers can find. */
export function quotientNumber(field: string, value: number | null | undefined): TemplateResult {
  if (value != null && !Number.isNaN(value)) return number(field, value);
  return html`<span class="none" data-field=${field} title="not defined: no gradient comes from behind it"
    >–</span
  >`;
}

/** A number in a table column: what stands before the decimal point ends at the same place in every row. */
export function aligned(field: string, value: number | null, wording: Wording = shortNumber): TemplateResult {
  if (value === null) return html`<span class="aligned none" data-field=${field}>–</span>`;
  const text = wording(value);
  const point = /^-?[\d,]+/.exec(text)?.[0].length ?? text.length;
  const rest = text.slice(point);
  return html`<span class="aligned" data-field=${field} data-value=${String(value)} title=${String(value)}
    ><span class="whole">${text.slice(0, point)}</span
    >${rest === '' ? nothing : html`<span class="rest">${rest}</span>`}</span
  >`;
}
