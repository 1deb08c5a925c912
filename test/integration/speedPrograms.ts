// The programs whose saves are timed.

/** The digits network as a program: nothing is wrong with it, so that no fix is tried between two saves. */
export const classifier = `import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(64, width), nn.ReLU(), nn.Linear(width, 32), nn.ReLU(), nn.Linear(32, 10)
        )

    def forward(self, x):
        return self.layers(x)


model = Classifier()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss = nn.CrossEntropyLoss()(model(torch.randn(64, 64)), torch.randint(0, 10, (64,)))
`;

/** ResNet-18 for images of CIFAR (He et al. 2016, section 4.2 with the widths of ImageNet), as tutorials write it. */
export const resnet = `import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        widths = [64, 64, 128, 256, 512]
        self.layers = nn.Sequential(*[
            block
            for before, width in zip(widths, widths[1:])
            for block in (Block(before, width, 1 if before == width else 2), Block(width, width, 1))
        ])
        self.linear = nn.Linear(512, classes)

    def forward(self, x):
        y = self.layers(F.relu(self.bn1(self.conv1(x))))
        return self.linear(F.avg_pool2d(y, 4).flatten(1))


model = ResNet18()
loss = nn.CrossEntropyLoss()(model(torch.randn(8, 3, 32, 32)), torch.randint(0, 10, (8,)))
`;
