/**
 * Measures our own engine, in a process of its own: `engine.ts reference|simd|relaxed SECONDS` reads nothing and prints one JSON line
 * per workload.
 */
import assert from 'node:assert/strict';
import { initialParameters } from '../../src/engine/parameters';
import { planFor } from '../../src/engine/plan';
import { drawProbe } from '../../src/engine/probe';
import { runNetwork } from '../../src/engine/trace';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { createArena } from '../../src/tensor/wasm/arena';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../src/tensor/wasm/kernels';
import type { WasmVariant } from '../../src/tensor/wasm/module';
import type { Measurement } from './measurement';
import { sourceOf, workloads, type NetworkWorkload, type ProductWorkload } from './workloads';

const fewest = 5;
const most = 2000;

function productRun(kernels: Kernels, { size }: ProductWorkload): () => void {
  const [a, b, out] = [0, 1, 2].map(() => kernels.allocate([size, size]));
  assert.ok(a && b && out);
  for (const { data } of [a, b]) data.forEach((_, index) => (data[index] = Math.sin(index)));
  return () => kernels.matrixProduct(a, b, out);
}

/** One pass through the real engine: what a save costs between reading the source and looking at the numbers. */
function networkRun(kernels: Kernels, workload: NetworkWorkload): () => void {
  const { networks } = readSource(
    { path: 'bench.network.yaml', text: sourceOf(workload) },
    new Map(),
    noOverrides,
  );
  const [network] = networks;
  assert.ok(network);
  const parameters = initialParameters(network, 1, kernels);
  const probe = drawProbe(network, workload.batch, 1, kernels);
  const { bytes } = planFor(network, workload.batch, kernels.floatType);
  const options = { kernels, seed: 1, training: true, checkpoint: () => undefined };
  return () =>
    kernels.temporarily(() => {
      kernels.reserve(bytes);
      const { loss } = runNetwork(network, parameters, probe, options);
      assert.ok(loss !== null && loss > 0);
    });
}

/** Milliseconds of every run in about the given time, after as many again to warm up. */
function measure(run: () => void, seconds: number): number[] {
  let samples: number[] = [];
  for (const share of [0.3, 1]) {
    samples = [];
    const until = performance.now() + share * seconds * 1000;
    while (samples.length < fewest || (performance.now() < until && samples.length < most)) {
      const started = performance.now();
      run();
      samples.push(performance.now() - started);
    }
  }
  return samples;
}

/** The engine's peak: the tile alone, over panels that stay in the first cache. */
async function peak(variant: WasmVariant, seconds: number): Promise<Measurement> {
  const { module } = compileModule(variant, await compileKernels(variant));
  const arena = createArena(module, 0);
  assert.ok(arena);
  const { functions, work } = arena;
  const inner = 256;
  const rounds = 100;
  const milliseconds = measure(() => {
    for (let round = 0; round < rounds; round += 1) {
      functions.multiplyTile(work, work + 24 * inner, inner, work + 56 * inner, 32, false);
    }
  }, seconds);
  return { workload: 'tile', work: rounds * 2 * 48 * inner, milliseconds };
}

async function main(): Promise<void> {
  const [variant = 'reference', seconds = '0.5'] = process.argv.slice(2);
  const print = (measurement: Measurement): void => console.log(JSON.stringify(measurement));
  const fast = variant === 'simd' || variant === 'relaxed';
  const kernels = fast
    ? wasmKernels(compileModule(variant, await compileKernels(variant)))
    : referenceKernels('float32');
  if (fast) print(await peak(variant, Number(seconds)));
  for (const workload of workloads) {
    const run = workload.kind === 'product' ? productRun(kernels, workload) : networkRun(kernels, workload);
    print({ workload: workload.name, milliseconds: measure(run, Number(seconds)) });
  }
}

void main();
