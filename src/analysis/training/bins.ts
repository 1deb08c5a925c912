/** Bins: a number of every step of a run of any length, in bounded storage. */
import { mostBins, type StepBins } from './record';

/** Gathers a number of every step. */
export interface Binning {
  readonly add: (value: number) => void;
  readonly bins: () => StepBins;
}

/** Empty bins of one step each; whenever they are full, neighbours are joined. */
export function binning(): Binning {
  const sum = new Float64Array(mostBins);
  const minimum = new Float64Array(mostBins);
  const maximum = new Float64Array(mostBins);
  let width = 1;
  let count = 0;
  const joinNeighbours = (): void => {
    for (let bin = 0; bin < mostBins / 2; bin += 1) {
      const [left, right] = [2 * bin, 2 * bin + 1];
      sum[bin] = (sum[left] ?? NaN) + (sum[right] ?? NaN);
      minimum[bin] = Math.min(minimum[left] ?? NaN, minimum[right] ?? NaN);
      maximum[bin] = Math.max(maximum[left] ?? NaN, maximum[right] ?? NaN);
    }
    width *= 2;
  };
  return {
    add: (value) => {
      if (count === mostBins * width) joinNeighbours();
      const bin = Math.floor(count / width);
      const isFirst = count % width === 0;
      sum[bin] = isFirst ? value : (sum[bin] ?? NaN) + value;
      // Math.min and Math.max pass NaN on.
      minimum[bin] = isFirst ? value : Math.min(minimum[bin] ?? NaN, value);
      maximum[bin] = isFirst ? value : Math.max(maximum[bin] ?? NaN, value);
      count += 1;
    },
    bins: () => {
      const used = Math.ceil(count / width);
      return {
        width,
        mean: sum.subarray(0, used).map((total, bin) => total / Math.min(width, count - bin * width)),
        minimum: minimum.slice(0, used),
        maximum: maximum.slice(0, used),
      };
    },
  };
}
