/** The error of a numeric derivative over its step h on log-log axes, and the loss along one parameter with its tangent. */
import { shortNumber } from '../../src/base/numbers';
import type { ElementDetail, ErrorOverStep, Prediction } from '../../src/studies/gradientCheck/element';
import { decade, decadesAxis, largest, least, plainAxis } from './axes';
import type { PlotPicture } from './picture';
import { emptyPlot, type Line } from './plot';

/** How an element is called: its parameter and its place along each axis. */
export function elementName({ parameter, at }: Pick<ElementDetail, 'parameter' | 'at'>): string {
  return at.length === 0 ? parameter : `${parameter}[${at.join(', ')}]`;
}

/** The error over h: one line for each scheme and float type, its least error marked. */
export function stepErrorPicture(detail: ElementDetail): PlotPicture {
  const { steps, curves, relative } = detail;
  const all = curves.flatMap(({ errors }) => errors.filter((error) => error > 0 && Number.isFinite(error)));
  const exponents = steps.map((step) => Math.log10(step));
  const name = relative ? 'relative error' : 'absolute error';
  return {
    id: 'step-error',
    title: 'Error of the numeric derivative over h',
    sentence: sentence(detail),
    plot: {
      ...emptyPlot(decadesAxis('step h', steps, 4), decadesAxis(`${name} of the difference`, all, 7)),
      lines: [...curves.map((curve) => lineOf(curve, exponents)), bestOf(curves, exponents)],
      stops: exponents.toSorted((a, b) => a - b),
    },
    table: {
      columns: ['h', ...curves.map(curveName)],
      rows: steps.map((step, place) => [step, ...curves.map(({ errors }) => errors[place] ?? null)]),
    },
    readout: (stop) => {
      const place = exponents.indexOf(stop);
      const errors = curves.map((curve) => `${curveName(curve)} ${shortNumber(curve.errors[place] ?? NaN)}`);
      return `h ${shortNumber(10 ** stop)}: ${errors.join(' · ')}`;
    },
  };
}

/** The loss over h to both sides of the parameter's value, and what its derivative foretells. */
export function predictionPicture(detail: ElementDetail): PlotPicture {
  const { stretch } = detail;
  const base = detail.loss;
  const truths = stretch.map(({ truth }) => truth - base).filter(Number.isFinite);
  const low = least(truths);
  const high = largest(truths);
  const room = Math.max((high - low) * 0.25, 1e-12);
  const steps = stretch.map(({ step }) => step);
  const line = (name: string, of: (point: Prediction) => number, looks: Partial<Line>): Line => ({
    ...{ name, ink: 'text', alpha: 1, width: 2, dash: [], mark: 'none' },
    ...looks,
    points: stretch.map((point) => [point.step, Number.isFinite(of(point)) ? of(point) - base : null]),
  });
  return {
    id: 'prediction',
    title: 'The loss and its linear prediction',
    sentence: predictionSentence(detail),
    plot: {
      ...emptyPlot(
        plainAxis(`h, added to ${elementName(detail)}`, least(steps), largest(steps), 6),
        plainAxis('change of the loss f', low - room, high + room),
      ),
      lines: [
        line('f(w + h) − f(w)', ({ truth }) => truth, {}),
        line('h f′(w), the prediction', ({ linear }) => linear, { ink: 'accent', dash: [6, 4] }),
      ],
      rules: [{ axis: 'x', at: 0, ink: 'muted', dash: [2, 2], name: '', arrow: false }],
      stops: steps,
    },
    table: {
      columns: ['h', 'f(w + h)', 'f(w) + h f′(w)', 'off by'],
      rows: stretch.map(({ step, truth, linear }) => [step, truth, linear, linear - truth]),
    },
    readout: (stop) => {
      const point = stretch.find(({ step }) => step === stop);
      return point
        ? `h ${shortNumber(stop)}: f ${shortNumber(point.truth)}, linear ${shortNumber(point.linear)}, off by ${shortNumber(point.linear - point.truth)}`
        : '';
    },
  };
}

const schemeWords = { forward: 'forward', centred: 'centred' } as const;

function curveName({ scheme, floatType }: ErrorOverStep): string {
  return `${schemeWords[scheme]}, ${floatType}`;
}

// The float type by the dash, the scheme by depth and mark.
function lineOf(curve: ErrorOverStep, exponents: readonly number[]): Line {
  const centred = curve.scheme === 'centred';
  return {
    name: curveName(curve),
    ink: { depth: centred ? 0.1 : 0.75 },
    alpha: 1,
    width: 2,
    dash: curve.floatType === 'float32' ? [5, 3] : [],
    mark: 'none',
    points: exponents.map((exponent, place) => [exponent, decade(curve.errors[place])] as const).toReversed(),
  };
}

function bestOf(curves: readonly ErrorOverStep[], exponents: readonly number[]): Line {
  const points = curves.flatMap(({ best, errors }) => {
    const at = best === null ? null : decade(errors[best]);
    return best === null || at === null ? [] : [[exponents[best] ?? 0, at] as const];
  });
  return {
    ...{ name: 'best h', ink: 'text', alpha: 1, width: 0, dash: [], mark: 'circle' },
    points: points.toSorted((one, other) => one[0] - other[0]),
  };
}

function sentence({ curves, steps }: ElementDetail): string {
  const parts = curves
    .filter(({ floatType }) => floatType === 'float64')
    .flatMap(({ scheme, best, errors, slope }) => {
      if (best === null) return [];
      const error = errors[best] ?? NaN;
      const falls = slope === null ? '' : `falls with slope ${shortNumber(slope)}, `;
      return [
        error === 0
          ? `${scheme} is exact at h ${shortNumber(steps[best] ?? NaN)}`
          : `${scheme} ${falls}least ${shortNumber(error)} at h ${shortNumber(steps[best] ?? NaN)}`,
      ];
    });
  if (parts.length === 0) return 'No step gives a finite difference.';
  return `In float64, ${parts.join('; ')}. Left of it rounding grows as 1/h.`;
}

function predictionSentence({ predictions }: ElementDetail): string {
  const off = ({ truth, linear }: Prediction): number => Math.abs(linear - truth);
  const [near, far] = [predictions[1], predictions.at(-1)];
  if (!near || !far) return '';
  return `At h ${shortNumber(near.step)} the prediction is off by ${shortNumber(off(near))}, at h ${shortNumber(far.step)} by ${shortNumber(off(far))}.`;
}
