/** The curves of a training over its steps: loss, accuracy, gradient norm and rate. */
import type { StepBins } from '../../src/analysis/training/record';
import { counted, percent, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { TrainingSnapshot } from '../../src/studies/training/snapshot';
import type { Cell } from '../export/dataTable';
import { decade, decadesAxis, largest, least, plainAxis } from './axes';
import type { PlotPicture } from './picture';
import { emptyPlot, type Axis, type Line, type Plot, type Point, type Ribbon, type Rule } from './plot';

/** How the vertical axis goes. */
export type Growth = 'linear' | 'log';

/** The right end of every step axis: the whole run once it is over, and while it goes on a power of two of it, so that it stays for a while. */
export function lastStep({ step, steps, recorded }: TrainingSnapshot, going: boolean): number {
  const made = Math.max(1, step, (recorded.steps.at(-1) ?? 0) + 1);
  if (!going) return made;
  let end = Math.max(1, steps, made);
  while (end / 2 >= Math.max(16, made)) end /= 2;
  return Math.ceil(end);
}

/** The axis of steps. */
export function stepAxis(end: number): Axis {
  const axis = plainAxis('step', 0, end, 6);
  return { ...axis, ticks: axis.ticks.filter(({ at }) => Number.isInteger(at)) };
}

/** Loss of every batch, with that of the whole training and held-out samples; `chance` is the loss of a predictor that knows only how often each label occurs. */
export function lossPicture(
  snapshot: TrainingSnapshot,
  end: number,
  growth: Growth,
  chance: number | null,
): PlotPicture {
  const { loss, census } = snapshot;
  const shown = [...loss.mean, ...census.training.loss, ...(census.testing?.loss ?? []), chance ?? NaN];
  const y = heightOf('loss', shown, growth);
  const place = placeOf(growth);
  const lines = [
    line('all training samples', censusPoints(census.updates, census.training.loss, place), {
      ...{ ink: 'accent', width: 2.25 },
    }),
    line('held out', censusPoints(census.updates, census.testing?.loss, place), {
      ...{ ink: 'weights', width: 2.25, dash: [8, 3] },
    }),
    line(`loss of the batch${meanWord(loss)}`, binPoints(loss, place), {
      ink: 'text',
      width: 1.25,
      alpha: 0.6,
    }),
    broken(loss, y),
  ];
  return {
    id: 'train-loss',
    title: 'Loss',
    sentence: lossSentence(snapshot, chance),
    plot: {
      ...curves(end, y, lines, [ribbonOf(loss, place)]),
      rules: chance === null ? [] : [rule(place(chance), `chance ${shortNumber(chance)}`, y)],
      stops: binSteps(loss),
    },
    table: binTable(snapshot, loss, 'loss'),
    readout: (stop) => {
      const held = census.testing && `held out ${shortNumber(censusAt(snapshot, census.testing.loss, stop))}`;
      const whole = `all training samples ${shortNumber(censusAt(snapshot, census.training.loss, stop))}`;
      return [binText(loss, stop, 'loss'), whole, ...(held === null ? [] : [held])].join(' · ');
    },
  };
}

/** Share of samples that are labelled right; null where there are no labels. */
export function accuracyPicture(snapshot: TrainingSnapshot, end: number): PlotPicture | null {
  const { census } = snapshot;
  const training = census.training.accuracy;
  const testing = census.testing?.accuracy ?? null;
  if (training === null) return null;
  const y = percentAxis('share of samples that are labelled right');
  const same = (value: number): number => value;
  const last = `${percent(training.at(-1) ?? NaN)} of all training samples`;
  const held = testing === null ? '' : ` and ${percent(testing.at(-1) ?? NaN)} of those held out`;
  return {
    id: 'train-accuracy',
    title: 'Accuracy',
    sentence: `After ${counted(snapshot.census.updates.at(-1) ?? 0, 'step')} ${last}${held} are labelled right.`,
    plot: {
      ...curves(end, y, [
        line('all training samples', censusPoints(census.updates, training, same), {
          ...{ ink: 'accent', width: 2.25 },
        }),
        line('held out', censusPoints(census.updates, testing, same), {
          ...{ ink: 'weights', width: 2.25, dash: [8, 3] },
        }),
      ]),
      stops: [...census.updates],
    },
    table: {
      columns: ['step', 'accuracy, training', 'accuracy, held out'],
      rows: Array.from(census.updates, (at, index) => [
        at,
        training[index] ?? null,
        testing?.[index] ?? null,
      ]),
    },
    readout: (stop) => {
      const at = `step ${wholeNumber(stop)}: training ${percent(censusAt(snapshot, training, stop))}`;
      return testing === null ? at : `${at} · held out ${percent(censusAt(snapshot, testing, stop))}`;
    },
  };
}

/** An axis from 0 to 100 %. */
export function percentAxis(title: string): Axis {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: percent(at) }));
  return { title, from: 0, to: 1, ticks, grid: true, names: false };
}

/** The norm of all gradients before clipping, with the norm that clipping allows. */
export function normPicture(snapshot: TrainingSnapshot, end: number): PlotPicture {
  const { gradientNorm, training } = snapshot;
  const limit = training.clipNorm;
  const y = decadesAxis('norm of all gradients, log scale', [
    ...gradientNorm.minimum,
    ...gradientNorm.maximum,
    limit,
  ]);
  const at = decade(limit);
  const lines = [
    line(`norm of all gradients${meanWord(gradientNorm)}`, binPoints(gradientNorm, decade), {
      ...{ ink: 'text', width: 1.25 },
    }),
    broken(gradientNorm, y),
  ];
  return {
    id: 'train-norm',
    title: 'Gradient norm',
    sentence: normSentence(snapshot),
    plot: {
      ...curves(end, y, lines, [ribbonOf(gradientNorm, decade)]),
      rules: at === null ? [] : [rule(at, `clip-norm ${shortNumber(limit ?? NaN)}`, y)],
      stops: binSteps(gradientNorm),
    },
    table: binTable(snapshot, gradientNorm, 'norm of all gradients'),
    readout: (stop) => binText(gradientNorm, stop, 'norm'),
  };
}

/** The rate over the steps; null where it stays the same. */
export function ratePicture(snapshot: TrainingSnapshot, end: number): PlotPicture | null {
  const { rate, training } = snapshot;
  const { schedule, warmUp, optimizer } = training;
  const decays = optimizer.kind === 'adagrad' && optimizer.rateDecay > 0;
  if (schedule.kind === 'constant' && warmUp.steps === 0 && !decays) return null;
  const high = largest([...rate.maximum].filter(Number.isFinite));
  const now = shortNumber(rate.mean.at(-1) ?? NaN);
  return {
    id: 'train-rate',
    title: 'Rate',
    sentence: `The rate goes up to ${shortNumber(high)} and is ${now} at the last step.`,
    plot: {
      ...curves(end, plainAxis('rate', 0, (high > 0 && high < Infinity ? high : 1) * 1.05), [
        line(
          'rate',
          binPoints(rate, (value) => value),
          { ink: 'weights', width: 2 },
        ),
      ]),
      stops: binSteps(rate),
    },
    table: binTable(snapshot, rate, 'rate'),
    readout: (stop) => binText(rate, stop, 'rate'),
  };
}

/** The steps of the bins: their middles. */
function binSteps({ width, mean }: StepBins): readonly number[] {
  return Array.from(mean, (_, bin) => bin * width + (width - 1) / 2);
}

function binPoints(bins: StepBins, place: (value: number) => number | null): readonly Point[] {
  return binSteps(bins).map((x, bin) => [x, finitePlace(bins.mean[bin], place)]);
}

function censusPoints(
  updates: Float64Array,
  values: Float64Array | null | undefined,
  place: (value: number) => number | null,
): readonly Point[] {
  return Array.from(values ?? [], (value, index) => [updates[index] ?? NaN, finitePlace(value, place)]);
}

function finitePlace(value: number | undefined, place: (value: number) => number | null): number | null {
  return value !== undefined && Number.isFinite(value) ? place(value) : null;
}

function placeOf(growth: Growth): (value: number) => number | null {
  return growth === 'log' ? decade : (value) => value;
}

function heightOf(title: string, values: readonly number[], growth: Growth): Axis {
  if (growth === 'log') return decadesAxis(`${title}, log scale`, values);
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, least(finite));
  const high = largest(finite);
  return plainAxis(title, low, high > low ? low + (high - low) * 1.05 : low + 1);
}

type Look = Pick<Line, 'ink' | 'width'> & Partial<Line>;

/** A line over the steps. */
export function line(name: string, points: readonly Point[], look: Look): Line {
  return { name, alpha: 1, dash: [], mark: 'none', points, ...look };
}

/** A plot over the steps, without the lines that have no points. */
export function curves(
  end: number,
  y: Axis,
  lines: readonly Line[],
  ribbons: readonly (Ribbon | null)[] = [],
): Plot {
  return {
    ...emptyPlot(stepAxis(end), y),
    lines: lines.filter(({ points }) => points.length > 0),
    ribbons: ribbons.filter((ribbon) => ribbon !== null),
  };
}

function ribbonOf(bins: StepBins, place: (value: number) => number | null): Ribbon | null {
  if (bins.width === 1) return null;
  const steps = binSteps(bins);
  const band = steps.map((x, bin): Ribbon['band'][number] => {
    const low = finitePlace(bins.minimum[bin], place);
    const high = finitePlace(bins.maximum[bin], place);
    return low === null || high === null ? [x, null, null] : [x, low, high];
  });
  return {
    ...{ ink: 'text', alpha: 0.22, labelled: false, band },
    name: `least to greatest of each ${counted(bins.width, 'step')}`,
  };
}

// What is not finite has no height: it stands as crosses at the upper edge.
function broken({ mean, width }: StepBins, y: Axis): Line {
  const points = Array.from(mean).flatMap((value, bin): readonly Point[] =>
    Number.isFinite(value) ? [] : [[bin * width + (width - 1) / 2, y.to]],
  );
  return line('not finite', points, { ink: 'exploding', width: 0, mark: 'cross' });
}

function rule(at: number | null, name: string, y: Axis): Rule {
  return { axis: 'y', at: at ?? y.from, ink: 'muted', dash: [4, 3], name, nameAt: 'end', arrow: false };
}

function meanWord({ width }: StepBins): string {
  return width === 1 ? '' : `, mean of ${wholeNumber(width)} steps`;
}

function binOf({ width, mean }: StepBins, step: number): number {
  return Math.max(0, Math.min(mean.length - 1, Math.floor(step / width)));
}

function binText(bins: StepBins, stop: number, word: string): string {
  const bin = binOf(bins, stop);
  const first = bin * bins.width;
  const mean = `${word} ${shortNumber(bins.mean[bin] ?? NaN)}`;
  if (bins.width === 1) return `step ${wholeNumber(first)}: ${mean}`;
  const range = `${shortNumber(bins.minimum[bin] ?? NaN)} to ${shortNumber(bins.maximum[bin] ?? NaN)}`;
  return `steps ${wholeNumber(first)} to ${wholeNumber(first + bins.width - 1)}: ${mean} (${range})`;
}

/** The value of the last census not after a step. */
function censusAt({ census }: TrainingSnapshot, values: Float64Array, step: number): number {
  const index = census.updates.findLastIndex((updates) => updates <= step);
  return values[Math.max(0, index)] ?? NaN;
}

function binTable({ census }: TrainingSnapshot, bins: StepBins, word: string): PlotPicture['table'] {
  const scores = word === 'loss';
  const columns = ['step', word, 'least', 'greatest'];
  return {
    columns: scores ? [...columns, 'all training samples', 'held out'] : columns,
    // Made when it is looked at: it is long, and its picture is made again and again.
    get rows(): readonly (readonly Cell[])[] {
      const at = new Map(Array.from(census.updates, (updates, index) => [updates, index]));
      return binSteps(bins).map((step, bin) => {
        const own = [step, bins.mean[bin] ?? null, bins.minimum[bin] ?? null, bins.maximum[bin] ?? null];
        if (!scores) return own;
        const index = at.get(step) ?? -1;
        return [...own, census.training.loss[index] ?? null, census.testing?.loss[index] ?? null];
      });
    },
  };
}

function lossSentence({ recorded, census, step, end }: TrainingSnapshot, chance: number | null): string {
  const first = recorded.loss[0];
  const last = census.training.loss.at(-1);
  if (first === undefined || last === undefined) return 'No step was made yet.';
  const known = chance === null ? '' : ` (chance is ${shortNumber(chance)})`;
  const held = census.testing === null ? '' : `, held out ${shortNumber(census.testing.loss.at(-1) ?? NaN)}`;
  if (end.kind === 'diverged') return `${end.sentence} The loss began at ${shortNumber(first)}${known}.`;
  return `The loss of a batch began at ${shortNumber(first)}${known}; after ${counted(step, 'step')} that of all training samples is ${shortNumber(last)}${held}.`;
}

function normSentence({ training, clipped, step, recorded }: TrainingSnapshot): string {
  const { clipNorm, clipValue } = training;
  const parts = [
    `All gradients together have a norm of ${shortNumber(recorded.gradientNorm[0] ?? NaN)} at the first step and ${shortNumber(recorded.gradientNorm.at(-1) ?? NaN)} at the last`,
  ];
  const bound = (count: number): string =>
    `${wholeNumber(count)} of ${counted(step, 'step')} (${percent(count / Math.max(1, step))})`;
  if (clipNorm !== null)
    parts.push(`clipping to ${shortNumber(clipNorm)} shortened them in ${bound(clipped.norm)}`);
  if (clipValue !== null)
    parts.push(`numbers were cut off at ± ${shortNumber(clipValue)} in ${bound(clipped.value)}`);
  return `${parts.join('; ')}.`;
}
