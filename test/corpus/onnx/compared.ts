/** One exported model as our reader and engine see it: counts, grey nodes, the loss and the norm of its gradient. */
import { readFileSync } from 'node:fs';
import { initialParameters } from '../../../src/engine/parameters';
import { inputsOf, type Probe } from '../../../src/engine/probe';
import { runNetwork } from '../../../src/engine/trace';
import type { Network } from '../../../src/graph/network';
import { filled, type Fill } from '../../../src/inspect/fill';
import { readSource } from '../../../src/readers/table';
import { compileKernels } from '../../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../../src/tensor/wasm/kernels';
import { bestVariant } from '../../../src/tensor/wasm/module';
import { referenceKernels } from '../../../src/tensor/reference';
import type { Kernels } from '../../../src/tensor/kernels';
import { tensorOf, type Tensor } from '../../../src/tensor/tensor';

/** An export, and the formula that its weights and its input are filled by. */
export interface Comparing {
  readonly file: string;
  readonly fill: Fill;
  readonly training: boolean;
  /** Samples of the probe. */
  readonly batch: number;
}

/** What came of it; numbers are null where nothing was computed. */
export interface Compared {
  /** Numbers that a gradient reaches. */
  readonly parameters: number | null;
  readonly loss: number | null;
  readonly norm: number | null;
  readonly grey: number;
  readonly layers: readonly string[];
  readonly problems: readonly string[];
  /** Seconds. */
  readonly reading: number;
  readonly engine: number;
}

/** Reads an export, and computes its loss and gradients with the weights that stand in it. */
export async function compared({ file, fill, training, batch }: Comparing): Promise<Compared> {
  const bytes = new Uint8Array(readFileSync(file));
  const kernels = await fastKernels();
  const start = performance.now();
  const overrides = { sampleShape: null, loss: 'output-energy' };
  const { networks, problems } = readSource({ path: 'model.onnx', text: '', bytes }, new Map(), overrides);
  const read = performance.now();
  const [network] = networks;
  const said = problems.map(({ message }) => message);
  const grey = network?.nodes.filter(({ kind }) => kind === 'opaque').length ?? 0;
  const nothing = { parameters: null, loss: null, norm: null, grey, problems: said, engine: 0 };
  const reading = (read - start) / 1000;
  const layers = network?.layers.map(({ name }) => name) ?? [];
  if (!network?.loss) return { ...nothing, layers, reading };
  const samples = network.fixedBatch ?? batch;
  const probe = probeOf(network, fill, samples);
  const parameters = initialParameters(network, 0, kernels);
  const options = { kernels, seed: 0, training, checkpoint: () => undefined };
  const trace = runNetwork(network, parameters, probe, options);
  let [squares, count] = [0, 0];
  for (const gradient of trace.parameterGradients.values()) {
    if (!gradient) continue;
    count += gradient.data.length;
    for (const value of gradient.data) squares += value * value;
  }
  const engine = (performance.now() - read) / 1000;
  const loss = trace.loss ?? null;
  return { parameters: count, loss, norm: Math.sqrt(squares), grey, layers, problems: said, reading, engine };
}

/** The input by its formula; weights stay as they stand in the file. */
function probeOf(network: Network, fill: Fill, batch: number): Probe {
  const { dataset } = filled(network, fill, batch);
  const numbers = dataset ? [dataset.inputs, ...(dataset.otherInputs ?? [])] : [];
  const inputs = inputsOf(network).map((input, place): Tensor => {
    const shape = input.whole === true ? input.sampleShape : [batch, ...input.sampleShape];
    return tensorOf(input.indexCount > 0 ? 'int32' : 'float32', shape, Array.from(numbers[place] ?? []));
  });
  return { batch, inputs, target: null };
}

async function fastKernels(): Promise<Kernels> {
  const variant = bestVariant();
  if (!variant) return referenceKernels('float32');
  compiled ??= compileModule(variant, await compileKernels(variant));
  return wasmKernels(compiled);
}

let compiled: ReturnType<typeof compileModule> | undefined;
