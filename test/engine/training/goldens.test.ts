/** Training against PyTorch: the trajectories of every optimizer, schedule and way of clipping in float64, and what buffers remember. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { batchesOf, trainingSamples } from '../../../src/engine/training/samples';
import { trainerOf } from '../../../src/engine/training/trainer';
import { usualTraining } from '../../../src/graph/training';
import type { Network } from '../../../src/graph/network';
import type { Kernels } from '../../../src/tensor/kernels';
import { referenceKernels } from '../../../src/tensor/reference';
import { toTensor, type GoldenTensor } from '../../goldens/read';
import { readNetworkFile } from '../../readers/check';
import { kernelsOf, variants } from '../../tensor/wasmModules';

interface Case {
  readonly train: string;
  readonly layers: string;
  /** Null: as the golden itself says. */
  readonly start: Readonly<Record<string, GoldenTensor>> | null;
  readonly losses: readonly number[];
  readonly rates: readonly number[];
  readonly norms: readonly number[];
  readonly end: Readonly<Record<string, GoldenTensor>>;
}

const golden = JSON.parse(readFileSync(path.join(__dirname, '../../goldens/training.json'), 'utf8')) as {
  readonly steps: number;
  readonly inputs: GoldenTensor;
  readonly targets: GoldenTensor;
  readonly start: Readonly<Record<string, GoldenTensor>>;
  readonly cases: readonly Case[];
}; // written by training.py, whose format is this type

/** The network file that says what the case says. */
function networkOf({ layers, train }: Case): Network {
  const { shape, values } = golden.inputs;
  const width = shape[1] ?? 0;
  const rows = Array.from({ length: shape[0] ?? 0 }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
  const text = JSON.stringify({ inputs: rows, targets: golden.targets.values });
  const batch = train.replace('}', `, batch: ${rows.length}, steps: ${golden.steps} }`);
  const file = `layers: ${layers}\nloss: cross-entropy\ntrain: ${batch}\ndata: ${text}\n`;
  const { networks, problems } = readNetworkFile(file);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

function check(kernels: Kernels, theirs: Case, tolerance: number): void {
  const network = networkOf(theirs);
  const start = theirs.start ?? golden.start;
  const training = network.training ?? usualTraining;
  const samples = trainingSamples(network, 0, kernels);
  const batches = batchesOf(samples.training, training.batch ?? 0, network.seed);
  const { steps } = golden;
  const trainer = trainerOf({
    network,
    training,
    steps,
    samples,
    batches,
    kernels,
    checkpoint: () => undefined,
  });
  assert.deepEqual([...trainer.parameters.keys()].sort(), Object.keys(start).sort());
  for (const [name, value] of Object.entries(start)) {
    trainer.parameters.get(name)?.data.set(toTensor(value).data);
  }
  const near = (ours: number, expected: number | undefined, what: string): void => {
    assert.ok(Math.abs(ours - (expected ?? NaN)) <= tolerance, `${what}: ${ours}, not ${expected}`);
  };
  for (let step = 0; step < steps; step += 1) {
    const { loss, rate, gradientNorm, finite } = trainer.step();
    assert.ok(finite);
    near(loss, theirs.losses[step], `loss of step ${step}`);
    near(rate, theirs.rates[step], `rate of step ${step}`);
    near(gradientNorm, theirs.norms[step], `norm of step ${step}`);
  }
  assert.equal(trainer.updates, steps);
  for (const [name, value] of Object.entries(theirs.end)) {
    const expected = toTensor(value).data;
    const ours = trainer.parameters.get(name)?.data ?? [];
    expected.forEach((number, place) => near(ours[place] ?? NaN, number, `${name}, element ${place}`));
  }
}

describe('training beside PyTorch', () => {
  for (const theirs of golden.cases) {
    const title = theirs.layers.includes('norm') ? `${theirs.train} of ${theirs.layers}` : theirs.train;
    it(`${title}, float64 loops`, () => check(referenceKernels('float64'), theirs, 1e-10));
    for (const variant of variants) {
      it(`${title}, ${variant} kernels`, async () => check(await kernelsOf(variant), theirs, 2e-4));
    }
  }
});
