/** Update ratio: steps that are far too long or too short for the weights that they move. */
import { counted, percent, shortNumber } from '../../base/numbers';
import type { Training } from '../../graph/training';
import { settling, type FirstSteps, type UpdateRatio } from '../firstSteps';
import { givenValues } from '../parameters';
import { median } from '../statistics';
import { above, below, leastUpdateRatio, usualUpdateRatio, type Limits, type Passed } from './limits';
import type { Rule, Subject, Verdict } from './rule';

/** The median over the weights of what a step changes, and the largest of them, over the first steps of the source's own training. */
export const updateRatio: Rule = {
  title: 'Update ratio',
  why: 'A step that changes a weight by a third forgets what was learned, one that changes it by a hundred-thousandth takes as many steps as that.',
  *check(subject) {
    const { firstSteps, training } = subject.report;
    const weights = firstSteps ? judgedWeights(subject, firstSteps) : [];
    if (!firstSteps || weights.length === 0) return;
    const found = tooLong(subject, weights) ?? tooShort(subject, firstSteps, weights);
    if (found) yield { layer: null, ...(training.span && { span: training.span }), ...found };
  },
};

/** On which side of the limits one weight lies; the rule itself speaks of the weights together. A warm-up starts with less than the rate. */
export function beyondLimits(
  { ratio, ofFirst }: Pick<UpdateRatio, 'ratio' | 'ofFirst'>,
  rateShare: number,
  limits: Limits,
): UpdateRatio['beyond'] {
  const high = above(ofFirst, limits['update-ratio']);
  if (high) return { way: 'above', limit: high.limit };
  const low = below(ratio / Math.min(1, rateShare), { warning: leastUpdateRatio });
  return low && { way: 'below', limit: low.limit };
}

type Said = Omit<Verdict, 'layer' | 'span'>;

/** Weights that were not zero at first; those that were are all update. */
function judgedWeights({ report }: Subject, { updates }: FirstSteps): readonly UpdateRatio[] {
  const given = new Set(
    report.layers
      .flatMap(({ parameterReports }) => parameterReports)
      .filter(({ initialisation }) => initialisation === givenValues)
      .map(({ name }) => name),
  );
  // Values that somebody gives may be trained ones, whose gradient is small for a good reason.
  return updates.filter(
    ({ ratio, ofFirst, parameter }) =>
      Number.isFinite(ratio) && Number.isFinite(ofFirst) && !given.has(parameter),
  );
}

/** Against the weights as they were: where steps are far too long the weights grow with them, and the ratio says little. */
function tooLong({ limits, report }: Subject, weights: readonly UpdateRatio[]): Said | null {
  const value = median(weights.map(({ ofFirst }) => ofFirst));
  const passed = above(value, limits['update-ratio']);
  if (!passed) return null;
  return {
    ...passed,
    value,
    message: `Steps are too long for the weights: in each of the first the middle weight changes by ${shortNumber(value)} times its first size ${limitText(passed)}.`,
    cause:
      value > 1
        ? 'A single such step outweighs what the initialisation gave.'
        : `After ${counted(Math.ceil(1 / value), 'such step')} little is left of what the initialisation gave.`,
    remedies: [rateText(report.training, value)],
  };
}

/** The weight that moves most; a warm-up starts with less than the rate that is judged. */
function tooShort(
  { report }: Subject,
  { rateShare, norms, updates }: FirstSteps,
  weights: readonly UpdateRatio[],
): Said | null {
  // A rate near zero cannot tell of the one to come; without a gradient, or behind a weight that starts at zero, it is not the rate.
  const waiting = updates.some(({ ofFirst }) => Number.isNaN(ofFirst));
  if (rateShare < leastShare || waiting || median(norms.slice(settling)) === 0) return null;
  const value = Math.max(...weights.map(({ ratio }) => ratio)) / Math.min(1, rateShare);
  const passed = below(value, { warning: leastUpdateRatio });
  if (!passed) return null;
  return {
    ...passed,
    value,
    message: `Steps are too short for the weights: none changes by more than ${shortNumber(value)} of its size in a step ${limitText(passed)}.`,
    cause:
      value < singlePrecision
        ? 'The weights are float32, and most of the change is lost when it is rounded.'
        : `So ${shortNumber(1 / value)} steps along one line change a weight by what it is.`,
    remedies: [rateText(report.training, Math.max(value, singlePrecision))],
  };
}

/** The rate at which a step would change what it usually changes. */
function rateText({ rate }: Training, ratio: number): string {
  const usual = usualUpdateRatio.value;
  const better = Number(((rate * usual) / ratio).toPrecision(1));
  return `Take a learning rate near ${shortNumber(better)}: a step should change a weight by about ${percent(usual)}.`;
}

/** Updates at a smaller share of the rate than this are lost among the roundings of float32. */
const leastShare = 0.01;

/** Half a unit in the last place of float32. */
const singlePrecision = 2 ** -24;

function limitText({ limit }: Passed): string {
  return `(limit ${shortNumber(limit)})`;
}
