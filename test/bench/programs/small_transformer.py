"""A decoder of transformer blocks written out: attention, mask, feed-forward, residual connections."""
import math
from dataclasses import dataclass

import torch
import torch.nn as nn
from torch.nn import functional as F


@dataclass
class Settings:
    tokens: int = 256
    length: int = 64
    layers: int = 4
    heads: int = 4
    features: int = 128
    dropout: float = 0.1


class Attention(nn.Module):
    def __init__(self, settings):
        super().__init__()
        assert settings.features % settings.heads == 0
        self.heads = settings.heads
        self.joined = nn.Linear(settings.features, 3 * settings.features)
        self.output = nn.Linear(settings.features, settings.features)
        self.dropout = nn.Dropout(settings.dropout)
        mask = torch.tril(torch.ones(settings.length, settings.length))
        self.register_buffer('mask', mask.view(1, 1, settings.length, settings.length))

    def forward(self, x):
        batch, length, features = x.size()
        query, key, value = self.joined(x).split(features, dim=2)
        query, key, value = (
            part.view(batch, length, self.heads, features // self.heads).transpose(1, 2) for part in (query, key, value)
        )
        scores = query @ key.transpose(-2, -1) / math.sqrt(key.size(-1))
        scores = scores.masked_fill(self.mask[:, :, :length, :length] == 0, float('-inf'))
        mixed = self.dropout(F.softmax(scores, dim=-1)) @ value
        return self.output(mixed.transpose(1, 2).contiguous().view(batch, length, features))


class Block(nn.Module):
    def __init__(self, settings):
        super().__init__()
        self.norm1 = nn.LayerNorm(settings.features)
        self.attention = Attention(settings)
        self.norm2 = nn.LayerNorm(settings.features)
        self.feed = nn.Sequential(
            nn.Linear(settings.features, 4 * settings.features),
            nn.GELU(),
            nn.Linear(4 * settings.features, settings.features),
            nn.Dropout(settings.dropout),
        )

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.feed(self.norm2(x))


class Decoder(nn.Module):
    def __init__(self, settings):
        super().__init__()
        self.settings = settings
        self.tokens = nn.Embedding(settings.tokens, settings.features)
        self.places = nn.Embedding(settings.length, settings.features)
        self.blocks = nn.ModuleList([Block(settings) for _ in range(settings.layers)])
        self.norm = nn.LayerNorm(settings.features)
        self.head = nn.Linear(settings.features, settings.tokens, bias=False)
        self.tokens.weight = self.head.weight
        self.apply(self.start)

    def start(self, module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, mean=0.0, std=0.02)

    def forward(self, indices, targets=None):
        _, length = indices.shape
        x = self.tokens(indices) + self.places(torch.arange(length, device=indices.device))
        for block in self.blocks:
            x = block(x)
        logits = self.head(self.norm(x))
        loss = None
        if targets is not None:
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))
        return logits, loss


if __name__ == '__main__':
    model = Decoder(Settings())
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    for step in range(1000):
        indices = torch.randint(0, 256, (8, 65))
        logits, loss = model(indices[:, :-1], indices[:, 1:])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
