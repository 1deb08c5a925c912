/** Readings that somebody watches: one that nobody wants ends at once, one that takes too long ends with what it has and says where the time went. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { noOverrides, type Reading } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { timeLimit, unwatched, type Watch } from '../../../src/readers/watch';

const net = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 2)

    def forward(self, x):
        return self.layer(x)
`;

const slow = `${net}

def slow():
    total = 0
    while True:
        total += 1
    return total


table = slow()
`;

function read(text: string, watch: Partial<Watch>, network: string | null = null): Reading {
  return readSource(
    { path: 'model.py', text },
    new Map(),
    { ...noOverrides, network },
    { ...unwatched, ...watch },
  );
}

/** A clock that goes on by some milliseconds whenever it is looked at. */
function ticking(milliseconds: number): () => number {
  let now = 0;
  return () => (now += milliseconds);
}

describe('a reading that is watched', () => {
  it('ends with what the checkpoint throws', () => {
    const newer = new Error('newer revision');
    let asked = 0;
    const checkpoint = (): void => {
      asked += 1;
      if (asked > 3) throw newer;
    };
    assert.throws(() => read(slow, { checkpoint }), newer);
    assert.equal(asked, 4);
  });

  it('ends within forward, whatever the program catches', () => {
    const newer = new Error('newer revision');
    const text = net.replace(
      '        return self.layer(x)',
      '        while True:\n            try:\n                x = x + 1\n            except BaseException:\n                pass',
    );
    let asked = 0;
    const checkpoint = (): void => {
      asked += 1;
      if (asked > 20) throw newer;
    };
    assert.throws(() => read(text, { checkpoint }), newer);
    assert.ok(asked <= 22, `asked ${asked} times`);
  });

  it('keeps what it had when the time was up, and says at which line it went', () => {
    const { problems, networks, choices } = read(slow, { timeUp: timeLimit(ticking(100)) });
    const broken = problems.filter(({ message }) => message.startsWith('Reading was broken off after 2 s'));
    assert.equal(broken.length, 1);
    assert.ok([16, 17].includes((broken[0]?.span.start.line ?? 0) + 1));
    assert.equal(broken[0]?.span.path, 'model.py');
    assert.deepEqual(
      choices?.map(({ expression }) => expression),
      ['Net()'],
    );
    assert.ok(networks.length <= 1);
  });

  it('is whole while there is time', () => {
    const { problems, networks } = read(net, { timeUp: timeLimit(() => 0) });
    assert.deepEqual(problems, []);
    assert.equal(networks[0]?.name, 'Net');
  });
});

describe('a loop over the batch', () => {
  const looping = (loop: string): string => net.replace('        return self.layer(x)', loop);

  for (const [name, loop] of [
    ['by range', '        return torch.stack([self.layer(x[i]) for i in range(len(x))])'],
    ['row by row', '        return torch.stack([self.layer(row) for row in x])'],
    ['by unbind', '        return torch.stack([self.layer(row) for row in x.unbind(0)])'],
    ['in parts', '        return torch.cat([self.layer(rows) for rows in x.split(1)])'],
  ] as const) {
    it(`${name} holds for one batch, and costs no more than that`, () => {
      let asked = 0;
      const checkpoint = (): void => void (asked += 1);
      const { problems, networks } = read(looping(loop), { checkpoint });
      assert.deepEqual(problems, []);
      assert.equal(typeof networks[0]?.fixedBatch, 'number');
      assert.ok(asked < 40, `asked ${asked} times`);
    });
  }
});
