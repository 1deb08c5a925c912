/** One element of a gradient under the lens: its difference quotients as the step shrinks, and its linear prediction as the step grows. */
import { referenceKernels } from '../../tensor/reference';
import type { FloatType } from '../../tensor/tensor';
import { StudyRefused, type Study, type Subject } from '../study';
import { checkedLoss, indicesOf } from './checkedLoss';
import { gradientOf, lossIn, type Loss, type Place } from './loss';

/** Which element. */
export type GradientElementQuestion = Place;

/** The two ways to take a difference: (f(w + h) - f(w)) / h, and (f(w + h) - f(w - h)) / 2h. */
export type Scheme = 'forward' | 'centred';

/** The error of one scheme in one float type, step by step. */
export interface ErrorOverStep {
  readonly scheme: Scheme;
  readonly floatType: FloatType;
  /** Relative to the analytic derivative in float64; absolute where that is 0. NaN where the quotient is not finite. */
  readonly errors: readonly number[];
  /** The place of the least error that is not NaN; null where there is none. */
  readonly best: number | null;
  /** Decades of error per decade of h where the error comes from the form (1 forward, 2 centred); null where too few steps show it. */
  readonly slope: number | null;
}

/** f(w + h) beside what the derivative foretells. */
export interface Prediction {
  readonly step: number;
  readonly truth: number;
  /** f(w) + h f'(w). */
  readonly linear: number;
}

/** A difference quotient on its way to the derivative. */
export interface Quotient {
  readonly step: number;
  readonly moved: number;
  readonly quotient: number;
}

/** The answer; it grows. */
export interface ElementDetail {
  readonly parameter: string;
  readonly index: number;
  readonly at: readonly number[];
  readonly value: number;
  readonly loss: number;
  readonly analytic: number;
  /** Errors are relative; false where the analytic derivative is 0. */
  readonly relative: boolean;
  /** Steps from 1e-1 down to 1e-12. */
  readonly steps: readonly number[];
  readonly curves: readonly ErrorOverStep[];
  /** The forward quotient in float64 for h = 1, 0.1, ... 1e-8. */
  readonly quotients: readonly Quotient[];
  /** For growing steps, and over a stretch to both sides. */
  readonly predictions: readonly Prediction[];
  readonly stretch: readonly Prediction[];
}

const stepsPerDecade = 4;
const decades = { from: -1, to: -12 } as const;
const steps: readonly number[] = Array.from(
  { length: (decades.from - decades.to) * stepsPerDecade + 1 },
  (_, place) => 10 ** (decades.from - place / stepsPerDecade),
);
const quotientSteps: readonly number[] = Array.from({ length: 9 }, (_, place) => Number(`1e-${place}`));
const predictionSteps: readonly number[] = [0.001, 0.01, 0.1, 0.2, 0.5, 1, 2];
/** The stretch goes so far to both sides, in so many points. */
const reach = 2;
const stretchPoints = 41;

/** Looks at one element. */
export const gradientElementStudy = {
  read: ({ parameter, index }) =>
    typeof parameter === 'string' && typeof index === 'number' && Number.isInteger(index) && index >= 0
      ? { parameter, index }
      : null,
  *answer(subject, place) {
    const { loss } = checkedLoss(subject);
    const tensor = loss.parameters.get(place.parameter);
    if (!tensor || place.index >= tensor.data.length)
      throw new StudyRefused(`${subject.network.name} has no element ${place.index} of ${place.parameter}.`);
    const gradient = gradientOf(loss, subject.checkpoint).get(place.parameter);
    return yield* lookAt(subject, loss, place, gradient?.data[place.index] ?? 0);
  },
} satisfies Study<GradientElementQuestion, ElementDetail>;

/** Everything about one element; it grows. The analytic derivative is given. */
export function* lookAt(
  subject: Subject,
  loss: Loss,
  place: Place,
  analytic: number,
): Generator<ElementDetail, ElementDetail> {
  const coarse = lossIn(loss, referenceKernels('float32', subject.kernels.pace), subject.checkpoint);
  let answer: ElementDetail = {
    ...place,
    at: indicesOf(place.index, loss.parameters.get(place.parameter)?.shape ?? []),
    value: loss.valueOf(place),
    loss: loss.here,
    analytic,
    relative: analytic !== 0,
    steps,
    curves: [],
    quotients: [],
    predictions: [],
    stretch: [],
  };
  for (const step of quotientSteps) {
    const moved = loss.at(place, answer.value + step);
    const quotient = (moved - loss.here) / step;
    answer = { ...answer, quotients: [...answer.quotients, { step, moved, quotient }] };
    yield answer;
  }
  for (const step of predictionSteps) {
    const prediction = predicted(loss, place, analytic, step);
    answer = { ...answer, predictions: [...answer.predictions, prediction] };
    yield answer;
  }
  for (let point = 0; point < stretchPoints; point += 1) {
    const step = reach * ((2 * point) / (stretchPoints - 1) - 1);
    answer = { ...answer, stretch: [...answer.stretch, predicted(loss, place, analytic, step)] };
    yield answer;
  }
  for (const of of [coarse, loss]) {
    for (const scheme of ['forward', 'centred'] as const) {
      const errors: number[] = [];
      for (const step of steps) {
        errors.push(errorOf(of, place, scheme, step, analytic));
        yield answer;
      }
      answer = { ...answer, curves: [...answer.curves, curveOf(scheme, of.kernels.floatType, errors)] };
    }
  }
  return answer;
}

function predicted(loss: Loss, place: Place, analytic: number, step: number): Prediction {
  const truth = loss.at(place, loss.valueOf(place) + step);
  return { step, truth, linear: loss.here + step * analytic };
}

/** The quotient as one writes it down: with the step that was meant, not the one that rounding left. */
function errorOf(loss: Loss, place: Place, scheme: Scheme, step: number, analytic: number): number {
  const value = loss.valueOf(place);
  const above = loss.at(place, value + step);
  const quotient =
    scheme === 'forward' ? (above - loss.here) / step : (above - loss.at(place, value - step)) / (2 * step);
  if (!Number.isFinite(quotient)) return NaN;
  return analytic === 0 ? Math.abs(quotient) : Math.abs(quotient - analytic) / Math.abs(analytic);
}

function curveOf(scheme: Scheme, floatType: FloatType, errors: readonly number[]): ErrorOverStep {
  const least = errors.reduce((low, error) => (error < low ? error : low), Infinity);
  const best = least === Infinity ? null : errors.indexOf(least);
  return { scheme, floatType, errors, best, slope: best === null ? null : slopeOf(errors, best) };
}

/** Steps nearer to the best one than this factor are bent by rounding already. */
const clear = 30;
/** With fewer steps nobody would see a slope. */
const leastSteps = 4;

/** The slope of the error on log-log axes over steps well above the best one and up to 1e-2, by least squares. */
function slopeOf(errors: readonly number[], best: number): number | null {
  const points = errors.flatMap((error, place): (readonly [number, number])[] => {
    const step = steps[place] ?? NaN;
    const far = step > clear * (steps[best] ?? NaN) && step <= 0.0101;
    return far && error > 0 ? [[Math.log10(step), Math.log10(error)]] : [];
  });
  if (points.length < leastSteps) return null;
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const products = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return products / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
