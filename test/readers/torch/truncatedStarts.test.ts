/** Weights that a program truncates itself start by the law that it computes (by the inverse of the distribution function). */
import { strict as assert } from 'node:assert';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

const program = (deviation: number, bound: number): string => `
import math, torch, torch.nn as nn
def cut(t, std, bound):
    share = lambda x: (1 + math.erf(x / math.sqrt(2))) / 2
    with torch.no_grad():
        t.uniform_(2 * share(-bound / std) - 1, 2 * share(bound / std) - 1)
        t.erfinv_()
        t.mul_(std * math.sqrt(2))
        t.clamp_(min=-bound, max=bound)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3000, 2000)
        cut(self.fc.weight, ${deviation}, ${bound})
    def forward(self, x):
        return self.fc(x)
`;

describe('weights that a program truncates itself', () => {
  for (const [deviation, bound, name] of [
    [0.5, 1, 'truncated-normal'],
    [0.02, 2, 'normal'],
  ] as const) {
    it(`with standard deviation ${deviation} cut at ${bound} are ${name}`, () => {
      const source = { path: 'model.py', text: program(deviation, bound) };
      const { networks, problems } = readSource(source, new Map(), noOverrides);
      assert.deepEqual(problems, []);
      const weight = networks[0]?.nodes.find((node) => node.kind === 'parameter');
      assert.ok(weight?.kind === 'parameter');
      const { initialisation } = weight;
      assert.equal(initialisation.name, name);
      assert.ok(Math.abs((initialisation.argument ?? NaN) - deviation) < 1e-12);
      if (name === 'truncated-normal') assert.ok(Math.abs((initialisation.limit ?? NaN) - bound) < 1e-9);
    });
  }
});
