"""A language model over characters: embedding, LSTM, linear head."""
import torch
from torch import nn

text = 'the quick brown fox jumps over the lazy dog. ' * 20
characters = sorted(set(text))
index_of = {character: index for index, character in enumerate(characters)}


class CharacterModel(nn.Module):
    def __init__(self, tokens, features=64, units=128, layers=2):
        super().__init__()
        self.embedding = nn.Embedding(tokens, features)
        self.lstm = nn.LSTM(features, units, layers, batch_first=True, dropout=0.1)
        self.head = nn.Linear(units, tokens)

    def forward(self, indices, state=None):
        out, state = self.lstm(self.embedding(indices), state)
        return self.head(out), state


model = CharacterModel(len(characters))
data = torch.tensor([index_of[character] for character in text])
loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)


def batches(length=32, size=16):
    while True:
        starts = torch.randint(0, len(data) - length - 1, (size,))
        inputs = torch.stack([data[start : start + length] for start in starts])
        targets = torch.stack([data[start + 1 : start + length + 1] for start in starts])
        yield inputs, targets


for step, (inputs, targets) in zip(range(500), batches()):
    logits, _ = model(inputs)
    loss = loss_function(logits.reshape(-1, len(characters)), targets.reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
