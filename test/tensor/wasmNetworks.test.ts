/** Whole networks run by the engine with the WASM kernels, against PyTorch's float64 goldens; the same bits however they are run. */
import assert from 'node:assert/strict';
import { planFor } from '../../src/engine/plan';
import { runNetwork, type Trace } from '../../src/engine/trace';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import type { Kernels } from '../../src/tensor/kernels';
import { tensorOf, type Tensor } from '../../src/tensor/tensor';
import { inputOf, readNetwork, toTensor, type networkNames, type NetworkGolden } from '../goldens/read';
import { inside, kernelsOf, variants } from './wasmModules';

const residual = [2, 3, 4].map((next) => `{ linear: 24 }, relu, { add: in${next - 1}, id: in${next} }`);

/** The golden networks as network files. */
const sources = {
  'digits-sigmoid': 'input: [64]\nlayers: [{ linear: 32 }, sigmoid, { linear: 10 }]\nloss: cross-entropy',
  'relu-mse': 'input: [10]\nlayers: [{ linear: 32 }, relu, { linear: 32 }, relu, { linear: 3 }]\nloss: mse',
  'deep-sigmoid':
    'input: [32]\nlayers: [{ repeat: 20, layers: [{ linear: 32 }, sigmoid] }, { linear: 1 }]\nloss: bce-logits',
  'residual-tanh': `input: [12]
layers: [{ linear: 24 }, { tanh: null, id: in1 }, ${residual.join(', ')},
  { linear: 24 }, relu, { add: in4 }, tanh, { linear: 5 }]
loss: cross-entropy`,
  'mixture-huber': `input: [8]
layers: [{ linear: 20 }, { prelu: 0.25, slopes: 20 }, { linear: 20 }, gelu, { linear: 20 }, prelu,
  { linear: 20 }, softplus, { linear: 4 }]
loss: huber`,
} as const satisfies Record<(typeof networkNames)[number], string>;

/** Largest relative L2 error of a parameter's gradient, as for the reference in float32. */
const tolerance = 1e-5;

function networkOf(text: string): Network {
  const { networks, problems } = readSource({ path: 'golden.network.yaml', text }, new Map(), noOverrides);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

/** A run with the golden's parameters and batch; `place` puts each of them where it shall lie. */
function run(
  network: Network,
  golden: NetworkGolden,
  kernels: Kernels,
  place: (tensor: Tensor) => Tensor = (tensor) => tensor,
): Trace {
  const cast = ({ shape, data }: Tensor): Tensor => place(tensorOf('float32', shape, data));
  const target = toTensor(golden.target);
  const parameters = Object.entries(golden.parameters).map(
    ([name, { shape, values }]) => [name, cast(toTensor({ elementType: 'float64', shape, values }))] as const,
  );
  return runNetwork(
    network,
    new Map(parameters),
    {
      batch: inputOf(golden).shape[0] ?? 0,
      inputs: [cast(inputOf(golden))],
      target: target.elementType === 'int32' ? target : cast(target),
    },
    { kernels, seed: 1, training: true, checkpoint: () => undefined },
  );
}

function relativeError(ours: Tensor | null | undefined, theirs: readonly number[]): number {
  assert.equal(ours?.data.length, theirs.length);
  const difference = theirs.map((value, index) => (ours.data[index] ?? NaN) - value);
  return Math.hypot(...difference) / Math.hypot(...theirs);
}

/** All that a trace says in numbers, as plain arrays. */
function numbersOf({ loss, values, gradients }: Trace): unknown {
  const plain = (tensors: readonly (Tensor | null)[]): unknown =>
    tensors.map((tensor) => tensor && [...tensor.data]);
  return [loss, values.map(plain), gradients.map(plain)];
}

for (const variant of variants) {
  describe(`whole networks with WASM kernels, ${variant}`, () => {
    let kernels: Kernels;
    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const name of Object.keys(sources) as (keyof typeof sources)[]) {
      // the keys of a constant object are exactly its names
      const golden = readNetwork(name);

      it(`${name}: loss and every parameter's gradient to ${tolerance}`, () => {
        const trace = run(networkOf(sources[name]), golden, kernels);
        assert.ok(Math.abs((trace.loss ?? NaN) - golden.loss) <= tolerance * Math.abs(golden.loss));
        for (const [parameter, theirs] of Object.entries(golden.gradients)) {
          const error = relativeError(trace.parameterGradients.get(parameter), theirs);
          assert.ok(error <= tolerance, `${parameter}: ${error}`);
        }
      });

      it(`${name}: the same bits in fresh arenas, in reserved ones, in used ones, and with parameters inside`, async () => {
        const network = networkOf(sources[name]);
        const expected = numbersOf(run(network, golden, await kernelsOf(variant)));
        kernels.reserve(planFor(network, inputOf(golden).shape[0] ?? 1, 'float32').bytes);
        assert.deepEqual(numbersOf(run(network, golden, kernels)), expected);
        for (let round = 0; round < 2; round += 1) {
          const again = kernels.temporarily(() =>
            numbersOf(run(network, golden, kernels, (tensor) => inside(kernels, tensor))),
          );
          assert.deepEqual(again, expected);
        }
      });
    }
  });
}
