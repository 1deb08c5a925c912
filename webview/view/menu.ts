/** A small menu behind three dots: a disclosure with buttons, which closes when it is left. */
import { html, type TemplateResult } from 'lit';
import { icon } from './icons';

/** One thing to do. */
export interface MenuItem {
  readonly label: string;
  readonly name: string;
  readonly run: () => void;
}

/** A menu with a label that says what it is about. */
export function menu(label: string, items: readonly MenuItem[]): TemplateResult {
  return html`<details class="menu" @focusout=${closeOnLeave} @keydown=${closeOnEscape}>
    <summary class="tool" aria-label=${label} title=${label}>${icon('more')}</summary>
    <div class="items">
      ${items.map(
        (item) =>
          html`<button
            type="button"
            data-action=${item.name}
            @click=${(event: Event) => {
              close(event.currentTarget);
              item.run();
            }}
          >
            ${item.label}
          </button>`,
      )}
    </div>
  </details>`;
}

function close(within: EventTarget | null): void {
  const details = within instanceof Element ? within.closest('details') : null;
  if (details === null) return;
  details.open = false;
  details.querySelector('summary')?.focus();
}

function closeOnLeave(event: FocusEvent): void {
  const details = event.currentTarget;
  if (!(details instanceof HTMLDetailsElement)) return;
  if (event.relatedTarget instanceof Node && details.contains(event.relatedTarget)) return;
  details.open = false;
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') close(event.currentTarget);
}
