/** Sentences with numbers in them, none of which breaks at the sign of its exponent. */
import { html, type TemplateResult } from 'lit';

const exponential = /(\d\S*e-\d+)/;

/** A sentence as markup; what it says is the same. */
export function prose(text: string): string | readonly (string | TemplateResult)[] {
  const parts = text.split(exponential);
  if (parts.length === 1) return text;
  return parts.map((part, index) => (index % 2 === 1 ? html`<span class="unbroken">${part}</span>` : part));
}
