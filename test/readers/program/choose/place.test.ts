/** Where a network stands: always in the source that is shown, so that a line above it and a click on it have a place. */
import { strict as assert } from 'node:assert';
import type { FileContent } from '../../../../src/base/source';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

const head = 'import torch\nfrom torch import nn\n';
const net = `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x)
`;
const made = `${head}\n\ndef build():\n    return nn.Sequential(nn.Linear(4, 3))\n`;

/** Files beside the source. */
class Beside extends Map<string, FileContent> {
  override get(path: string): FileContent {
    return super.get(path) ?? { missing: 'the file does not exist' };
  }
}

const files = new Beside([
  ['net.py', new TextEncoder().encode(net)],
  ['made.py', new TextEncoder().encode(made)],
]);

const cases: readonly { what: string; text: string; line: string; network?: string }[] = [
  { what: 'its class', text: `${net}model = Net()\n`, line: 'class Net(nn.Module):' },
  {
    what: 'the call of a class of torch',
    text: `${head}model = nn.Sequential(nn.Linear(4, 3), nn.ReLU())\n`,
    line: 'model = nn.Sequential(nn.Linear(4, 3), nn.ReLU())',
  },
  {
    what: 'the call of a class of torch, asked for by its variable',
    text: `${head}first = 1\nmodel = nn.Sequential(nn.Linear(4, 3), nn.ReLU())\n`,
    line: 'model = nn.Sequential(nn.Linear(4, 3), nn.ReLU())',
    network: 'model',
  },
  {
    what: 'the call of an imported class',
    text: `${head}from net import Net\nmodel = Net()\n`,
    line: 'model = Net()',
  },
  {
    what: 'the call of an imported function',
    text: `${head}from made import build\nmodel = build()\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n`,
    line: 'model = build()',
  },
  {
    what: 'the call of a class of Keras',
    text: 'import keras\n\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n',
    line: 'model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])',
  },
];

describe('a network stands at', () => {
  for (const { what, text, line, network = null } of cases) {
    it(what, () => {
      const reading = readSource({ path: 'model.py', text }, files, { ...noOverrides, network });
      const [{ span } = assert.fail('no network')] = reading.networks;
      assert.equal(span.path, 'model.py');
      assert.equal(text.split('\n')[span.start.line], line);
    });
  }
});
