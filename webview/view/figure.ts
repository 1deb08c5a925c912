/** The frame around every picture: title, sentence, legend, tools, readout, and the table twin. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DataTable } from '../export/dataTable';
import type { Act, LensState } from '../state';
import { icon } from './icons';
import { menu, type MenuItem } from './menu';
import { prose } from './prose';
import { twin } from './twin';

/** Everything that a frame needs. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** What stands on the vertical axis. */
  readonly scale: string;
  readonly legend: TemplateResult | typeof nothing;
  readonly body: TemplateResult;
  readonly readout: string;
  /** Made only when it is looked at. */
  readonly table: () => DataTable;
  readonly exports: readonly MenuItem[];
  /** The largest zoom factor; 1 where there is nothing to zoom. */
  readonly zoomTo: number;
}

/** A picture in its frame. */
export function figure(state: LensState, act: Act, picture: Figure): TemplateResult {
  const { id, title } = picture;
  const asTable = state.memory.open.includes(`table:${id}`);
  return html`<figure class="figure" data-picture=${id} aria-labelledby="title-${id}">
    <figcaption>
      <h3 id="title-${id}">${title}</h3>
      <div class="tools">
        ${picture.zoomTo > 1 ? zoomTools(state, act, picture) : nothing}
        <button
          class="tool"
          type="button"
          data-action="table"
          aria-pressed=${asTable ? 'true' : 'false'}
          aria-label="${title} as a table"
          title="Show as a table"
          @click=${() => act({ kind: 'toggle', name: `table:${id}`, open: !asTable })}
        >
          ${icon('table')}
        </button>
        ${menu(`Save or copy: ${title}`, picture.exports)}
      </div>
      <p class="sentence" id="sentence-${id}" data-field="sentence">${prose(picture.sentence)}</p>
    </figcaption>
    ${picture.legend} ${picture.scale === '' ? nothing : html`<p class="scale">${picture.scale}</p>`}
    ${picture.body}
    <p class="readout" data-field="readout">${prose(picture.readout)}</p>
    ${asTable ? twin(`${title}, as a table`, picture.table()) : nothing}
  </figure>`;
}

function zoomTools(state: LensState, act: Act, { id, title, zoomTo }: Figure): TemplateResult {
  const factor = state.memory.zoom[id] ?? 1;
  const button = (name: 'zoomIn' | 'zoomOut', label: string, to: number): TemplateResult =>
    html`<button
      class="tool"
      type="button"
      data-action=${name}
      ?disabled=${to < 1 || to > zoomTo}
      aria-label="${label}: ${title}"
      title="${label} (now × ${factor})"
      @click=${() => act({ kind: 'zoom', picture: id, factor: to })}
    >
      ${icon(name)}
    </button>`;
  return html`${button('zoomOut', 'Zoom out', factor / 2)}${button('zoomIn', 'Zoom in', factor * 2)}`;
}
