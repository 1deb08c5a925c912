/** The reference kernels: plain loops that say what each kernel means; in float64 the specification, in float32 the plain run path. */
import { attentionLoops } from './attention';
import { broadcastStrides, walkRuns, type PerTensor } from './broadcast';
import { convolutionLoops } from './convolution';
import { drawLoops } from './draws';
import type { Elementwise, Kernels, Layout, PairwiseName, ReductionName } from './kernels';
import { matrixProduct } from './matrixProduct';
import { normalisationLoops } from './normalisation';
import { inPieces, unhurried, type Pace } from './pace';
import { pairwiseLoops } from './pairwise';
import { poolingLoops } from './pooling';
import { recurrentLoops } from './recurrent';
import { resamplingLoops } from './resampling';
import { summaryLoops } from './summary';
import { zeros, type FloatType, type Shape, type Tensor } from './tensor';

/** Where each reduction starts and the pairwise function that it repeats. */
const folds = {
  sum: { start: 0, by: 'add' },
  maximum: { start: -Infinity, by: 'maximum' },
  minimum: { start: Infinity, by: 'minimum' },
  product: { start: 1, by: 'multiply' },
} as const satisfies Record<ReductionName, { readonly start: number; readonly by: PairwiseName }>;

/** Plain loops over one float type; sums run in float64 whatever the storage, so that order and length hardly show. */
export function referenceKernels(floatType: FloatType, pace: Pace = unhurried): Kernels {
  return {
    variant: `reference ${floatType}`,
    floatType,
    pace,
    allocate: (shape, elementType = floatType) => zeros(elementType, shape),
    reserve: () => undefined,
    temporarily: (work) => work(),
    recorded: (work) => ({ result: work(), storages: [] }),
    storageOf: ({ data }) => data.buffer,
    release: () => undefined,
    fill: (value, out) => inPieces(out.data.length, pace, (from, to) => void out.data.fill(value, from, to)),
    map: (f, x, out) => map(f, x, out, pace),
    mapGradient: (f, dy, x, out) => mapGradient(f, dy, x, out, pace),
    pairwise: (name, a, b, out) => pairwise(name, a, b, out, pace),
    affine: (x, scale, shift, out) => affine(x, scale, shift, out, pace),
    reduce: (name, x, out) => reduce(name, x, out, pace),
    copy: (shape, x, from, out, into) => copy(shape, x, from, out, into, pace),
    matrixProduct: (a, b, out, options) => matrixProduct(a, b, out, options, pace),
    softmax: (x, out) => overRows(x, out, softmaxRow, pace),
    logSoftmax: (x, out) => overRows(x, out, logSoftmaxRow, pace),
    ...attentionLoops(pace),
    ...convolutionLoops(pace),
    ...drawLoops(pace),
    ...normalisationLoops(pace),
    ...poolingLoops(pace),
    ...recurrentLoops(pace),
    ...resamplingLoops(pace),
    ...summaryLoops(pace),
  };
}

/** Steps that a call of a function of one number costs more than an element of a loop. */
const callSteps = 7;

function map(f: Elementwise, x: Tensor, out: Tensor, pace: Pace): void {
  inPieces(x.data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      out.data[position] = f.value(x.data[position] ?? NaN);
    }
    pace(callSteps * (to - from));
  });
}

function mapGradient(f: Elementwise, dy: Tensor, x: Tensor, out: Tensor, pace: Pace): void {
  inPieces(x.data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      out.data[position] = (dy.data[position] ?? NaN) * f.derivative(x.data[position] ?? NaN);
    }
    pace(callSteps * (to - from));
  });
}

function affine(x: Tensor, scale: number, shift: number, out: Tensor, pace: Pace): void {
  inPieces(x.data.length, pace, (from, to) => {
    for (let position = from; position < to; position += 1) {
      out.data[position] = scale * (x.data[position] ?? NaN) + shift;
    }
  });
}

function pairwise(name: PairwiseName, a: Tensor, b: Tensor, out: Tensor, pace: Pace): void {
  const strides = [
    broadcastStrides(a.shape, out.shape),
    broadcastStrides(b.shape, out.shape),
    broadcastStrides(out.shape, out.shape),
  ] as const;
  const visit = (
    starts: PerTensor<typeof strides>,
    steps: PerTensor<typeof strides>,
    length: number,
  ): void => {
    const left = { data: a.data, start: starts[0], step: steps[0] };
    const right = { data: b.data, start: starts[1], step: steps[1] };
    pairwiseLoops[name](left, right, { data: out.data, start: starts[2], step: steps[2] }, length);
  };
  walkRuns(out.shape, strides, visit, pace);
}

/** In row-major order of `x`, in float64 whatever the storage. */
function reduce(name: ReductionName, x: Tensor, out: Tensor, pace: Pace): void {
  const { start, by } = folds[name];
  const accumulated = new Float64Array(out.data.length).fill(start);
  const strides = [broadcastStrides(x.shape, x.shape), broadcastStrides(out.shape, x.shape)] as const;
  const visit = (
    starts: PerTensor<typeof strides>,
    steps: PerTensor<typeof strides>,
    length: number,
  ): void => {
    const into = { data: accumulated, start: starts[1], step: steps[1] };
    pairwiseLoops[by](into, { data: x.data, start: starts[0], step: steps[0] }, into, length);
  };
  walkRuns(x.shape, strides, visit, pace);
  out.data.set(accumulated);
}

function copy(shape: Shape, x: Tensor, from: Layout, out: Tensor, into: Layout, pace: Pace): void {
  const strides = [from.strides, into.strides] as const;
  const visit = (
    starts: PerTensor<typeof strides>,
    [sourceStep, targetStep]: PerTensor<typeof strides>,
    length: number,
  ): void => {
    let source = from.start + starts[0];
    let target = into.start + starts[1];
    for (let position = 0; position < length; position += 1, source += sourceStep, target += targetStep) {
      out.data[target] = x.data[source] ?? NaN;
    }
  };
  walkRuns(shape, strides, visit, pace);
}

function overRows(x: Tensor, out: Tensor, each: (row: Float64Array) => void, pace: Pace): void {
  const columns = x.shape.at(-1) ?? 1;
  for (let start = 0; columns > 0 && start < x.data.length; start += columns) {
    const row = Float64Array.from(x.data.subarray(start, start + columns));
    each(row);
    out.data.set(row, start);
    pace(callSteps * columns);
  }
}

function softmaxRow(row: Float64Array): void {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let position = 0; position < row.length; position += 1) {
    const power = Math.exp((row[position] ?? NaN) - largest);
    row[position] = power;
    sum += power;
  }
  for (let position = 0; position < row.length; position += 1) row[position] = (row[position] ?? NaN) / sum;
}

function logSoftmaxRow(row: Float64Array): void {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
  const shift = largest + Math.log(sum);
  for (let position = 0; position < row.length; position += 1) row[position] = (row[position] ?? NaN) - shift;
}
