/** A plot in its frame: canvas, legend, and what pointer and arrow keys read from it. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { pictureStem } from '../export/fileName';
import { plotExports } from '../export/plotExports';
import { focusOf } from '../focus';
import { brushOf, type Paint } from '../plot/brush';
import { gutter, nearestStop, stopAfter, type Plot } from '../plot/plot';
import type { PlotPicture } from '../plot/picture';
import type { Act, LensState } from '../state';
import type { Palette } from '../theme';
import { lengths, plotted } from './canvas';
import { figure } from './figure';

/** How a plot behaves. */
export interface Behaviour {
  /** What the picture was made from: it is drawn again only when one of these changes. */
  readonly from: readonly unknown[];
  /** The stop that is selected outside the picture, or null. */
  readonly selected: number | null;
  /** What a click or Enter does (`reveal`), and what an arrow key does; null: the arrow keys only read. */
  readonly choose: ((stop: number, reveal: boolean) => void) | null;
  /** What a click or Enter does where the arrow keys only read. */
  readonly pick?: (stop: number) => void;
  readonly zoomTo: number;
  /** A class for its height. */
  readonly size: 'tall' | 'low' | 'small';
}

/** A plot as a figure. */
export function plotFigure(
  state: LensState,
  act: Act,
  picture: PlotPicture,
  behaviour: Behaviour,
): TemplateResult {
  const { id, title, plot } = picture;
  const reading = state.cursor?.picture === id ? state.cursor.at[0] : null;
  const stop = reading ?? behaviour.selected;
  return figure(state, act, {
    id,
    title,
    sentence: picture.sentence,
    scale: plot.y.title,
    legend: legend(plot, state.palette),
    table: () => picture.table,
    readout: stop === null ? '' : picture.readout(stop),
    zoomTo: behaviour.zoomTo,
    exports: plotExports(pictureStem(focusOf(state)?.network.name, id), picture, state.palette, act),
    body: html`<div
      class="plot ${behaviour.size}"
      tabindex="0"
      role="application"
      aria-roledescription="chart"
      aria-label=${title}
      aria-describedby="sentence-${id}"
      @pointermove=${(event: PointerEvent) => read(event, picture, act)}
      @pointerleave=${() => act({ kind: 'cursor', cursor: null, say: null })}
      @click=${(event: MouseEvent) => {
        const at = stopUnder(event, plot);
        if (at === null) return;
        behaviour.choose?.(at, true);
        behaviour.pick?.(at);
      }}
      @keydown=${(event: KeyboardEvent) => key(event, picture, behaviour, stop, act)}
    >
      ${guard([...behaviour.from, state.palette], () => html`<canvas aria-hidden="true" ${plotted(plot, state.palette)}></canvas>`)}
      ${line('selected', behaviour.selected, plot)} ${line('reading', reading, plot)}
    </div>`,
  });
}

function line(kind: 'selected' | 'reading', at: number | null, plot: Plot): TemplateResult | typeof nothing {
  const share = at === null ? NaN : (at - plot.x.from) / (plot.x.to - plot.x.from);
  if (!(share >= 0 && share <= 1)) return nothing;
  return html`<div class="cursor ${kind}" ${lengths({ '--at': String(share) })}></div>`;
}

function stopUnder(event: MouseEvent, plot: Plot): number | null {
  if (!(event.currentTarget instanceof HTMLElement)) return null;
  const box = event.currentTarget.getBoundingClientRect();
  const share = (event.clientX - box.left - gutter.left) / (box.width - gutter.left - gutter.right);
  return nearestStop(plot, plot.x.from + share * (plot.x.to - plot.x.from));
}

function read(event: PointerEvent, picture: PlotPicture, act: Act): void {
  const at = stopUnder(event, picture.plot);
  if (at !== null) act({ kind: 'cursor', cursor: { picture: picture.id, at: [at, 0] }, say: null });
}

const strides: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};

function key(
  event: KeyboardEvent,
  picture: PlotPicture,
  behaviour: Behaviour,
  stop: number | null,
  act: Act,
): void {
  const { plot, id } = picture;
  if (event.key === 'Enter' && stop !== null) {
    behaviour.choose?.(stop, true);
    behaviour.pick?.(stop);
  }
  const stride = strides[event.key];
  if (stride === undefined) return;
  event.preventDefault();
  const from = stop ?? plot.x.from;
  const bounded = Math.max(
    -plot.stops.length,
    Math.min(plot.stops.length, stride * (event.shiftKey ? 10 : 1)),
  );
  const to = stopAfter(plot, from, bounded);
  if (to === null) return;
  behaviour.choose?.(to, false);
  act({
    kind: 'cursor',
    cursor: behaviour.choose === null ? { picture: id, at: [to, 0] } : null,
    say: picture.readout(to),
  });
}

/** What each line and area of a plot is called. */
export function legend(plot: Plot, palette: Palette): TemplateResult | typeof nothing {
  const { paint } = brushOf(palette);
  const lines = plot.lines.map(
    (item) =>
      svg`<line x1="1" x2="23" y1="6" y2="6" stroke=${paint(item.ink, 1)} stroke-width=${Math.min(6, item.width)} stroke-opacity=${item.alpha} stroke-dasharray=${item.dash.join(' ')}></line>${markOf(item, paint)}`,
  );
  const areas = [...plot.bars, ...plot.ribbons].map(
    (item) =>
      svg`<rect x="4" y="1" width="16" height="10" fill=${paint(item.ink, 1)} fill-opacity=${Math.max(0.3, item.alpha)}></rect>`,
  );
  const names = [...plot.lines, ...plot.bars, ...plot.ribbons].map(({ name }, index, all) =>
    together(name, all[index - 1]?.name),
  );
  if (names.length === 0) return nothing;
  return html`<ul class="legend">
    ${[...lines, ...areas].map(
      (key, index) =>
        html`<li>
          <svg width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">${key}</svg>${names[index]}
        </li>`,
    )}
  </ul>`;
}

/** What two neighbours say alike behind a comma is said once: `δ, 5 to 95 % of 7 seeds`, `∂W likewise`. */
function together(name: string, before = ''): string {
  const comma = name.indexOf(', ');
  return comma > 0 && before.endsWith(name.slice(comma)) ? `${name.slice(0, comma)} likewise` : name;
}

function markOf({ mark, marks, ink }: Plot['lines'][number], paint: Paint): TemplateResult | typeof nothing {
  const fill = marks?.fill === null ? 'none' : paint(marks?.fill ?? ink, 1);
  const edge = paint(marks?.edge ?? ink, 1);
  const width = marks?.edgeWidth ?? 0;
  const radius = Math.min(5, marks?.radius ?? 3);
  switch (mark) {
    case 'none':
      return nothing;
    case 'circle':
      return svg`<circle cx="12" cy="6" r=${radius} fill=${fill} stroke=${edge} stroke-width=${width}></circle>`;
    case 'square':
      return svg`<rect x="9" y="3" width="6" height="6" fill=${fill} stroke=${edge} stroke-width=${width}></rect>`;
    case 'triangle':
      return svg`<path d="M8 10 12 2l4 8z" fill=${fill} stroke=${edge} stroke-width=${width}></path>`;
    case 'cross':
      return svg`<path d="M8 2l8 8m0-8-8 8" stroke=${edge} stroke-width="2"></path>`;
  }
}
