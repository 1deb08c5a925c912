/**
 * The fast kernels with their module embedded: esbuild answers the imports (compile.cjs), so that only files that are always bundled
 * may import this one.
 */
import type { Kernels } from '../kernels';
import { compileModule, wasmKernels } from './kernels';
import relaxed from './kernels.relaxed.wasm';
import simd from './kernels.simd.wasm';
import { bestVariant } from './module';

/** Kernels of the fastest variant that this engine runs, with storage of their own, or null where it has no vectors. */
export function embeddedKernels(): Kernels | null {
  const variant = bestVariant();
  return variant && wasmKernels(compileModule(variant, { simd, relaxed }[variant]));
}
