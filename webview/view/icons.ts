/** The few pictures-as-words of the panel, drawn as SVG so that they take the colour of the text around them. */
import { svg, html, type TemplateResult } from 'lit';

const shapes = {
  error: svg`<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M5.5 5.5l5 5m0-5l-5 5" stroke="currentColor" stroke-width="1.5" fill="none"/>`,
  warning: svg`<path d="M8 1.8 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/><path d="M8 6v4" stroke="currentColor" stroke-width="1.5"/><circle cx="8" cy="12" r="0.9" fill="currentColor"/>`,
  information: svg`<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 7v4.5" stroke="currentColor" stroke-width="1.5"/><circle cx="8" cy="4.8" r="0.9" fill="currentColor"/>`,
  healthy: svg`<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M5 8.3l2.1 2.1L11 6" stroke="currentColor" stroke-width="1.5" fill="none"/>`,
  refresh: svg`<path d="M13.2 8a5.2 5.2 0 1 1-1.6-3.75" stroke="currentColor" stroke-width="1.4" fill="none"/><path d="M13.4 1.6v3.2h-3.2" stroke="currentColor" stroke-width="1.4" fill="none"/>`,
  more: svg`<circle cx="3.5" cy="8" r="1.2" fill="currentColor"/><circle cx="8" cy="8" r="1.2" fill="currentColor"/><circle cx="12.5" cy="8" r="1.2" fill="currentColor"/>`,
  table: svg`<path d="M1.75 3h12.5v10H1.75zM1.75 6.3h12.5M1.75 9.6h12.5M6 6.3V13" stroke="currentColor" stroke-width="1.2" fill="none"/>`,
  zoomIn: svg`<circle cx="7" cy="7" r="4.6" stroke="currentColor" stroke-width="1.3" fill="none"/><path d="M10.4 10.4 14.2 14.2M4.8 7h4.4M7 4.8v4.4" stroke="currentColor" stroke-width="1.3" fill="none"/>`,
  zoomOut: svg`<circle cx="7" cy="7" r="4.6" stroke="currentColor" stroke-width="1.3" fill="none"/><path d="M10.4 10.4 14.2 14.2M4.8 7h4.4" stroke="currentColor" stroke-width="1.3" fill="none"/>`,
  clock: svg`<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M8 4.2V8l2.6 1.8" stroke="currentColor" stroke-width="1.4" fill="none"/>`,
  play: svg`<path d="M4 2.5v11l9-5.5z" fill="currentColor"/>`,
  pause: svg`<path d="M4 2.5h2.8v11H4zM9.2 2.5H12v11H9.2z" fill="currentColor"/>`,
  oneStep: svg`<path d="M3 2.5v11l7-5.5zM11.2 2.5h2v11h-2z" fill="currentColor"/>`,
  stop: svg`<path d="M3.5 3.5h9v9h-9z" fill="currentColor"/>`,
  clear: svg`<path d="M3 4.3h10M6.3 4V2.6h3.4V4M4.3 4.5l.7 9h6l.7-9" stroke="currentColor" stroke-width="1.3" fill="none"/>`,
  back: svg`<path d="M7 3.2 2.6 7.6 7 12M3 7.6h6.2a3.4 3.4 0 0 1 0 6.8" stroke="currentColor" stroke-width="1.4" fill="none"/>`,
} as const;

/** The names of the icons. */
export type IconName = keyof typeof shapes;

/** An icon; it never stands without a word beside it or a label on its button. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    ${shapes[name]}
  </svg>`;
}
