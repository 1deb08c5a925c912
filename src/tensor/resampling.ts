/** Resampling along one axis as plain loops: every new place is a weighted sum of a few old ones. */
import type { Pace } from './pace';
import type { Tensor, TensorData } from './tensor';

/** Which old places make a new one: place (new, tap) at `new * count + tap`. */
export interface Taps {
  /** Old places that each new one takes. */
  readonly count: number;
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

/** A tensor as (outer, axis, inner), row-major, around the axis that changes. */
export interface Around {
  readonly outer: number;
  readonly before: number;
  readonly after: number;
  readonly inner: number;
}

/** Kernels that resample, and send gradients back. */
export interface ResamplingKernels {
  /** out[o, new, i] = sum over taps of weight x[o, place, i]; sums run in float64. */
  resample(x: Tensor, around: Around, taps: Taps, out: Tensor): void;
  /** The reverse: dx[o, place, i] += weight dy[o, new, i]; `dx` holds zeros before. */
  resampleGradient(dy: Tensor, around: Around, taps: Taps, dx: Tensor): void;
}

/** The plain loops. */
export function resamplingLoops(pace: Pace): ResamplingKernels {
  return {
    resample: (x, around, taps, out) => resample(x, around, taps, out, pace),
    resampleGradient: (dy, around, taps, dx) => resampleGradient(dy, around, taps, dx, pace),
  };
}

function resample(x: Tensor, around: Around, taps: Taps, out: Tensor, pace: Pace): void {
  const { outer, before, after, inner } = around;
  for (let o = 0; o < outer; o += 1) {
    if (inner === 1) resampleRow(x.data, o * before, taps, out.data, o * after, after);
    else {
      for (let to = 0; to < after; to += 1) {
        const start = (o * after + to) * inner;
        blend(
          x.data,
          o * before * inner,
          inner,
          taps,
          to * taps.count,
          out.data.subarray(start, start + inner),
        );
      }
    }
    pace(taps.count * after * inner);
  }
}

/** One row of neighbouring places. */
function resampleRow(
  source: TensorData,
  from: number,
  { count, places, weights }: Taps,
  target: TensorData,
  into: number,
  after: number,
): void {
  if (count === 1) {
    for (let to = 0; to < after; to += 1) target[into + to] = source[from + (places[to] ?? 0)] ?? NaN;
    return;
  }
  for (let to = 0, tap = 0; to < after; to += 1, tap += count) {
    let sum = (weights[tap] ?? NaN) * (source[from + (places[tap] ?? 0)] ?? NaN);
    for (let next = tap + 1; next < tap + count; next += 1) {
      sum += (weights[next] ?? NaN) * (source[from + (places[next] ?? 0)] ?? NaN);
    }
    target[into + to] = sum;
  }
}

/** One new place of all that lies within; `tap` is its first one. */
function blend(
  source: TensorData,
  from: number,
  inner: number,
  taps: Taps,
  tap: number,
  row: TensorData,
): void {
  const { count, places, weights } = taps;
  const at = (offset: number): number => from + (places[tap + offset] ?? 0) * inner;
  if (count === 1) {
    const a = at(0);
    for (let i = 0; i < inner; i += 1) row[i] = source[a + i] ?? NaN;
    return;
  }
  const [a, b, u, v] = [at(0), at(1), weights[tap] ?? NaN, weights[tap + 1] ?? NaN];
  if (count === 2) {
    for (let i = 0; i < inner; i += 1) row[i] = u * (source[a + i] ?? NaN) + v * (source[b + i] ?? NaN);
    return;
  }
  const [c, d, s, t] = [at(2), at(3), weights[tap + 2] ?? NaN, weights[tap + 3] ?? NaN];
  for (let i = 0; i < inner; i += 1) {
    const near = u * (source[a + i] ?? NaN) + v * (source[b + i] ?? NaN);
    row[i] = near + s * (source[c + i] ?? NaN) + t * (source[d + i] ?? NaN);
  }
}

function resampleGradient(dy: Tensor, around: Around, taps: Taps, dx: Tensor, pace: Pace): void {
  const { outer, before, after, inner } = around;
  const { count, places, weights } = taps;
  const source = dy.data;
  const target = dx.data;
  for (let o = 0; o < outer; o += 1) {
    for (let from = 0, tap = 0; from < after; from += 1) {
      const start = (o * after + from) * inner;
      for (const end = tap + count; tap < end; tap += 1) {
        const weight = weights[tap] ?? NaN;
        const into = (o * before + (places[tap] ?? 0)) * inner;
        if (inner === 1) target[into] = (target[into] ?? NaN) + weight * (source[start] ?? NaN);
        else {
          for (let i = 0; i < inner; i += 1) {
            target[into + i] = (target[into + i] ?? NaN) + weight * (source[start + i] ?? NaN);
          }
        }
      }
    }
    pace(count * after * inner);
  }
}
