/** Variants with normalisation put in or taken out: the same network as if it were written so, and all other weights as they were. */
import { strict as assert } from 'node:assert';
import type { NetworkReport } from '../../src/analysis/report';
import { initialParameters } from '../../src/engine/parameters';
import { faultsOf } from '../../src/graph/shapes';
import type { Network } from '../../src/graph/network';
import { firstRun } from '../../src/inspect/firstRun';
import {
  normalisableLayers,
  normalisationsOf,
  withNormalisation,
  withoutNormalisation,
  type NormalisationName,
} from '../../src/inspect/normalised';
import { readNetworkFile } from '../readers/check';
import { referenceKernels } from '../../src/tensor/reference';
import { near } from './sources';

const networkOf = (text: string): Network => {
  const [network] = readNetworkFile(text).networks;
  assert.ok(network);
  assert.deepEqual(faultsOf(network), []);
  return network;
};

const kernels = referenceKernels('float64');

function numbersOf(network: Network): Omit<NetworkReport, 'controls' | 'findings'> {
  const options = { seed: null, batch: 8, memoryLimit: 2 ** 30, training: true };
  return firstRun(network, kernels, { ...options, checkpoint: () => undefined }).analysis;
}

// Weights that no seed draws, so that the order of the parameters does not matter.
const plain = (behind: string): string => `input: [3]
layers:
  - { linear: 3, weights: [[1, -2, 0.5], [0.3, 1, 1], [-1, 0.2, 2]], biases: [0.1, -0.2, 0.3] }
${behind}  - tanh
  - { linear: 2, weights: [[1, 2, -1], [0.5, -1, 1]], biases: 0 }
loss: mse
`;

const image = (behind: string): string => `input: [2, 4, 4]
layers:
  - { conv2d: 3, kernel: 3, init: { constant: 0.1 }, biases: [0.5, -1, 1] }
${behind}  - relu
  - flatten
  - { linear: 2, init: { constant: 0.2 } }
loss: mse
`;

describe('networks with and without normalisation', () => {
  const cases: readonly (readonly [string, (behind: string) => string, NormalisationName, string])[] = [
    ['linear', plain, 'batch-norm', '  - batch-norm\n'],
    ['linear', plain, 'layer-norm', '  - layer-norm\n'],
    ['convolution', image, 'batch-norm', '  - batch-norm\n'],
    ['convolution', image, 'layer-norm', '  - { layer-norm: , axes: 3 }\n'],
  ];
  for (const [kind, text, name, written] of cases) {
    it(`${name} put in behind a ${kind} layer gives the numbers of the file that has it written`, () => {
      const variant = withNormalisation(networkOf(text('')), name);
      assert.deepEqual(faultsOf(variant), []);
      assert.deepEqual(normalisationsOf(variant), [name]);
      const [found, expected] = [numbersOf(variant), numbersOf(networkOf(text(written)))];
      near(found.loss?.value, expected.loss?.value ?? NaN, 1e-14, 'loss');
      assert.equal(found.layers.length, expected.layers.length);
      found.layers.forEach(({ delta, output, activation }, index) => {
        const twin = expected.layers[index];
        assert.equal(activation, twin?.activation);
        near(delta, twin?.delta ?? NaN, 1e-14, 'delta');
        near(output.std, twin?.output.std ?? NaN, 1e-14, 'output');
      });
    });

    it(`${name} taken out from behind a ${kind} layer leaves the file without it`, () => {
      const variant = withoutNormalisation(networkOf(text(written)));
      assert.deepEqual(faultsOf(variant), []);
      assert.deepEqual(normalisationsOf(variant), []);
      const [found, expected] = [numbersOf(variant), numbersOf(networkOf(text('')))];
      near(found.loss?.value, expected.loss?.value ?? NaN, 1e-14, 'loss');
      assert.deepEqual(
        found.layers.map(({ delta }) => delta),
        expected.layers.map(({ delta }) => delta),
      );
    });
  }

  it('draws all other weights as without it', () => {
    const text = `input: [4]\nlayers:\n  - linear: 5\n  - relu\n  - linear: 6\n  - relu\n  - linear: 2\nloss: mse\n`;
    const network = networkOf(text);
    const before = initialParameters(network, 1, kernels);
    for (const name of ['batch-norm', 'layer-norm'] as const) {
      const after = initialParameters(withNormalisation(network, name), 1, kernels);
      for (const [parameter, values] of before) assert.deepEqual(after.get(parameter), values, parameter);
    }
  });

  it('stays out of the head, and of networks that are nothing but a head', () => {
    const variant = withNormalisation(networkOf(plain('')), 'batch-norm');
    assert.equal(
      variant.nodes.filter((node) => node.kind === 'op' && node.call.op === 'batch-norm').length,
      1,
    );
    assert.deepEqual(
      normalisableLayers(networkOf('input: [2]\nlayers: [linear: 1, sigmoid]\nloss: mse\n')),
      [],
    );
  });
});
