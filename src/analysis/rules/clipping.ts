/** Clipping: a limit so low that it, and not the gradient, decides how long every step is. */
import { percent, shortNumber } from '../../base/numbers';
import { settling, type FirstSteps } from '../firstSteps';
import { median, quantile } from '../statistics';
import { above, below, clippedTo, type Passed } from './limits';
import type { Rule, Subject, Verdict } from './rule';

/** The percentile of the norms before clipping that is suggested: one step in ten is cut then, as those that stand out should be. */
const suggested = 0.9;

/** How often clipping binds behind the first steps, which may be hard, and how much of the gradient it leaves. */
export const clipping: Rule = {
  title: 'Clipping',
  why: 'Clipping is for the rare step that stands out. Where it cuts every step, all are as long as the limit says, and the rate no longer means what it says.',
  *check(subject) {
    const { firstSteps, training } = subject.report;
    if (!firstSteps || (training.clipNorm === null && training.clipValue === null)) return;
    const found = boundBy(subject, firstSteps);
    if (found) yield { layer: null, ...(training.span && { span: training.span }), ...found };
  },
};

function boundBy(
  { limits, report }: Subject,
  firstSteps: FirstSteps,
): Omit<Verdict, 'layer' | 'span'> | null {
  const kept = firstSteps.kept.slice(settling).filter(Number.isFinite);
  const norms = firstSteps.norms.slice(settling).filter(Number.isFinite);
  if (kept.length === 0) return null;
  const value = kept.filter((share) => share < 1).length / kept.length;
  const left = median(kept);
  const passed = lesser(above(value, limits.clipping), below(left, clippedTo));
  if (!passed) return null;
  const { clipNorm, clipValue, optimizer } = report.training;
  const norm = quantile(
    [...norms].sort((one, other) => one - other),
    suggested,
  );
  const word =
    clipNorm === null ? `clip-value ${shortNumber(clipValue ?? 0)}` : `clip-norm ${shortNumber(clipNorm)}`;
  const adaptive = optimizer.kind !== 'sgd' && optimizer.kind !== 'adagrad';
  return {
    severity: passed.severity,
    limit: limits.clipping[passed.severity].value,
    value,
    message: `The gradient is cut in ${percent(value)} of the first steps (limit ${percent(limits.clipping[passed.severity].value)}): ${word} leaves ${shortNumber(left)} of its norm.`,
    cause: adaptive
      ? `The norm is about ${shortNumber(median(norms))}; ${optimizer.kind} scales steps itself, so that the cut only makes all batches count alike.`
      : `The norm is about ${shortNumber(median(norms))}, so every step is ${shortNumber(1 / left)} times shorter than the rate says.`,
    remedies: [
      `Clip at a norm of ${shortNumber(norm)}, the ${percent(suggested).replace(' %', '')}th percentile of the first steps, or not at all.`,
    ],
  };
}

/** Both must be passed, so the lesser of two severities counts; errors there are none. */
function lesser(
  often: Passed | null,
  much: Passed | null,
): { readonly severity: 'warning' | 'information' } | null {
  if (!often || !much) return null;
  return {
    severity: often.severity === 'warning' && much.severity === 'warning' ? 'warning' : 'information',
  };
}
