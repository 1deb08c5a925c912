/** The ratio delta(first) / delta(last), the user's over that of the geometry control: what vanishing and exploding are measured by. */
import type { LayerReport } from '../report';
import type { Subject } from './rule';

/** The ratio of the user's network next to those of its controls. */
export interface GradientRatio {
  readonly first: LayerReport;
  readonly firstIndex: number;
  readonly last: LayerReport;
  /** Steps between first and last. */
  readonly steps: number;
  /** Median over seeds of delta(first) / delta(last). */
  readonly own: number;
  /** `own` over the geometry control's. */
  readonly relative: number;
  /** The textbook control's over the geometry control's; null when it is not known. */
  readonly textbook: number | null;
}

/**
 * The ratio of a subject; null where it cannot be judged: no controls yet, a single weight layer, or a control that has no
 * ratio itself, as that of a chain of single units whose ReLUs die.
 */
export function gradientRatio({ report, controls }: Subject): GradientRatio | null {
  const { flow, layers } = report;
  const first = flow && layers[flow.first];
  const last = flow && layers[flow.last];
  if (!flow || !first || !last || !controls || flow.first === flow.last) return null;
  const { geometry, textbook } = controls;
  const own = measured(controls.own.ratio, controls.own.delta, flow);
  if (!usable(own) || !usable(geometry.ratio) || geometry.nonFinite >= 0.5) return null;
  return {
    first,
    firstIndex: flow.first,
    last,
    steps: flow.steps,
    own,
    relative: own / geometry.ratio,
    textbook: usable(textbook.ratio) ? textbook.ratio / geometry.ratio : null,
  };
}

/** A delta that underflowed to zero leaves the last one that did not; a delta that is cut off at once leaves 1. */
function measured(
  ratio: number,
  delta: readonly (number | null)[],
  flow: { readonly path: readonly number[]; readonly last: number },
): number {
  if (ratio !== 0) return ratio;
  const reached = flow.path.filter((index) => index <= flow.last).map((index) => delta[index] ?? 0);
  const smallest = reached
    .filter((value) => value > 0)
    .reduce((least, value) => Math.min(least, value), Infinity);
  return smallest / (delta[flow.last] ?? 0);
}

function usable(ratio: number): boolean {
  return Number.isFinite(ratio) && ratio > 0;
}
