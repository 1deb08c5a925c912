"""Measures PyTorch on one thread of the CPU: reads the workloads as JSON from standard input, prints one JSON line for each."""

import json
import sys
import time

import torch

FEWEST = 5
MOST = 2000


def product_run(size):
    a = torch.sin(torch.arange(size * size, dtype=torch.float32)).reshape(size, size)
    b = torch.cos(torch.arange(size * size, dtype=torch.float32)).reshape(size, size)
    out = torch.empty(size, size)
    return lambda: torch.mm(a, b, out=out)


def network_run(widths, activation, batch):
    torch.manual_seed(1)
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid}[activation]()]
    network = torch.nn.Sequential(*layers[:-1])
    x = torch.randn(batch, widths[0])
    target = torch.randint(widths[-1], (batch,))

    def run():
        network.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(network(x), target).backward()

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
    torch.set_num_threads(1)
    request = json.load(sys.stdin)
    print(f"PyTorch {torch.__version__}")
    for workload in request["workloads"]:
        if workload["kind"] == "product":
            run = product_run(workload["size"])
        else:
            run = network_run(workload["widths"], workload["activation"], workload["batch"])
        samples = measure(run, request["seconds"])
        print(json.dumps({"workload": workload["name"], "milliseconds": samples}), flush=True)


main()
