/** Whole networks as users write them, read, run and reported by us, against PyTorch's loss, gradients and deltas (test/goldens). */
import { strict as assert } from 'node:assert';
import { measuresOf } from '../../src/analysis/measures';
import { layerReports } from '../../src/analysis/layers';
import { rowsOf } from '../../src/analysis/rows';
import { rootMeanSquare } from '../../src/analysis/statistics';
import { parametersOf } from '../../src/engine/parameters';
import { gradientOf, runNetwork, type Trace } from '../../src/engine/trace';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, type FloatType, type Tensor } from '../../src/tensor/tensor';
import { inputOf, readNetwork, toTensor, type networkNames, type NetworkGolden } from '../goldens/read';

/** The network files that spell the golden networks. */
const sources = {
  'digits-sigmoid': `input: [64]
layers: [{ linear: 32 }, sigmoid, { linear: 10 }]
loss: cross-entropy
`,
  'relu-mse': `input: [10]
layers: [{ linear: 32 }, relu, { linear: 32 }, relu, { linear: 3 }]
loss: mse
`,
  'deep-sigmoid': `input: [32]
layers:
  - repeat: 20
    layers: [{ linear: 32 }, sigmoid]
  - linear: 1
loss: bce-logits
`,
  'residual-tanh': `input: [12]
layers:
  - linear: 24
  - { tanh: null, id: in1 }
  - linear: 24
  - relu
  - { add: in1, id: in2 }
  - linear: 24
  - relu
  - { add: in2, id: in3 }
  - linear: 24
  - relu
  - { add: in3, id: in4 }
  - linear: 24
  - relu
  - add: in4
  - tanh
  - linear: 5
loss: cross-entropy
`,
  'mixture-huber': `input: [8]
layers:
  - linear: 20
  - { prelu: 0.25, slopes: 20 }
  - linear: 20
  - gelu
  - linear: 20
  - prelu
  - linear: 20
  - softplus
  - linear: 4
loss: huber
`,
} as const satisfies Record<(typeof networkNames)[number], string>;

/** Largest relative L2 error of a parameter's gradient (the limits, float32 and float64). */
const tolerances = { float32: 1e-5, float64: 1e-12 } as const;

function networkOf(text: string): Network {
  const { networks, problems } = readSource({ path: 'golden.network.yaml', text }, new Map(), noOverrides);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

/** Our run with the golden's parameters and batch. */
function traceOf(network: Network, golden: NetworkGolden, floatType: FloatType): Trace {
  const cast = ({ shape, data }: Tensor): Tensor => tensorOf(floatType, shape, data);
  const target = toTensor(golden.target);
  const parameters = new Map(
    Object.entries(golden.parameters).map(([name, { shape, values }]) => [
      name,
      cast(toTensor({ elementType: 'float64', shape, values })),
    ]),
  );
  assert.deepEqual(
    parametersOf(network).map(({ name, shape }) => [name, shape]),
    [...parameters].map(([name, { shape }]) => [name, shape]),
  );
  return runNetwork(
    network,
    parameters,
    {
      batch: inputOf(golden).shape[0] ?? 0,
      inputs: [cast(inputOf(golden))],
      target: target.elementType === 'int32' ? target : cast(target),
    },
    { kernels: referenceKernels(floatType), seed: 1, training: true, checkpoint: () => undefined },
  );
}

function relativeError(ours: Tensor | null | undefined, theirs: readonly number[]): number {
  assert.equal(ours?.data.length, theirs.length);
  return (
    Math.hypot(...theirs.map((value, index) => (ours.data[index] ?? NaN) - value)) / Math.hypot(...theirs)
  );
}

describe('whole networks against PyTorch', () => {
  for (const name of Object.keys(sources) as (keyof typeof sources)[]) {
    // the keys of a constant object are exactly its names
    for (const floatType of ['float64', 'float32'] as const) {
      const tolerance = tolerances[floatType];
      const golden = readNetwork(name);

      it(`${name}: loss and every parameter's gradient to ${tolerance} in ${floatType}`, () => {
        const trace = traceOf(networkOf(sources[name]), golden, floatType);
        assert.ok(Math.abs((trace.loss ?? NaN) - golden.loss) <= tolerance * Math.abs(golden.loss));
        for (const [parameter, theirs] of Object.entries(golden.gradients)) {
          const error = relativeError(trace.parameterGradients.get(parameter), theirs);
          assert.ok(error <= tolerance, `${parameter}: ${error}`);
        }
      });
    }

    it(`${name}: delta of every layer is the RMS that PyTorch has`, () => {
      const golden = readNetwork(name);
      const network = networkOf(sources[name]);
      const trace = traceOf(network, golden, 'float64');
      const rows = rowsOf(network);
      const reports = layerReports(network, rows, measuresOf(trace, rows));
      const linears = golden.nodes.filter(({ op }) => op === 'linear');
      const weighted = reports.filter(({ kind }) => kind === 'linear');
      assert.equal(weighted.length, linears.length);
      linears.forEach((node, index) => {
        const theirs = golden.rootMeanSquareGradients[node.name] ?? NaN;
        assert.ok(Math.abs((weighted[index]?.delta ?? NaN) / theirs - 1) <= 1e-12, node.name);
      });
      // The gradient of what the layer hands on, where only one path leads there, is the golden's too.
      const last = rows.at(-1);
      const own = last && gradientOf(trace, last.before);
      const delta = reports.at(-1)?.delta ?? NaN;
      // Measured sample by sample, so that the last digit may differ.
      assert.ok(own && Math.abs(rootMeanSquare(own) / delta - 1) <= 1e-14, `${delta}`);
    });
  }
});
