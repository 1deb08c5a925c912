/**
 * The fast kernels with their module embedded: esbuild answers the imports (compile.cjs), so that only files that are always bundled
 * may import this one.
 */
import type { Kernels } from '../kernels';
import { unhurried, type Pace } from '../pace';
import { referenceKernels } from '../reference';
import { compileModule, wasmKernels, type WasmModule } from './kernels';
import relaxed from './kernels.relaxed.wasm';
import simd from './kernels.simd.wasm';
import { bestVariant } from './module';

/** The kernels of one run: the fastest that this engine has, with storage of their own. */
export function runKernels(pace: Pace = unhurried): Kernels {
  return embeddedKernels(pace) ?? referenceKernels('float32', pace);
}

/** Kernels of the fastest variant that this engine runs, with storage of their own, or null where it has no vectors. */
export function embeddedKernels(pace: Pace = unhurried): Kernels | null {
  compiled ??= bestModule();
  return compiled && wasmKernels(compiled, pace);
}

/** The module is a constant of the engine it runs in; it is compiled once, on first need, since that takes milliseconds. */
let compiled: WasmModule | null | undefined;

function bestModule(): WasmModule | null {
  const variant = bestVariant();
  return variant && compileModule(variant, { simd, relaxed }[variant]());
}
