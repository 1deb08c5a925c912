/** What is remarkable of a curve: where f' is largest, where it is near zero, and what is used where it does not exist. */
import type { Curve, Interval } from '../../ops/op';

/** Where |f'| is largest. */
export interface Peak {
  readonly value: number;
  /** The stretch on which it has this value, to within 1e-9 of it; one point where both ends are the same. */
  readonly from: number;
  readonly to: number;
}

/** A point where f has no derivative. */
export interface Kink {
  readonly at: number;
  /** What is used there. */
  readonly used: number;
  /** The derivative just before and just behind it. */
  readonly before: number;
  readonly behind: number;
}

/** A step back where |f'| is below this keeps less than one percent. */
export const nearZeroBelow = 0.01;

const searched = 10;
const searchSteps = 20_001;
const zoneSteps = 2001;
const halvings = 50;

/** Where |f'| is largest on [-10, 10]. */
export function peakOf({ f }: Curve): Peak {
  const size = (x: number): number => Math.abs(f.derivative(x));
  const at = (step: number): number => -searched + (2 * searched * step) / (searchSteps - 1);
  let best = 0;
  for (let step = 1; step < searchSteps; step += 1) if (size(at(step)) > size(at(best))) best = step;
  const top = narrowed(size, at(Math.max(0, best - 1)), at(Math.min(searchSteps - 1, best + 1)), at(best));
  const near = (x: number): boolean => size(x) >= top.value * (1 - 1e-9);
  const equal = Array.from({ length: searchSteps }, (_, step) => at(step)).filter(near);
  // Smooth peaks are flat enough to hold a few points of the grid; only a stretch counts as one.
  const [from, to] = [equal[0] ?? top.x, equal.at(-1) ?? top.x];
  return to - from > 0.5 ? { value: top.value, from, to } : { value: top.value, from: top.x, to: top.x };
}

/** Golden section around the best point of a grid; the point itself where nothing near is larger. */
function narrowed(
  size: (x: number) => number,
  low: number,
  high: number,
  best: number,
): { readonly x: number; readonly value: number } {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [low, high];
  for (let turn = 0; turn < halvings; turn += 1) {
    const one = to - ratio * (to - from);
    const other = from + ratio * (to - from);
    if (size(one) < size(other)) from = one;
    else to = other;
  }
  const x = (from + to) / 2;
  return size(x) > size(best) * (1 + 1e-12) ? { x, value: size(x) } : { x: best, value: size(best) };
}

/** The stretches of an axis on which |f'| is near zero. */
export function nearZeroOf({ f }: Curve, halfRange: number): readonly Interval[] {
  const near = (x: number): boolean => Math.abs(f.derivative(x)) < nearZeroBelow;
  const at = (step: number): number => -halfRange + (2 * halfRange * step) / (zoneSteps - 1);
  const found: Interval[] = [];
  let from: number | null = near(at(0)) ? at(0) : null;
  for (let step = 1; step < zoneSteps; step += 1) {
    const [before, here] = [at(step - 1), at(step)];
    if (near(here) && from === null) from = border(near, here, before);
    if (!near(here) && from !== null) {
      found.push([from, border(near, before, here)]);
      from = null;
    }
  }
  if (from !== null) found.push([from, halfRange]);
  return found;
}

/** Where `near` ends between a point where it holds and one where it does not. */
function border(near: (x: number) => boolean, inside: number, outside: number): number {
  let [yes, no] = [inside, outside];
  for (let turn = 0; turn < halvings; turn += 1) {
    const middle = (yes + no) / 2;
    if (near(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** What is used at each kink. */
export function kinksOf({ f, kinks }: Curve): readonly Kink[] {
  const step = 1e-9;
  return kinks.map((at) => ({
    at,
    used: f.derivative(at),
    before: f.derivative(at - step),
    behind: f.derivative(at + step),
  }));
}
