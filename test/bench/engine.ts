/** Measures our own engine in a process of its own: `engine.ts reference|simd|relaxed` reads one workload from standard input and prints one line. */
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { initialParameters } from '../../src/engine/parameters';
import { planFor } from '../../src/engine/plan';
import { drawProbe } from '../../src/engine/probe';
import { runNetwork } from '../../src/engine/trace';
import { batchesOf, trainingSamples } from '../../src/engine/training/samples';
import { trainerOf } from '../../src/engine/training/trainer';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { createArena } from '../../src/tensor/wasm/arena';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../src/tensor/wasm/kernels';
import type { WasmVariant } from '../../src/tensor/wasm/module';
import { measure } from './measure.cjs';
import {
  sourceOf,
  type NetworkWorkload,
  type ProductWorkload,
  type TrainingWorkload,
  type Workload,
} from './workloads';

/** A workload of ours, ready to run. */
interface Prepared {
  readonly run: () => void;
  readonly work: number;
}

/** What main.ts writes to standard input; `tile` asks for the engine's peak. */
interface Request {
  readonly seconds: number;
  readonly workload: Workload | { readonly kind: 'tile' };
}

function productRun(kernels: Kernels, { size }: ProductWorkload): Prepared {
  const [a, b, out] = [0, 1, 2].map(() => kernels.allocate([size, size]));
  assert.ok(a && b && out);
  for (const { data } of [a, b]) data.forEach((_, index) => (data[index] = Math.sin(index)));
  return { run: () => kernels.matrixProduct(a, b, out), work: 2 * size ** 3 };
}

/** The only network of a workload. */
function networkOf(workload: NetworkWorkload | TrainingWorkload): Network {
  const { networks, problems } = readSource(
    { path: 'bench.network.yaml', text: sourceOf(workload) },
    new Map(),
    noOverrides,
  );
  const [network] = networks;
  assert.deepEqual(problems, []);
  assert.ok(network);
  return network;
}

/** One step of the engine's trainer, as a training makes it between two steps that are recorded. */
function trainingRun(kernels: Kernels, workload: TrainingWorkload): Prepared {
  const network = networkOf(workload);
  const { training } = network;
  assert.ok(training);
  const { bytes, work } = planFor(network, workload.batch, kernels.floatType);
  kernels.reserve(bytes);
  const samples = trainingSamples(network, workload.samples, kernels);
  const batches = batchesOf(samples.training, workload.batch, network.seed);
  const steps = Infinity;
  const options = { network, training, steps, samples, batches, kernels, checkpoint: () => undefined };
  const trainer = trainerOf(options);
  return { run: () => assert.ok(trainer.step().finite), work };
}

/** One pass through the real engine: what a save costs between reading the source and looking at the numbers. */
function networkRun(kernels: Kernels, workload: NetworkWorkload): Prepared {
  const network = networkOf(workload);
  const parameters = initialParameters(network, 1, kernels);
  const probe = drawProbe(network, workload.batch, 1, kernels);
  const { bytes, work } = planFor(network, workload.batch, kernels.floatType);
  const options = { kernels, seed: 1, training: true, checkpoint: () => undefined };
  const run = (): void =>
    kernels.temporarily(() => {
      kernels.reserve(bytes);
      const { loss } = runNetwork(network, parameters, probe, options);
      assert.ok(loss !== null && loss > 0);
    });
  return { run, work };
}

/** The engine's peak: the tile alone, over panels that stay in the first cache. */
function tileRun(variant: WasmVariant, bytes: Uint8Array<ArrayBuffer>): Prepared {
  const { module } = compileModule(variant, bytes);
  const arena = createArena(module, 0);
  assert.ok(arena);
  const { functions, work } = arena;
  const inner = 256;
  const rounds = 100;
  const run = (): void => {
    for (let round = 0; round < rounds; round += 1) {
      functions.multiplyTile(work, work + 24 * inner, inner, work + 56 * inner, 32, false);
    }
  };
  return { run, work: rounds * 2 * 48 * inner };
}

async function main(): Promise<void> {
  const [variant = 'reference'] = process.argv.slice(2);
  const { seconds, workload } = JSON.parse(await text(process.stdin)) as Request; // written by main.ts
  const fast = variant === 'simd' || variant === 'relaxed';
  const bytes = fast ? await compileKernels(variant) : null;
  const kernels = fast && bytes ? wasmKernels(compileModule(variant, bytes)) : referenceKernels('float32');
  const prepared = (): Prepared => {
    if (workload.kind === 'product') return productRun(kernels, workload);
    if (workload.kind === 'network') return networkRun(kernels, workload);
    if (workload.kind === 'training') return trainingRun(kernels, workload);
    if (workload.kind === 'tile' && fast && bytes) return tileRun(variant, bytes);
    throw new Error(`Error: ${variant} does not run ${workload.kind}`);
  };
  const { run, work } = prepared();
  console.log(JSON.stringify({ ...(await measure(run, seconds)), work }));
}

void main();
