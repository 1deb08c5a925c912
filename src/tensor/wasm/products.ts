/** Matrix products over the module's packed panels. */
import type { MatrixProductOptions } from '../kernels';
import type { Pace } from '../pace';
import { sizeOf, type Tensor } from '../tensor';
import type { WasmFunctions } from './module';
import { allFloat32, type Storage } from './storage';

/** Steps of a product's operands in elements, and how often it is repeated. */
interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly batches: number;
  readonly aSteps: readonly [row: number, inner: number];
  readonly bSteps: readonly [inner: number, column: number];
  readonly bBatch: number;
}

function productOf(a: Tensor, b: Tensor, out: Tensor, options: MatrixProductOptions): Product {
  const { transposeA = false, transposeB = false } = options;
  const rows = out.shape.at(-2) ?? 1;
  const columns = out.shape.at(-1) ?? 1;
  const inner = a.shape.at(transposeA ? -2 : -1) ?? 1;
  const batches = sizeOf(out.shape.slice(0, -2));
  const bBatch = b.shape.length > 2 ? inner * columns : 0;
  // One b for all: the matrices of a lie below each other as one.
  const joined = bBatch === 0 && !transposeA;
  return {
    rows: joined ? rows * batches : rows,
    columns,
    inner,
    batches: joined ? 1 : batches,
    aSteps: transposeA ? [1, rows] : [inner, 1],
    bSteps: transposeB ? [1, inner] : [columns, 1],
    bBatch,
  };
}

/** out = a b, all matrices; in parts, so that a large one can be ended in its midst. */
export function multiplied(
  storage: Storage,
  a: Tensor,
  b: Tensor,
  out: Tensor,
  options: MatrixProductOptions,
): boolean {
  if (!allFloat32(a, b, out)) return false;
  const product = productOf(a, b, out, options);
  if (product.inner === 0 || out.data.length === 0) {
    out.data.fill(0);
    return true;
  }
  return storage.run(
    [a, b],
    out,
    0,
    ({ arena: { functions, work }, inputs: [left = 0, right = 0], out: into }) =>
      multiplyAll(functions, product, { left, right, into, work }, storage.pace),
  );
}

/** Addresses of the operands and of working storage. */
type Places = Readonly<Record<'left' | 'right' | 'into' | 'work', number>>;

function multiplyAll(functions: WasmFunctions, product: Product, places: Places, pace: Pace): void {
  const { rows, columns, inner, batches, bBatch } = product;
  const operations = 2 * rows * columns * inner;
  for (let batch = 0; batch < batches; batch += 1) {
    const one = {
      left: places.left + 4 * batch * rows * inner,
      right: places.right + 4 * batch * bBatch,
      into: places.into + 4 * batch * rows * columns,
      work: places.work,
    };
    if (operations > largestPart) {
      multiplyParts(functions, product, one, pace);
    } else {
      multiplyWhole(functions, product, one);
      pace(operations / operationsPerStep);
    }
  }
}

/** Floating-point operations of the largest product that is done at one call: some milliseconds. */
const largestPart = 2 ** 26;

/** What the vectors do in the time of one step of a plain loop. */
const operationsPerStep = 64;

function multiplyWhole(
  functions: WasmFunctions,
  { rows, columns, inner, aSteps, bSteps }: Product,
  { left, right, into, work }: Places,
): void {
  functions.matrixProduct(
    left,
    4 * aSteps[0],
    4 * aSteps[1],
    right,
    4 * bSteps[0],
    4 * bSteps[1],
    into,
    rows,
    columns,
    inner,
    work,
  );
}

/** The same numbers to the bit: blocks of columns and of k as the module itself makes them, the rows in parts on top. */
function multiplyParts(
  functions: WasmFunctions,
  { rows, columns, inner, aSteps, bSteps }: Product,
  { left, right, into, work }: Places,
  pace: Pace,
): void {
  const [widest, deepest, highest] = [
    functions.matrixProductColumns(),
    functions.matrixProductInner(),
    functions.matrixProductRows(),
  ];
  for (let column = 0; column < columns; column += widest) {
    const width = Math.min(widest, columns - column);
    for (let k = 0; k < inner; k += deepest) {
      const depth = Math.min(deepest, inner - k);
      const most = Math.max(1, Math.floor(largestPart / (2 * width * depth * highest))) * highest;
      for (let row = 0; row < rows; row += most) {
        const height = Math.min(most, rows - row);
        functions.matrixProductPart(
          left + 4 * (row * aSteps[0] + k * aSteps[1]),
          4 * aSteps[0],
          4 * aSteps[1],
          right + 4 * (k * bSteps[0] + column * bSteps[1]),
          4 * bSteps[0],
          4 * bSteps[1],
          into + 4 * (row * columns + column),
          4 * columns,
          height,
          width,
          depth,
          row === 0,
          k > 0,
          work,
        );
        pace((2 * height * width * depth) / operationsPerStep);
      }
    }
  }
}
