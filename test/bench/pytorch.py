"""Measures PyTorch on the CPU: `pytorch.py THREADS` reads one workload as JSON from standard input and prints one line of JSON."""

import json
import resource
import sys
import time

started_at = time.perf_counter()
import torch  # noqa: E402  its import is part of the job that is measured
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

FEWEST = 5
MOST = 2000


def product_run(size):
    a = torch.sin(torch.arange(size * size, dtype=torch.float32)).reshape(size, size)
    b = torch.cos(torch.arange(size * size, dtype=torch.float32)).reshape(size, size)
    out = torch.empty(size, size)
    return lambda: torch.mm(a, b, out=out)


def mlp(model):
    widths = model["widths"]
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}[model["activation"]]()]
    return nn.Sequential(*layers[:-1]), (widths[0],), None, widths[-1]


def cnn(model):
    channels = model["channels"]
    layers = []
    for inputs, outputs in zip(channels, channels[1:]):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU()]
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels[-1], model["classes"])]
    return nn.Sequential(*layers), (channels[0], model["size"], model["size"]), None, model["classes"]


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm1, self.norm2 = nn.BatchNorm2d(outputs), nn.BatchNorm2d(outputs)
        self.short = nn.Identity()
        if stride != 1:
            self.short = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(y + self.short(x))


def resnet18(model):
    layers, inputs = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()], 64
    for stage, outputs in enumerate([64, 128, 256, 512]):
        for block in range(2):
            layers.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
            inputs = outputs
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, model["classes"])]
    return nn.Sequential(*layers), (3, model["size"], model["size"]), None, model["classes"]


class GptBlock(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(features), nn.LayerNorm(features)
        self.inward, self.outward = nn.Linear(features, 3 * features), nn.Linear(features, features)
        self.up, self.down = nn.Linear(features, 4 * features), nn.Linear(4 * features, features)

    def forward(self, x):
        batch, steps, features = x.shape
        split = lambda y: y.view(batch, steps, self.heads, -1).transpose(1, 2)
        q, k, v = map(split, self.inward(self.norm1(x)).chunk(3, -1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(batch, steps, features)
        x = x + self.outward(y)
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, model):
        super().__init__()
        features = model["features"]
        self.tokens = nn.Embedding(model["tokens"], features)
        self.positions = nn.Parameter(torch.randn(model["steps"], features) * 0.02)
        self.blocks = nn.Sequential(*[GptBlock(features, model["heads"]) for _ in range(model["blocks"])])
        self.norm, self.head = nn.LayerNorm(features), nn.Linear(features, model["tokens"], bias=False)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.tokens(x) + self.positions))).transpose(1, 2)


def gpt(model):
    return Gpt(model), (model["steps"],), model["tokens"], model["tokens"]


class Lstm(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.lstm = nn.LSTM(model["features"], model["units"], batch_first=True)
        self.head = nn.Linear(model["units"], model["classes"])

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def lstm(model):
    return Lstm(model), (model["steps"], model["features"]), None, model["classes"]


MODELS = {"mlp": mlp, "cnn": cnn, "resnet18": resnet18, "gpt": gpt, "lstm": lstm}


def network_run(model, batch):
    torch.manual_seed(1)
    network, sample, tokens, classes = MODELS[model["kind"]](model)
    x = torch.randint(tokens, (batch, *sample)) if tokens else torch.randn(batch, *sample)
    target = torch.randint(classes, (batch, *sample) if tokens else (batch,))

    def run():
        network.zero_grad(set_to_none=True)
        F.cross_entropy(network(x), target).backward()

    return run


def training_run(workload):
    torch.manual_seed(1)
    network, sample, _, classes = MODELS[workload["model"]["kind"]](workload["model"])
    count, batch, rate = workload["samples"], workload["batch"], workload["rate"]
    x, target = torch.randn(count, *sample), torch.randint(classes, (count,))
    adam = workload["optimizer"] == "adam"
    optimizer = torch.optim.Adam(network.parameters(), rate) if adam else torch.optim.SGD(network.parameters(), rate, workload["momentum"])

    def batches():
        while True:
            yield from torch.randperm(count).split(batch)

    order = batches()

    def run():
        rows = next(order)
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(network(x[rows]), target[rows]).backward()
        optimizer.step()

    return run


def measure(run, seconds):
    samples = []
    for share in (0.3, 1):
        samples = []
        until = time.perf_counter() + share * seconds
        while len(samples) < FEWEST or (time.perf_counter() < until and len(samples) < MOST):
            started = time.perf_counter()
            run()
            samples.append((time.perf_counter() - started) * 1000)
    return samples


def main():
    torch.set_num_threads(int(sys.argv[1]))
    request = json.load(sys.stdin)
    workload = request["workload"]
    if workload["kind"] == "product":
        samples = measure(product_run(workload["size"]), request["seconds"])
    elif workload["kind"] == "network":
        samples = measure(network_run(workload["model"], workload["batch"]), request["seconds"])
    elif workload["kind"] == "training":
        samples = measure(training_run(workload), request["seconds"])
    else:
        network_run(workload["model"], workload["batch"])()
        samples = [(time.perf_counter() - started_at) * 1000]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"milliseconds": samples, "peakMemory": peak, "version": f"PyTorch {torch.__version__}"}))


main()
