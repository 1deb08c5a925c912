"""What PyTorch makes of small sources: test/readers/torch/cases/FAMILY.json from the tables in torch_source_FAMILY.py.

Networks run in float64 with parameters and inputs filled by `hash` (src/inspect/fill.ts): shape, values and gradients. Wrong ones and values of
expressions run with the usual float32. With names of families as arguments only those are written.
"""
import importlib
import json
import math
import pathlib
import re
import sys
import traceback
import warnings

import einops
import torch

from golden import number
from torch_source_cases import HEADER

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "readers" / "torch" / "cases"
SOURCE = f"PyTorch {torch.__version__.split('+')[0]}, einops {einops.__version__}"
WIDE = {"float32": torch.float64, "float": torch.float64}
NARROW = {name: getattr(torch, name) for name in WIDE}


def mixed(count):
    """The first numbers of `hash`."""
    mask = 0xFFFFFFFF
    bits = torch.arange(1, count + 1) * 0x9E3779B1 & mask
    bits = (bits ^ bits >> 15) * 0x85EBCA77 & mask
    bits = (bits ^ bits >> 13) * 0xC2B2AE3D & mask
    return ((bits ^ bits >> 16) & mask).double() / 2**31 - 1


def wide(on):
    """float32 means float64 while a network runs, so that casts lose nothing."""
    torch.set_default_dtype(torch.float64 if on else torch.float32)
    for name, dtype in (WIDE if on else NARROW).items():
        setattr(torch, name, dtype)
    torch.Tensor.float = (lambda self, **_: self.double()) if on else FLOAT


FLOAT = torch.Tensor.float


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


def fill(model):
    for name, parameter in model.named_parameters():
        values = mixed(parameter.numel()).reshape(parameter.shape)
        if parameter.dim() >= 2:
            values = values / math.sqrt(math.prod(parameter.shape[1:]))
        else:
            values = (1 if name.endswith(("weight", "gamma", "scale", "weight_g")) else 0) + 0.1 * values
        parameter.data.copy_(values)


def short(value):
    """Thirteen digits: more than anything is held to."""
    value = number(value)
    return value if isinstance(value, (str, int)) else float(f"{value:.13g}")


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [tensor for part in value for tensor in tensors(part)] if isinstance(value, (list, tuple)) else []


def output(tensor):
    """Shape, the first six values and, of larger ones, sum, sum of squares and the sum of products with `hash`."""
    flat = tensor.detach().reshape(-1).double()
    result = {"shape": list(tensor.shape), "first": [short(value) for value in flat[:6]]}
    if flat.numel() > 6:
        result["sums"] = [short(flat.sum()), short(flat.square().sum()), short(flat @ mixed(flat.numel()))]
    if not tensor.is_floating_point():
        result["dtype"] = str(tensor.dtype).removeprefix("torch.")
    return result


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
    gradients = [
        [name, list(parameter.shape)]
        + ([] if parameter.grad is None else [short(parameter.grad.norm()), short(parameter.grad.reshape(-1) @ mixed(parameter.numel()))])
        for name, parameter in model.named_parameters()
    ]
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
    laws = []
    for name, parameter in build(case).named_parameters():
        values = parameter.detach().double()
        figures = [values.mean(), values.std(correction=0), values.min(), values.max()]
        laws.append([name, list(parameter.shape), *[float(f"{number(figure):.6g}") for figure in figures]])
    return {"laws": laws}


KINDS = {"run": run, "wrong": wrong, "value": value, "raises": raises, "starts": starts}


def results(cases):
    failed = 0
    for case in cases:
        try:
            yield {**case, **KINDS[case["kind"]](case)}
        except Exception as error:
            failed += 1
            print(f"{case['name']}\n    {type(error).__name__}: {str(error)[:300]}")
    if failed:
        raise SystemExit(f"{failed} cases failed")


def write(family):
    cases = importlib.import_module(f"torch_source_{family}").CASES
    names = [case["name"] for case in cases]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SystemExit(f"Twice in {family}: {twice}")
    lines = [json.dumps(case, separators=(",", ":"), allow_nan=False) for case in results(cases)]
    path = TARGET / f"{family}.json"
    path.write_text(f'{{"source":"{SOURCE}","header":{json.dumps(HEADER)},"cases":[\n' + ",\n".join(lines) + "\n]}\n")
    counts = {kind: sum(case["kind"] == kind for case in cases) for kind in KINDS}
    print(f"{family}: {len(cases)} cases, {path.stat().st_size} bytes,", ", ".join(f"{count} {kind}" for kind, count in counts.items() if count))


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    families = sorted(path.stem.removeprefix("torch_source_") for path in HERE.glob("torch_source_*.py") if path.stem != "torch_source_cases")
    for family in sys.argv[1:] or families:
        write(family)
