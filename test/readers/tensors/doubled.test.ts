/** Tensors that wait to be computed and are used many times over are looked at once each: the ways back to them double at every use. */
import { strict as assert } from 'node:assert';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

const doublings = 60;

/** More numbers than are computed while reading; a shifted window of swin3d_t has indices of this kind. */
const text = `
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
    def forward(self, x):
        doubled = torch.ones(2049, 2048)
        for _ in range(${doublings}):
            doubled = doubled + doubled
        return self.fc(x) * doubled[0, 0]
`;

describe('a tensor of many numbers', () => {
  it(`that is added to itself ${doublings} times is read, addition by addition`, () => {
    const { networks, problems } = readSource({ path: 'model.py', text }, new Map(), noOverrides);
    assert.deepEqual(problems, []);
    const [network] = networks;
    const additions = network?.nodes.filter((node) => node.kind === 'op' && node.call.op === 'add');
    assert.equal(additions?.length, doublings);
  });
});
