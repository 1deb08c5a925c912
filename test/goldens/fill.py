"""Writes fill.json: loss (output energy) and gradient norms of networks whose parameters and inputs are filled by formula, in evaluation mode and float64."""
import json
import math
import pathlib

import torch
from torch import nn

from golden import SOURCE, number


def mixed(position):
    """The position's bits mixed modulo 2^32, from -1 to 1."""
    bits = position * 0x9E3779B1 & 0xFFFFFFFF
    bits = (bits ^ bits >> 15) * 0x85EBCA77 & 0xFFFFFFFF
    bits = (bits ^ bits >> 13) * 0xC2B2AE3D & 0xFFFFFFFF
    return (bits ^ bits >> 16) / 2**31 - 1


FORMULAS = {"sine": math.sin, "hash": mixed}


def filled(shape, value):
    return torch.tensor([value(i) for i in range(1, math.prod(shape) + 1)], dtype=torch.float64).reshape(shape)


def fill(model, formula):
    for name, parameter in model.named_parameters():
        if parameter.dim() >= 2:
            scale = 1 / math.sqrt(math.prod(parameter.shape[1:]))
            values = filled(parameter.shape, lambda i: scale * formula(i))
        else:
            centre = 1 if name.endswith(("weight", "gamma", "scale", "weight_g")) else 0
            values = filled(parameter.shape, lambda i: centre + 0.1 * formula(i))
        parameter.data.copy_(values)


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 6)
        self.linear = nn.Linear(6, 3)

    def forward(self, x):
        return self.linear(torch.tanh(self.embedding(x)).mean(1))


CASES = [
    (
        "convolution",
        "input: [2, 6, 6]\nlayers:\n  - conv2d: 4\n    kernel: 3\n  - batch-norm\n  - relu\n  - flatten\n  - linear: 5\nloss: output-energy\n",
        (2, 6, 6),
        0,
        lambda: nn.Sequential(nn.Conv2d(2, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(64, 5)),
    ),
    (
        "words",
        "input: [5]\nlayers:\n  - { embedding: 6, tokens: 11 }\n  - tanh\n  - { mean: 1 }\n  - linear: 3\nloss: output-energy\n",
        (5,),
        11,
        Words,
    ),
]

cases = []
for name, source, shape, entries, make in CASES:
    for formula, of in FORMULAS.items():
        model = make().double().eval()
        fill(model, of)
        whole = (3, *shape)
        if entries:
            x = torch.tensor([(7 * i + 3) % entries for i in range(math.prod(whole))]).reshape(whole)
        else:
            x = filled(whole, lambda i: of(0.5 * i) if formula == "sine" else of(i))
        loss = model(x).square().mean()
        loss.backward()
        norms = [parameter.grad.norm().item() for parameter in model.parameters()]
        cases.append({"name": name, "source": source, "fill": formula, "batch": 3, "loss": number(loss), "norms": [number(n) for n in norms]})

target = pathlib.Path(__file__).parent / "fill.json"
target.write_text(json.dumps({"source": SOURCE, "cases": cases}, separators=(",", ":")) + "\n")
