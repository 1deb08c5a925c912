/** What led to an exception of a program: the places of the calls around it, the nearest first, as a traceback of Python has them. */
import { strict as assert } from 'node:assert';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

const text = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(8, 4)

    def forward(self, x):
        return self.linear(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def forward(self, x):
        return self.block(x)


model = Net()
model(torch.randn(2, 9))
`;

describe('the calls that led to an exception', () => {
  it('stand beside it, the nearest first', () => {
    const { problems } = readSource({ path: 'net.py', text }, new Map(), noOverrides);
    const [problem] = problems.filter(({ severity }) => severity === 'error');
    assert.match(problem?.message ?? '', /mat1 and mat2 shapes cannot be multiplied \(2x9 and 8x4\)/);
    assert.equal(problem?.span.start.line, 10);
    assert.deepEqual(
      problem.calls?.map(({ path, start }) => [path, start.line]),
      [
        ['net.py', 19],
        ['net.py', 23],
      ],
    );
  });

  it('are absent where it is raised by the file itself', () => {
    const alone = 'import torch\n\ntorch.zeros(2, 3) @ torch.zeros(4, 5)\n';
    const { problems } = readSource({ path: 'net.py', text: alone }, new Map(), noOverrides);
    const [problem] = problems.filter(({ severity }) => severity === 'error');
    assert.equal(problem?.calls, undefined);
  });
});
