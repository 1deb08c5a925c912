/** The reference kernels: plain loops that say what each kernel means; in float64 the specification, in float32 the plain run path. */
import { broadcastStrides, walkRuns } from './broadcast';
import type { Elementwise, Kernels, Layout, PairwiseName, ReductionName } from './kernels';
import { matrixProduct } from './matrixProduct';
import { pairwiseLoops } from './pairwise';
import { zeros, type FloatType, type Shape, type Tensor } from './tensor';

/** Where each reduction starts and the pairwise function that it repeats. */
const folds = {
  sum: { start: 0, by: 'add' },
  maximum: { start: -Infinity, by: 'maximum' },
} as const satisfies Record<ReductionName, { readonly start: number; readonly by: PairwiseName }>;

/** Plain loops over one float type; sums run in float64 whatever the storage, so that order and length hardly show. */
export function referenceKernels(floatType: FloatType): Kernels {
  return {
    variant: `reference ${floatType}`,
    floatType,
    allocate: (shape, elementType = floatType) => zeros(elementType, shape),
    reserve: () => undefined,
    temporarily: (work) => work(),
    fill: (value, out) => void out.data.fill(value),
    map,
    mapGradient,
    pairwise,
    affine,
    reduce,
    copy,
    matrixProduct,
    softmax: (x, out) => overRows(x, out, softmaxRow),
    logSoftmax: (x, out) => overRows(x, out, logSoftmaxRow),
  };
}

function map(f: Elementwise, x: Tensor, out: Tensor): void {
  for (let position = 0; position < x.data.length; position += 1) {
    out.data[position] = f.value(x.data[position] ?? NaN);
  }
}

function mapGradient(f: Elementwise, dy: Tensor, x: Tensor, out: Tensor): void {
  for (let position = 0; position < x.data.length; position += 1) {
    out.data[position] = (dy.data[position] ?? NaN) * f.derivative(x.data[position] ?? NaN);
  }
}

function affine(x: Tensor, scale: number, shift: number, out: Tensor): void {
  for (let position = 0; position < x.data.length; position += 1) {
    out.data[position] = scale * (x.data[position] ?? NaN) + shift;
  }
}

function pairwise(name: PairwiseName, a: Tensor, b: Tensor, out: Tensor): void {
  const strides = [
    broadcastStrides(a.shape, out.shape),
    broadcastStrides(b.shape, out.shape),
    broadcastStrides(out.shape, out.shape),
  ] as const;
  walkRuns(out.shape, strides, (starts, steps, length) => {
    const left = { data: a.data, start: starts[0], step: steps[0] };
    const right = { data: b.data, start: starts[1], step: steps[1] };
    pairwiseLoops[name](left, right, { data: out.data, start: starts[2], step: steps[2] }, length);
  });
}

/** In row-major order of `x`, in float64 whatever the storage. */
function reduce(name: ReductionName, x: Tensor, out: Tensor): void {
  const { start, by } = folds[name];
  const accumulated = new Float64Array(out.data.length).fill(start);
  const strides = [broadcastStrides(x.shape, x.shape), broadcastStrides(out.shape, x.shape)] as const;
  walkRuns(x.shape, strides, (starts, steps, length) => {
    const into = { data: accumulated, start: starts[1], step: steps[1] };
    pairwiseLoops[by](into, { data: x.data, start: starts[0], step: steps[0] }, into, length);
  });
  out.data.set(accumulated);
}

function copy(shape: Shape, x: Tensor, from: Layout, out: Tensor, into: Layout): void {
  walkRuns(shape, [from.strides, into.strides] as const, (starts, [sourceStep, targetStep], length) => {
    let source = from.start + starts[0];
    let target = into.start + starts[1];
    for (let position = 0; position < length; position += 1, source += sourceStep, target += targetStep) {
      out.data[target] = x.data[source] ?? NaN;
    }
  });
}

function overRows(x: Tensor, out: Tensor, each: (row: Float64Array) => void): void {
  const columns = x.shape.at(-1) ?? 1;
  for (let start = 0; columns > 0 && start < x.data.length; start += columns) {
    const row = Float64Array.from(x.data.subarray(start, start + columns));
    each(row);
    out.data.set(row, start);
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
