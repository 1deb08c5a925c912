/** A heatmap in its frame: the cells, both axes, the colour bar with its numbers, and a cursor for pointer and arrow keys. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { counted, shortNumber, wholeNumber } from '../../src/base/numbers';
import { pictureStem } from '../export/fileName';
import { heatExports } from '../export/heatExports';
import { focusOf } from '../focus';
import { colouring, entry, type Channels, type Colouring, type HeatScaling } from '../heat/colours';
import { barPixels, heatPixels } from '../heat/paint';
import { cellText, heatTable, numberText, type HeatPicture } from '../heat/picture';
import type { Act, LensState } from '../state';
import { colour } from '../theme';
import { lengths, painted } from './canvas';
import { figure } from './figure';

/** Height of a cell, in pixels, at zoom 1. */
const largestCell = 28;

/** A heatmap as a figure; `choose` is told of a click on a column. */
export function heatFigure(
  state: LensState,
  act: Act,
  picture: HeatPicture,
  scale: HeatScaling,
  choose: ((column: number) => void) | null,
): TemplateResult {
  const { id, title, rows, columns } = picture;
  const colours = colouring(picture.heatmap, scale, state.palette.kind);
  const cursor = state.cursor?.picture === id ? state.cursor.at : null;
  return figure(state, act, {
    id,
    title,
    sentence: picture.sentence,
    scale: '',
    legend: nothing,
    table: () => heatTable(picture),
    readout: cursor === null ? '' : cellText(picture, cursor[1], cursor[0]),
    exports: heatExports(pictureStem(focusOf(state)?.network.name, id), picture, colours, state.palette, act),
    zoomTo: rows * columns > 64 ? 8 : 1,
    body: html`${cells(state, act, picture, { colours, scale, cursor, choose })}
    ${colourBar(colours, picture, scale, state)}`,
  });
}

/** What the cells need beside the picture. */
interface Looks {
  readonly colours: Colouring;
  readonly scale: HeatScaling;
  readonly cursor: CellPlace | null;
  readonly choose: ((column: number) => void) | null;
}

function cells(state: LensState, act: Act, picture: HeatPicture, looks: Looks): TemplateResult {
  const { id, title, heatmap, rows, columns } = picture;
  const { colours, scale, cursor, choose } = looks;
  const zoom = state.memory.zoom[id] ?? 1;
  const size = {
    '--rows': String(rows),
    '--columns': String(columns),
    '--height': `${Math.round(Math.min(largestCell * rows, picture.tallest) * zoom)}px`,
    '--zoom': String(zoom),
  };
  return html`<div class="heat ${picture.wide ? 'wide' : ''}" ${lengths(size)}>
    ${rowsAxis(picture, zoom)}
    <div
      class="cells"
      tabindex="0"
      role="application"
      aria-roledescription="heatmap"
      aria-label=${title}
      aria-describedby="sentence-${id}"
      @pointermove=${(event: PointerEvent) => point(event, picture, act)}
      @pointerleave=${() => act({ kind: 'cursor', cursor: null, say: null })}
      @click=${(event: MouseEvent) => {
        const cell = cellUnder(event, picture);
        if (cell !== null) choose?.(cell[0]);
      }}
      @keydown=${(event: KeyboardEvent) => key(event, picture, cursor, choose, act)}
    >
      <div class="sheet">
        ${guard([heatmap, scale, state.palette.kind], () => html`<canvas aria-hidden="true" ${painted(heatPixels(picture, colours))}></canvas>`)}
        ${
          cursor === null
            ? nothing
            : html`<div
                class="cell-cursor"
                ${lengths({ '--row': String(cursor[1]), '--column': String(cursor[0]) })}
              ></div>`
        }
      </div>
    </div>
    ${columnsAxis(picture)}
  </div>`;
}

/** Least height of a row whose name stands beside it, in pixels. */
const nameHeight = 14;

function rowsAxis(picture: HeatPicture, zoom: number): TemplateResult {
  const { rows, rowName, rowAxis, named = false, tallest } = picture;
  if (named && zoom === 1) {
    const height = Math.min(largestCell, tallest / rows);
    const stride = Math.max(1, Math.ceil(nameHeight / height));
    return html`<div class="rows-axis named" aria-hidden="true">
      ${Array.from({ length: Math.ceil(rows / stride) }, (_, index) => html`<span ${lengths({ '--at': String((index * stride + 0.5) / rows) })}>${rowName(index * stride)}</span>`)}
    </div>`;
  }
  return html`<div class="rows-axis" aria-hidden="true">
    <span>${rowName(0)}</span><span class="axis-name">${rows * largestCell < 64 ? '' : rowAxis}</span
    ><span>${rows > 1 ? rowName(rows - 1) : ''}</span>
  </div>`;
}

function columnsAxis({ columns, columnName, columnAxis, columnTicks }: HeatPicture): TemplateResult {
  if (columnTicks !== undefined) {
    return html`<div class="columns-axis placed" aria-hidden="true">
      ${columnTicks.map(({ at, label }) => html`<span ${lengths({ '--at': String(at) })}>${label}</span>`)}
      <span class="axis-name">${columnAxis}</span>
    </div>`;
  }
  return html`<div class="columns-axis" aria-hidden="true">
    <span>${columnName(0)}</span><span class="axis-name">${columnAxis}</span
    ><span>${columns > 1 ? columnName(columns - 1) : ''}</span>
  </div>`;
}

function colourBar(
  colours: Colouring,
  picture: HeatPicture,
  scale: HeatScaling,
  state: LensState,
): TemplateResult {
  const { heatmap, words } = picture;
  const only = onlyValue(picture);
  const below = colours.least === 0 ? 0 : countBelow(picture, colours.least);
  return html`<div class="colour-bar" data-field="colour-bar">
    ${only === null && words === undefined ? ramp(colours, picture, scale, state) : nothing}
    <ul class="legend">
      ${words === undefined ? nothing : swatch(entry(colours.table, colours.place(1)), words[1], 1)}
      ${words !== undefined || only === null || only === 0 || !Number.isFinite(only) ? nothing : swatch(entry(colours.table, colours.place(only)), `all ${numberText(picture, only)}`, 1)}
      ${swatch(colours.zero, `${words?.[0] ?? 'exactly 0'}: ${wholeNumber(heatmap.zeros)}`, heatmap.zeros)}
      ${swatch(colours.notFinite, `not finite: ${wholeNumber(heatmap.notFinite)}`, heatmap.notFinite)}
      ${below > 0 ? html`<li>${counted(below, 'cell')} below ${shortNumber(colours.least)}</li>` : nothing}
      ${
        scale === 'signed' && heatmap.outliers > 0
          ? html`<li>${wholeNumber(heatmap.outliers)} beyond ± ${shortNumber(heatmap.robustMaximum)}</li>`
          : nothing
      }
    </ul>
  </div>`;
}

function ramp(
  colours: Colouring,
  picture: HeatPicture,
  scale: HeatScaling,
  state: LensState,
): TemplateResult {
  const { mark } = picture;
  const at = mark === undefined ? NaN : colours.place(mark.value) / 255;
  return html`<div class="ramp">
    ${at > 0 && at < 1 ? html`<div class="mark" ${lengths({ '--at': String(at) })}>${mark?.name}</div>` : nothing}
    ${guard([scale, state.palette.kind], () => html`<canvas aria-hidden="true" ${painted(barPixels(colours))}></canvas>`)}
    <div class="ticks">
      ${colours.ticks.map(({ value }) => html`<span data-value=${String(value)}>${numberText(picture, value)}</span>`)}
    </div>
  </div>`;
}

// The one number that all cells have, or null where there are several.
function onlyValue({ rows, columns, at }: HeatPicture): number | null {
  let only: number | null = null;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = at(row, column);
      if (value === undefined) continue;
      only ??= value;
      if (!Object.is(value + 0, only + 0)) return null;
    }
  }
  return only;
}

function countBelow({ rows, columns, at }: HeatPicture, least: number): number {
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const magnitude = Math.abs(at(row, column) ?? 0);
      if (magnitude > 0 && magnitude < least) count += 1;
    }
  }
  return count;
}

function swatch(channels: Channels, text: string, count: number): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<li>
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <rect width="12" height="12" fill=${colour(channels)}></rect></svg
    >${text}
  </li>`;
}

type CellPlace = readonly [column: number, row: number];

function cellUnder(event: MouseEvent, { rows, columns }: HeatPicture): CellPlace | null {
  const canvas =
    event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector('canvas') : null;
  if (canvas === null) return null;
  const box = canvas.getBoundingClientRect();
  const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
  const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
  return column >= 0 && column < columns && row >= 0 && row < rows ? [column, row] : null;
}

function point(event: PointerEvent, picture: HeatPicture, act: Act): void {
  const at = cellUnder(event, picture);
  act({ kind: 'cursor', cursor: at === null ? null : { picture: picture.id, at }, say: null });
}

const moves: Readonly<Record<string, CellPlace>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
  PageUp: [0, -10],
  PageDown: [0, 10],
};

function key(
  event: KeyboardEvent,
  picture: HeatPicture,
  cursor: CellPlace | null,
  choose: ((column: number) => void) | null,
  act: Act,
): void {
  if (event.key === 'Enter' && cursor !== null) choose?.(cursor[0]);
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));
  const at: CellPlace =
    cursor === null
      ? [0, 0]
      : [within(cursor[0] + move[0], picture.columns), within(cursor[1] + move[1], picture.rows)];
  act({ kind: 'cursor', cursor: { picture: picture.id, at }, say: cellText(picture, at[1], at[0]) });
}
