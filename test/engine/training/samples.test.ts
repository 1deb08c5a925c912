/** Batches: every epoch goes through all samples once, in a seeded order of its own; samples without data are drawn once. */
import assert from 'node:assert/strict';
import type { Files } from '../../../src/base/source';
import { initialParameters } from '../../../src/engine/parameters';
import { drawProbe } from '../../../src/engine/probe';
import { evaluatorOf } from '../../../src/engine/training/evaluate';
import { batchesOf, trainingSamples } from '../../../src/engine/training/samples';
import type { Network } from '../../../src/graph/network';
import { referenceKernels } from '../../../src/tensor/reference';
import { readNetworkFile } from '../../readers/check';

const kernels = referenceKernels('float64');
const ten = Array.from({ length: 10 }, (_, index) => 100 + index);

function networkOf(text: string, files: Files = new Map()): Network {
  const { networks, problems } = readNetworkFile(text, 'case.network.yaml', files);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

describe('batches of training', () => {
  it('cover every sample once an epoch, the last batch shorter', () => {
    const batches = batchesOf(ten, 4, 7);
    assert.equal(batches.perEpoch, 3);
    for (const epoch of [0, 1, 2]) {
      const parts = [0, 1, 2].map((place) => batches.at(3 * epoch + place));
      assert.deepEqual(
        parts.map(({ length }) => length),
        [4, 4, 2],
      );
      assert.deepEqual(
        parts.flat().sort((a, b) => a - b),
        ten,
      );
    }
  });

  it('have an order of each epoch and each seed, the same whenever they are asked', () => {
    const epoch = (seed: number, number: number): string =>
      [0, 1, 2].flatMap((place) => batchesOf(ten, 4, seed).at(3 * number + place)).join();
    assert.equal(epoch(7, 1), epoch(7, 1));
    assert.equal(new Set([epoch(7, 0), epoch(7, 1), epoch(7, 2), epoch(8, 0)]).size, 4);
  });

  it('of all samples at once keep their order', () => {
    assert.deepEqual(batchesOf(ten, 10, 7).at(3), ten);
    assert.deepEqual(batchesOf(ten, 99, 7).at(0), ten);
    assert.equal(batchesOf(ten, 99, 7).size, 10);
  });
});

describe('samples of training', () => {
  it('are those of the data that are not held out', () => {
    const network = networkOf('layers: [{ linear: 1 }]\nloss: mse\ndata: { moons: 30, test: 10 }\n');
    const samples = trainingSamples(network, 0, kernels);
    assert.equal(samples.training.length, 20);
    assert.equal(samples.testing.length, 10);
    const rows = samples.training.slice(0, 2);
    const {
      inputs: [input = assert.fail()],
      target,
    } = samples.batchOf(rows);
    const { inputs, targets } = network.dataset ?? assert.fail();
    assert.deepEqual(
      [...input.data],
      rows.flatMap((row) => [...inputs.subarray(2 * row, 2 * row + 2)]),
    );
    assert.deepEqual(
      [...(target?.data ?? [])],
      rows.map((row) => targets?.[row]),
    );
  });

  it('are the probe where there are no data', () => {
    const network = networkOf('input: [3]\nlayers: [{ linear: 4 }]\nloss: cross-entropy\nseed: 3\n');
    const samples = trainingSamples(network, 5, kernels);
    const {
      inputs: [input = assert.fail()],
      target,
    } = samples.batchOf([0, 1, 2, 3, 4]);
    const probe = drawProbe(network, 5, 3, kernels);
    assert.deepEqual([...input.data], [...(probe.inputs[0]?.data ?? [])]);
    assert.deepEqual([...(target?.data ?? [])], [...(probe.target?.data ?? [])]);
    assert.equal(target?.elementType, 'int32');
  });

  it('hold out the share of every class, whether the labels are one number or a list of one', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `${index},${index < 30 ? 0 : 1}`);
    const files = new Map([['labels.csv', new TextEncoder().encode(`x,y\n${lines.join('\n')}\n`)]]);
    for (const seed of [1, 2, 3]) {
      for (const target of ['y', '[y]']) {
        const data = `data: { file: labels.csv, target: ${target}, test: 8 }`;
        const text = `layers: [{ linear: 1 }]\nloss: bce-logits\nseed: ${seed}\n${data}\n`;
        const held = networkOf(text, files).dataset?.testing ?? [];
        assert.equal(held.length, 8);
        assert.equal(held.filter((row) => row >= 30).length, 2);
      }
    }
  });
});

describe('evaluation', () => {
  /** Loss and accuracy of a layer with given weights on given samples. */
  function scored(text: string, batch: number): { readonly loss: number; readonly accuracy: number | null } {
    const network = networkOf(text);
    const samples = trainingSamples(network, 0, kernels);
    const evaluator = evaluatorOf(network, samples, { kernels, batch, checkpoint: () => undefined });
    const work = evaluator.score(initialParameters(network, 1, kernels), samples.training);
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
  }

  it('takes the mean over samples, whatever the batch', () => {
    // Predictions 1, 2, 3 for targets 0, 0, 0: (1 + 4 + 9) / 3.
    const text =
      'input: [1]\nlayers: [{ linear: 1, weights: 1, biases: 0 }]\nloss: mse\ndata: { inputs: [[1], [2], [3]], targets: [[0], [0], [0]] }\n';
    for (const batch of [1, 2, 3]) assert.ok(Math.abs(scored(text, batch).loss - 14 / 3) < 1e-14);
  });

  it('takes the sum where the loss is one', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 1, weights: 1, biases: 0 }]\nloss: { mse: , reduction: sum }\ndata: { inputs: [[1], [2], [3]], targets: [[0], [0], [0]] }\n';
    for (const batch of [1, 2, 3]) assert.ok(Math.abs(scored(text, batch).loss - 14) < 1e-14);
  });

  it('counts the classes with the largest score', () => {
    // Scores (x, -x): class 0 for x > 0. Right for 2 and -1 and wrong for 3.
    const text =
      'input: [1]\nlayers: [{ linear: 2, weights: [[1], [-1]], biases: 0 }]\nloss: cross-entropy\ndata: { inputs: [[2], [-1], [3]], targets: [0, 1, 1] }\n';
    for (const batch of [2, 3]) assert.equal(scored(text, batch).accuracy, 2 / 3);
  });

  for (const [loss, targets, expected] of [
    ['bce-logits', '[[1], [0], [0], [1]]', 0.75],
    ['hinge', '[[1], [-1], [-1], [1]]', 0.75],
    ['soft-margin', '[[1], [-1], [-1], [1]]', 0.75],
    ['mse', '[[1], [0], [1], [1]]', 0.75],
    ['mse', '[[1], [0], [2], [1]]', null],
    ['kl', '[[1], [1], [1], [1]]', null],
  ] as const) {
    it(`judges ${loss} on ${targets}: ${expected ?? 'no right and wrong'}`, () => {
      // Predictions 2, -1, 0.4, 0.6: as scores +, -, +, +; as numbers 1, 0, 0, 1.
      const text = `input: [1]\nlayers: [{ linear: 1, weights: 1, biases: 0 }]\nloss: ${loss}\ndata: { inputs: [[2], [-1], [0.4], [0.6]], targets: ${targets} }\n`;
      assert.equal(scored(text, 3).accuracy, expected);
    });
  }
});
