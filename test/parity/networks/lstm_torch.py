"""An LSTM, whose last state is read."""
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        states, _ = self.lstm(x)
        return self.head(states[:, -1])
