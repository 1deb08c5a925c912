/** What a program does to a module behind the call that makes it: the network is the one that the program goes on with. */
import { strict as assert } from 'node:assert';
import type { FileContent } from '../../../../src/base/source';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

const head = `import torch
from torch import nn


def start(module):
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.weight)


def build():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 8)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        return self.fc(torch.relu(self.body(x)))


`;

/** The parameters of the first network: name and shape, `frozen` and the way they start where that is not PyTorch's own. */
function parametersOf(text: string): readonly string[] {
  const files = new Map<string, FileContent>();
  const [network = assert.fail('no network')] = readSource(
    { path: 'm.py', text },
    files,
    noOverrides,
  ).networks;
  return network.nodes.flatMap((node) => {
    if (node.kind !== 'parameter') return [];
    const { name, shape, trainable, initialisation } = node;
    const start = initialisation.name === 'zeros' ? ' zeros' : '';
    return [`${name} ${shape.join('x')}${trainable ? '' : ' frozen'}${start}`];
  });
}

const exchanged = ['body.weight 8x4', 'body.bias 8', 'fc.weight 5x8', 'fc.bias 5'];

/** Lines behind the head, at the top level or indented in a function; the rules are those of torch.nn.Module. */
const cases: readonly { title: string; lines: readonly string[]; parameters: readonly string[] }[] = [
  {
    title: 'has the layer that took the place of another',
    lines: ['model = Net()', 'model.fc = nn.Linear(model.fc.in_features, 5)'],
    parameters: exchanged,
  },
  {
    title: 'has it where its sizes are taken first, and the module goes to a device',
    lines: [
      'model = Net().to("cpu")',
      'width = model.fc.in_features',
      'model.fc = nn.Linear(width, 5)',
      'model = model.to("cuda")',
    ],
    parameters: exchanged,
  },
  {
    title: 'is frozen where a loop says so',
    lines: [
      'model = Net()',
      'for parameter in model.body.parameters():',
      '    parameter.requires_grad = False',
    ],
    parameters: ['body.weight 8x4 frozen', 'body.bias 8 frozen', 'fc.weight 3x8', 'fc.bias 3'],
  },
  {
    title: 'starts as a function for all modules says',
    lines: ['model = Net()', 'model.apply(start)'],
    parameters: ['body.weight 8x4 zeros', 'body.bias 8', 'fc.weight 3x8 zeros', 'fc.bias 3'],
  },
  {
    title: 'starts as a function of torch.nn.init says',
    lines: ['model = Net()', 'nn.init.zeros_(model.fc.weight)'],
    parameters: ['body.weight 8x4', 'body.bias 8', 'fc.weight 3x8 zeros', 'fc.bias 3'],
  },
  {
    title: 'is followed where a function made it',
    lines: [
      'model = build()',
      'model[2] = nn.Linear(8, 5)',
      'optimizer = torch.optim.SGD(model.parameters())',
    ],
    parameters: ['0.weight 8x4', '0.bias 8', '2.weight 5x8', '2.bias 5'],
  },
  {
    title: 'is followed until its variable is given another',
    lines: ['model = Net()', 'model.fc = nn.Linear(8, 5)', 'model = nn.Sequential(model, nn.Softmax(1))'],
    parameters: exchanged,
  },
  {
    title: 'is not what a training makes of it',
    lines: [
      'model = Net()',
      'for epoch in range(3):',
      '    model(torch.randn(2, 4)).sum().backward()',
      '    model.fc = nn.Linear(8, 5)',
    ],
    parameters: ['body.weight 8x4', 'body.bias 8', 'fc.weight 3x8', 'fc.bias 3'],
  },
];

describe('a module that a program changes behind its call', () => {
  for (const { title, lines, parameters } of cases) {
    it(`${title}, at the top level`, () => {
      assert.deepEqual(parametersOf(head + lines.join('\n')), parameters);
    });
    it(`${title}, in a function`, () => {
      const body = lines.map((line) => `    ${line}`).join('\n');
      assert.deepEqual(parametersOf(`${head}def main():\n${body}\n\n\nmain()\n`), parameters);
    });
    it(`${title}, in the main block`, () => {
      const body = lines.map((line) => `    ${line}`).join('\n');
      assert.deepEqual(parametersOf(`${head}if __name__ == '__main__':\n${body}\n`), parameters);
    });
  }
});
