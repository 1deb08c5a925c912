/** The linear prediction f(x) + h f'(x) beside the true f(x + h), as a plot over h. */
import { shortNumber } from '../../src/base/numbers';
import type { Prediction } from '../../src/studies/circuit';
import { largest, least, plainAxis } from '../plot/axes';
import type { PlotPicture } from '../plot/picture';
import { emptyPlot, type Point } from '../plot/plot';

/** The plot for one variable of an expression called `name`. */
export function predictionPicture(prediction: Prediction, name: string, point: number): PlotPicture {
  const { input, x, h, truth, linear, slope } = prediction;
  const finite = [...truth, ...linear].filter(Number.isFinite);
  const [low, high] = finite.length === 0 ? [-1, 1] : [least(finite), largest(finite)];
  const room = Math.max((high - low) * 0.08, Math.abs(high) * 1e-6, 1e-9);
  const points = (values: Float64Array): readonly Point[] =>
    [...h].map((step, at) => [step, Number.isFinite(values[at]) ? (values[at] ?? null) : null]);
  const line = { alpha: 1, width: 2, mark: 'none' } as const;
  const readout = (stop: number): string => predictionText(prediction, name, [...h].indexOf(stop));
  return {
    id: 'prediction',
    title: `${name} when ${input} is moved by h`,
    sentence: `From ${input} = ${shortNumber(x)} the derivative ${shortNumber(slope)} foretells a straight line; ${failureText(prediction, name)}`,
    plot: {
      ...emptyPlot(
        plainAxis(`h, added to ${input}`, h[0] ?? -1, h.at(-1) ?? 1, 5),
        plainAxis(name, low - room, high + room),
      ),
      lines: [
        // Drawn over the other, so that both are seen where they coincide.
        { ...line, name: 'predicted by the derivative', ink: 'accent', dash: [6, 4], points: points(linear) },
        { ...line, name: `${name} itself`, ink: 'text', dash: [], points: points(truth) },
      ],
      rules: [{ axis: 'x', at: h[point] ?? 0, ink: 'muted', dash: [2, 2], name: 'h', arrow: false }],
      stops: [...h],
    },
    table: {
      columns: ['h', `${name}(${input} + h)`, 'predicted', 'error'],
      rows: [...h].map((step, at) => [
        step,
        truth[at] ?? NaN,
        linear[at] ?? NaN,
        (linear[at] ?? NaN) - (truth[at] ?? NaN),
      ]),
    },
    readout,
  };
}

/** Prediction and truth at one point. */
export function predictionText(
  { h, truth, linear, value, slope }: Prediction,
  name: string,
  at: number,
): string {
  const [step = NaN, real = NaN, told = NaN] = [h[at], truth[at], linear[at]];
  const product = `${shortNumber(value)} + ${shortNumber(step)} × ${shortNumber(slope)}`;
  return `h ${shortNumber(step)}: predicted ${product} = ${shortNumber(told)}, ${name} itself ${shortNumber(real)}, off by ${shortNumber(told - real)}`;
}

function failureText({ h, truth, linear }: Prediction, name: string): string {
  const at = h.length - 1;
  const [told = NaN, real = NaN, step = NaN] = [linear[at], truth[at], h[at]];
  const error = Math.abs(told - real);
  const scale = Math.max(Math.abs(real), Math.abs(told), 1e-300);
  return error <= 1e-9 * scale
    ? `${name} is a straight line in it, so the prediction holds at every h.`
    : `at h = ${shortNumber(step)} it says ${shortNumber(told)} where ${name} is ${shortNumber(real)}.`;
}
