# Ten sigmoid layers in PyTorch. The Lens says that the gradient vanishes, and how much of it is left at the first layer. Put nn.ReLU() in the
# place of nn.Sigmoid() and save: PyTorch's own first values still lose most of it. Put nn.BatchNorm1d(width) before the activation and save: it
# arrives. This file is read, never run: it needs no Python.
import torch
from torch import nn


class DeepSigmoid(nn.Module):
    def __init__(self, inputs=64, width=32, depth=10, classes=10):
        super().__init__()
        layers = []
        for index in range(depth):
            layers += [nn.Linear(inputs if index == 0 else width, width), nn.Sigmoid()]
        self.hidden = nn.Sequential(*layers)
        self.logits = nn.Linear(width, classes)

    def forward(self, x):
        return self.logits(self.hidden(x.flatten(1)))


model = DeepSigmoid()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def train(loader, epochs=10):
    for _ in range(epochs):
        for images, digits in loader:
            optimizer.zero_grad()
            loss = criterion(model(images), digits)
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    images, digits = torch.rand(64, 1, 8, 8), torch.randint(0, 10, (64,))
    print(model(images).shape)
    train([(images, digits)])
