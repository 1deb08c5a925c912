/** Small programs of one behaviour each, and what is to be chosen of them. Lines count from the first line behind the imports. */

/** What is expected; what is left out is not looked at. */
export interface Expected {
  readonly shown?: string | null;
  readonly choices?: readonly string[];
  readonly inputs?: readonly string[];
  readonly loss?: string | null;
  readonly lossLine?: number;
  readonly optimizer?: string | null;
  readonly schedule?: string | null;
  readonly clip?: number | null;
  readonly batch?: number | null;
  readonly zeroGrad?: boolean;
  /** The words of directives that would say what was assumed. */
  readonly assumed?: readonly string[];
  readonly problems?: readonly string[];
  readonly ignored?: readonly string[];
}

/** A small program, and what is to be chosen of it. */
export interface Case {
  readonly title: string;
  readonly text: string;
  readonly expected: Expected;
}

/** A class whose forward is one linear layer, or more lines. */
export function net(name = 'Net', inputs = 4, outputs = 3): string {
  return `class ${name}(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(${inputs}, ${outputs})
    def forward(self, x):
        return self.fc(x)
`;
}

/** One with parameters of its constructor: its body uses them. */
function made(parameters: string, layer: string): string {
  return `class Net(nn.Module):
    def __init__(self, ${parameters}):
        super().__init__()
        self.fc = ${layer}
    def forward(self, x):
        return self.fc(x)
`;
}

const training = (lines: string): string => `${net()}model = Net()\n${lines}`;

export const choosing: readonly Case[] = [
  // which network
  {
    title: 'takes the only class',
    text: net(),
    expected: { shown: 'Net()', choices: ['Net()'], inputs: ['2,4'] },
  },
  {
    title: 'takes the call that is trained before one that is not',
    text: `${net('A')}${net('B')}a = A()\nb = B()\noptimizer = torch.optim.SGD(b.parameters(), lr=0.1)\n`,
    expected: { shown: 'B()', choices: ['B()', 'A()'] },
  },
  {
    title: 'takes the call in the main block',
    text: `${made('width', 'nn.Linear(4, width)')}if __name__ == '__main__':\n    model = Net(7)\n`,
    expected: { shown: 'Net(7)', assumed: ['input=2,4', 'loss=cross-entropy'] },
  },
  {
    title: 'takes a factory',
    text: `${made('width', 'nn.Linear(4, width)')}def small():\n    return Net(5)\n`,
    expected: { shown: 'small()' },
  },
  {
    title: 'takes the class that contains the others',
    text: `${net('Part')}class Whole(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.part = Part()\n    def forward(self, x):\n        return self.part(x)\n`,
    expected: { shown: 'Whole()', choices: ['Whole()', 'Part()'] },
  },
  {
    title: 'offers generator and discriminator',
    text: `${net('G', 8, 4)}${net('D', 4, 1)}g, d = G(), D()\nopt_g = torch.optim.Adam(g.parameters(), lr=0.01)\nopt_d = torch.optim.Adam(d.parameters(), lr=0.02)\n`,
    expected: { shown: 'G()', choices: ['G()', 'D()'], optimizer: 'adam 0.01', inputs: ['2,8'] },
  },
  {
    title: 'finds a model in the class that trains it',
    text: `${made('width', 'nn.Linear(4, width)')}class Trainer:\n    def __init__(self, width=6):\n        self.model = Net(width)\n        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.02)\n`,
    expected: { shown: 'Net(width)', optimizer: 'adam 0.02' },
  },
  {
    title: 'knows what a function is called with',
    text: `${made('width', 'nn.Linear(4, width)')}def main(width):\n    model = Net(width)\nif __name__ == '__main__':\n    main(9)\n`,
    expected: { shown: 'Net(width)', problems: [] },
  },
  {
    title: 'reads arguments of the command line as their defaults',
    text: `import argparse\n${made('width', 'nn.Linear(4, width)')}if __name__ == '__main__':\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--width', type=int, default=6)\n    args = parser.parse_args()\n    model = Net(args.width)\n`,
    expected: { shown: 'Net(args.width)' },
  },
  {
    title: 'takes layers of torch that are put together outside of a class',
    text: 'model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))\n',
    expected: { shown: 'nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))', inputs: ['2,4'] },
  },
  {
    title: 'takes no loss for a network',
    text: `${net()}model = Net()\ncriterion = nn.CrossEntropyLoss()\ncriterion.to('cpu')\n`,
    expected: { choices: ['Net()'], loss: 'cross-entropy' },
  },
  {
    title: 'says that nothing is there',
    text: 'x = torch.zeros(3)\n',
    expected: { shown: null, choices: [], problems: [] },
  },
  {
    title: 'shows another candidate where the first does not run through, and says so',
    text: `${net('Fine')}class Broken(nn.Module):\n    def __init__(self):\n        super().__init__()\n        raise ValueError('no')\n    def forward(self, x):\n        return x\n`,
    expected: {
      shown: 'Fine()',
      choices: ['Broken()', 'Fine()'],
      problems: ['10 warning: ValueError: no'],
    },
  },
  // arguments
  ...(
    [
      ['num_classes', 'nn.Linear(4, num_classes)', 'num_classes=10'],
      ['hidden_dim', 'nn.Linear(4, hidden_dim)', 'hidden_dim=64'],
      ['vocab_size', 'nn.Embedding(vocab_size, 8)', 'vocab_size=1000'],
      ['sizes', 'nn.Linear(4, len(sizes))', 'sizes=[16, 16]'],
      ['shape', 'nn.Linear(4, sum(s for s in shape[:2]))', 'shape=[2, 2]'],
      ['flag: bool', 'nn.Linear(4, 3, bias=flag)', 'flag=False'],
      ['inner: nn.Module', 'nn.Sequential(inner, nn.Linear(4, 3))', 'inner=nn.Identity()'],
      ['config', 'nn.Linear(4, config.hidden_size)', `config=type('Settings', (), {"hidden_size": 64})()`],
      ['cfg', "nn.Linear(4, cfg['num_classes'])", 'cfg={"num_classes": 10}'],
    ] as const
  ).map(([parameters, layer, given]): Case => ({
    title: `fills in ${given}`,
    text: made(parameters, layer),
    expected: { shown: `Net(${given})` },
  })),
  {
    title: 'makes settings of a class of the file',
    text: `from dataclasses import dataclass\n@dataclass\nclass NetConfig:\n    hidden: int = 12\n${made('config: NetConfig', 'nn.Linear(4, config.hidden)')}`,
    expected: { shown: 'Net(config=NetConfig())' },
  },
  {
    title: 'takes a dict of settings that the module holds',
    text: `BASE_CONFIG = {'hidden': 12}\n${made('cfg', "nn.Linear(4, cfg['hidden'])")}`,
    expected: { shown: 'Net(cfg=BASE_CONFIG)' },
  },
  {
    title: 'takes a dict of settings that a function writes out',
    text: `${made('cfg', "nn.Linear(4, cfg['hidden'])")}def main():\n    settings = {'hidden': 12}\n`,
    expected: { shown: 'Net(cfg={"hidden": 12})' },
  },
  {
    title: 'says what it cannot fill in',
    text: made('thing', 'thing.layer'),
    expected: {
      shown: null,
      problems: [
        '1 error: Nothing says what Net is made with: thing has no usual value. Say it in a comment: # backprop-lens: network=Net(…)',
      ],
    },
  },
  {
    title: 'takes arguments from the variables of a call that is not known as a whole',
    text: `import else_where\nshape = (3, 4)\nclass Net(nn.Module):\n    def __init__(self, sizes, classes):\n        super().__init__()\n        self.fc = nn.Linear(sizes[0] + sizes[1], classes)\n    def forward(self, x):\n        return self.fc(x)\nmodel = Net(shape, else_where.count)\n`,
    expected: { shown: 'Net(sizes=(3, 4), classes=10)' },
  },
  {
    title: 'takes arguments from variables of their names',
    text: `sizes = [6, 2]\nclasses = 7\nclass Net(nn.Module):\n    def __init__(self, sizes, classes):\n        super().__init__()\n        self.fc = nn.Linear(sizes[0] + sizes[1], classes)\n    def forward(self, x):\n        return self.fc(x)\n`,
    expected: { shown: 'Net(sizes=[6, 2], classes=7)' },
  },
  {
    title: 'takes no variable of data for an argument',
    text: `classes = list(range(100))\nclass Net(nn.Module):\n    def __init__(self, sizes, classes):\n        super().__init__()\n        self.fc = nn.Linear(sizes[0] + sizes[1], classes)\n    def forward(self, x):\n        return self.fc(x)\n`,
    expected: { shown: 'Net(sizes=[16, 16], classes=10)' },
  },
  // inputs
  {
    title: 'takes the tensor that the program gives the model',
    text: training('y = model(torch.randn(5, 4))\n'),
    expected: { inputs: ['5,4'], assumed: ['input=5,4', 'loss=cross-entropy'] },
  },
  {
    title: 'takes a sample of the data set',
    text: `from torchvision import datasets\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(784, 10)\n    def forward(self, x):\n        return self.fc(x.view(-1, 784))\nmodel = Net()\ndata = datasets.MNIST('.')\n`,
    expected: { inputs: ['2,1,28,28'] },
  },
  {
    title: 'solves the side of an image from the exception',
    text: `class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(1, 4, 3)\n        self.fc = nn.Linear(4 * 34 * 34, 2)\n    def forward(self, x):\n        return self.fc(torch.flatten(self.conv(x), 1))\n`,
    expected: { inputs: ['2,1,36,36'] },
  },
  {
    title: 'takes indices for an embedding',
    text: `class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.e = nn.Embedding(50, 8)\n        self.fc = nn.Linear(8, 50)\n    def forward(self, idx):\n        return self.fc(self.e(idx))\n`,
    expected: { inputs: ['int:2,16<50'], loss: 'cross-entropy' },
  },
  // losses
  ...(
    [
      ['criterion = nn.CrossEntropyLoss(label_smoothing=0.1)', 'cross-entropy'],
      ['loss_fn = nn.MSELoss()', 'mse'],
      ['criterion = nn.BCEWithLogitsLoss()', 'bce-logits'],
      ['criterion = nn.L1Loss()', 'l1'],
      ['loss = F.mse_loss(model(torch.zeros(2, 4)), torch.zeros(2, 3))', 'mse'],
      [
        'loss = F.cross_entropy(model(torch.zeros(2, 4)), torch.tensor([0, 1]), label_smoothing=0.1)',
        'cross-entropy',
      ],
    ] as const
  ).map(([line, loss]): Case => ({
    title: `takes ${line}`,
    text: training(`${line}\n`),
    expected: { loss, lossLine: 8, problems: [] },
  })),
  {
    title: 'takes the loss that a class keeps',
    text: `${net()}class Trainer:\n    def __init__(self):\n        self.model = Net()\n        self.criterion = nn.SmoothL1Loss()\n`,
    expected: { loss: 'smooth-l1', lossLine: 10 },
  },
  {
    title: 'takes cross-entropy for classes where nothing says the loss',
    text: net(),
    expected: { loss: 'cross-entropy', assumed: ['input=2,4', 'loss=cross-entropy'] },
  },
  // training
  ...(
    [
      ['torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)', 'sgd 0.5'],
      ['torch.optim.SGD(model.parameters(), 0.25)', 'sgd 0.25'],
      ['torch.optim.Adam(model.parameters())', 'adam 0.001'],
      ['torch.optim.AdamW(model.parameters(), lr=3e-4)', 'adamw 0.0003'],
      ['torch.optim.RMSprop(model.parameters())', 'rmsprop 0.01'],
      ["torch.optim.SGD([{'params': model.parameters(), 'lr': 0.03}], momentum=0.9)", 'sgd 0.03'],
    ] as const
  ).map(([call, optimizer]): Case => ({
    title: `reads ${call}`,
    text: training(`optimizer = ${call}\n`),
    expected: { optimizer },
  })),
  {
    title: 'reads a schedule of steps',
    text: training(
      'opt = torch.optim.SGD(model.parameters(), lr=1.0)\ns = torch.optim.lr_scheduler.StepLR(opt, step_size=10)\n',
    ),
    expected: { schedule: 'step' },
  },
  {
    title: 'reads a schedule of a cosine',
    text: training(
      'opt = torch.optim.SGD(model.parameters(), lr=1.0)\ns = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=10)\n',
    ),
    expected: { schedule: 'cosine' },
  },
  {
    title: 'sees that gradients are never cleared, how they are clipped, and the batch',
    text: training(
      'opt = torch.optim.SGD(model.parameters(), lr=1.0)\nloader = torch.utils.data.DataLoader([], batch_size=16)\nfor x, y in loader:\n    F.mse_loss(model(x), y).backward()\n    nn.utils.clip_grad_norm_(model.parameters(), 0.5)\n    opt.step()\n',
    ),
    expected: { zeroGrad: false, clip: 0.5, batch: 16, loss: 'mse' },
  },
  {
    title: 'sees that gradients are cleared',
    text: training(
      'opt = torch.optim.SGD(model.parameters(), lr=1.0)\nfor x in []:\n    opt.zero_grad()\n    model(x).sum().backward()\n    opt.step()\n',
    ),
    expected: { zeroGrad: true },
  },
  // directives
  {
    title: 'follows network= and input=',
    text: `# backprop-lens: network=Net(width=5) input=3,4\n${made('width', 'nn.Linear(4, width)')}`,
    expected: { shown: 'Net(width=5)', inputs: ['3,4'] },
  },
  {
    title: 'follows several inputs and mode',
    text: `# backprop-lens: input=3,4;3,4 mode=eval\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 3)\n    def forward(self, a, b):\n        return self.fc(a + b) if not self.training else self.fc(a)\n`,
    expected: { inputs: ['3,4', '3,4'], problems: [] },
  },
  {
    title: 'follows loss= on the line of the call',
    text: `${net()}model = Net()  # backprop-lens: loss=mse\n`,
    expected: { loss: 'mse' },
  },
  {
    title: 'follows the directive of the definition that is shown, and no other',
    text: `# backprop-lens: input=7,4\n${net('A')}# backprop-lens: input=6,4\n${net('B')}`,
    expected: { shown: 'B()', inputs: ['6,4'], problems: [] },
  },
  {
    title: 'goes on behind something that is not understood with the shape of the comment',
    text: `from somewhere import magic\n# backprop-lens: input=2,4\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(8, 3)\n    def forward(self, x):\n        x = magic(x)  # backprop-lens: shape=2,8\n        return self.fc(x)\n`,
    expected: {
      inputs: ['2,4', '2,8'],
      loss: 'cross-entropy',
      problems: [
        '8 warning: The module somewhere is not in the workspace. No gradient is computed through it. Numbers of the shape in the comment stand in for it.',
      ],
    },
  },
  {
    title: 'silences rules for a line and for the file',
    text: `class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 3)  # backprop-lens: ignore[init-scale, dropout]\n    def forward(self, x):\n        return self.fc(x)\n`,
    expected: { ignored: ['init-scale', 'dropout'], problems: [] },
  },
  ...(
    [
      [
        'colour=red',
        'A directive has no word colour; it knows network, input, loss, mode, shape and ignore[rule].',
      ],
      ['mode=both', 'mode is train or eval; found both.'],
      ['loss=happiness', 'There is no loss happiness.'],
      [
        'hello',
        'A directive is written as network=, input=, loss=, mode=, shape= or ignore[rule]; found hello.',
      ],
    ] as const
  ).map(([words, message]): Case => ({
    title: `says what is wrong with ${words}`,
    text: `${net()}# backprop-lens: ${words}\nx = 1\n`,
    expected: { shown: 'Net()', problems: [`7 warning: ${message}`] },
  })),
  // problems
  {
    title: 'says what PyTorch says of shapes at the line of forward, with the calls',
    text: `class Part(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(5, 3)\n    def forward(self, x):\n        return self.fc(x)\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.part = Part()\n    def forward(self, x):\n        return self.part(x)\nmodel = Net()\nmodel(torch.randn(2, 4))\n`,
    expected: {
      problems: [
        '6 error: RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x4 and 5x3) (called from line 15 in Net.forward, line 17)',
      ],
    },
  },
  {
    title: 'says nothing of what it leaves for later',
    text: `${net()}def main():\n    pass\nmain()\nwhile True:\n    pass\n`,
    expected: { problems: [] },
  },
];
