/** The WASM kernels: the contract over float32 vectors; what they do not know, the reference loops do. */
import { broadcastStrides, walkRuns } from '../broadcast';
import type { Elementwise, Kernels, MatrixProductOptions, PairwiseName } from '../kernels';
import { referenceKernels } from '../reference';
import { sizeOf, zeros, type Tensor } from '../tensor';
import { activationFunctions, type WasmFunctions, type WasmVariant } from './module';
import { walkRows } from './rows';
import { createStorage, type Storage } from './storage';

/** The plain loops: for other element types, for functions that the module does not know, and where memory is refused. */
const plain = referenceKernels('float32');

/** So many elements a call: an engine replaces its first, slow code of a function at a call. */
const chunk = 8192;

/** A compiled module of a variant. */
export interface WasmModule {
  readonly variant: WasmVariant;
  readonly module: WebAssembly.Module;
}

/** Compiles a variant's bytes. @throws WebAssembly.CompileError where the engine does not know the variant (see bestVariant) */
export function compileModule(variant: WasmVariant, bytes: Uint8Array<ArrayBuffer>): WasmModule {
  return { variant, module: new WebAssembly.Module(bytes) };
}

/** Kernels with storage of their own. They may be used for any number of runs, in turns. */
export function wasmKernels({ variant, module }: WasmModule): Kernels {
  const storage = createStorage(module);
  return {
    variant: `WASM ${variant === 'relaxed' ? 'relaxed SIMD' : 'SIMD'} float32`,
    floatType: 'float32',
    allocate: (shape, elementType = 'float32') =>
      (elementType === 'float32' ? storage.allocate(shape) : null) ?? zeros(elementType, shape),
    reserve: (bytes) => storage.reserve(bytes),
    temporarily: (work) => storage.temporarily(work),
    fill: (value, out) => void out.data.fill(value),
    map: (f, x, out) => {
      if (!mapped(storage, f, x, out)) plain.map(f, x, out);
    },
    mapGradient: (f, dy, x, out) => {
      if (!mappedGradient(storage, f, dy, x, out)) plain.mapGradient(f, dy, x, out);
    },
    affine: (x, scale, shift, out) => {
      if (!scaled(storage, x, scale, shift, out)) plain.affine(x, scale, shift, out);
    },
    pairwise: (name, a, b, out) => {
      if (!paired(storage, name, a, b, out)) plain.pairwise(name, a, b, out);
    },
    reduce: (name, x, out) => {
      if (!reduced(storage, name, x, out)) plain.reduce(name, x, out);
    },
    copy: (shape, x, from, out, into) => {
      if (!copied(storage, shape, x, from, out, into)) plain.copy(shape, x, from, out, into);
    },
    matrixProduct: (a, b, out, options = {}) => {
      if (!multiplied(storage, a, b, out, options)) plain.matrixProduct(a, b, out, options);
    },
    softmax: (x, out) => {
      if (!rowsDone(storage, 'softmax', x, out)) plain.softmax(x, out);
    },
    logSoftmax: (x, out) => {
      if (!rowsDone(storage, 'logSoftmax', x, out)) plain.logSoftmax(x, out);
    },
  };
}

function allFloat32(...tensors: readonly Tensor[]): boolean {
  return tensors.every(({ elementType }) => elementType === 'float32');
}

/** Calls `each` with the byte offset and the length of every chunk of a tensor. */
function inChunks(length: number, each: (offset: number, count: number) => void): void {
  for (let first = 0; first < length; first += chunk) each(4 * first, Math.min(chunk, length - first));
}

function mapped(storage: Storage, f: Elementwise, x: Tensor, out: Tensor): boolean {
  const name = activationFunctions[f.name];
  if (name === undefined || !allFloat32(x, out)) return false;
  const [first = 0, second = 0] = f.parameters;
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [from = 0], out: into }) =>
    inChunks(x.data.length, (offset, count) =>
      functions[name](from + offset, into + offset, count, first, second),
    ),
  );
}

function mappedGradient(storage: Storage, f: Elementwise, dy: Tensor, x: Tensor, out: Tensor): boolean {
  const name = activationFunctions[f.name];
  if (name === undefined || !allFloat32(dy, x, out)) return false;
  const [first = 0, second = 0] = f.parameters;
  return storage.run([dy, x], out, 0, ({ arena: { functions }, inputs: [given = 0, from = 0], out: into }) =>
    inChunks(x.data.length, (offset, count) =>
      functions[`${name}Gradient`](given + offset, from + offset, into + offset, count, first, second),
    ),
  );
}

function scaled(storage: Storage, x: Tensor, scale: number, shift: number, out: Tensor): boolean {
  if (!allFloat32(x, out)) return false;
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [from = 0], out: into }) =>
    inChunks(x.data.length, (offset, count) =>
      functions.affine(from + offset, into + offset, count, scale, shift),
    ),
  );
}

function paired(storage: Storage, name: PairwiseName, a: Tensor, b: Tensor, out: Tensor): boolean {
  if (!allFloat32(a, b, out)) return false;
  const strides = [
    broadcastStrides(a.shape, out.shape),
    broadcastStrides(b.shape, out.shape),
    broadcastStrides(out.shape, out.shape),
  ] as const;
  return storage.run([a, b], out, 0, ({ arena: { functions }, inputs: [left = 0, right = 0], out: into }) =>
    walkRows(out.shape, strides, (starts, rowSteps, steps, rows, count) =>
      functions[name](
        left + 4 * starts[0],
        4 * steps[0],
        4 * rowSteps[0],
        right + 4 * starts[1],
        4 * steps[1],
        4 * rowSteps[1],
        into + 4 * starts[2],
        4 * steps[2],
        4 * rowSteps[2],
        count,
        rows,
      ),
    ),
  );
}

/** Every number of the result is gathered in float64. */
function reduced(storage: Storage, name: 'sum' | 'maximum', x: Tensor, out: Tensor): boolean {
  if (!allFloat32(x, out)) return false;
  const strides = [broadcastStrides(x.shape, x.shape), broadcastStrides(out.shape, x.shape)] as const;
  const count = out.data.length;
  return storage.run([x], out, 8 * count, ({ arena: { functions }, inputs: [from = 0], out: into, work }) => {
    functions.fillDoubles(name === 'sum' ? 0 : -Infinity, work, count);
    const accumulate = name === 'sum' ? functions.accumulateSum : functions.accumulateMaximum;
    walkRows(x.shape, strides, (starts, rowSteps, steps, rows, columns) =>
      accumulate(
        from + 4 * starts[0],
        4 * steps[0],
        4 * rowSteps[0],
        work + 8 * starts[1],
        8 * steps[1],
        8 * rowSteps[1],
        columns,
        rows,
      ),
    );
    functions.roundDoubles(work, into, count);
  });
}

function copied(
  storage: Storage,
  shape: Tensor['shape'],
  x: Tensor,
  from: { readonly start: number; readonly strides: readonly number[] },
  out: Tensor,
  into: { readonly start: number; readonly strides: readonly number[] },
): boolean {
  if (x.data.BYTES_PER_ELEMENT !== 4 || out.elementType !== x.elementType) return false;
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [source = 0], out: target }) =>
    walkRuns(shape, [from.strides, into.strides] as const, ([i, o], [di, d], length) =>
      functions.move(source + 4 * (from.start + i), 4 * di, target + 4 * (into.start + o), 4 * d, length),
    ),
  );
}

function rowsDone(storage: Storage, name: 'softmax' | 'logSoftmax', x: Tensor, out: Tensor): boolean {
  const columns = x.shape.at(-1) ?? 1;
  if (columns === 0 || !allFloat32(x, out)) return columns === 0;
  return storage.run([x], out, 8 * columns, ({ arena: { functions }, inputs: [from = 0], out: into, work }) =>
    functions[name](from, into, x.data.length / columns, columns, work),
  );
}

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

function multiplied(
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
      multiplyAll(functions, product, { left, right, into, work }),
  );
}

function multiplyAll(
  functions: WasmFunctions,
  { rows, columns, inner, batches, aSteps, bSteps, bBatch }: Product,
  { left, right, into, work }: Readonly<Record<'left' | 'right' | 'into' | 'work', number>>,
): void {
  for (let batch = 0; batch < batches; batch += 1) {
    functions.matrixProduct(
      left + 4 * batch * rows * inner,
      4 * aSteps[0],
      4 * aSteps[1],
      right + 4 * batch * bBatch,
      4 * bSteps[0],
      4 * bSteps[1],
      into + 4 * batch * rows * columns,
      rows,
      columns,
      inner,
      work,
    );
  }
}
