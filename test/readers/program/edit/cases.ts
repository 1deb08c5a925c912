/** What changes of layers make of small programs: the lines that go and come, written by hand, and what PyTorch would then have. */
import { attribute, ops, type EditCase } from './editCase';
import { attributes, functions, images, lists, script, sequential } from './programs';

const activation: readonly EditCase[] = [
  {
    name: 'a class and a function each become another one in their own style',
    text: attributes,
    intents: [{ kind: 'activate', layers: ['sigmoid', 'act'], to: 'relu' }],
    gone: ['        self.act = nn.Sigmoid()', '        x = F.sigmoid(self.fc1(x))'],
    come: ['        self.act = nn.ReLU()', '        x = F.relu(self.fc1(x))'],
    then: ops,
    expected: ['linear', 'relu', 'linear', 'relu', 'dropout', 'linear', 'softmax'],
  },
  {
    name: 'a number of the activation becomes an argument',
    text: attributes,
    intents: [{ kind: 'activate', layers: ['sigmoid', 'act'], to: { 'leaky-relu': 0.2 } }],
    gone: ['        self.act = nn.Sigmoid()', '        x = F.sigmoid(self.fc1(x))'],
    come: ['        self.act = nn.LeakyReLU(0.2)', '        x = F.leaky_relu(self.fc1(x), 0.2)'],
    then: attribute('leaky-relu', 'slope'),
    expected: 0.2,
  },
  {
    name: "functions of torch, methods and arguments; torch has no gelu, so it becomes functional's",
    text: functions,
    intents: [{ kind: 'activate', layers: ['sigmoid', 'sigmoid_1', 'leaky_relu'], to: 'gelu' }],
    gone: [
      '        x = torch.sigmoid(self.fc1(x))',
      '        x = self.fc2(x).sigmoid()',
      '        x = F.dropout(F.leaky_relu(self.fc3(x), 0.1), p=0.9)',
    ],
    come: [
      '        x = F.gelu(self.fc1(x))',
      '        x = F.gelu(self.fc2(x))',
      '        x = F.dropout(F.gelu(self.fc3(x)), p=0.9)',
    ],
  },
  {
    name: 'relu stays a function of torch and a method',
    text: functions,
    intents: [{ kind: 'activate', layers: ['sigmoid', 'sigmoid_1'], to: 'relu' }],
    gone: ['        x = torch.sigmoid(self.fc1(x))', '        x = self.fc2(x).sigmoid()'],
    come: ['        x = torch.relu(self.fc1(x))', '        x = self.fc2(x).relu()'],
    then: (network) => ops(network).filter((op) => op === 'relu').length,
    expected: 2,
  },
  {
    name: 'log-softmax keeps the axis of softmax, as a class and as a function',
    text: sequential,
    intents: [{ kind: 'activate', layers: ['body.9'], to: 'log-softmax' }],
    gone: ['            nn.Softmax(dim=1)'],
    come: ['            nn.LogSoftmax(dim=1)'],
    then: (network) => ops(network).at(-1),
    expected: 'log-softmax',
  },
  {
    name: 'the axis of a function',
    text: functions,
    intents: [{ kind: 'activate', layers: ['softmax'], to: 'log-softmax' }],
    gone: ['        return F.softmax(self.out(x), dim=1)'],
    come: ['        return F.log_softmax(self.out(x), dim=1)'],
    then: (network) => ops(network).at(-1),
    expected: 'log-softmax',
  },
  {
    name: 'names that are imported one by one: the import gets longer, and what stands once changes once',
    text: lists,
    intents: [{ kind: 'activate', layers: ['body.1', 'body.3', 'first.act', 'second.act'], to: 'tanh' }],
    gone: [
      'from torch.nn import Linear, Module, Sequential, Sigmoid',
      '\t\tself.act = Sigmoid()',
      '\t\t\tlayers.append(Sigmoid())',
    ],
    come: [
      'from torch.nn import Linear, Module, Sequential, Sigmoid, Tanh',
      '\t\tself.act = Tanh()',
      '\t\t\tlayers.append(Tanh())',
    ],
    then: (network) => ops(network).filter((op) => op === 'tanh').length,
    expected: 4,
  },
  {
    name: 'it still works in place',
    text: images,
    inputs: ['4,1,8,8'],
    intents: [{ kind: 'activate', layers: ['body.act'], to: 'silu' }],
    gone: ["            ('act', nn.ReLU(inplace=True)),"],
    come: ["            ('act', nn.SiLU(inplace=True)),"],
  },
];

const removal: readonly EditCase[] = [
  {
    name: 'an attribute goes with the statement that calls it',
    text: attributes,
    intents: [{ kind: 'remove', layers: ['soft'] }],
    gone: ['        self.soft = nn.Softmax(dim=1)', '        x = self.soft(x)'],
    come: [],
    then: (network) => ops(network).at(-1),
    expected: 'linear',
  },
  {
    name: 'a call around another one leaves it',
    text: attributes,
    intents: [{ kind: 'remove', layers: ['drop'] }],
    gone: ['        self.drop = nn.Dropout(0.9)', '        x = self.drop(self.act(self.fc2(x)))'],
    come: ['        x = self.act(self.fc2(x))'],
  },
  {
    name: 'a function leaves what it is given',
    text: functions,
    intents: [{ kind: 'remove', layers: ['softmax', 'sigmoid_1', 'dropout'] }],
    gone: [
      '        x = self.fc2(x).sigmoid()',
      '        x = F.dropout(F.leaky_relu(self.fc3(x), 0.1), p=0.9)',
      '        return F.softmax(self.out(x), dim=1)',
    ],
    come: [
      '        x = self.fc2(x)',
      '        x = F.leaky_relu(self.fc3(x), 0.1)',
      '        return self.out(x)',
    ],
    then: ops,
    expected: ['linear', 'sigmoid', 'linear', 'linear', 'leaky-relu', 'linear'],
  },
  {
    name: 'the last item goes with the comma before it, one in the middle with its line and what is said there',
    text: sequential,
    intents: [{ kind: 'remove', layers: ['body.3', 'body.9'] }],
    gone: [
      '            nn.Sigmoid(),  # behind the second',
      '            nn.Linear(8, 3),',
      '            nn.Softmax(dim=1)',
    ],
    come: ['            nn.Linear(8, 3)'],
    then: (network) => ops(network).length,
    expected: 8,
  },
  {
    name: 'an item of a list in a loop',
    text: lists,
    intents: [{ kind: 'remove', layers: ['body.1'] }],
    gone: ['\t\t\tlayers.append(Sigmoid())'],
    come: [],
    then: (network) => ops(network).slice(0, 3),
    expected: ['linear', 'linear', 'linear'],
  },
  {
    name: 'a pair of a dictionary',
    text: images,
    inputs: ['4,1,8,8'],
    intents: [{ kind: 'remove', layers: ['body.act'] }],
    gone: ["            ('act', nn.ReLU(inplace=True)),"],
    come: [],
  },
];

const insertion: readonly EditCase[] = [
  {
    name: 'a norm behind attributes: made behind them, called around their calls, as wide as they are written',
    text: attributes,
    intents: [{ kind: 'insert', layers: ['fc1', 'fc2'], side: 'after', layer: 'batch-norm' }],
    gone: ['        x = F.sigmoid(self.fc1(x))', '        x = self.drop(self.act(self.fc2(x)))'],
    come: [
      '        self.fc1_norm = nn.BatchNorm1d(hidden)',
      '        self.fc2_norm = nn.BatchNorm1d(hidden)',
      '        x = F.sigmoid(self.fc1_norm(self.fc1(x)))',
      '        x = self.drop(self.act(self.fc2_norm(self.fc2(x))))',
    ],
    then: (network) => ops(network).slice(0, 3),
    expected: ['linear', 'batch-norm', 'sigmoid'],
  },
  {
    name: 'before: around what goes in',
    text: attributes,
    intents: [{ kind: 'insert', layers: ['fc1'], side: 'before', layer: 'layer-norm' }],
    gone: ['        x = F.sigmoid(self.fc1(x))'],
    come: ['        self.fc1_norm = nn.LayerNorm(4)', '        x = F.sigmoid(self.fc1(self.fc1_norm(x)))'],
    then: (network) => ops(network).slice(0, 2),
    expected: ['layer-norm', 'linear'],
  },
  {
    name: 'an activation is called where the layer is',
    text: attributes,
    intents: [{ kind: 'insert', layers: ['out'], side: 'after', layer: 'relu' }],
    gone: ['        x = self.out(x)'],
    come: ['        x = F.relu(self.out(x))'],
  },
  {
    name: 'items on lines of their own, behind the comments of the others',
    text: sequential,
    intents: [{ kind: 'insert', layers: ['body.0', 'body.8'], side: 'after', layer: 'layer-norm' }],
    gone: [],
    come: ['            nn.LayerNorm(8),', '            nn.LayerNorm(3),'],
    then: (network) => ops(network).slice(0, 3),
    expected: ['linear', 'layer-norm', 'sigmoid'],
  },
  {
    name: 'items of one line',
    text: script,
    network: 'model',
    intents: [{ kind: 'insert', layers: ['0', '2'], side: 'after', layer: { dropout: 0.5 } }],
    gone: [
      'model = nn.Sequential(nn.Linear(4, 8), nn.Sigmoid(), nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 3))',
    ],
    come: [
      'model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Sigmoid(), nn.Linear(8, 8), nn.Dropout(0.5), nn.Sigmoid(), nn.Linear(8, 3))',
    ],
  },
  {
    name: 'in a loop with the size that the loop has',
    text: lists,
    intents: [{ kind: 'insert', layers: ['body.0', 'body.2'], side: 'after', layer: 'batch-norm' }],
    gone: ['from torch.nn import Linear, Module, Sequential, Sigmoid'],
    come: [
      'from torch.nn import Linear, Module, Sequential, Sigmoid, BatchNorm1d',
      '\t\t\tlayers.append(BatchNorm1d(out))',
    ],
    then: (network) => ops(network).slice(0, 6),
    expected: ['linear', 'batch-norm', 'sigmoid', 'linear', 'batch-norm', 'sigmoid'],
  },
  {
    name: 'channels of images; in a dictionary under a name; where places count, both stand in one place',
    text: images,
    inputs: ['4,1,8,8'],
    intents: [
      { kind: 'insert', layers: ['stem', 'body.conv', 'layers.0'], side: 'after', layer: 'batch-norm' },
    ],
    gone: [
      '        self.layers = nn.ModuleList([nn.Conv2d(width * 2, width * 2, 1) for _ in range(2)])',
      '        x = self.body(F.relu(self.stem(x)))',
    ],
    come: [
      '        self.stem_norm = nn.BatchNorm2d(width)',
      "            ('conv_norm', nn.BatchNorm2d(width * 2)),",
      '        self.layers = nn.ModuleList([nn.Sequential(nn.Conv2d(width * 2, width * 2, 1), nn.BatchNorm2d(width * 2)) for _ in range(2)])',
      '        x = self.body(F.relu(self.stem_norm(self.stem(x))))',
    ],
    then: (network) => ops(network).filter((op) => op === 'batch-norm').length,
    expected: 5,
  },
  {
    name: 'another norm in the place of one',
    text: images,
    inputs: ['4,1,8,8'],
    intents: [
      { kind: 'insert', layers: ['norm'], side: 'after', layer: 'layer-norm' },
      { kind: 'remove', layers: ['norm'] },
    ],
    gone: ['        self.norm = nn.BatchNorm2d(width * 2)', '        x = self.norm(x)'],
    come: ['        self.norm_norm = nn.GroupNorm(1, width * 2)', '        x = self.norm_norm(x)'],
    then: (network) => ops(network).filter((op) => op.endsWith('-norm')),
    expected: ['group-norm'],
  },
];

/** All of them, by what is asked for. */
export const layerCases: Readonly<Record<string, readonly EditCase[]>> = {
  activate: activation,
  remove: removal,
  insert: insertion,
};
