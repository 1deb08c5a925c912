/** The embedded kernels in bundles as esbuild.js makes them, for Node and for a browser's worker. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import type { Kernels } from '../../src/tensor/kernels';
import { tensorOf } from '../../src/tensor/tensor';
import { embedKernels } from '../../src/tensor/wasm/compile.cjs';
import { variants } from './wasmModules';

async function bundled(platform: 'node' | 'browser'): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { embeddedKernels } from './embedded'",
      resolveDir: resolve('src/tensor/wasm'),
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundle',
    platform,
    target: 'es2022',
    plugins: [embedKernels()],
  });
  return outputFiles[0]?.text ?? '';
}

describe('embedded WASM kernels', () => {
  for (const platform of ['node', 'browser'] as const) {
    it(`run in a bundle for ${platform}`, async function () {
      this.timeout(120_000);
      if (variants.length === 0) this.skip();
      // A browser's worker has WebAssembly, atob and typed arrays, and neither Buffer nor require.
      const globals = platform === 'node' ? { Buffer, Uint8Array, ArrayBuffer } : {};
      const context = createContext({ WebAssembly, atob, ...globals });
      const made: unknown = runInContext(`${await bundled(platform)}; bundle.embeddedKernels()`, context);
      const kernels = made as Kernels; // what the bundle's only export returns
      assert.match(kernels.variant, /^WASM (relaxed )?SIMD float32$/);
      const x = tensorOf('float32', [2, 2], [1, 2, 3, 4]);
      const out = kernels.allocate([2, 2]);
      kernels.matrixProduct(x, x, out);
      assert.deepEqual([...out.data], [7, 10, 15, 22]);
    });
  }
});
