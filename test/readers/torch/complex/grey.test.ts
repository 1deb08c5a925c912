/** What is not understood of complex numbers is a grey node with a reason, and complex parameters count once. */
import { strict as assert } from 'node:assert';
import { countOf, parametersOf } from '../../../../src/engine/parameters';
import type { Network } from '../../../../src/graph/network';
import type { Overrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

const overrides: Overrides = {
  sampleShape: null,
  loss: 'output-energy',
  inputs: ['2,4,2'],
  network: 'Net()',
};

/** A network that gives an expression of x and of the complex z made of it. */
function networkOf(expression: string, start = 'pass'): Network | undefined {
  const text = `import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 2)
        ${start}

    def forward(self, x):
        z = torch.view_as_complex(self.linear(x))
        return ${expression}
`;
  return readSource({ path: 'model.py', text }, new Map(), overrides).networks[0];
}

function reasonOf(expression: string): string | null {
  const grey = networkOf(expression)?.nodes.find((node) => node.kind === 'opaque');
  return grey?.kind === 'opaque' ? grey.reason : null;
}

describe('complex numbers that are not understood', () => {
  const cases: readonly (readonly [expression: string, word: string])[] = [
    ['torch.sqrt(z).real', 'sqrt'],
    ['z.log().abs()', 'log'],
    ['F.relu(z).real', 'relu'],
    ['(z ** 0.5).real', '\\*\\*'],
    ['(z ** z).real', '\\*\\*'],
    ['z.prod(0).real', 'prod'],
    ['self.linear(z).real', 'linear'],
    ['nn.LayerNorm(4)(z).real', 'layer_norm'],
    ['torch.linalg.norm(z)', 'norm'],
    ['z.svd()[1]', 'svd'],
    ['F.dropout(z).imag', 'dropout'],
    ['F.mse_loss(z, z)', 'mse_loss'],
    ['torch.view_as_real(z.sgn())', 'sgn'],
    ['torch.fft.fft(x, n=5000, dim=1).real', '1024 points'],
    ['nn.Linear(2, 2, dtype=torch.cfloat)(x).real', 'omplex'],
    ['torch.stft(x.flatten(1), 4)', 'stft'],
  ];
  for (const [expression, word] of cases) {
    it(`are grey in ${expression}`, () => {
      const network = networkOf(expression);
      assert.ok(network, 'there is a network');
      assert.match(reasonOf(expression) ?? '', new RegExp(word));
    });
  }
});

describe('a complex parameter', () => {
  it('counts each number once, as numel() does', () => {
    const network = networkOf(
      '(z * self.turn).abs()',
      'self.turn = nn.Parameter(torch.rand(4, dtype=torch.cfloat))',
    );
    const turn = network && parametersOf(network).find(({ name }) => name === 'turn');
    assert.deepEqual(turn?.shape, [4, 2]);
    assert.equal(countOf(turn), 4);
  });

  it('keeps the law that both parts are drawn by', () => {
    const network = networkOf(
      '(z * self.turn).abs()',
      'self.turn = nn.Parameter(0.5 * torch.rand(4, dtype=torch.cfloat))',
    );
    const turn = network && parametersOf(network).find(({ name }) => name === 'turn');
    assert.deepEqual(turn?.initialisation, { name: 'uniform', argument: 0.25, centre: 0.25 });
  });
});
