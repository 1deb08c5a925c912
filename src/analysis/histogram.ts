/** Histograms over a robust range: outliers, NaN and infinities are counted beside the bins, never binned and never dropped. */
import type { Tensor } from '../tensor/tensor';
import type { Histogram } from './report';
import { quantile, sortedSample } from './statistics';

const bins = 64;
/** The share cut off at each end where the tails reach far beyond the rest. */
const tail = 0.005;
/** How many robust ranges a tail may add before it is cut off. */
const reach = 1;

/** The histogram of a tensor; its range is that of the finite elements unless the outer 0.5 % stretch it to more than double. */
export function histogramOf({ data }: Pick<Tensor, 'data'>): Histogram {
  const { from, to } = robustRange(sortedSample(data));
  const counts = new Array<number>(bins).fill(0);
  let below = 0;
  let above = 0;
  let notANumber = 0;
  let infinite = 0;
  for (const value of data) {
    if (Number.isNaN(value)) notANumber += 1;
    else if (!Number.isFinite(value)) infinite += 1;
    else if (value < from) below += 1;
    else if (value > to) above += 1;
    else {
      const bin = Math.min(bins - 1, Math.floor(shareOfRange(value, from, to) * bins));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return { from, to, counts, below, above, notANumber, infinite };
}

function robustRange(sorted: Float64Array): { readonly from: number; readonly to: number } {
  const minimum = sorted[0] ?? 0;
  const maximum = sorted.at(-1) ?? 0;
  const low = quantile(sorted, tail);
  const high = quantile(sorted, 1 - tail);
  const slack = reach * (high - low);
  const from = slack > 0 && minimum < low - slack ? low : minimum;
  const to = slack > 0 && maximum > high + slack ? high : maximum;
  if (to > from) return { from, to };
  // One single value: a range around it, so that it is drawn in the middle.
  const half = Math.max(Math.abs(from) * 1e-3, 1e-3);
  return { from: Math.max(from - half, -Number.MAX_VALUE), to: Math.min(from + half, Number.MAX_VALUE) };
}

/** Where a value lies in a range, 0 to 1; halved where the range itself is beyond the largest float. */
function shareOfRange(value: number, from: number, to: number): number {
  const width = to - from;
  return Number.isFinite(width) ? (value - from) / width : (value / 2 - from / 2) / (to / 2 - from / 2);
}
