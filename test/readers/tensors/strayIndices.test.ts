/** Indices that reach beyond a table are said where somebody says how many there are, and never of a guess; messages are PyTorch's. */
import assert from 'node:assert/strict';
import { readSource } from '../../../src/readers/table';

const header = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n';
const table =
  'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.table = nn.Embedding(20, 4)\n';
const embedding = `${table}    def forward(self, x):\n        return self.table(x)\n`;
const loss = (options: string): string =>
  `class Net(nn.Module):\n    def forward(self, x, y):\n        return F.cross_entropy(x, y${options})\n`;

function messages(text: string, inputs: readonly string[] | null): readonly string[] {
  const overrides = {
    sampleShape: null,
    loss: 'output-energy',
    network: 'Net()',
    inputs,
    mode: 'eval',
  } as const;
  return readSource({ path: 'model.py', text: header + text }, new Map(), overrides).problems.map(
    ({ message }) => message,
  );
}

const says = (found: readonly string[], error: string): boolean =>
  found.some((message) => message.includes(error));

describe('indices beyond what they choose from', () => {
  it('are said where the input is declared to reach so far', () => {
    assert.ok(says(messages(embedding, ['int:2,3<21']), 'IndexError: index out of range in self'));
    assert.ok(says(messages(loss(''), ['4,3', 'int:4<5']), 'IndexError: Target 3 is out of bounds.'));
  });

  it('are not said of what is declared to fit', () => {
    assert.deepEqual(messages(embedding, ['int:2,3<20']), []);
  });

  it('are not said where nobody says how many there are', () => {
    for (const inputs of [['int:2,3'], null]) {
      assert.ok(!says(messages(embedding, inputs), 'IndexError'));
    }
  });

  it('leave out the index that a loss ignores', () => {
    assert.ok(!says(messages(loss(', ignore_index=3'), ['4,3', 'int:4<4']), 'IndexError'));
    assert.ok(says(messages(loss(', ignore_index=3'), ['4,3', 'int:4<5']), 'Target 4 is out of bounds.'));
  });
});
