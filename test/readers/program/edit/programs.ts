/** Small programs of our own that edits are tried on. */

const head = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n\n';

/** Layers as attributes, functions in forward. */
export const attributes = `${head}class Net(nn.Module):
    def __init__(self, hidden=8):
        super().__init__()
        self.fc1 = nn.Linear(4, hidden)  # first
        self.fc2 = nn.Linear(hidden, hidden, bias=True)
        self.drop = nn.Dropout(0.9)
        self.act = nn.Sigmoid()
        self.soft = nn.Softmax(dim=1)
        self.out = nn.Linear(hidden, 3)

    def forward(self, x):
        x = F.sigmoid(self.fc1(x))
        x = self.drop(self.act(self.fc2(x)))
        x = self.out(x)
        x = self.soft(x)
        return x
`;

/** Functions in the three ways in which they are called. */
export const functions = `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 8)
        self.fc2 = nn.Linear(8, 8)
        self.fc3 = nn.Linear(8, 8)
        self.out = nn.Linear(8, 3)

    def forward(self, x):
        x = torch.sigmoid(self.fc1(x))
        x = self.fc2(x).sigmoid()
        x = F.dropout(F.leaky_relu(self.fc3(x), 0.1), p=0.9)
        return F.softmax(self.out(x), dim=1)
`;

/** One layer a line, with comments. */
export const sequential = `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(4, 8),  # in
            nn.Sigmoid(),
            nn.Linear(8, 8, bias=False),
            nn.Sigmoid(),  # behind the second
            nn.Linear(8, 8),
            nn.Sigmoid(),
            nn.Linear(8, 8),
            nn.Sigmoid(),
            nn.Linear(8, 3),
            nn.Softmax(dim=1)
        )

    def forward(self, x):
        return self.body(x)
`;

/** Names imported one by one, tabs, a list that becomes an nn.Sequential, a class made twice. */
export const lists = `from torch.nn import Linear, Module, Sequential, Sigmoid


class Block(Module):
\tdef __init__(self, into, out):
\t\tsuper().__init__()
\t\tself.fc = Linear(into, out)
\t\tself.act = Sigmoid()

\tdef forward(self, x):
\t\treturn self.act(self.fc(x))


class Net(Module):
\tdef __init__(self):
\t\tsuper().__init__()
\t\tlayers = []
\t\tfor into, out in [(4, 8), (8, 6)]:
\t\t\tlayers.append(Linear(into, out))
\t\t\tlayers.append(Sigmoid())
\t\tself.body = Sequential(*layers)
\t\tself.first = Block(6, 6)
\t\tself.second = Block(6, 5)
\t\tself.out = Linear(5, 3)

\tdef forward(self, x):
\t\treturn self.out(self.second(self.first(self.body(x))))
`;

/** No class at all. */
export const script = `import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.Sigmoid(), nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 3))
`;

/** Starts that are written: with torch.nn.init, in place, by a function for all layers. */
export const started = `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 8)
        self.fc2 = nn.Linear(8, 8)
        self.out = nn.Linear(8, 3)
        nn.init.normal_(self.fc1.weight, 0, 0.02)
        nn.init.constant_(self.fc1.bias, 5.0)
        self.fc2.weight.data.normal_(0, 0.02)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        return self.out(torch.relu(self.fc2(x)))
`;

/** A function that starts all layers. */
export const applied = `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 8)
        self.out = nn.Linear(8, 3)
        self.apply(self._init_weights)

    def _init_weights(self, module):
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)

    def forward(self, x):
        return self.out(torch.relu(self.fc1(x)))
`;

/** Convolutions and a dictionary of layers. */
export const images = `${head}from collections import OrderedDict


class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.stem = nn.Conv2d(1, width, 3)
        self.body = nn.Sequential(OrderedDict([
            ('conv', nn.Conv2d(width, width * 2, 3)),
            ('act', nn.ReLU(inplace=True)),
        ]))
        self.layers = nn.ModuleList([nn.Conv2d(width * 2, width * 2, 1) for _ in range(2)])
        self.norm = nn.BatchNorm2d(width * 2)
        self.out = nn.Linear(width * 2, 3)

    def forward(self, x):
        x = self.body(F.relu(self.stem(x)))
        for layer in self.layers:
            x = F.relu(layer(x))
        x = self.norm(x)
        return self.out(x.mean((2, 3)))
`;

/** A script that trains, with a function for a step. */
export const training = `import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

RATE = 0.1


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 8)
        self.out = nn.Linear(8, 3)

    def forward(self, x):
        return torch.softmax(self.out(torch.relu(self.fc1(x))), dim=1)


def train_one(model, batches, optimizer, criterion):
    for x, y in batches:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


net = Net()
data = TensorDataset(torch.randn(64, 4), torch.randint(0, 3, (64,)))
loader = DataLoader(data, batch_size=16)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=RATE, momentum=0.9)
for epoch in range(2):
    train_one(net, loader, optimizer, criterion)
    for x, y in loader:
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
`;
