/** The link to a place in the source. */
import { html, nothing, type TemplateResult } from 'lit';
import { isModelPath } from '../../src/base/modelFiles';
import type { Span } from '../../src/base/span';
import type { Act } from '../state';

/** Whether a place has a line that an editor can show: model files have none, and what was chosen in a list stands in no file. */
export function hasLine({ path }: Span): boolean {
  return !isModelPath(path) && !path.startsWith('<');
}

/** A button that looks like a link and shows a place in the editor; it names the file where that is another than the source's. */
export function revealButton(
  span: Span,
  act: Act,
  source: string = span.path,
): TemplateResult | typeof nothing {
  if (!hasLine(span)) return nothing;
  const line = span.start.line + 1;
  return html`<button
    class="link"
    type="button"
    data-action="reveal"
    data-line=${line}
    title="Show it in the source"
    @click=${() => act({ kind: 'send', message: { kind: 'reveal', span } })}
  >
    ${fileWords(span.path, source)}line ${line}
  </button>`;
}

/** The cell of a notebook, or the name of a file that the source imports, in front of a line; empty for a line of the source itself. */
function fileWords(path: string, source: string): string {
  const cell = /#cell(\d+)$/.exec(path)?.[1];
  if (cell !== undefined) return `cell ${cell}, `;
  return path === source ? '' : `${path.slice(path.lastIndexOf('/') + 1)}, `;
}
