/** What stands where an answer is still on its way, or why there will be none: the same words and looks in every tab. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons';
import { prose } from './prose';

/**
 * A sentence about work that goes on (`working`), or, with a warning, the reason why nothing came of it (`failure`), and below it what
 * can be done (`remedy`). The room is kept while one waits, so that nothing jumps when the answer comes.
 */
export function awaited(
  failure: string | null,
  working: string,
  remedy: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return failure === null
    ? html`<p class="awaited" data-state="awaited">${working} …</p>`
    : html`<p class="nothing-here tone-warning" data-state="missing">
        ${icon('warning')} <span>${prose(failure)}</span> ${remedy}
      </p>`;
}
