"""A variational autoencoder for images of digits."""
import torch
from torch import nn
from torch.nn import functional as F


class Autoencoder(nn.Module):
    def __init__(self, pixels=784, hidden=400, code=20):
        super().__init__()
        self.encoder = nn.Linear(pixels, hidden)
        self.mean = nn.Linear(hidden, code)
        self.log_variance = nn.Linear(hidden, code)
        self.decoder = nn.Sequential(nn.Linear(code, hidden), nn.ReLU(), nn.Linear(hidden, pixels), nn.Sigmoid())

    def sample(self, mean, log_variance):
        deviation = torch.exp(0.5 * log_variance)
        return mean + deviation * torch.randn_like(deviation)

    def forward(self, x):
        hidden = F.relu(self.encoder(x.view(-1, 784)))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        return self.decoder(self.sample(mean, log_variance)), mean, log_variance


def loss_of(restored, x, mean, log_variance):
    error = F.binary_cross_entropy(restored, x.view(-1, 784), reduction='sum')
    divergence = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
    return error + divergence


model = Autoencoder()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for step in range(1000):
    images = torch.rand(32, 1, 28, 28)
    optimizer.zero_grad()
    loss = loss_of(model(images)[0], images, *model(images)[1:])
    loss.backward()
    optimizer.step()
