/** The mark beside a movement of a weight that is far more or less than weights bear. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Movement } from '../plot/updates';

const looks = {
  above: { sign: '▴', words: 'above the limit' },
  below: { sign: '▾', words: 'below the limit' },
} as const;

/** A sign that is no colour alone, with its words for pointer and screen reader; nothing where all is usual. */
export function movementMark(way: Movement['way']): TemplateResult | typeof nothing {
  if (way === null) return nothing;
  const { sign, words } = looks[way];
  return html`<span class="unusual tone-warning" data-unusual="update-ratio" title=${words}
    ><span aria-hidden="true">${sign}</span><span class="unseen">${words}</span></span
  >`;
}
