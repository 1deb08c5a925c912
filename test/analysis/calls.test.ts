// Where layers are called: the lines are those of the texts, told by what stands on them.
import assert from 'node:assert/strict';
import { callsByLayer } from '../../src/analysis/calls';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';

const program = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.second = nn.Linear(4, 4)

    def forward(self, x):
        return x + self.second(torch.relu(self.first(x)))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Block(), Block())
        self.head = nn.Sequential(nn.Linear(4, 4), nn.Tanh())

    def forward(self, x):
        x = self.blocks(x)
        x = self.head(x)
        return self.head(x)


Net()(torch.randn(3, 4))
`;

function networkIn(path: string, text: string): Network {
  const { networks } = readSource({ path, text }, new Map(), noOverrides);
  return networks[0] ?? assert.fail('no network');
}

describe('the calls of layers', () => {
  const lines = program.split('\n');
  const network = networkIn('model.py', program);
  const callsOf = callsByLayer(network);
  const textOf = (name: string): readonly string[] => {
    const layer = network.layers.findIndex((known) => known.name === name);
    const { calls = [] } = callsOf(layer, null);
    return calls.map(({ path, start, end }) => {
      assert.equal(path, 'model.py');
      return (lines[start.line] ?? '').slice(start.column, end.column);
    });
  };

  it('stand in forward, in every turn of a block', () => {
    for (const turn of [0, 1]) {
      assert.deepEqual(textOf(`blocks.${turn}.first`), ['self.first(x)']);
      assert.deepEqual(textOf(`blocks.${turn}.second`), ['self.second(torch.relu(self.first(x)))']);
    }
  });

  it('are that of the container for what stands in it, each place once', () => {
    assert.deepEqual(textOf('head.0'), ['self.head(x)', 'self.head(x)']);
    assert.deepEqual(textOf('head.1'), ['self.head(x)', 'self.head(x)']);
  });

  it('are nothing where a layer is made by its call, and in network files', () => {
    const relu = network.layers.findIndex(({ kind }) => kind === 'relu');
    assert.deepEqual(callsOf(relu, null), {});
    const file = networkIn('case.network.yaml', 'input: [2]\nlayers: [{ linear: 1 }, sigmoid]\nloss: mse\n');
    assert.deepEqual(callsByLayer(file)(0, 1), {});
  });
});
