/** Types of compile.cjs. */
import type { Plugin } from 'esbuild';

/** The WebAssembly module of a variant; kept in node_modules/.cache until a source changes. */
export function compileKernels(variant: 'simd' | 'relaxed'): Promise<Uint8Array<ArrayBuffer>>;

/** A plugin of esbuild that answers imports of `kernels.simd.wasm` and `kernels.relaxed.wasm` with their bytes. */
export function embedKernels(): Plugin;
