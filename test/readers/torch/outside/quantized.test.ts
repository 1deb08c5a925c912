/** Models that may be quantised later: until then PyTorch computes what they would compute without the words for it. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';
import type { Network } from '../../../../src/graph/network';

function networkOf(text: string): Network {
  const { networks, problems } = readSource({ path: 'm.py', text }, new Map(), noOverrides);
  const [network] = networks;
  assert.ok(network, problems.map(({ message }) => message).join());
  return network;
}

/** What a network computes, without the names and places of its parts. */
function computed({ nodes }: Network): readonly string[] {
  return nodes.map((node) => (node.kind === 'op' ? node.call.op : node.kind));
}

function residual(imports: string, made: string, forward: string): string {
  return `import torch\nfrom torch import nn\n${imports}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(4, 4)\n        self.b = nn.Linear(8, 2)\n${made}    def forward(self, x):\n${forward}\nNet()(torch.zeros(5, 4))\n`;
}

const plain = residual(
  '',
  '',
  '        y = torch.relu(self.a(x) + x)\n        return self.b(torch.cat([y, y * 2], 1))',
);

describe('models that may be quantised', () => {
  for (const [stubs, functions] of [
    ['torch.ao.quantization', 'torch.ao.nn.quantized'],
    ['torch.quantization', 'nn.quantized'],
  ] as const)
    it(`compute in floats what they would without: ${stubs}, ${functions}`, () => {
      const text = residual(
        `from ${stubs} import DeQuantStub, QuantStub\n`,
        `        self.quant, self.dequant, self.f = QuantStub(), DeQuantStub(), ${functions}.FloatFunctional()\n`,
        '        x = self.quant(x)\n        y = self.f.add_relu(self.a(x), x)\n        return self.dequant(self.b(self.f.cat([y, self.f.mul_scalar(y, 2)], 1)))',
      );
      assert.deepEqual(computed(networkOf(text)), computed(networkOf(plain)));
    });

  it("have no forward in what stands for functions, in PyTorch's words", () => {
    const text = residual(
      '',
      '        self.f = nn.quantized.FloatFunctional()\n',
      '        return self.f(x)',
    );
    const { problems } = readSource({ path: 'm.py', text }, new Map(), noOverrides);
    assert.match(
      problems.map(({ message }) => message).join('\n'),
      /RuntimeError: FloatFunctional is not intended to use the 'forward'\. Please use the underlying operation/,
    );
  });
});
