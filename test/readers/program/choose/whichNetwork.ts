/** Small programs with several things that could be inspected, and which of them is the network. */
import { net, type Case } from './sources';

export const whichNetwork: readonly Case[] = [
  {
    title: 'takes what has parameters before what has none, wherever it stands',
    text: `${net()}class PostProcess(nn.Module):\n    def forward(self, x):\n        return x.sigmoid()\n`,
    expected: { shown: 'Net()' },
  },
  {
    title: 'takes what has no parameters where nothing else is defined',
    text: 'class Swish(nn.Module):\n    def forward(self, x):\n        return x * x.sigmoid()\n',
    expected: { shown: 'Swish()' },
  },
  {
    title: 'takes what a variable of a loss holds for no network',
    text: `${net('Judge')}def main():\n    criterion = Judge()\n    self.loss_fn = Judge()\n`,
    expected: { choices: ['Judge()'], shown: 'Judge()', optimizer: null },
  },
  {
    title: 'takes the network among several things that a function returns, and the training of its variable',
    text: `${net()}class Judge(nn.Module):\n    pass\ndef build(size):\n    judge = Judge()\n    net = Net()\n    return judge, net\ndef main():\n    judge, model = build(3)\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.25)\n`,
    expected: { shown: 'build(3)', optimizer: 'sgd 0.25', inputs: ['2,4'] },
  },
  {
    title: 'takes a list of modules for no network',
    text: `${net()}def clones(module, count):\n    return nn.ModuleList([Net() for _ in range(2)])\n`,
    expected: { choices: ['Net()'] },
  },
];
