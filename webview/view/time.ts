/** The Time tab: the gradient of a recurrent layer step by step and gate by gate, over sequences of any length, beside the other cells. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CellCourse, SequenceAnswer } from '../../src/studies/sequence/study';
import { answerTo } from '../answers';
import type { HeatPicture } from '../heat/picture';
import { shortNumber } from '../../src/base/numbers';
import { boundOf, cellsPicture, cellWords, nameOf, stepAt, stepAxis, timePicture } from '../plot/time';
import { setting, type Act, type Focus, type LensState } from '../state';
import { awaited } from './awaited';
import { heatFigure } from './heatFigure';
import { aligned, number, quotientNumber } from './number';
import { plotFigure } from './plotFigure';
import { timeChoices } from './timeChoices';

/** The tab's content. */
export function timeTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { answer, late, failure } = answerTo(state, 'sequence');
  if (answer === null || failure !== null)
    return awaited(failure, 'The steps are being unrolled', lengthOfSource(act));
  const wanted = setting<string>(state, 'time.cell', '');
  const course = answer.cells.find(({ cell }) => cell === wanted) ?? answer.cells[0];
  return html`<div class="time ${late ? 'late' : ''}" data-steps=${answer.steps} data-layer=${answer.layer}>
    ${timeChoices(focus, answer, course, act)}
    ${course === undefined ? nothing : looked(state, answer, course, act)}
    ${answer.notes.map((note) => html`<p class="sentence note" data-field="note">${note}</p>`)}
  </div>`;
}

function lengthOfSource(act: Act): TemplateResult {
  return html`<button
    class="link"
    type="button"
    @click=${() => act({ kind: 'set', name: 'time.steps', value: 0 })}
  >
    Use the length in the source
  </button>`;
}

function looked(state: LensState, answer: SequenceAnswer, course: CellCourse, act: Act): TemplateResult {
  const behaviour = { selected: null, choose: null, zoomTo: 1 } as const;
  return html`${plotFigure(state, act, timePicture(answer, course), { ...behaviour, from: [answer, course], size: 'tall' })}
  ${numbers(answer, course)}
  ${course.gates.length > 1 ? heatFigure(state, act, gatesPicture(answer, course), 'magnitude', null) : nothing}
  ${gateTable(answer, course)}
  ${
    answer.cells.length > 1
      ? html`${plotFigure(state, act, cellsPicture(answer), { ...behaviour, from: [answer], size: 'low' })}
        ${cellTable(answer)}`
      : nothing
  }`;
}

function numbers(answer: SequenceAnswer, course: CellCourse): TemplateResult {
  const { ratio, perStep, halfLife } = course.decay;
  const [first, last] = [stepAt(answer, 1), stepAt(answer, answer.steps)];
  const bound = boundOf(course);
  const sum = (word: string, value: TemplateResult, explanation: string): TemplateResult =>
    html`<div title=${explanation}>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="sums">
    ${sum(`∂L/∂h step ${first} / step ${last}`, quotientNumber('time-ratio', ratio), 'RMS over batch and units; each holds what all later steps send back')}
    ${sum('one step back', quotientNumber('time-factor', perStep), 'Geometric mean over the steps of |gradient sent back| / |gradient that came in|, over all states of the cell')}
    ${sum('half-life', halfLifeText(perStep, halfLife), 'Steps after which half of the gradient is left')}
    ${
      course.largestSlope === null
        ? sum(
            'largest ‖Wₕₕ‖₂ of a gate',
            spectrumNumber('time-norm', course, 'norm'),
            'Spectral norm: the largest singular value among the recurrent matrices of the gates; gates scale it at every step, so it is no bound',
          )
        : html`${sum('‖Wₕₕ‖₂ · max f′', quotientNumber('time-bound', bound), 'Spectral norm (largest singular value) of the recurrent matrix times the largest slope of its function: no step back multiplies by more (Pascanu, Mikolov, Bengio 2013). Below 1 the gradient must vanish, above 1 it may explode')}
          ${sum('|λ|max(Wₕₕ)', spectrumNumber('time-radius', course, 'radius'), 'Largest magnitude of an eigenvalue of the recurrent matrix: what many steps back multiply by where the slopes are 1')}`
    }
  </dl>`;
}

function halfLifeText(perStep: number, halfLife: number | null): TemplateResult {
  if (Number.isNaN(perStep)) return quotientNumber('time-half-life', null);
  if (halfLife === null) return html`<span data-field="time-half-life">does not fall</span>`;
  return html`${number('time-half-life', halfLife)} steps`;
}

function spectrumNumber(field: string, { spectra }: CellCourse, part: 'norm' | 'radius'): TemplateResult {
  if (spectra === null) return html`<span class="none" data-field=${field} title="not computed">–</span>`;
  return number(field, Math.max(...spectra.map((spectrum) => spectrum[part])));
}

function gatesPicture(answer: SequenceAnswer, course: CellCourse): HeatPicture {
  const { gateHeat: heatmap, gateNames } = course;
  const { rows, columns, columnsPerCell } = heatmap;
  const steps = (column: number): string => {
    const [from, to] = [column * columnsPerCell + 1, Math.min(answer.steps, (column + 1) * columnsPerCell)];
    return from === to ? String(stepAt(answer, from)) : `${stepAt(answer, from)}-${stepAt(answer, to)}`;
  };
  const axis = stepAxis(answer);
  const first = course.gates.map(({ delta }, gate) => `${gateNames[gate]} ${shortNumber(delta[0] ?? NaN)}`);
  return {
    id: 'time-gates',
    title: 'δ by gate and time step',
    sentence: `RMS of the gradient of each gate's pre-activation over batch and units; at step ${stepAt(answer, 1)}: ${first.join(', ')}.`,
    heatmap,
    rows,
    columns,
    rowAxis: 'gate',
    columnAxis: 'step',
    at: (row, column) => heatmap.values[row * columns + column],
    rowName: (row) => gateNames[row] ?? '',
    columnName: steps,
    wide: true,
    tallest: 112,
    named: true,
    columnTicks: axis.ticks.map(({ at, label }) => ({ at: (at - axis.from) / (axis.to - axis.from), label })),
  };
}

function gateTable(answer: SequenceAnswer, course: CellCourse): TemplateResult | typeof nothing {
  if (course.gates.length < 2) return nothing;
  const columns = [
    'gate',
    `δ at step ${stepAt(answer, answer.steps)}`,
    `δ at step ${stepAt(answer, 1)}`,
    'mean value',
    '‖Wₕₕ‖₂',
    '|λ|max',
  ];
  return table(
    `Gates of ${cellWords[course.cell]}`,
    'time-gates-table',
    columns,
    course.gates.map(({ delta, mean }, gate) => {
      const spectrum = course.spectra?.[gate];
      return {
        name: course.gateNames[gate] ?? '',
        cells: [
          aligned('last', delta.at(-1) ?? null),
          aligned('first', delta[0] ?? null),
          aligned('mean', mean),
          aligned('norm', spectrum?.norm ?? null),
          aligned('radius', spectrum === undefined || Number.isNaN(spectrum.radius) ? null : spectrum.radius),
        ],
      };
    }),
  );
}

function cellTable({ cells }: SequenceAnswer): TemplateResult {
  return table(
    'The cells beside each other',
    'time-cells-table',
    ['cell', '∂L/∂h first / last', '× a step', 'half-life, steps', 'loss'],
    cells.map((course) => ({
      name: nameOf(course),
      cells: [
        aligned('ratio', course.decay.ratio),
        aligned('factor', course.decay.perStep),
        aligned('half-life', course.decay.halfLife),
        aligned('loss', course.loss),
      ],
    })),
  );
}

interface TableRow {
  readonly name: string;
  readonly cells: readonly TemplateResult[];
}

function table(
  label: string,
  field: string,
  columns: readonly string[],
  rows: readonly TableRow[],
): TemplateResult {
  return html`<div class="twin" tabindex="0" role="region" aria-label=${label}>
    <table data-field=${field}>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, cells }) =>
            html`<tr data-row=${name}>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td class="numeric">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
