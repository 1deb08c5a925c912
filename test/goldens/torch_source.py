"""What PyTorch makes of small sources: test/readers/torch/cases/FAMILY.json from the tables in torch_source_FAMILY.py.

Networks run in float64 with parameters and inputs filled by `hash` (src/inspect/fill.ts): shape, values and gradients, of hardsigmoid and CrossMapLRN2d
by their formulas. Wrong ones and values of expressions run with the usual float32. With names of families as arguments only those are written.
"""
import math
import re
import traceback
import warnings

import einops
import torch

from source_results import gradient, law, mixed, output, short, tensors, write_all
from torch_source_cases import HEADER

warnings.simplefilter("ignore")
SOURCE = f"PyTorch {torch.__version__.split('+')[0]}, einops {einops.__version__}"
WIDE = {"float32": torch.float64, "float": torch.float64, "complex64": torch.complex128, "cfloat": torch.complex128}
NARROW = {name: getattr(torch, name) for name in WIDE}


def wide(on):
    """float32 means float64 while a network runs, so that casts lose nothing, and some derivatives are those of formulas."""
    torch.set_default_dtype(torch.float64 if on else NARROW["float32"])
    for name, dtype in (WIDE if on else NARROW).items():
        setattr(torch, name, dtype)
    torch.Tensor.float = (lambda self, **_: self.double()) if on else FLOAT
    torch.Tensor.cfloat = (lambda self, **_: self.cdouble()) if on else CFLOAT
    torch.nn.CrossMapLRN2d.forward = normalised_across_channels if on else CROSS_MAP
    torch.nn.functional.hardsigmoid = hardsigmoid if on else HARDSIGMOID


FLOAT = torch.Tensor.float
CFLOAT = torch.Tensor.cfloat
CROSS_MAP = torch.nn.CrossMapLRN2d.forward
HARDSIGMOID = torch.nn.functional.hardsigmoid


def hardsigmoid(input, inplace=False):
    """In its closed form: PyTorch's own holds 1/6 in float32 on the way back."""
    return torch.nn.functional.relu6(input + 3) / 6


def normalised_across_channels(module, input):
    """CrossMapLRN2d by its formula: PyTorch's own derivative, written by hand, is not that of its values (finite differences disagree)."""
    squares = input.square().unbind(1)
    reach = int((module.size - 1) / 2 + 1)
    sums = [sum(squares[:reach])]
    for channel in range(1, len(squares)):
        entering = squares[channel + reach - 1] if channel < len(squares) - reach + 1 else 0
        leaving = squares[channel - reach] if channel > reach else 0
        sums.append(sums[-1] + entering - leaving)
    result = input * (module.k + module.alpha / module.size * torch.stack(sums, 1)) ** -module.beta
    torch.testing.assert_close(result, CROSS_MAP(module, input))
    return result


def read_input(word):
    """An input in the words of directives."""
    if word == "None":
        return None
    match = re.fullmatch(r"(?:(int|zeros|causal):)?([\d,]+)(?:<(\d+))?", word)
    if not match:
        raise SystemExit(f"No input: {word}")
    kind, sizes, below = match.groups()
    shape = [int(size) for size in sizes.split(",")]
    if kind == "int":
        return ((7 * torch.arange(math.prod(shape)) + 3) % int(below)).reshape(shape)
    if kind == "zeros":
        return torch.zeros(shape)
    if kind == "causal":
        return torch.full(shape, -math.inf).triu(1)
    return mixed(math.prod(shape)).to(torch.get_default_dtype()).reshape(shape)


def pairs(tensor):
    """Complex numbers as pairs of real ones."""
    return torch.view_as_real(tensor.detach()) if tensor is not None and tensor.is_complex() else tensor


def fill(model):
    for name, parameter in model.named_parameters():
        parameter = pairs(parameter)
        values = mixed(parameter.numel()).reshape(parameter.shape)
        if parameter.dim() >= 2:
            values = values / math.sqrt(math.prod(parameter.shape[1:]))
        else:
            values = (1 if name.endswith(("weight", "gamma", "scale", "weight_g")) else 0) + 0.1 * values
        parameter.data.copy_(values)


def made(case):
    names = {"__name__": "model"}
    exec(compile(HEADER + case["text"], "<case>", "exec"), names)
    return names


def build(case):
    names = made(case)
    model = eval(compile(case.get("network", "Net()"), "<network>", "eval"), names)
    return model.train(case.get("mode") == "train")


def run(case):
    wide(True)
    torch.manual_seed(1)
    model = build(case)
    inputs = [read_input(word) for word in case["inputs"]]
    if any(isinstance(parameter, torch.nn.UninitializedParameter) for parameter in model.parameters()):
        model(*inputs)
    fill(model)
    results = tensors(model(*inputs))
    floats = [result for result in results if result.is_floating_point()]
    loss = sum((result.square().mean() for result in floats), torch.zeros(()))
    if loss.requires_grad:
        loss.backward()
    gradients = [[name, list(pairs(parameter).shape), *gradient(pairs(parameter.grad))] for name, parameter in model.named_parameters()]
    return {"outputs": [output(result) for result in results], "loss": short(loss), "gradients": gradients}


def wrong(case):
    """The exception of a network, and the line of the text (from 1) that raised it; none where it is the call of forward."""
    wide(False)
    try:
        model = build(case)
        model(*[read_input(word) for word in case["inputs"]])
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<case>"]
        return {"error": f"{type(error).__name__}: {error}", "line": lines[-1] if lines else None}
    raise ValueError("nothing is wrong with it")


def value(case):
    wide(False)
    torch.manual_seed(1)
    return {"value": repr(eval(compile(case["expression"], "<expression>", "eval"), made(case)))}


def raises(case):
    wide(False)
    try:
        result = eval(compile(case["expression"], "<expression>", "eval"), made(case))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    raise ValueError(f"it gives {result!r}")


def starts(case):
    """Mean, standard deviation, least and largest of every parameter."""
    wide(False)
    torch.manual_seed(1)
    return {"laws": [[name, list(parameter.shape), *law(parameter)] for name, parameter in build(case).named_parameters()]}


if __name__ == "__main__":
    write_all("torch", SOURCE, HEADER, {"run": run, "wrong": wrong, "value": value, "raises": raises, "starts": starts})
