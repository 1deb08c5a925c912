/** The pictures of normalisation and clipping: lines for each variant, with their sentences and tables. */
import { counted, percent, shortNumber } from '../../src/base/numbers';
import type {
  ClippedTraining,
  ClippingAnswer,
  NormalisationAnswer,
  NormalisedAs,
  NormalisedVariant,
} from '../../src/studies/normalisation/answer';
import { decade, decadesAxis, layersAxis, plainAxis } from '../plot/axes';
import { series } from '../plot/flow';
import type { PlotPicture } from '../plot/picture';
import { emptyPlot, type Line } from '../plot/plot';

/** What the variants are called. */
export const variantWords = {
  without: 'without',
  'batch-norm': 'batch norm',
  'layer-norm': 'layer norm',
} as const satisfies Record<NormalisedAs, string>;

const variantLooks = {
  without: { ink: 'text', mark: 'circle', dash: [] },
  'batch-norm': { ink: 'activation', mark: 'square', dash: [] },
  'layer-norm': { ink: 'weights', mark: 'triangle', dash: [6, 4] },
} as const satisfies Record<NormalisedAs, Pick<Line, 'ink' | 'mark' | 'dash'>>;

/** Delta, or the standard deviation of what goes on, layer by layer. */
export function normalisationPicture(answer: NormalisationAnswer, what: 'delta' | 'std'): PlotPicture {
  const { variants } = answer;
  // What the head gives is no activation of a hidden layer.
  const layers = what === 'delta' ? answer.layers : answer.layers.slice(0, -1);
  const words = what === 'delta' ? 'δ' : 'std of the activations';
  const valuesOf = (variant: NormalisedVariant): readonly (number | null)[] =>
    variant[what].slice(0, layers.length);
  const y = decadesAxis(`${words}, log scale`, variants.flatMap(valuesOf));
  return {
    id: `normalisation-${what}`,
    title: what === 'delta' ? 'δ of each layer' : 'Spread of the activations',
    sentence: variants.map((variant) => layersSentence(variant, what, words)).join(' '),
    plot: {
      ...emptyPlot(layersAxis(layers, [-0.5, layers.length - 0.5]), y),
      lines: variants.flatMap((variant) => [
        series(variantWords[variant.name], valuesOf(variant), variantLooks[variant.name]),
        ...zeroMarks(variant, valuesOf(variant), y.from),
      ]),
      stops: layers.map((_, place) => place),
    },
    table: {
      columns: ['layer', ...variants.map(({ name }) => variantWords[name])],
      rows: layers.map((layer, place) => [
        layer,
        ...variants.map((variant) => valuesOf(variant)[place] ?? null),
      ]),
    },
    readout: (stop) =>
      `${layers[stop] ?? ''}: ${variants.map((variant) => `${variantWords[variant.name]} ${numberText(valuesOf(variant)[stop] ?? null)}`).join(' · ')}`,
  };
}

// Zero has no decade: it stands at the lower edge.
function zeroMarks(
  { name }: NormalisedVariant,
  values: readonly (number | null)[],
  low: number,
): readonly Line[] {
  if (!values.includes(0)) return [];
  const line = series(`${variantWords[name]}: exactly 0`, [], {
    ink: variantLooks[name].ink,
    mark: 'cross',
    width: 0,
  });
  return [{ ...line, points: values.map((value, place) => [place, value === 0 ? low : null]) }];
}

function layersSentence(variant: NormalisedVariant, what: 'delta' | 'std', words: string): string {
  const values = what === 'delta' ? variant.delta : variant.std.slice(0, -1);
  const [first, last] = [values[0] ?? null, values.at(-1) ?? null];
  const place = what === 'delta' ? 'last' : 'last hidden one';
  return `${capital(variantWords[variant.name])}: ${words} ${numberText(first)} in the first layer, ${numberText(last)} in the ${place}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function numberText(value: number | null): string {
  return value === null ? 'not reached' : shortNumber(value);
}

interface Course {
  readonly name: string;
  readonly look: Pick<Line, 'ink'> & Partial<Line>;
  readonly steps: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Losses of variants over the steps of their trainings. */
export function lossesPicture(id: string, courses: readonly Course[], steps: number): PlotPicture {
  const all = courses.flatMap(({ values }) => Array.from(values));
  const stops = [...new Set(courses.flatMap((course) => course.steps))].sort((a, b) => a - b);
  const at = ({ steps: places, values }: Course, stop: number): number | null => {
    const index = places.indexOf(stop);
    return index === -1 ? null : (values[index] ?? null);
  };
  const ends = courses.map(({ name, values }) => `${name} ${numberText(values[values.length - 1] ?? null)}`);
  return {
    id,
    title: 'Loss over the steps',
    sentence: `After ${counted(steps, 'step')}: ${ends.join(', ')}.`,
    plot: {
      ...emptyPlot(plainAxis('step', 0, Math.max(1, steps)), decadesAxis('loss, log scale', all)),
      lines: courses.map(({ name, look, steps: places, values }) => ({
        ...series(name, [], look),
        points: places.map((step, index) => [step, decade(values[index])] as const),
      })),
      stops,
    },
    table: {
      columns: ['step', ...courses.map(({ name }) => name)],
      rows: stops.map((stop) => [stop, ...courses.map((course) => at(course, stop))]),
    },
    readout: (stop) =>
      `step ${stop}: ${courses.map((course) => `${course.name} ${numberText(at(course, stop))}`).join(' · ')}`,
  };
}

/** Losses of the normalised variants. */
export function normalisationLosses({ variants, steps }: NormalisationAnswer): PlotPicture {
  const courses = variants.flatMap(({ name, trained }): Course[] =>
    trained
      ? [{ name: variantWords[name], look: variantLooks[name], steps: trained.steps, values: trained.losses }]
      : [],
  );
  return lossesPicture('normalisation-loss', courses, steps);
}

const clippedLooks = {
  without: { ink: 'text' },
  with: { ink: 'accent', dash: [6, 4] },
} as const;

/** Losses with and without clipping. */
export function clippingLosses({ without, with: limited, steps }: ClippingAnswer): PlotPicture {
  const course = (name: 'without' | 'with', training: ClippedTraining | null): Course[] =>
    training
      ? [
          {
            name: `${name} clipping`,
            look: { ...clippedLooks[name], mark: 'circle' },
            steps: training.steps,
            values: training.losses,
          },
        ]
      : [];
  return lossesPicture('clipping-loss', [...course('without', without), ...course('with', limited)], steps);
}

/** The norm of the gradient at every step, with the limit as a line. */
export function clippingPicture(answer: ClippingAnswer): PlotPicture {
  const { by, limit, steps, without, with: limited } = answer;
  const norms = (training: ClippedTraining | null): readonly number[] => Array.from(training?.norms ?? []);
  const [free, bound] = [norms(without), norms(limited)];
  const y = decadesAxis('norm of the gradient before clipping, log scale', [
    ...free,
    ...bound,
    by === 'norm' ? limit : null,
  ]);
  const count = Math.max(free.length, bound.length);
  const line = (name: 'without' | 'with', values: readonly number[]): Line[] =>
    values.length === 0 ? [] : [series(`${name} clipping`, values, clippedLooks[name])];
  const at = (values: readonly number[], stop: number): number | null => values[stop] ?? null;
  return {
    id: 'clipping-norm',
    title: 'Norm of the gradient, step by step',
    sentence: clippingSentence(answer),
    plot: {
      ...emptyPlot(plainAxis('step', 0, Math.max(1, steps)), y),
      lines: [...line('without', free), ...line('with', bound)],
      rules:
        by === 'norm'
          ? [
              {
                axis: 'y',
                at: Math.log10(limit),
                ink: 'exploding',
                dash: [2, 3],
                name: `limit ${shortNumber(limit)}`,
                arrow: false,
              },
            ]
          : [],
      stops: Array.from({ length: count }, (_, step) => step),
    },
    table: {
      columns: ['step', 'without clipping', 'with clipping'],
      rows: Array.from({ length: count }, (_, step) => [step, at(free, step), at(bound, step)]),
    },
    readout: (stop) =>
      `step ${stop}: without ${numberText(at(free, stop))} · with ${numberText(at(bound, stop))}`,
  };
}

function clippingSentence({ by, limit, with: limited, steps }: ClippingAnswer): string {
  if (!limited) return 'The trainings are running.';
  const made = limited.norms.length;
  const what =
    by === 'norm'
      ? `gradients longer than ${shortNumber(limit)} are shortened to it`
      : `numbers of a gradient beyond ± ${shortNumber(limit)} are cut off there`;
  const early = made < steps ? `; the training ended at step ${made}, since a number was not finite` : '';
  return `The limit binds in ${percent(limited.bound)} of ${counted(made, 'step')}: ${what}${early}.`;
}
