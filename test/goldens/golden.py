"""What the golden scripts share: versions, exact numbers in JSON, compact files beside the scripts."""
import json
import math
import pathlib

import mpmath
import torch

SOURCE = f"PyTorch {torch.__version__.split('+')[0]}, mpmath {mpmath.__version__}"


def number(value):
    """A float as JSON holds it: shortest digits that give the same float64 back; infinities and NaN as words."""
    value = value.item() if isinstance(value, torch.Tensor) else float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def numbers(values):
    """Any iterable or tensor of floats, row-major."""
    if isinstance(values, torch.Tensor):
        values = values.detach().reshape(-1).tolist()
    return [number(value) for value in values]


def tensor(value):
    """A tensor as {elementType, shape, values}; integer tensors are indices, boolean ones masks."""
    kind = "float64" if value.is_floating_point() else "bool" if value.dtype == torch.bool else "int32"
    return {"elementType": kind, "shape": list(value.shape), "values": numbers(value)}


class Draws:
    """Seeded arguments in float64."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape):
        return torch.randn(shape, generator=self.generator, dtype=torch.float64)

    def uniform(self, *shape):
        return torch.rand(shape, generator=self.generator, dtype=torch.float64)

    def integers(self, below, *shape):
        return torch.randint(below, shape, generator=self.generator)


def case(op, attributes, function, args, training=False, constants=()):
    """
    One call of one op for ops-FAMILY.json. `function` takes the arguments and gives a tensor or several; the gradients of the arguments
    (null: none, as for integers and those listed in `constants`) belong to fixed random gradients of the float outputs.
    """
    leaves = [
        arg.detach().clone().requires_grad_(arg.is_floating_point() and place not in constants) for place, arg in enumerate(args)
    ]
    results = function(*leaves)
    outputs = list(results) if isinstance(results, (tuple, list)) else [results]
    generator = torch.Generator().manual_seed(len(outputs) + sum(output.numel() for output in outputs))
    flows = [
        torch.randn(output.shape, generator=generator, dtype=output.dtype) if output.requires_grad else None for output in outputs
    ]
    reached = [(output, flow) for output, flow in zip(outputs, flows) if flow is not None]
    if reached:
        torch.autograd.backward([output for output, _ in reached], [flow for _, flow in reached])
    return {
        "op": op, "attributes": attributes, "training": training, "args": [tensor(arg) for arg in args],
        "outputs": [tensor(output) for output in outputs],
        "outputGradients": [None if flow is None else tensor(flow) for flow in flows],
        "gradients": [None if leaf.grad is None else tensor(leaf.grad) for leaf in leaves],
    }


def write(name, content):
    """Writes NAME.json beside the scripts, one top-level list item a line."""
    path = pathlib.Path(__file__).parent / f"{name}.json"
    path.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False).replace("},{\"op\"", "},\n{\"op\"") + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")
