"""A small convolutional network for images of digits, with its training loop."""
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class DigitNet(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.dropout = nn.Dropout(0.25)
        self.hidden = nn.Linear(32 * 7 * 7, 64)
        self.output = nn.Linear(64, classes)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = self.dropout(F.relu(self.hidden(x)))
        return F.log_softmax(self.output(x), dim=1)


def train(model, device, loader, optimizer, epoch):
    model.train()
    for step, (images, labels) in enumerate(loader):
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = F.nll_loss(model(images), labels)
        loss.backward()
        optimizer.step()
        if step % 100 == 0:
            print(f'epoch {epoch} step {step}: {loss.item():.4f}')


def main():
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.13,), (0.31,))])
    data = datasets.MNIST('data', train=True, download=True, transform=transform)
    loader = DataLoader(data, batch_size=64, shuffle=True)
    model = DigitNet().to(device)
    optimizer = optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(5):
        train(model, device, loader, optimizer, epoch)


if __name__ == '__main__':
    main()
