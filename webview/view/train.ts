/** The Train tab. */
import { html, type TemplateResult } from 'lit';
import type { Act, Focus, LensState } from '../state';

/** The tab's content. */
export function trainTab(_state: LensState, _focus: Focus, _act: Act): TemplateResult {
  return html``;
}
