/** Infinities that mask a softmax are no numbers that got lost; those that reach the loss, and NaN, are. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';

/** Attention as it is written by hand, over scores that are masked in some way. */
const attention = (mask: string): string => `import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)
        self.register_buffer('tril', torch.tril(torch.ones(4, 4)))

    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(-2, -1)
        ${mask}
        return torch.softmax(scores / 2, dim=-1) @ self.value(x)


net = Attention()
net(torch.randn(16, 4, 8))
`;

/** What the rule says of a masked attention. */
function told(mask: string): readonly string[] {
  const { report } = inspectAll({ path: 'attention.py', text: attention(mask) }, new Map());
  assert.deepEqual(report.problems, []);
  const [network] = report.networks;
  assert.ok(network?.loss);
  return network.findings.filter(({ rule }) => rule === 'non-finite').map(({ message }) => message);
}

describe('infinities as masks', () => {
  for (const [how, mask] of [
    ['filled in', `scores = scores.masked_fill(self.tril == 0, float('-inf'))`],
    [
      'filled in, with more done before the softmax',
      `scores = scores.masked_fill(self.tril == 0, -torch.inf) * 2`,
    ],
    ['added', `scores = scores + torch.triu(torch.full((4, 4), float('-inf')), diagonal=1)`],
    ['chosen', `scores = torch.where(self.tril == 1, scores, torch.tensor(float('-inf')))`],
  ] as const) {
    it(`${how} are not told of`, () => assert.deepEqual(told(mask), []));
  }

  it('over a whole row are told of where the softmax gives NaN', () => {
    const [message = ''] = told(`scores = scores.masked_fill(self.tril == self.tril, float('-inf'))`);
    assert.match(message, /values of softmax/);
  });

  it('and an infinity of no mask is told of', () => {
    const [message = ''] = told('scores = scores / (scores - scores).abs()');
    assert.match(message, /NaN or infinite/);
  });
});
