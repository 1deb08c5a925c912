/** A layer made with a size that is not in the workspace is grey with its cause; nothing wrong is said of it. */
import { strict as assert } from 'node:assert';
import { readSource } from '../../../../src/readers/table';

const text = `
import torch
from torch import nn
import torch.nn.functional as F
import simulator

size = simulator.make('CartPole-v0').observation_space.shape[0]

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(size, 5)
        self.fc.weight.data.normal_(0, 0.1)
        torch.nn.init.zeros_(self.fc.bias)

    def forward(self, x):
        return self.fc(x)

net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
`;

describe('layers of unknown sizes', () => {
  it('are grey and raise nothing where a program starts their parameters or hands them to an optimizer', () => {
    const files = new Map([['simulator', { missing: 'it is not there' }]]);
    const read = (known: typeof files) =>
      readSource({ path: 'agent.py', text }, known, { sampleShape: null, loss: null });
    for (const need of read(files).needs) files.set(need, { missing: 'it is not there' });
    const { networks, problems } = read(files);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    );
    const grey = networks[0]?.nodes.flatMap((node) => (node.kind === 'opaque' ? [node.reason] : []));
    assert.match(grey?.[0] ?? '', /simulator/);
  });
});
