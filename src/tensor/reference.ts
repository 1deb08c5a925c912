/** The reference kernels: plain loops that say what each kernel means; in float64 the specification, in float32 the plain run path. */
import { broadcastStrides, walk } from './broadcast';
import type { Elementwise, Kernels, MatrixProductOptions, PairwiseName, ReductionName } from './kernels';
import { zeros, type FloatType, type Tensor, type TensorData } from './tensor';

type Fold = (accumulated: number, value: number) => number;

const pairs: Readonly<Record<PairwiseName, Fold>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
};

const folds: Readonly<Record<ReductionName, { readonly start: number; readonly fold: Fold }>> = {
  sum: { start: 0, fold: pairs.add },
  maximum: { start: -Infinity, fold: pairs.maximum },
};

/** Plain loops over one float type; sums run in float64 whatever the storage, so that order and length hardly show. */
export function referenceKernels(floatType: FloatType): Kernels {
  return {
    variant: `reference ${floatType}`,
    floatType,
    allocate: (shape, elementType = floatType) => zeros(elementType, shape),
    fill: (value, out) => void out.data.fill(value),
    map,
    mapGradient,
    pairwise,
    affine,
    reduce,
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
  const combine = pairs[name];
  const strides = [broadcastStrides(a.shape, out.shape), broadcastStrides(b.shape, out.shape)] as const;
  walk(out.shape, strides, (position, [fromA, fromB]) => {
    out.data[position] = combine(a.data[fromA] ?? NaN, b.data[fromB] ?? NaN);
  });
}

function reduce(name: ReductionName, x: Tensor, out: Tensor): void {
  const { start, fold } = folds[name];
  const accumulated = new Float64Array(out.data.length).fill(start);
  walk(x.shape, [broadcastStrides(out.shape, x.shape)] as const, (position, [into]) => {
    accumulated[into] = fold(accumulated[into] ?? NaN, x.data[position] ?? NaN);
  });
  out.data.set(accumulated);
}

function matrixProduct(a: Tensor, b: Tensor, out: Tensor, options: MatrixProductOptions = {}): void {
  const { transposeA = false, transposeB = false } = options;
  const rows = out.shape.at(-2) ?? 1;
  const columns = out.shape.at(-1) ?? 1;
  const inner = a.shape.at(transposeA ? -2 : -1) ?? 1;
  const batches = rows * columns === 0 ? 0 : out.data.length / (rows * columns);
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  const [bInner, bColumn] = transposeB ? [1, inner] : [columns, 1];
  const bStep = b.shape.length > 2 ? inner * columns : 0;
  for (let batch = 0; batch < batches; batch += 1) {
    const left = { data: a.data, start: batch * rows * inner, rowStep: aRow, columnStep: aInner };
    const right = { data: b.data, start: batch * bStep, rowStep: bInner, columnStep: bColumn };
    productInto(left, right, { data: out.data, start: batch * rows * columns, rows, columns }, inner);
  }
}

interface Matrix {
  readonly data: TensorData;
  readonly start: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Row by row in float64: each row of the result gathers multiples of the rows of `right`, zeros of `left` included (NaN must show). */
function productInto(
  left: Matrix,
  right: Matrix,
  out: { readonly data: TensorData; readonly start: number; readonly rows: number; readonly columns: number },
  inner: number,
): void {
  const sums = new Float64Array(out.columns);
  for (let row = 0; row < out.rows; row += 1) {
    sums.fill(0);
    for (let k = 0; k < inner; k += 1) {
      const factor = left.data[left.start + row * left.rowStep + k * left.columnStep] ?? NaN;
      let from = right.start + k * right.rowStep;
      for (let column = 0; column < out.columns; column += 1, from += right.columnStep) {
        sums[column] = (sums[column] ?? NaN) + factor * (right.data[from] ?? NaN);
      }
    }
    out.data.set(sums, out.start + row * out.columns);
  }
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
