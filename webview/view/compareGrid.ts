/** The grid of the Compare tab: a small picture, a number and a verdict for each initialisation with each activation. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { CompareAnswer, CompareLossesAnswer } from '../../src/studies/compare/answer';
import { shortNumber } from '../../src/base/numbers';
import {
  looks,
  scaleOf,
  shownCells,
  type Metric,
  type MetricLook,
  type Scale,
  type Shown,
} from '../compare/metrics';
import { gridExports, type GridPicture } from '../compare/poster';
import { sparkOf, type Place, type Spark } from '../compare/spark';
import {
  cellReadout,
  gridSentence,
  gridTable,
  measuredOn,
  valueText,
  verdictCounts,
  verdictOf,
} from '../compare/words';
import { pictureStem } from '../export/fileName';
import { focusOf } from '../focus';
import { brushOf } from '../plot/brush';
import type { Act, LensState } from '../state';
import { figure } from './figure';
import { icon } from './icons';

/** The cell that is chosen. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Everything that the grid is drawn from. */
export interface GridView {
  readonly answer: CompareAnswer;
  readonly losses: CompareLossesAnswer | null;
  readonly metric: Metric;
  readonly chosen: CellPlace;
  readonly choose: (place: CellPlace) => void;
}

const id = 'compare';

/** The grid as a figure. */
export function compareGrid(state: LensState, act: Act, view: GridView): TemplateResult {
  const { answer, losses, metric } = view;
  const look = looks[metric];
  const cells = shownCells(answer, losses);
  const scale = scaleOf(look, cells);
  const cursor =
    state.cursor?.picture === id ? { column: state.cursor.at[0], row: state.cursor.at[1] } : null;
  const read = cursor ?? view.chosen;
  const sentence = gridSentence(answer, losses, metric);
  const table = (): ReturnType<typeof gridTable> => gridTable(answer, losses);
  const picture = figure(state, act, {
    id,
    title: look.title,
    sentence,
    scale: '',
    legend: legend(state, answer),
    table,
    readout: cellReadout(answer, metric, read, cells[read.column]?.[read.row] ?? null),
    zoomTo: 1,
    exports: gridExports(
      pictureStem(focusOf(state)?.network.name, id),
      gridPicture(view, cells, look, scale),
      table,
      state.palette,
      act,
    ),
    body: html`${gridTableBody(state, act, view, { cells, look, scale })}
      <p class="scale" data-field="compare-scale">${scaleText(look, scale)}</p>`,
  });
  return html`${picture}
    <p class="sentence note" data-field="compare-size">${measuredOn(answer, losses)}</p>`;
}

/** What every cell is drawn with. */
interface Drawing {
  readonly cells: readonly (readonly (Shown | null)[])[];
  readonly look: MetricLook;
  readonly scale: Scale;
}

function gridTableBody(state: LensState, act: Act, view: GridView, drawing: Drawing): TemplateResult {
  const { answer, losses, metric, chosen } = view;
  return html`<div
    class="compare-box"
    @pointerleave=${() => act({ kind: 'cursor', cursor: null, say: null })}
    @keydown=${(event: KeyboardEvent) => key(event, act, view, drawing)}
  >
    ${guard([answer, losses, metric, chosen.row, chosen.column, state.palette], () => grid(act, view, drawing))}
  </div>`;
}

function grid(act: Act, view: GridView, drawing: Drawing): TemplateResult {
  const { answer, chosen } = view;
  const own = (is: boolean): TemplateResult | typeof nothing =>
    is ? html` <span class="own" title="The file's own">file</span>` : nothing;
  return html`<table class="compare-grid" role="grid" aria-label="Initialisation by activation">
    <thead>
      <tr role="row">
        <th role="columnheader" class="corner"><span class="unseen">initialisation</span></th>
        ${answer.activations.map(
          ({ name, own: is }, column) =>
            html`<th role="columnheader" data-chosen=${String(column === chosen.column)} title=${name}>
              ${name}${own(is)}
            </th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${answer.initialisations.map(
        ({ name, meaning }, row) =>
          html`<tr role="row">
            <th role="rowheader" title=${meaning}>${name}</th>
            ${answer.activations.map((_, column) => gridCell(act, view, drawing, { row, column }))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function gridCell(
  act: Act,
  view: GridView,
  { cells, look, scale }: Drawing,
  place: CellPlace,
): TemplateResult {
  const { answer, metric, chosen, choose } = view;
  const { row, column } = place;
  const shown = cells[column]?.[row] ?? null;
  const selected = row === chosen.row && column === chosen.column;
  const shared = {
    readout: cellReadout(answer, metric, place, shown),
    verdict: shown && verdictOf(shown.cell),
    value: shown && look.value(shown),
  };
  return html`<td
    role="gridcell"
    data-row=${answer.initialisations[row]?.name ?? ''}
    data-column=${answer.activations[column]?.name ?? ''}
    data-verdict=${shown === null ? '' : (shown.cell.verdict?.rule ?? 'healthy')}
    data-chosen=${String(column === chosen.column)}
    aria-selected=${selected ? 'true' : 'false'}
    title=${shared.readout}
    tabindex=${selected ? 0 : -1}
    @click=${() => choose(place)}
    @pointerenter=${() => act({ kind: 'cursor', cursor: { picture: id, at: [column, row] }, say: null })}
  >
    ${
      shown === null || shared.verdict === null
        ? html`<span class="none">…</span>`
        : html`${sparkline(sparkOf(look, shown, scale), shared.verdict.ink)}
            <span class="compare-value" data-field="compare-value" data-value=${String(shared.value)}
              >${valueText(metric, shown)}</span
            >
            <span
              class="compare-verdict ${shown.cell.verdict === null ? 'tone-healthy' : `tone-${shown.cell.verdict.severity}`}"
              >${icon(shared.verdict.icon)}<span class="word">${shared.verdict.word}</span></span
            >`
    }
  </td>`;
}

const size = { width: 100, height: 28 } as const;

/** Stretched to the cell's width; strokes keep their own. */
function sparkline({ lines, zeros, broken, mark }: Spark, ink: string): TemplateResult {
  const at = ([x, y]: Place): string =>
    `${(x * size.width).toFixed(2)} ${(2 + y * (size.height - 4)).toFixed(2)}`;
  const dots = (points: readonly Place[]): string => points.map((point) => `M${at(point)}h0`).join('');
  const path = (d: string, kind: string): SVGTemplateResult | typeof nothing =>
    d === '' ? nothing : svg`<path class=${kind} d=${d}></path>`;
  const many = lines.some((line) => line.length > 24);
  return html`<svg
    class="spark ink-${ink}"
    viewBox="0 0 ${size.width} ${size.height}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${mark === null ? nothing : path(`M0 ${at([0, mark]).split(' ')[1] ?? ''}H${size.width}`, 'mark')}
    ${path(lines.map((line) => `M${line.map(at).join('L')}`).join(''), 'course')}
    ${many ? nothing : path(dots(lines.flat()), 'dots')} ${path(dots(zeros), 'zeros')}
    ${path(dots(broken), 'broken')}
  </svg>`;
}

function legend(state: LensState, answer: CompareAnswer): TemplateResult | typeof nothing {
  const counts = verdictCounts(answer);
  const { paint } = brushOf(state.palette);
  if (counts.length === 0) return nothing;
  return html`<ul class="legend" data-field="verdict-counts">
    ${counts.map(
      ({ word, ink, count }) =>
        html`<li data-verdict=${word}>
          <svg width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
            ${svg`<line x1="1" x2="23" y1="6" y2="6" stroke=${paint(ink, 1)} stroke-width="2"></line>`}</svg
          >${word} ${count}
        </li>`,
    )}
  </ul>`;
}

function scaleText(look: MetricLook, { from, to }: Scale): string {
  const over = look.title.startsWith('Loss')
    ? 'from the first to the last step'
    : 'from the first to the last layer';
  const ends = look.decades
    ? `${shortNumber(from)} to ${shortNumber(to)}, log scale`
    : `${look.wording(from)} to ${look.wording(to)}`;
  const marked = look.mark === null ? '' : `; hairline: ${look.marked}`;
  return `Each cell: ${over}, ${ends}, the same in all${marked}. Below: ${look.number}.`;
}

function gridPicture(
  { answer, metric }: GridView,
  cells: Drawing['cells'],
  look: MetricLook,
  scale: Scale,
): GridPicture {
  return {
    title: `${look.title}, by initialisation and activation`,
    sentence: scaleText(look, scale),
    rows: answer.initialisations.map(({ name }) => name),
    columns: answer.activations.map(({ name }) => name),
    cells: cells.map((column) =>
      column.map(
        (shown) =>
          shown && {
            spark: sparkOf(look, shown, scale),
            number: valueText(metric, shown),
            verdict: verdictOf(shown.cell),
          },
      ),
    ),
  };
}

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
};

function key(
  event: KeyboardEvent,
  act: Act,
  { answer, metric, chosen, choose }: GridView,
  { cells }: Drawing,
): void {
  const move = moves[event.key];
  if (move === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));
  const to = {
    row: within(chosen.row + move[0], answer.initialisations.length),
    column: within(chosen.column + move[1], answer.activations.length),
  };
  const box = event.currentTarget;
  choose(to);
  act({ kind: 'say', text: cellReadout(answer, metric, to, cells[to.column]?.[to.row] ?? null) });
  box.querySelector<HTMLElement>('[role="gridcell"][aria-selected="true"]')?.focus();
}
