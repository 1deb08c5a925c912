/** What np.random draws within forward: noise of the network, by the laws that NumPy documents, for whatever batch there is. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

/** The attributes of the noise in a network that adds the given array to its input; `x` has four features. */
function noiseOf(array: string): readonly unknown[] {
  const text = [
    'import numpy as np',
    'import torch',
    'class Net(torch.nn.Module):',
    '    def forward(self, x):',
    `        return x + torch.Tensor(${array})`,
    'out = Net()(torch.zeros(3, 4))',
  ].join('\n');
  const { networks, problems } = readSource(
    { path: 'model.py', text },
    new Map([['numpy.py', { missing: 'it does not exist' }]]),
    { ...noOverrides, network: 'Net()', inputs: ['3,4'] },
  );
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.equal(network?.fixedBatch, undefined, 'it holds for every batch');
  return (
    network?.nodes.flatMap((node) =>
      node.kind === 'op' && node.call.op === 'random'
        ? [[node.call.attributes.law, node.call.attributes.scale, node.call.attributes.centre]]
        : [],
    ) ?? []
  );
}

describe('noise of NumPy within forward', () => {
  for (const [array, law] of [
    ['np.random.normal(2, 0.5, (x.size(0), 4))', ['normal', 0.5, 2]],
    ['np.random.randn(*x.shape)', ['normal', 1, 0]],
    ['np.random.rand(x.shape[0], 4)', ['uniform', 1, 0]],
    ['np.random.uniform(-1, 3, size=x.shape)', ['uniform', 4, -1]],
    ['np.random.default_rng(0).standard_normal(x.shape)', ['normal', 1, 0]],
  ] as const) {
    it(array, () => assert.deepEqual(noiseOf(array), [law]));
  }
});
