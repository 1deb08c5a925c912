/** The pictures of time: the gradient at every step of one cell with its boundary, and all cells on one scale. */
import type { CellCourse, SequenceAnswer } from '../../src/studies/sequence/study';
import { counted, shortNumber } from '../../src/base/numbers';
import { decade, decadesAxis, plainAxis } from './axes';
import type { DataTable } from '../export/dataTable';
import type { PlotPicture } from './picture';
import { emptyPlot, type Axis, type Line } from './plot';

/** What a cell is called. */
export const cellWords = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const satisfies Record<
  CellCourse['cell'],
  string
>;

type Series = ArrayLike<number>;

/** The time step at a place of the axis, which counts steps in the order in which they run. */
export function stepAt({ reverse, steps }: SequenceAnswer, place: number): number {
  return reverse ? steps + 1 - place : place;
}

/** The most that one step back can multiply by: largest singular value times largest slope. Null for gated cells, and before it is known. */
export function boundOf({ spectra, largestSlope }: CellCourse): number | null {
  const norm = spectra?.[0]?.norm;
  return norm === undefined || largestSlope === null ? null : norm * largestSlope;
}

/** Whether the loss asks something of more than the step that runs last. */
export function readsEveryStep({ hidden, hiddenAhead }: CellCourse): boolean {
  return hidden.slice(0, -1).some((delta, turn) => !Object.is(delta, hiddenAhead[turn]));
}

/** The gradient of one cell's states over the steps. */
export function timePicture(answer: SequenceAnswer, course: CellCourse): PlotPicture {
  const { hidden, hiddenAhead, cellState } = course;
  const every = readsEveryStep(course);
  const shown = [...hidden, ...(cellState ?? []), ...(every ? hiddenAhead.slice(0, -1) : [])];
  const y = decadesAxis('RMS of the gradient, log scale', shown);
  const end = decade(hidden.at(-1));
  const bound = every ? null : boundOf(course);
  return {
    id: 'time',
    title: `Gradient by time step, ${cellWords[course.cell]} ${answer.layer}`,
    sentence: timeSentence(answer, course),
    plot: {
      ...emptyPlot(stepAxis(answer), y),
      lines: [
        line('∂L/∂h, hidden state', hidden, { ink: 'text', width: 2.25, mark: marked(answer, 'circle') }),
        ...(cellState === null
          ? []
          : [
              line('∂L/∂c, cell state', cellState, {
                ink: 'accent',
                width: 2,
                dash: [10, 4],
                mark: marked(answer, 'square'),
              }),
            ]),
        ...(every ? [line('∂L/∂h from later steps alone', hiddenAhead, { ink: 'muted', dash: [6, 4] })] : []),
        ...(end === null ? [] : [levelLine(end, answer.steps)]),
        ...(bound === null || end === null ? [] : [boundLine(end, bound, answer.steps, y)]),
        ...edges(shown.length === 0 ? [] : hidden, y),
      ].filter(({ points }) => points.some(([, at]) => at !== null)),
      stops: stepsOf(answer),
    },
    table: courseTable(answer, course),
    readout: (stop) => courseReadout(answer, course, stop),
  };
}

/** The hidden states' gradients of all cells on one scale. */
export function cellsPicture(answer: SequenceAnswer): PlotPicture {
  const { cells } = answer;
  const y = decadesAxis(
    'RMS of ∂L/∂h, log scale',
    cells.flatMap(({ hidden }) => [...hidden]),
  );
  return {
    id: 'time-cells',
    title: 'The same layer with other cells',
    sentence: cellsSentence(answer),
    plot: {
      ...emptyPlot(stepAxis(answer), y),
      lines: cells.map((course) =>
        line(nameOf(course), course.hidden, {
          ...looks[course.cell],
          mark: marked(answer, looks[course.cell].mark),
          width: course.own ? 2.75 : 1.75,
        }),
      ),
      stops: stepsOf(answer),
    },
    table: {
      columns: ['step', ...cells.map(nameOf)],
      rows: stepsOf(answer).map((place) => [
        stepAt(answer, place),
        ...cells.map(({ hidden }) => hidden[place - 1] ?? null),
      ]),
    },
    readout: (stop) =>
      `step ${stepAt(answer, stop)}: ${cells.map((course) => `${nameOf(course)} ${shortNumber(course.hidden[stop - 1] ?? NaN)}`).join(' · ')}`,
  };
}

/** The cell by its name; the source's own is said to be that. */
export function nameOf({ cell, own }: CellCourse): string {
  return own ? `${cellWords[cell]}, as written` : cellWords[cell];
}

const looks = {
  rnn: { ink: { depth: 0 }, dash: [], mark: 'circle' },
  lstm: { ink: { depth: 0.5 }, dash: [10, 4], mark: 'square' },
  gru: { ink: { depth: 1 }, dash: [3, 3], mark: 'triangle' },
} as const satisfies Record<CellCourse['cell'], Partial<Line>>;

/** More marks than this run into each other. */
const mostMarks = 40;

function marked({ steps }: SequenceAnswer, mark: Line['mark']): Line['mark'] {
  return steps > mostMarks ? 'none' : mark;
}

function stepsOf({ steps }: SequenceAnswer): readonly number[] {
  return Array.from({ length: steps }, (_, turn) => turn + 1);
}

/** Steps in the order of running; those that run last stand on the right, as the output layer does. */
export function stepAxis(answer: SequenceAnswer): Axis {
  const { steps, reverse } = answer;
  const title = reverse ? 'time step (it runs from the end to the beginning)' : 'time step';
  const axis = plainAxis(title, 0.5, steps + 0.5, Math.min(6, Math.max(1, steps)));
  const whole = axis.ticks.filter(({ at }) => Number.isInteger(at) && at >= 1 && at <= steps);
  const ticks = whole.map(({ at }) => ({ at: reverse ? steps + 1 - at : at, label: shortNumber(at) }));
  return { ...axis, grid: false, ticks: ticks.toSorted((one, other) => one.at - other.at) };
}

function line(name: string, values: Series, look: Pick<Line, 'ink'> & Partial<Line>): Line {
  return {
    name,
    alpha: 1,
    width: 1.5,
    dash: [],
    mark: 'none',
    points: Array.from(values, (value, turn) => [turn + 1, decade(value)] as const),
    ...look,
  };
}

// Where the gradient would stay if no step changed it: below it vanishes, above it explodes.
function levelLine(end: number, steps: number): Line {
  const points = [1, steps].map((place) => [place, end] as const);
  return { ...line('boundary: × 1 a step', [], { ink: 'muted', width: 1, dash: [2, 2] }), points };
}

// What the bound allows, as far as the axis goes.
function boundLine(end: number, bound: number, steps: number, y: Axis): Line {
  const points = Array.from({ length: steps }, (_, turn) => {
    const at = end + (steps - 1 - turn) * Math.log10(bound);
    return [turn + 1, at >= y.from && at <= y.to ? at : null] as const;
  });
  return { ...line('at most: ‖Wₕₕ‖₂ · max f′ a step', [], { ink: 'exploding', dash: [2, 3] }), points };
}

// Zero has no decade and NaN no place at all: they stand as marks at the lower and the upper edge.
function edges(hidden: Series, y: Axis): readonly Line[] {
  const marks = (test: (value: number) => boolean, at: number): Line['points'] =>
    Array.from(hidden, (value, turn) => [turn + 1, test(value) ? at : null] as const);
  return [
    {
      ...line('exactly 0', [], { ink: 'vanishing', mark: 'triangle', width: 0 }),
      points: marks((value) => value === 0, y.from),
    },
    {
      ...line('not finite', [], { ink: 'exploding', mark: 'cross', width: 0 }),
      points: marks((value) => !Number.isFinite(value), y.to),
    },
  ];
}

function courseTable(answer: SequenceAnswer, course: CellCourse): DataTable {
  const { hidden, hiddenAhead, cellState, gates, gateNames, factors } = course;
  return {
    columns: [
      'step',
      '∂L/∂h RMS',
      'of it from later steps',
      ...(cellState === null ? [] : ['∂L/∂c RMS']),
      '× to the step before',
      ...gateNames.map((name) => `δ ${name}`),
    ],
    rows: stepsOf(answer).map((place) => {
      const turn = place - 1;
      return [
        stepAt(answer, place),
        hidden[turn] ?? null,
        hiddenAhead[turn] ?? null,
        ...(cellState === null ? [] : [cellState[turn] ?? null]),
        factors[turn - 1] ?? null,
        ...gates.map(({ delta }) => delta[turn] ?? null),
      ];
    }),
  };
}

function courseReadout(answer: SequenceAnswer, course: CellCourse, stop: number): string {
  const turn = stop - 1;
  const parts = [`∂L/∂h ${shortNumber(course.hidden[turn] ?? NaN)}`];
  if (course.cellState !== null) parts.push(`∂L/∂c ${shortNumber(course.cellState[turn] ?? NaN)}`);
  const factor = course.factors[turn - 1];
  if (factor !== undefined) parts.push(`× ${shortNumber(factor)} to the step before`);
  return `step ${stepAt(answer, stop)}: ${parts.join(' · ')}`;
}

/** Within this factor of each other two gradients have the same size, for words. */
const alike = 10;

/** The verdict on one cell in plain words. */
export function timeSentence(answer: SequenceAnswer, course: CellCourse): string {
  const { hidden, decay, cellState } = course;
  const [there, here] = [hidden[0] ?? NaN, hidden.at(-1) ?? NaN];
  if (answer.steps === 1) return `∂L/∂h is ${shortNumber(here)} at the only step.`;
  const from = `${shortNumber(here)} at step ${stepAt(answer, answer.steps)}`;
  const to = `${shortNumber(there)} at step ${stepAt(answer, 1)}`;
  const back = `${counted(answer.steps - 1, 'step')} back`;
  const states = cellState === null ? '' : ', hidden and cell state together';
  const rate = Number.isNaN(decay.perStep) ? '' : ` (× ${shortNumber(decay.perStep)} a step${states})`;
  const gone = there === 0 ? ' Numbers below 1e-45 do not exist in float32.' : '';
  const rest = `${gone}${boundary(course)}${direct(course)}`;
  const change = Math.max(there / here, here / there);
  if (change <= alike) return `∂L/∂h keeps its size: ${from}, ${to}, ${back}${rate}.${rest}`;
  return `∂L/∂h ${there > here ? 'grows' : 'falls'} from ${from} to ${to}, ${back}${rate}.${rest}`;
}

/** Pascanu, Mikolov, Bengio 2013: below 1 the gradient must vanish, above 1 it may explode. */
function boundary(course: CellCourse): string {
  const bound = boundOf(course);
  const { perStep } = course.decay;
  if (bound === null || Number.isNaN(bound)) return '';
  const most = shortNumber(bound);
  if (bound < 1) return ` It must vanish: no step back lets more than × ${most} through.`;
  if (perStep < 1) return ` It could grow by up to × ${most} a step, but shrinks.`;
  return ` It can grow by up to × ${most} a step.`;
}

function direct(course: CellCourse): string {
  if (!readsEveryStep(course)) return '';
  const arrives = course.factors.reduce((product, factor) => product * factor, 1);
  const share = Number.isNaN(arrives) ? 'hardly any' : `× ${shortNumber(arrives)}`;
  return ` The loss reads every step, so that each has a gradient of its own; of what the last step sends back ${share} arrives at the first.`;
}

function cellsSentence({ cells, layer, start }: SequenceAnswer): string {
  const parts = cells.map((course) => `${cellWords[course.cell]} × ${shortNumber(course.decay.perStep)}`);
  const begun =
    start === 'orthogonal'
      ? 'recurrent weights orthogonal, gate by gate'
      : 'other cells start as the framework has it';
  return `One step back multiplies the gradient of ${layer} by: ${parts.join(', ')} (hidden size kept, ${begun}).`;
}
