/** Numbers and candidates of what the first steps of a training show: how far they go, and what clipping cuts. */
import { settling } from '../../analysis/firstSteps';
import { usualUpdateRatio } from '../../analysis/rules/limits';
import { median, quantile } from '../../analysis/statistics';
import { percent, shortNumber } from '../../base/numbers';
import type { Intent } from '../../readers/reader';
import type { Quantity } from './quantities';
import type { Candidate, Patient } from './remedy';

/** What the middle weight changes in one of the first steps, over its first size. */
export const updateShare: Quantity = {
  name: () => 'change of a weight in a step',
  measure: ({ report: { firstSteps } }) => {
    const shares = firstSteps?.updates.map(({ ofFirst }) => ofFirst).filter(Number.isFinite) ?? [];
    return shares.length === 0 ? null : median(shares);
  },
  badness: (value) => (value > 0 ? Math.abs(Math.log(value / usualUpdateRatio.value)) : Infinity),
  show: percent,
};

/** Share of the first steps whose gradient is cut. */
export const cutShare: Quantity = {
  name: () => 'steps that are cut',
  measure: ({ report: { firstSteps } }) => {
    const kept = firstSteps?.kept.slice(settling).filter(Number.isFinite) ?? [];
    return kept.length === 0 ? null : kept.filter((share) => share < 1).length / kept.length;
  },
  badness: (value) => value,
  show: percent,
};

/** Share of the gradient that float16 rounds to zero. */
export const flushedShare: Quantity = {
  name: () => 'gradient that float16 loses',
  measure: ({ report: { halfPrecision: counts } }) =>
    counts === null || counts.of === 0 ? null : counts.flushed / counts.of,
  badness: (value) => value,
  show: percent,
};

/** The rate at which a step changes the middle weight by what is usual. */
export function suitedRate({ report }: Patient): readonly Candidate[] {
  const shares = report.firstSteps?.updates.map(({ ofFirst }) => ofFirst).filter(Number.isFinite) ?? [];
  const share = median(shares);
  const rate = Number(((report.training.rate * usualUpdateRatio.value) / share).toPrecision(1));
  return rate > 0 && Number.isFinite(rate)
    ? [training(`Set the rate to ${shortNumber(rate)}`, 'rate', rate)]
    : [];
}

/** Norms below this share of the steps' are left whole. */
const wholeShare = 0.9;

/** A limit that only few steps reach, or none. */
export function looserClipping({ report: { firstSteps, training: own } }: Patient): readonly Candidate[] {
  const norms = firstSteps?.norms.slice(settling).filter(Number.isFinite) ?? [];
  const norm = quantile(
    norms.toSorted((one, other) => one - other),
    wholeShare,
  );
  const limit = Number(norm.toPrecision(2));
  const field = own.clipNorm === null ? 'clip-value' : 'clip-norm';
  return [
    ...(field === 'clip-norm' && limit > 0 && Number.isFinite(limit)
      ? [training(`Clip the gradient norm to ${shortNumber(limit)}`, 'clip-norm', limit)]
      : []),
    training('Do not clip the gradient', field, null),
  ];
}

/** Gradients of a step by themselves. */
export function clearGradients(): readonly Candidate[] {
  return [training('Set the gradients to zero before each step', 'zero-grad', true)];
}

function training(title: string, field: string, to: number | boolean | null): Candidate {
  const intent: Intent = { kind: 'set-training', field, to };
  return { title, intents: [intent], judgedBy: 'inspection' };
}
