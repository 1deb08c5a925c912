/** What changes of starts, options, losses, training and comments make of small programs: the lines that go and come, written by hand. */
import { attribute, startOf, type EditCase } from './editCase';
import { applied, attributes, functions, script, sequential, started, training } from './programs';

const start: readonly EditCase[] = [
  {
    name: 'behind the statement of each layer, its bias at zero',
    text: attributes,
    intents: [
      { kind: 'initialise', layers: ['fc1'], to: 'he-normal' },
      { kind: 'initialise', layers: ['out'], to: { normal: 0.01 } },
    ],
    gone: [],
    come: [
      "        nn.init.kaiming_normal_(self.fc1.weight, nonlinearity='relu')",
      '        nn.init.zeros_(self.fc1.bias)',
      '        nn.init.normal_(self.out.weight, std=0.01)',
      '        nn.init.zeros_(self.out.bias)',
    ],
    then: startOf('fc1.weight', 'fc1.bias', 'fc2.weight', 'out.weight'),
    expected: ['he-normal', 'zeros', 'pytorch', 'normal'],
  },
  {
    name: 'all layers of a class: one loop, which looks for biases where some have none',
    text: sequential,
    intents: [
      { kind: 'initialise', layers: ['body.0', 'body.2', 'body.4', 'body.6', 'body.8'], to: 'xavier-normal' },
    ],
    gone: [],
    come: [
      '        for module in self.modules():',
      '            if isinstance(module, nn.Linear):',
      '                nn.init.xavier_normal_(module.weight)',
      '                if module.bias is not None:',
      '                    nn.init.zeros_(module.bias)',
    ],
    then: startOf('body.0.weight', 'body.0.bias', 'body.2.weight', 'body.8.weight'),
    expected: ['xavier-normal', 'zeros', 'xavier-normal', 'xavier-normal'],
  },
  {
    name: 'all but the last: a loop over the first items',
    text: sequential,
    intents: [{ kind: 'initialise', layers: ['body.0', 'body.2', 'body.4', 'body.6'], to: 'he-normal' }],
    gone: [],
    come: [
      '        for module in self.body[:8]:',
      '            if isinstance(module, nn.Linear):',
      "                nn.init.kaiming_normal_(module.weight, nonlinearity='relu')",
      '                if module.bias is not None:',
      '                    nn.init.zeros_(module.bias)',
    ],
    then: startOf('body.6.weight', 'body.8.weight'),
    expected: ['he-normal', 'pytorch'],
  },
  {
    name: 'few among many: by their places',
    text: sequential,
    intents: [{ kind: 'initialise', layers: ['body.2', 'body.8'], to: 'lecun-normal' }],
    gone: [],
    come: [
      "        nn.init.kaiming_normal_(self.body[2].weight, nonlinearity='linear')",
      "        nn.init.kaiming_normal_(self.body[8].weight, nonlinearity='linear')",
      '        nn.init.zeros_(self.body[8].bias)',
    ],
  },
  {
    name: 'in a script behind the statement that makes the network',
    text: script,
    network: 'model',
    intents: [{ kind: 'initialise', layers: ['0'], to: 'orthogonal' }],
    gone: [],
    come: ['nn.init.orthogonal_(model[0].weight)', 'nn.init.zeros_(model[0].bias)'],
  },
  {
    name: 'calls that are there become others, in place too',
    text: started,
    intents: [{ kind: 'initialise', layers: ['fc1', 'fc2'], to: 'he-uniform' }],
    gone: [
      '        nn.init.normal_(self.fc1.weight, 0, 0.02)',
      '        self.fc2.weight.data.normal_(0, 0.02)',
    ],
    come: [
      "        nn.init.kaiming_uniform_(self.fc1.weight, nonlinearity='relu')",
      "        nn.init.kaiming_uniform_(self.fc2.weight, nonlinearity='relu')",
    ],
    then: startOf('fc1.weight', 'fc1.bias', 'fc2.weight', 'out.weight'),
    expected: ['he-uniform', 'constant', 'he-uniform', 'pytorch'],
  },
  {
    name: 'a function that starts all of them',
    text: applied,
    intents: [{ kind: 'initialise', layers: ['fc1'], to: 'he-normal' }],
    gone: ['            nn.init.normal_(module.weight, std=0.02)'],
    come: ["            nn.init.kaiming_normal_(module.weight, nonlinearity='relu')"],
    then: startOf('fc1.weight', 'out.weight'),
    expected: ['he-normal', 'he-normal'],
  },
  {
    name: 'biases that start far from zero',
    text: started,
    intents: [
      { kind: 'set-option', layers: ['fc1'], option: 'biases', to: null },
      { kind: 'set-option', layers: ['fc1'], option: 'bias-init', to: 'zeros' },
    ],
    gone: ['        nn.init.constant_(self.fc1.bias, 5.0)'],
    come: ['        nn.init.zeros_(self.fc1.bias)'],
    then: startOf('fc1.bias'),
    expected: ['zeros'],
  },
];

const option: readonly EditCase[] = [
  {
    name: 'a bias that is said and one that is not',
    text: attributes,
    intents: [{ kind: 'set-option', layers: ['fc1', 'fc2'], option: 'bias', to: false }],
    gone: [
      '        self.fc1 = nn.Linear(4, hidden)  # first',
      '        self.fc2 = nn.Linear(hidden, hidden, bias=True)',
    ],
    come: [
      '        self.fc1 = nn.Linear(4, hidden, bias=False)  # first',
      '        self.fc2 = nn.Linear(hidden, hidden, bias=False)',
    ],
    then: ({ nodes }) => nodes.filter((node) => node.kind === 'parameter' && node.role === 'bias').length,
    expected: 1,
  },
  {
    name: 'the rate of a dropout, as a class and as a function; how many units',
    text: attributes,
    intents: [
      { kind: 'set-option', layers: ['drop'], option: 'rate', to: 0.5 },
      { kind: 'set-option', layers: ['out'], option: 'units', to: 5 },
    ],
    gone: ['        self.drop = nn.Dropout(0.9)', '        self.out = nn.Linear(hidden, 3)'],
    come: ['        self.drop = nn.Dropout(0.5)', '        self.out = nn.Linear(hidden, 5)'],
    then: attribute('dropout', 'rate'),
    expected: 0.5,
  },
  {
    name: 'an argument of a function',
    text: functions,
    intents: [{ kind: 'set-option', layers: ['dropout'], option: 'rate', to: 0.5 }],
    gone: ['        x = F.dropout(F.leaky_relu(self.fc3(x), 0.1), p=0.9)'],
    come: ['        x = F.dropout(F.leaky_relu(self.fc3(x), 0.1), p=0.5)'],
    then: attribute('dropout', 'rate'),
    expected: 0.5,
  },
  {
    name: 'takes an argument away',
    text: sequential,
    intents: [{ kind: 'set-option', layers: ['body.2'], option: 'bias', to: null }],
    gone: ['            nn.Linear(8, 8, bias=False),'],
    come: ['            nn.Linear(8, 8),'],
  },
];

const field: readonly EditCase[] = [
  {
    name: 'the loss that the program makes',
    text: training,
    network: 'Net()',
    intents: [{ kind: 'set-loss', to: 'nll' }],
    gone: ['criterion = nn.CrossEntropyLoss()'],
    come: ['criterion = nn.NLLLoss()'],
    then: ({ loss }) => loss?.name,
    expected: 'nll',
  },
  {
    name: 'the loss of a program that has none is said in a directive',
    text: attributes,
    intents: [{ kind: 'set-loss', to: 'mse' }],
    gone: [],
    come: ['# backprop-lens: loss=mse'],
    then: ({ loss }) => loss?.name,
    expected: 'mse',
  },
  {
    name: 'the rate where its name gets its number, the momentum where it stands',
    text: training,
    network: 'Net()',
    intents: [
      { kind: 'set-training', field: 'rate', to: 0.001 },
      { kind: 'set-training', field: 'momentum', to: 0.5 },
      { kind: 'set-training', field: 'weight-decay', to: 0.01 },
      { kind: 'set-training', field: 'batch', to: 32 },
    ],
    gone: [
      'RATE = 0.1',
      'loader = DataLoader(data, batch_size=16)',
      'optimizer = optim.SGD(net.parameters(), lr=RATE, momentum=0.9)',
    ],
    come: [
      'RATE = 0.001',
      'loader = DataLoader(data, batch_size=32)',
      'optimizer = optim.SGD(net.parameters(), lr=RATE, momentum=0.5, weight_decay=0.01)',
    ],
    then: ({ training: own }) => [own?.rate, own?.weightDecay, own?.batch],
    expected: [0.001, 0.01, 32],
  },
  {
    name: 'clips and clears before every step, by the names that each place has',
    text: training,
    network: 'Net()',
    intents: [
      { kind: 'set-training', field: 'clip-norm', to: 1 },
      { kind: 'set-training', field: 'zero-grad', to: true },
    ],
    gone: [],
    come: [
      '        optimizer.zero_grad()',
      '        nn.utils.clip_grad_norm_(model.parameters(), 1.0)',
      '        optimizer.zero_grad()',
      '        nn.utils.clip_grad_norm_(net.parameters(), 1.0)',
    ],
    then: ({ training: own }) => [own?.clipNorm, own?.zeroGrad],
    expected: [1, true],
  },
  {
    name: 'clips otherwise, and not at all',
    text: training,
    network: 'Net()',
    intents: [
      { kind: 'set-training', field: 'clip-norm', to: 1 },
      { kind: 'set-training', field: 'clip-norm', to: null },
    ],
    gone: [],
    come: [],
    then: ({ training: own }) => own?.clipNorm,
    expected: null,
  },
  {
    name: 'a directive above the class, and one word more in it',
    text: attributes,
    intents: [
      { kind: 'set-directive', field: 'input', to: '2,4' },
      { kind: 'set-directive', field: 'mode', to: 'eval' },
    ],
    gone: [],
    come: ['# backprop-lens: input=2,4 mode=eval'],
  },
  {
    name: 'a directive that says nothing any more goes',
    text: attributes,
    intents: [
      { kind: 'set-directive', field: 'input', to: '2,4' },
      { kind: 'set-directive', field: 'input', to: null },
    ],
    gone: [],
    come: [],
  },
  {
    name: 'rules of a line and of the file',
    text: attributes,
    intents: [
      { kind: 'ignore', rule: 'vanishing', line: 8 },
      { kind: 'ignore', rule: 'saturation', line: 8 },
      { kind: 'ignore', rule: 'dropout', line: null },
    ],
    gone: ['        self.fc1 = nn.Linear(4, hidden)  # first'],
    come: [
      '# backprop-lens: ignore[dropout]',
      '        self.fc1 = nn.Linear(4, hidden)  # first  # backprop-lens: ignore[vanishing, saturation]',
    ],
    then: ({ ignore, ignoredLines }) => [ignore, ignoredLines?.map(({ rules }) => rules)],
    expected: [['dropout'], [['vanishing', 'saturation']]],
  },
];

/** All of them, by what is asked for. */
export const fieldCases: Readonly<Record<string, readonly EditCase[]>> = {
  initialise: start,
  'set-option': option,
  fields: field,
};
