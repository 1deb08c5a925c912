"""Writes network-*.json: whole networks with batch, weights, loss and every parameter gradient, computed by PyTorch in float64."""
import csv
import pathlib

import torch
import torch.nn.functional as F

from golden import SOURCE, number, numbers, tensor, write

SEED = 20240603
DIGITS = pathlib.Path(__file__).parents[2] / "examples" / "digits.csv"

OPS = {
    "linear": F.linear, "add": lambda *values: sum(values[1:], values[0]), "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu,
    "gelu": F.gelu, "softplus": F.softplus, "prelu": F.prelu, "mse": F.mse_loss, "huber": F.huber_loss,
    "cross-entropy": F.cross_entropy, "bce-logits": F.binary_cross_entropy_with_logits,
}
ATTRIBUTES = {"softplus": {"beta": 1, "threshold": 20}, "huber": {"delta": 1}}


class Network:
    """Gathers parameters and nodes; numbers are rounded to 6 decimals, so that their short form is exact."""

    def __init__(self, name, seed):
        self.name, self.nodes, self.parameters = name, [], {}
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape, std=1.0):
        return torch.round(torch.randn(*shape, generator=self.generator, dtype=torch.float64) * std, decimals=6)

    def op(self, op, *args):
        name = f"{op}{sum(node['op'] == op for node in self.nodes) + 1}"
        self.nodes.append({"name": name, "op": op, "attributes": ATTRIBUTES.get(op, {}), "args": list(args)})
        return name

    def linear(self, x, inputs, outputs, std=None):
        layer = f"linear{sum(node['op'] == 'linear' for node in self.nodes) + 1}"
        self.parameters[f"{layer}.weight"] = self.normal(outputs, inputs, std=std or (2 / (inputs + outputs)) ** 0.5)
        self.parameters[f"{layer}.bias"] = self.normal(outputs, std=0.1)
        return self.op("linear", x, f"{layer}.weight", f"{layer}.bias")

    def run(self, batch, target, dtype):
        """Loss, parameter gradients and the gradients of all nodes in one float type."""
        cast = lambda value: value.to(dtype) if value.is_floating_point() else value
        leaves = {name: cast(value).clone().requires_grad_() for name, value in self.parameters.items()}
        values = {"input": cast(batch), "target": cast(target), **leaves}
        for node in self.nodes:
            values[node["name"]] = OPS[node["op"]](*(values[arg] for arg in node["args"]))
            values[node["name"]].retain_grad()
        loss = values[self.nodes[-1]["name"]]
        loss.backward()
        deltas = {node["name"]: values[node["name"]].grad for node in self.nodes}
        return loss, {name: leaf.grad for name, leaf in leaves.items()}, deltas

    def write(self, batch, target, source=None):
        loss, gradients, deltas = self.run(batch, target, torch.float64)
        loss32, gradients32, _ = self.run(batch, target, torch.float32)
        noise = {name: number((gradients32[name].double() - g).norm() / g.norm()) for name, g in gradients.items()}
        write(f"network-{self.name}", {
            "name": self.name, "source": SOURCE, "seed": SEED, "input": source or tensor(batch), "target": tensor(target),
            "parameters": {name: {"shape": list(value.shape), "values": numbers(value)} for name, value in self.parameters.items()},
            "nodes": self.nodes, "loss": number(loss),
            "rootMeanSquareGradients": {name: number(delta.square().mean().sqrt()) for name, delta in deltas.items()},
            "gradients": {name: numbers(value) for name, value in gradients.items()},
            "float32": {"loss": number(loss32), "relativeErrors": noise},
        })


def digits():
    network = Network("digits-sigmoid", SEED)
    with DIGITS.open() as file:
        table = list(csv.reader(file))[1:]
    rows = torch.randperm(len(table), generator=network.generator)[:64].tolist()
    batch = torch.tensor([[float(v) for v in table[row][:64]] for row in rows], dtype=torch.float64) / 16
    target = torch.tensor([int(table[row][64]) for row in rows])
    hidden = network.op("sigmoid", network.linear("input", 64, 32))
    network.op("cross-entropy", network.linear(hidden, 32, 10), "target")
    network.write(batch, target, {"file": "examples/digits.csv", "rows": rows, "columns": 64, "scale": 0.0625})


def regression():
    network = Network("relu-mse", SEED + 1)
    x = network.op("relu", network.linear("input", 10, 32, std=(2 / 10) ** 0.5))
    x = network.op("relu", network.linear(x, 32, 32, std=(2 / 32) ** 0.5))
    network.op("mse", network.linear(x, 32, 3), "target")
    network.write(network.normal(16, 10), network.normal(16, 3))


def deep():
    network = Network("deep-sigmoid", SEED + 2)
    x = "input"
    for _ in range(20):
        x = network.op("sigmoid", network.linear(x, 32, 32))
    network.op("bce-logits", network.linear(x, 32, 1), "target")
    target = torch.randint(0, 2, (16, 1), generator=network.generator).double()
    network.write(network.normal(16, 32), target)


def residual():
    network = Network("residual-tanh", SEED + 3)
    x = network.op("tanh", network.linear("input", 12, 24))
    for _ in range(4):
        x = network.op("add", x, network.op("relu", network.linear(x, 24, 24)))
    x = network.op("tanh", x)
    network.op("cross-entropy", network.linear(x, 24, 5), "target")
    network.write(network.normal(16, 12), torch.randint(0, 5, (16,), generator=network.generator))


def mixture():
    network = Network("mixture-huber", SEED + 4)
    x = network.linear("input", 8, 20)
    network.parameters["prelu1.slope"] = network.normal(20, std=0.25)
    x = network.op("prelu", x, "prelu1.slope")
    x = network.op("gelu", network.linear(x, 20, 20))
    x = network.linear(x, 20, 20)
    network.parameters["prelu2.slope"] = network.normal(1, std=0.25)
    x = network.op("prelu", x, "prelu2.slope")
    x = network.op("softplus", network.linear(x, 20, 20))
    network.op("huber", network.linear(x, 20, 4), "target")
    network.write(network.normal(16, 8), network.normal(16, 4, std=2.0))


for make in (digits, regression, deep, residual, mixture):
    make()
