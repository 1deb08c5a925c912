/** Stacked and bidirectional recurrent layers of network files against PyTorch's modules: the loss and every parameter's gradient. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { initialParameters } from '../../src/engine/parameters';
import { drawProbe } from '../../src/engine/probe';
import { runNetwork } from '../../src/engine/trace';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf } from '../../src/tensor/tensor';
import { readNetworkFile } from '../readers/check';
import { kernelsOf, variants } from '../tensor/wasmModules';
import { toTensor, type GoldenTensor } from './read';

interface Case {
  readonly text: string;
  readonly input: GoldenTensor;
  readonly loss: number;
  readonly parameters: Readonly<Record<string, GoldenTensor>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

const { cases } = JSON.parse(readFileSync(path.join(__dirname, 'recurrent-networks.json'), 'utf8')) as {
  readonly cases: readonly Case[];
}; // written by recurrent_networks.py, whose format is this type

function check(kernels: Kernels, golden: Case, tolerance: number): void {
  const { networks, problems } = readNetworkFile(golden.text);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  const parameters = initialParameters(network, 1, kernels);
  assert.deepEqual([...parameters.keys()].sort(), Object.keys(golden.parameters).sort());
  for (const [name, value] of Object.entries(golden.parameters)) {
    const tensor = parameters.get(name);
    assert.deepEqual(tensor?.shape, value.shape, name);
    tensor.data.set(toTensor(value).data);
  }
  const { shape, data } = toTensor(golden.input);
  const probe = { ...drawProbe(network, 2, 1, kernels), inputs: [tensorOf(kernels.floatType, shape, data)] };
  const options = { kernels, seed: 1, training: true, checkpoint: () => undefined };
  const trace = runNetwork(network, parameters, probe, options);
  assert.ok(Math.abs((trace.loss ?? NaN) / golden.loss - 1) < tolerance, `loss ${trace.loss}`);
  for (const [name, theirs] of Object.entries(golden.gradients)) {
    const ours = trace.parameterGradients.get(name)?.data ?? [];
    assert.equal(ours.length, theirs.length, name);
    const difference = theirs.map((value, index) => (ours[index] ?? NaN) - value);
    const error = Math.hypot(...difference) / Math.hypot(...theirs);
    assert.ok(error < tolerance, `${name}: ${error}`);
  }
}

describe('recurrent networks', () => {
  for (const golden of cases) {
    const title = golden.text.split('\n')[2]?.trim() ?? '';
    it(`${title}, float64 loops`, () => check(referenceKernels('float64'), golden, 1e-12));
    for (const variant of variants) {
      it(`${title}, ${variant} kernels`, async () => check(await kernelsOf(variant), golden, 1e-5));
    }
  }
});
