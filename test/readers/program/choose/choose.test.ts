/** What is chosen of a program: the network, its inputs, loss, optimizer, what is assumed, and what is said at which line. */
import { strict as assert } from 'node:assert';
import type { FileContent } from '../../../../src/base/source';
import type { Network } from '../../../../src/graph/network';
import { noOverrides, type Reading } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';
import { choosing, type Expected } from './sources';
import { whichNetwork } from './whichNetwork';

const head = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';
/** The lines of `head`, and counting from 1. */
const firstLine = 4;

/** No other file exists than those that it holds. */
class NoFiles extends Map<string, FileContent> {
  override get(path: string): FileContent {
    return super.get(path) ?? { missing: 'the file does not exist' };
  }
}

function read(text: string): Reading {
  return readSource({ path: 'model.py', text: head + text }, new NoFiles(), noOverrides);
}

/** Inputs in the words of directives; where the batch is left open, with the one that the assumption names. */
function inputsOf({ nodes, batch, assumptions }: Network): readonly string[] {
  const assumed = assumptions.find(({ directive }) => directive?.field === 'input')?.directive?.words;
  const samples = batch ?? Number(/\d+/.exec(assumed ?? '')?.[0]);
  return nodes.flatMap((node) => {
    if (node.kind !== 'input') return [];
    const sizes = [...(node.whole === true ? [] : [samples]), ...node.sampleShape].join(',');
    return [node.indexCount > 0 ? `int:${sizes}<${node.indexCount}` : sizes];
  });
}

/** What was expected, in the words of the reading. */
function found(reading: Reading, expected: Expected): Expected {
  const [network] = reading.networks;
  const training = network?.training;
  const problems = reading.problems.map(
    ({ severity, message, span }) => `${span.start.line + 2 - firstLine} ${severity}: ${message}`,
  );
  const all: Required<Expected> = {
    shown: reading.choices?.find(({ shown }) => shown)?.expression ?? null,
    choices: reading.choices?.map(({ expression }) => expression) ?? [],
    inputs: network ? inputsOf(network) : [],
    loss: network?.loss?.name ?? null,
    lossLine: network?.loss ? network.loss.span.start.line + 2 - firstLine : 0,
    optimizer: training ? `${training.optimizer.kind} ${training.rate}` : null,
    schedule: training?.schedule.kind ?? null,
    clip: training?.clipNorm ?? null,
    batch: training?.batch ?? null,
    zeroGrad: training?.zeroGrad ?? true,
    assumed:
      network?.assumptions.map(({ directive }) =>
        directive ? `${directive.field}=${directive.words}` : '',
      ) ?? [],
    problems,
    ignored: [...(network?.ignore ?? []), ...(network?.ignoredLines ?? []).flatMap(({ rules }) => rules)],
  };
  const entries = Object.entries(all).filter(([name]) => name in expected);
  return Object.fromEntries(entries);
}

describe('choosing what to inspect of a program', () => {
  for (const { title, text, expected } of [...choosing, ...whichNetwork]) {
    it(title, () => {
      const reading = read(text);
      assert.deepEqual(found(reading, expected), expected);
      assert.deepEqual(JSON.stringify(read(text)), JSON.stringify(reading), 'reading twice gives the same');
    });
  }
});

describe('choosing among what other files define', () => {
  it('takes what prepares samples for no network', () => {
    const transforms = `${head}class Resize(nn.Module):\n    def forward(self, image):\n        return image * 2\n`;
    const files = new NoFiles([
      ['transforms.py', new TextEncoder().encode(transforms)],
      ['nets.py', new TextEncoder().encode(`${head}class Net(nn.Linear):\n    pass\n`)],
    ]);
    const text = `${head}from transforms import Resize\nfrom nets import Net\nprepare = Resize()\nnet = Net(4, 3)\n`;
    const { choices = [] } = readSource({ path: 'model.py', text }, files, noOverrides);
    assert.deepEqual(
      choices.map(({ expression }) => expression),
      ['Net(4, 3)'],
    );
  });

  it('takes neither what a trainer is given nor what nobody takes for a network', () => {
    const library = 'def get_loader(path): return path\ndef load_model(args): pass\n';
    const files = new NoFiles([['lib.py', new TextEncoder().encode(library)]]);
    const text = `${head}import lib\nfrom lib import get_loader\nclass Net(nn.Linear):\n    pass\ndef main():\n    loader = get_loader("a")\n    net = Net(4, 3)\n    lib.load_model(net)\n    train(net, loader)\n`;
    const { choices = [] } = readSource({ path: 'model.py', text }, files, noOverrides);
    assert.deepEqual(
      choices.map(({ expression }) => expression),
      ['Net(4, 3)', 'Net()'],
    );
  });

  it('takes what merely has a method like one of Keras for no model where only torch is imported', () => {
    const text =
      'class Counts:\n    def summary(self): pass\nclass Net(nn.Linear):\n    pass\ndef main(path):\n    net = Net(4, 3)\n    counts = Counts()\n    counts.summary()\n';
    const { choices = [] } = read(text);
    assert.deepEqual(
      choices.map(({ expression }) => expression),
      ['Net(4, 3)', 'Net()'],
    );
  });

  it('says nothing of tensors that are compared with what nobody knows', () => {
    const text =
      'known = torch.load("a.pt")\nsame = torch.allclose(torch.ones(2), known)\nless = torch.ones(2) < known\nnet = nn.Linear(2, 1)\n';
    assert.deepEqual(
      read(text).problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('says nothing of what gradients give that no reading computes, and that constants have none', () => {
    const text =
      'x = torch.ones(2, requires_grad=True)\ny = (x * 2).sum()\ny.backward()\nd = x.grad.detach()\nn = y.grad_fn.next_functions\nassert torch.ones(2).grad is None\nnet = nn.Linear(2, 1)\nw = net.weight.grad.norm().item()\n';
    assert.deepEqual(
      read(text).problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('does not claim that a network runs on an input that it stops at', () => {
    const text =
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 3)\n    def forward(self, x):\n        return self.fc(x).tensors\n';
    const [network] = read(text).networks;
    const messages = network?.assumptions.map(({ message }) => message) ?? [];
    assert.ok(
      messages.some((message) => message.endsWith('came furthest.')),
      messages.join('\n'),
    );
  });
});
