/** Networks of indices: the probe draws them, the embedding's gradient lands in the rows that were looked up, and a report comes out. */
import { strict as assert } from 'node:assert';
import { initialParameters } from '../../src/engine/parameters';
import { drawProbe } from '../../src/engine/probe';
import { runNetwork } from '../../src/engine/trace';
import type { Network } from '../../src/graph/network';
import { referenceKernels } from '../../src/tensor/reference';
import type { Tensor } from '../../src/tensor/tensor';
import { readNetworkFile } from '../readers/check';
import { float64, inspectText, onlyNetwork } from '../inspect/sources';

const kernels = referenceKernels('float64');

const source = `input: [6]
layers:
  - { embedding: 4, tokens: 10, padding: 3 }
  - position-embedding
  - positional-encoding
  - { linear: 4 }
  - tanh
  - select: -1
  - linear: 3
loss: cross-entropy
`;

function networkOf(text: string): Network {
  const { networks, problems } = readNetworkFile(text);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

function firstInput(network: Network, batch: number, seed: number): Tensor {
  return drawProbe(network, batch, seed, kernels).inputs[0] ?? assert.fail();
}

describe('networks of indices', () => {
  it('are tried on uniform indices, the same for the same seed', () => {
    const network = networkOf('input: [1000]\nlayers: [{ embedding: 1, tokens: 7 }]');
    const input = firstInput(network, 10, 4);
    assert.equal(input.elementType, 'int32');
    const counts = new Array<number>(7).fill(0);
    for (const token of input.data) counts[token] = (counts[token] ?? NaN) + 1;
    // Binomial: 10,000 draws of probability 1 / 7, five standard deviations.
    for (const count of counts) assert.ok(Math.abs(count - 10_000 / 7) < 5 * Math.sqrt((10_000 * 6) / 49));
    assert.deepEqual(firstInput(network, 10, 4), input);
  });

  it('take indices from data', () => {
    const network = networkOf(
      'layers: [{ embedding: 2, tokens: 9 }]\ndata: { inputs: [[8, 0, 1], [2, 2, 7]] }',
    );
    const input = firstInput(network, 2, 0);
    assert.equal(input.elementType, 'int32');
    assert.deepEqual([...input.data].sort(), [0, 1, 2, 2, 7, 8]);
  });

  it('give the rows that were looked up the gradients of their places, and the padding none', () => {
    const network = networkOf(source);
    const parameters = initialParameters(network, 1, kernels);
    const weight = parameters.get('embedding1.weight');
    assert.deepEqual([...(weight?.data.subarray(12, 16) ?? [])], [0, 0, 0, 0]);
    const probe = drawProbe(network, 5, 1, kernels);
    const [input = assert.fail()] = probe.inputs;
    const options = { kernels, seed: 1, training: true, checkpoint: () => undefined };
    const trace = runNetwork(network, parameters, probe, options);
    const place = network.nodes.findIndex((node) => node.kind === 'op' && node.call.op === 'embedding');
    const flow = trace.gradients[place]?.[0];
    const expected = new Float64Array(40);
    input.data.forEach((token, position) => {
      for (let feature = 0; feature < 4 && token !== 3; feature += 1) {
        const at = 4 * token + feature;
        expected[at] = (expected[at] ?? NaN) + (flow?.data[4 * position + feature] ?? NaN);
      }
    });
    assert.ok(input.data.includes(3) && expected.some((value) => value !== 0));
    assert.deepEqual(trace.parameterGradients.get('embedding1.weight')?.data, expected);
  });

  for (const [kind, options] of [
    ['float64', float64],
    ['float32', {}],
  ] as const) {
    it(`come out of an inspection with a finite loss near ln 3 (${kind})`, () => {
      const { loss, layers } = onlyNetwork(inspectText(source, options));
      assert.ok(Math.abs((loss?.value ?? NaN) - Math.log(3)) < 0.7);
      assert.ok(layers.every(({ delta }) => delta !== null && delta > 0));
      assert.deepEqual(
        layers.map(({ kind }) => kind),
        ['embedding', 'position-embedding', 'positional-encoding', 'linear', 'select', 'linear'],
      );
    });
  }
});
