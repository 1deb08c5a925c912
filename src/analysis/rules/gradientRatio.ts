/** The ratio delta(first) / delta(last), the user's over that of the geometry control: what vanishing and exploding are measured by. */
import { shortNumber } from '../../base/numbers';
import type { ControlReport, FlowReport, LayerReport } from '../report';
import { isWeightMatrix } from './initialisationScale';
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
  /** `own` over the geometry control's, which counts as 1 where it grows and `own` does not. */
  readonly relative: number;
  /** The geometry control's own ratio, and whether it was run or, where its units die, is what it has in the mean. */
  readonly geometry: { readonly ratio: number; readonly from: 'measurement' | 'mean' };
  /** The textbook control's over the geometry control's; null when it is not known. */
  readonly textbook: number | null;
}

/**
 * The ratio of a subject; null where it cannot be judged: no controls yet, a single weight layer, or a geometry control without
 * a ratio of its own in a network that is no plain chain of linear layers.
 */
export function gradientRatio({
  report,
  controls,
}: Pick<Subject, 'report' | 'controls'>): GradientRatio | null {
  const { flow, layers } = report;
  const first = flow && layers[flow.first];
  const last = flow && layers[flow.last];
  if (!flow || !first || !last || !controls || flow.first === flow.last) return null;
  const { textbook } = controls;
  const own = measured(controls.own.ratio, controls.own.delta, flow);
  const run = fairGeometry(measuredGeometry(controls.geometry, flow), own);
  const geometry = run ?? expectedGeometry(layers, flow);
  if (!usable(own) || geometry === null) return null;
  return {
    first,
    firstIndex: flow.first,
    last,
    steps: flow.steps,
    own,
    relative: own / geometry,
    geometry: { ratio: geometry, from: run === null ? 'mean' : 'measurement' },
    textbook: usable(textbook.ratio) ? textbook.ratio / geometry : null,
  };
}

/** What a control that was not measured keeps; `relative` takes it out of the user's ratio. */
export function meanGeometryText({ geometry, relative }: GradientRatio): string {
  const left = geometry.ratio === 1 ? '' : `, which leaves ${shortNumber(relative)}`;
  return `a He-initialised ReLU network of this shape keeps ${shortNumber(geometry.ratio)} in the mean${left}`;
}

/** Null where the control overflows or most units of one of its layers die, as in layers of one or two: that is the luck of the seeds. */
function measuredGeometry(
  { ratio, dead, nonFinite }: ControlReport,
  { path, last }: FlowReport,
): number | null {
  const died = path.some((index) => index < last && (dead[index] ?? 0) >= 0.5);
  return died || nonFinite >= 0.5 || !usable(ratio) ? null : ratio;
}

/**
 * Residual branches without a norm add up under He: the control of 16 such blocks grows delta 150-fold. What does not grow beside it has
 * not vanished, so a control that grows counts as one that keeps delta.
 */
function fairGeometry(ratio: number | null, own: number): number | null {
  return ratio !== null && own < 1 ? Math.min(ratio, 1) : ratio;
}

/**
 * What the control has in the mean: one step back through W, of variance 2 / width(l), and a ReLU that passes one half multiplies the
 * mean square of delta by width(l + 1) / width(l), so that RMS(delta(first)) / RMS(delta(last)) = sqrt(width(last) / width(first)).
 */
function expectedGeometry(layers: readonly LayerReport[], { path, first, last }: FlowReport): number | null {
  const chain = path.filter((index) => first <= index && index <= last).map((index) => layers[index]);
  const widths = chain.map((layer) => {
    const [weight, ...others] = layer?.parameterReports.filter(isWeightMatrix) ?? [];
    return others.length === 0 && layer?.shape.length === 2 && weight?.shape[0] === layer.shape[1]
      ? weight?.shape[0]
      : undefined;
  });
  const [head, tail] = [widths[0], widths.at(-1)];
  if (widths.includes(undefined) || head === undefined || tail === undefined) return null;
  return Math.sqrt(tail / head);
}

/** A delta that underflowed to zero leaves the last one that did not; a delta that is cut off at once leaves 1. */
function measured(ratio: number, delta: readonly (number | null)[], flow: FlowReport): number {
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
