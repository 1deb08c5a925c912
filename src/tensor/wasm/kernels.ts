/** The WASM kernels: the contract over float32 vectors; what they do not know, the reference loops do. */
import type { Kernels } from '../kernels';
import { unhurried, type Pace } from '../pace';
import { referenceKernels } from '../reference';
import { zeros } from '../tensor';
import { attentionWasm } from './attention';
import { copied, paired, reduced, rowsDone } from './axes';
import { convolutionKernels } from './convolution';
import { drawWasm } from './draws';
import { mapped, mappedGradient, scaled } from './elementwise';
import type { WasmVariant } from './module';
import { normalisationWasm } from './normalisation';
import { poolingWasm } from './pooling';
import { multiplied } from './products';
import { recurrentWasm } from './recurrent';
import { createStorage, type Storage } from './storage';
import { summaryWasm } from './summary';

/** A compiled module of a variant. */
export interface WasmModule {
  readonly variant: WasmVariant;
  readonly module: WebAssembly.Module;
}

/** Compiles a variant's bytes. @throws WebAssembly.CompileError where the engine does not know the variant (see bestVariant) */
export function compileModule(variant: WasmVariant, bytes: Uint8Array<ArrayBuffer>): WasmModule {
  return { variant, module: new WebAssembly.Module(bytes) };
}

/** Kernels that know what their storage holds. */
export type WasmKernels = Kernels & Pick<Storage, 'usage'>;

/** Kernels with storage of their own. They may be used for any number of runs, in turns; `pace` hears of all work, and may end it. */
export function wasmKernels({ variant, module }: WasmModule, pace: Pace = unhurried): WasmKernels {
  const storage = createStorage(module, pace);
  // For other element types, for functions that the module does not know, and where memory is refused.
  const plain = referenceKernels('float32', pace);
  return {
    ...attentionWasm(storage),
    ...convolutionKernels(storage, plain),
    ...drawWasm(storage),
    ...normalisationWasm(storage),
    ...poolingWasm(storage),
    ...recurrentWasm(storage),
    ...summaryWasm(storage),
    variant: `WASM ${variant === 'relaxed' ? 'relaxed SIMD' : 'SIMD'} float32`,
    floatType: 'float32',
    pace,
    allocate: (shape, elementType = 'float32') =>
      (elementType === 'float32' ? storage.allocate(shape) : null) ?? zeros(elementType, shape),
    reserve: (bytes) => storage.reserve(bytes),
    temporarily: (work) => storage.temporarily(work),
    recorded: (work) => storage.recorded(work),
    storageOf: (tensor) => storage.storageOf(tensor),
    release: (key) => storage.release(key),
    usage: () => storage.usage(),
    fill: (value, out) => plain.fill(value, out),
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
