/** The Decision tab: the class over the plane of two inputs, live while it is trained, and the samples along z under the sigmoid. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { percent, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { Decision, Fare } from '../../src/studies/decision/decision';
import { answerTo } from '../answers';
import { pictureStem } from '../export/fileName';
import { plotExports } from '../export/plotExports';
import { focusOf } from '../focus';
import {
  cellMiddle,
  cellSentence,
  decisionPicture,
  logitPicture,
  rampOf,
  sampleSentence,
} from '../plot/decision';
import type { PlotPicture } from '../plot/picture';
import { backdropGutter, gutter } from '../plot/plot';
import type { Act, Focus, LensState } from '../state';
import { awaited } from './awaited';
import { lengths, painted, plotted } from './canvas';
import { decisionSettings, showsTraining, updatesMade } from './decisionChoice';
import { figure } from './figure';
import { number } from './number';
import { legend, plotFigure } from './plotFigure';

/** The tab's content. */
export function decisionTab(state: LensState, _focus: Focus, act: Act): TemplateResult {
  const { answer, failure } = answerTo(state, 'decision');
  if (answer === null || failure !== null) return awaited(failure, 'The decision is being computed');
  const logits = pictureOf(answer, logitPicture);
  return html`${moments(state, act)}
    <div class="decision">
      ${map(state, act, answer)}
      <div>
        ${numbers(answer)}
        ${
          logits === null
            ? nothing
            : plotFigure(state, act, logits, {
                from: [answer],
                selected: null,
                choose: null,
                zoomTo: 1,
                size: 'tall',
              })
        }
      </div>
    </div>`;
}

// A picture is made once for each answer, so that a moving pointer makes none.
const made = new WeakMap<Decision, Map<unknown, unknown>>();

function pictureOf<T>(decision: Decision, make: (decision: Decision) => T): T {
  const own = made.get(decision) ?? new Map<unknown, unknown>();
  made.set(decision, own);
  if (!own.has(make)) own.set(make, make(decision));
  // It was made by the same function.
  return own.get(make) as T;
}

/** Which parameters are shown, where a training offers others. */
function moments(state: LensState, act: Act): TemplateResult | typeof nothing {
  const updates = updatesMade(state);
  if (updates === 0) return nothing;
  const chip = (value: string, words: string, pressed: boolean): TemplateResult =>
    html`<button
      class="chip"
      type="button"
      data-of=${value}
      aria-pressed=${pressed ? 'true' : 'false'}
      @click=${() => act({ kind: 'set', name: decisionSettings.of, value })}
    >
      ${words}
    </button>`;
  const trained = showsTraining(state);
  return html`<p class="users">
    ${chip('training', `after ${wholeNumber(updates)} updates`, trained)}
    ${chip('written', 'as written', !trained)}
  </p>`;
}

function map(state: LensState, act: Act, decision: Decision): TemplateResult {
  const picture = pictureOf(decision, decisionPicture);
  const { id, title, plot } = picture;
  const at = state.cursor?.picture === id ? state.cursor.at : null;
  return figure(state, act, {
    id,
    title,
    sentence: picture.sentence,
    scale: plot.y.title,
    legend: html`${legend(plot, state.palette)}`,
    table: () => picture.table,
    readout: at === null ? '' : readout(decision, at),
    zoomTo: 1,
    exports: plotExports(pictureStem(focusOf(state)?.network.name, id), picture, state.palette, act),
    body: html`${body(state, act, decision, picture, at)} ${colourBar(state, decision)}`,
  });
}

function colourBar(state: LensState, decision: Decision): TemplateResult {
  const ramp = rampOf(decision);
  if (ramp === null)
    return html`<p class="scale plane-note">The stronger the colour, the surer the winning class.</p>`;
  const { palette } = state;
  return html`<div class="colour-bar" data-field="colour-bar">
    <div class="ramp">
      ${guard([decision.kind, palette], () => html`<canvas aria-hidden="true" ${painted(ramp.paint(palette))}></canvas>`)}
      <div class="ticks">
        ${ramp.ticks.map((tick) => html`<span data-value=${String(tick)}>${shortNumber(tick)}</span>`)}
      </div>
    </div>
    <span class="muted"
      >${decision.kind === 'score' ? 'score: class 1 above 0' : 'probability of class 1'}</span
    >
  </div>`;
}

type Cell = readonly [column: number, row: number];

function body(
  state: LensState,
  act: Act,
  decision: Decision,
  { id, title, plot }: PlotPicture,
  at: Cell | null,
): TemplateResult {
  const read = (cell: Cell | null, aloud: boolean): void =>
    act({
      kind: 'cursor',
      cursor: cell && { picture: id, at: cell },
      say: cell && aloud ? readout(decision, cell) : null,
    });
  return html`<div
    class="plot plane"
    tabindex="0"
    role="application"
    aria-roledescription="map"
    aria-label=${title}
    aria-describedby="sentence-${id}"
    @pointermove=${(event: PointerEvent) => read(cellUnder(event, decision), false)}
    @pointerleave=${() => read(null, false)}
    @keydown=${(event: KeyboardEvent) => {
      const next = cellAfter(event, decision, at);
      if (next !== null) read(next, true);
    }}
  >
    ${guard([decision, state.palette], () => html`<canvas aria-hidden="true" ${plotted(plot, state.palette)}></canvas>`)}
    ${
      at === null
        ? nothing
        : html`<div
            class="plane-cursor"
            ${lengths({ '--column': String((at[0] + 0.5) / decision.size), '--row': String((at[1] + 0.5) / decision.size) })}
          ></div>`
    }
  </div>`;
}

function cellUnder(event: MouseEvent, { size }: Decision): Cell | null {
  if (!(event.currentTarget instanceof HTMLElement)) return null;
  const box = event.currentTarget.getBoundingClientRect();
  const across = (event.clientX - box.left - gutter.left) / (box.width - gutter.left - gutter.right);
  const down =
    (event.clientY - box.top - backdropGutter.top) /
    (box.height - backdropGutter.top - backdropGutter.bottom);
  const inside = across >= 0 && across < 1 && down >= 0 && down < 1;
  return inside ? [Math.floor(across * size), Math.floor((1 - down) * size)] : null;
}

const moves: Readonly<Record<string, Cell>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
  PageUp: [0, 10],
  PageDown: [0, -10],
};

function cellAfter(event: KeyboardEvent, { size }: Decision, at: Cell | null): Cell | null {
  const move = moves[event.key];
  if (move === undefined) return null;
  event.preventDefault();
  const [column, row] = at ?? [Math.floor(size / 2), Math.floor(size / 2)];
  const stride = event.shiftKey ? 10 : 1;
  const within = (place: number): number => Math.max(0, Math.min(size - 1, place));
  return [within(column + stride * move[0]), within(row + stride * move[1])];
}

/** Samples nearer than this share of the plane are read with it. */
const nearby = 0.025;

function readout(decision: Decision, [column, row]: Cell): string {
  const place = cellSentence(decision, column, row);
  const { samples, x, y } = decision;
  if (samples === null) return place;
  const [first, second] = cellMiddle(decision, column, row);
  let [best, distance] = [-1, nearby];
  samples.x.forEach((value, sample) => {
    const across = (value - first) / (x.to - x.from);
    const up = ((samples.y[sample] ?? NaN) - second) / (y.to - y.from);
    const away = Math.hypot(across, up);
    if (away < distance) [best, distance] = [sample, away];
  });
  return best === -1 ? place : `${place} · ${sampleSentence(decision, samples, best)}`;
}

function numbers({ training, testing, line, columns }: Decision): TemplateResult {
  const fare = (field: string, words: string, value: Fare | null): TemplateResult | typeof nothing =>
    value === null
      ? nothing
      : html`<div>
            <dt>accuracy${words}</dt>
            <dd>${number(`accuracy${field}`, value.accuracy, percent)}</dd>
          </div>
          <div>
            <dt>mean loss${words}</dt>
            <dd>${number(`loss${field}`, value.loss)}</dd>
          </div>`;
  const weight = (name: string, field: string, value: number): TemplateResult =>
    html`<div>
      <dt>${name}</dt>
      <dd>${number(field, value, precise)}</dd>
    </div>`;
  return html`<dl class="sums numbers" data-field="decision-numbers">
    ${fare('', '', training)} ${fare('-held-out', ', held out', testing)}
    ${
      line === null
        ? nothing
        : html`${weight(`weight of ${columns[0]}`, 'weight-0', line.weights[0])}
          ${weight(`weight of ${columns[1]}`, 'weight-1', line.weights[1])}
          ${weight('bias', 'bias', line.bias)}`
    }
  </dl>`;
}

// Weights are copied into sources: one digit more than elsewhere.
function precise(value: number): string {
  return Number.isFinite(value) && Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
    ? String(Number(value.toPrecision(5)))
    : shortNumber(value);
}
