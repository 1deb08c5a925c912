/** What is found in a program with an operation that is not understood, whose shape a comment says. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../../src/inspect/inspect';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

const program = (used: string): string => `import torch
from torch import nn
import special_ops


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.last = nn.Linear(8, 3)

    def forward(self, x):
        hidden = self.first(x)
        grey = special_ops.apply(${used})  # backprop-lens: shape=2,8
        return self.last(grey)


loss = nn.CrossEntropyLoss()(Net()(torch.zeros(2, 4)), torch.zeros(2).long())
`;

/** The layers that are said to have no gradient. */
function withoutGradient(text: string): readonly (string | undefined)[] {
  const source = { path: 'program.py', text };
  const { needs } = readSource(source, new Map(), noOverrides);
  const files = new Map(needs.map((need) => [need, { missing: 'it does not exist' }]));
  const { report } = inspectAll(source, files);
  const [network] = report.networks;
  assert.ok(network?.loss);
  return network.findings
    .filter(({ rule }) => rule === 'no-gradient')
    .map(({ layer }) => network.layers[layer ?? -1]?.name);
}

describe('an operation that is not understood', () => {
  it('leaves open whether a layer in front of it has a gradient', () => {
    assert.deepEqual(withoutGradient(program('hidden')), []);
  });

  it('excuses no layer that it does not take', () => {
    assert.deepEqual(withoutGradient(program('x')), ['first']);
  });
});
