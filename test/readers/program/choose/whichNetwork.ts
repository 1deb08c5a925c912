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
    title: 'takes a class by its name in a table where what it makes is trained',
    text: `${net()}class Other(Net):\n    pass\nNETS = {'net': Net, 'other': Other}\ndef main(name='other'):\n    model = NETS[name]()\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.25)\n`,
    expected: { shown: 'NETS[name]()', optimizer: 'sgd 0.25' },
  },
  {
    title: 'takes what getattr gives for a class too',
    text: `${net()}class Nets:\n    net = Net\ndef main(name='net'):\n    model = getattr(Nets, name)()\n    model.train()\n`,
    expected: { shown: 'getattr(Nets, name)()' },
  },
  {
    title: 'takes a list of modules for no network',
    text: `${net()}def clones(module, count):\n    return nn.ModuleList([Net() for _ in range(2)])\n`,
    expected: { choices: ['Net()'] },
  },
  {
    title: 'runs the method that the program calls where a model has no forward, on what it is called with',
    text: `class Agent(nn.Module):
    def __init__(self):
        super().__init__()
        self.critic = nn.Linear(5, 1)
        self.actor = nn.Linear(5, 2)
    def get_value(self, x):
        return self.critic(x)
    def get_action_and_value(self, x, action=None):
        return self.actor(x), self.critic(x)
    def save(self, path):
        pass
if __name__ == '__main__':
    agent = Agent()
    agent.save('a')
    agent.save('b')
    agent.save('c')
    value = agent.get_value(torch.zeros(6, 5))
    policy, value = agent.get_action_and_value(torch.zeros(6, 5))
`,
    expected: {
      shown: 'Agent()',
      inputs: ['6,5'],
      assumed: ['', 'input=6,5', 'loss=output-energy'],
      problems: [],
    },
  },
  {
    title: 'says what PyTorch says where a model has no forward and nothing of it is called',
    text: 'class Agent(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.actor = nn.Linear(5, 2)\n    def act(self, x):\n        return self.actor(x)\n',
    expected: {
      shown: 'Agent()',
      problems: [
        '1 warning: No input that was tried runs through the network; say what it takes in a comment: # backprop-lens: input=1,3,32,32. The best try ended with NotImplementedError: Module [Agent] is missing the required "forward" function',
      ],
    },
  },
  {
    title: 'divides the channels of the input by what a stem multiplies them with',
    text: `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(12, 8, 3)
    def forward(self, x):
        x = torch.cat([x[:, :, ::2, ::2], x[:, :, 1::2, ::2], x[:, :, ::2, 1::2], x[:, :, 1::2, 1::2]], 1)
        return self.conv(x)
`,
    expected: { shown: 'Net()', inputs: ['2,3,32,32'], problems: [] },
  },
  {
    title: 'takes a class before the function that makes its layers',
    text: `def make_layers(cfg):
    layers = []
    for width in cfg:
        layers += [nn.Linear(4, 4), nn.ReLU()]
    return nn.Sequential(*layers)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = make_layers([4, 4, 4])
    def forward(self, x):
        return self.layers(x)
`,
    expected: { shown: 'Net()', choices: ['Net()', 'make_layers(cfg=[4, 4, 4])'] },
  },
];
