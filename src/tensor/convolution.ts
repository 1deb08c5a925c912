/** The reference convolutions: direct loops with float64 sums, every element summed over channels, then taps, in order. */
import { unhurried, type Pace } from './pace';
import { runLength, volume, windowRuns, windowsOf, type WindowGeometry } from './slidingWindows';
import type { Tensor, TensorData } from './tensor';

/** How a kernel slides, and in how many groups: outputs of a group see the channels of that group only. */
export interface ConvolutionGeometry extends WindowGeometry {
  readonly groups: number;
}

/**
 * Convolutions over one to three axes of places, for the contract in kernels.ts: x (batch, channels, ...places), weight (outputs,
 * channels / groups, ...kernel), y (batch, outputs, ...positions), where
 * y[n, o, p] = sum over c, t of weight[o, c, t] x[n, c, strides p + dilations t - padding].
 */
export interface ConvolutionKernels {
  /** out = y, plus `bias` (outputs) unless it is null. */
  convolution(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | null,
    out: Tensor,
    geometry: ConvolutionGeometry,
  ): void;
  /** out = the gradient of x from that of y; also the transposed convolution of `dy`. */
  convolutionInputGradient(dy: Tensor, weight: Tensor, out: Tensor, geometry: ConvolutionGeometry): void;
  /** out = the gradient of the weight from that of y. */
  convolutionWeightGradient(dy: Tensor, x: Tensor, out: Tensor, geometry: ConvolutionGeometry): void;
}

/** The plain loops. */
export function convolutionLoops(pace: Pace = unhurried): ConvolutionKernels {
  return {
    convolution: (x, weight, bias, out, geometry) => convolution(x, weight, bias, out, geometry, pace),
    convolutionInputGradient: (dy, weight, out, geometry) => inputGradient(dy, weight, out, geometry, pace),
    convolutionWeightGradient: (dy, x, out, geometry) => weightGradient(dy, x, out, geometry, pace),
  };
}

/** Sizes of a convolution of x to y, and the runs of one channel. */
interface Problem {
  readonly images: number;
  readonly groups: number;
  /** Channels of x and of y in one group. */
  readonly channels: number;
  readonly outputs: number;
  readonly source: number;
  readonly target: number;
  readonly taps: number;
  readonly runs: Int32Array;
  /** From one place of a run to the next in x. */
  readonly step: number;
}

function problemOf(x: Tensor, weight: Tensor, y: Tensor, geometry: ConvolutionGeometry): Problem {
  const windows = windowsOf(x.shape.slice(2), weight.shape.slice(2), y.shape.slice(2), geometry);
  const { groups } = geometry;
  return {
    images: x.shape[0] ?? 0,
    groups,
    channels: weight.shape[1] ?? 0,
    outputs: (weight.shape[0] ?? 0) / groups,
    source: volume(windows.source),
    target: volume(windows.target),
    taps: volume(windows.kernel),
    runs: windowRuns(windows),
    step: windows.strides[2],
  };
}

function convolution(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  out: Tensor,
  geometry: ConvolutionGeometry,
  pace: Pace,
): void {
  const problem = problemOf(x, weight, out, geometry);
  const { images, groups, channels, outputs, source, target, taps } = problem;
  const sums = new Float64Array(target);
  for (let image = 0; image < images; image += 1) {
    for (let output = 0; output < groups * outputs; output += 1) {
      const first = Math.floor(output / outputs) * channels;
      sums.fill(bias?.data[output] ?? 0);
      for (let channel = 0; channel < channels; channel += 1) {
        const from = (image * groups * channels + first + channel) * source;
        pace(taps * target);
        gather(sums, x.data, from, weight.data, (output * channels + channel) * taps, problem);
      }
      out.data.set(sums, (image * groups * outputs + output) * target);
    }
  }
}

/** sums[position] += weight[tap] x[place] over all runs. */
function gather(
  sums: Float64Array,
  x: TensorData,
  from: number,
  weight: TensorData,
  taps: number,
  { runs, step }: Problem,
): void {
  for (let run = 0; run < runs.length; run += runLength) {
    const factor = weight[taps + (runs[run] ?? 0)] ?? NaN;
    let place = from + (runs[run + 1] ?? 0);
    let position = runs[run + 2] ?? 0;
    for (const end = position + (runs[run + 3] ?? 0); position < end; position += 1, place += step) {
      sums[position] = (sums[position] ?? NaN) + factor * (x[place] ?? NaN);
    }
  }
}

function inputGradient(
  dy: Tensor,
  weight: Tensor,
  dx: Tensor,
  geometry: ConvolutionGeometry,
  pace: Pace,
): void {
  const problem = problemOf(dx, weight, dy, geometry);
  const { images, groups, channels, outputs, source, target, taps } = problem;
  const sums = new Float64Array(source);
  for (let image = 0; image < images; image += 1) {
    for (let input = 0; input < groups * channels; input += 1) {
      const first = Math.floor(input / channels) * outputs;
      sums.fill(0);
      for (let output = first; output < first + outputs; output += 1) {
        const from = (image * groups * outputs + output) * target;
        pace(taps * target);
        scatter(sums, dy.data, from, weight.data, (output * channels + (input % channels)) * taps, problem);
      }
      dx.data.set(sums, (image * groups * channels + input) * source);
    }
  }
}

/** sums[place] += weight[tap] dy[position] over all runs. */
function scatter(
  sums: Float64Array,
  dy: TensorData,
  from: number,
  weight: TensorData,
  taps: number,
  { runs, step }: Problem,
): void {
  for (let run = 0; run < runs.length; run += runLength) {
    const factor = weight[taps + (runs[run] ?? 0)] ?? NaN;
    let place = runs[run + 1] ?? 0;
    let position = from + (runs[run + 2] ?? 0);
    for (const end = position + (runs[run + 3] ?? 0); position < end; position += 1, place += step) {
      sums[place] = (sums[place] ?? NaN) + factor * (dy[position] ?? NaN);
    }
  }
}

function weightGradient(dy: Tensor, x: Tensor, dW: Tensor, geometry: ConvolutionGeometry, pace: Pace): void {
  const problem = problemOf(x, dW, dy, geometry);
  const { images, groups, channels, outputs, source, target, taps } = problem;
  const sums = new Float64Array(taps);
  for (let output = 0; output < groups * outputs; output += 1) {
    const first = Math.floor(output / outputs) * channels;
    for (let channel = 0; channel < channels; channel += 1) {
      sums.fill(0);
      for (let image = 0; image < images; image += 1) {
        const from = (image * groups * channels + first + channel) * source;
        pace(taps * target);
        correlate(sums, x.data, from, dy.data, (image * groups * outputs + output) * target, problem);
      }
      dW.data.set(sums, (output * channels + channel) * taps);
    }
  }
}

/** sums[tap] += dy[position] x[place] over all runs. */
function correlate(
  sums: Float64Array,
  x: TensorData,
  xStart: number,
  dy: TensorData,
  dyStart: number,
  { runs, step }: Problem,
): void {
  for (let run = 0; run < runs.length; run += runLength) {
    const tap = runs[run] ?? 0;
    let sum = sums[tap] ?? NaN;
    let place = xStart + (runs[run + 1] ?? 0);
    let position = dyStart + (runs[run + 2] ?? 0);
    for (const end = position + (runs[run + 3] ?? 0); position < end; position += 1, place += step) {
      sum += (dy[position] ?? NaN) * (x[place] ?? NaN);
    }
    sums[tap] = sum;
  }
}
