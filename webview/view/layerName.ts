/** The name of a layer where room is scarce: it is cut at its beginning, since names below one another begin alike and end differently. */
import { html, type TemplateResult } from 'lit';

/** The name; what there is no room for goes from its beginning. The whole belongs into a title around it. */
export function layerName(name: string): TemplateResult {
  // The outer direction puts the dots on the left, the inner one leaves the letters as they are.
  return html`<span class="layer-name from-its-end"><bdi dir="ltr">${name}</bdi></span>`;
}

/** A text of one line, without its middle where it is longer than that many letters. */
export function withoutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const begin = Math.ceil((most - 1) / 2);
  return `${text.slice(0, begin)}…${text.slice(begin + 1 - most)}`;
}
