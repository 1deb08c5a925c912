/** The WASM kernels of every variant that this machine runs, compiled for the tests, with what they all compare by. */
import assert from 'node:assert/strict';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels, type WasmKernels } from '../../src/tensor/wasm/kernels';
import { supports, type WasmVariant } from '../../src/tensor/wasm/module';
import type { Kernels } from '../../src/tensor/kernels';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, tensorOf, type Shape, type Tensor } from '../../src/tensor/tensor';

/** The variants under test. Node 20 runs `simd` only; the benchmark's Node 24 both. */
export const variants = (['simd', 'relaxed'] as const).filter(supports);

/** Fresh kernels of a variant. */
export async function kernelsOf(variant: WasmVariant): Promise<WasmKernels> {
  return wasmKernels(compileModule(variant, await compileKernels(variant)));
}

/** Seeded standard normal numbers in float32, outside every arena. */
export function randomTensor(shape: Shape, stream: number): Tensor {
  const numbers = randomStream(20260722, stream);
  const values = Array.from({ length: sizeOf(shape) }, (_, position) => numbers.normal(position));
  return tensorOf('float32', shape, values);
}

/** A copy that the kernels allocated, so that it lies in their arena. */
export function inside(kernels: Kernels, tensor: Tensor): Tensor {
  const copy = kernels.allocate(tensor.shape, tensor.elementType);
  copy.data.set(tensor.data);
  return copy;
}

/** The same numbers in float64. */
export function widened({ shape, data }: Tensor): Tensor {
  return tensorOf('float64', shape, data);
}

/** Asserts equality to the bit, but for the payload of NaN and the sign of zero. */
export function assertEqual(actual: Tensor, expected: Tensor, message?: string): void {
  assert.equal(actual.data.length, expected.data.length);
  for (let place = 0; place < expected.data.length; place += 1) {
    const [ours, theirs] = [actual.data[place] ?? NaN, expected.data[place] ?? NaN];
    if (ours !== theirs && !(Number.isNaN(ours) && Number.isNaN(theirs))) {
      assert.fail(`${message ?? ''} element ${String(place)}: ${String(ours)}, not ${String(theirs)}`);
    }
  }
}

/** Distance in units of the last place of float32 at `expected`; 0 for equal numbers, infinities and NaN alike. */
export function unitsApart(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) {
    // The largest float32 and infinity are neighbours.
    return Number.isNaN(actual) || Number.isNaN(expected) ? Infinity : 2;
  }
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(expected))), -126);
  return Math.abs(actual - expected) / 2 ** (exponent - 23);
}
