/** The link to a place in the source. */
import { html, type TemplateResult } from 'lit';
import type { Span } from '../../src/base/span';
import type { Act } from '../state';

/** A button that looks like a link and shows a place in the editor. */
export function revealButton(span: Span, act: Act): TemplateResult {
  const line = span.start.line + 1;
  return html`<button
    class="link"
    type="button"
    data-action="reveal"
    data-line=${line}
    title="Show it in the source"
    @click=${() => act({ kind: 'send', message: { kind: 'reveal', span } })}
  >
    line ${line}
  </button>`;
}
